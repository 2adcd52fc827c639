"""The index folder: a manifest, one folder per generation, the ids that must not come back.

    manifest.json       format, engine, analyzer fingerprint, serving generation (always whole: see `manifest`)
    gen-000001/         the serving generation: files of its engine and what is kept beside it (see `companions`)
    blocked.json        ids deleted with --block
    .write.lock         held while somebody writes

A rebuild fills the next generation beside the serving one and switches by replacing the manifest. Files of others in
the folder are left alone.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ..engines.durable_files import write_whole
from ..engines.protocol import Reader, Writer
from ..engines.registry import ENGINES, engine_named
from ..model import (
    EngineMismatch,
    IndexDamaged,
    IndexMissing,
    IndexUnavailable,
    IndexVersion,
    IndexWriteError,
    settings,
)
from .generations import make_generation, next_generation, remove_generations
from .lock import FolderLock, LockedWriter
from .manifest import Manifest, check_analyzer, engine_before, new_manifest, read_manifest, write_manifest
from .side_indexes import accompanied

_BLOCKED = "blocked.json"
_TRIES = 3


class Store:
    """An opened index folder. Made by `open_store`, `create_store` and `rebuild_store`."""

    def __init__(self, folder: Path, manifest: Manifest, *, building: bool = False) -> None:
        self.folder = folder
        self._manifest = manifest
        self._building = building

    @property
    def engine(self) -> str:
        """The engine's name."""
        return self._manifest.engine

    @property
    def format(self) -> int:
        """The format version."""
        return self._manifest.format

    @property
    def analyzer(self) -> str:
        """The fingerprint of the analyzer that made the tokens."""
        return self._manifest.analyzer

    @property
    def generation(self) -> int:
        """The number of the generation this store reads and writes."""
        return self._manifest.generation

    def reader(self) -> Reader:
        """Open the generation for reading; the newest one, where a rebuild has replaced it since.

        Raises:
            IndexDamaged: its files cannot be read.
        """
        for left in reversed(range(_TRIES)):
            try:
                return engine_named(self.engine).reader(self._files())
            except IndexDamaged:
                if not left or not self.changed():
                    raise
                self._manifest = read_manifest(self.folder)
        raise AssertionError("unreachable")

    def writer(self) -> Writer:
        """Open the generation for one transaction.

        Raises:
            IndexLocked: another process is writing.
            IndexWriteError: the folder does not allow it.
            IndexDamaged: its files cannot be read.
        """
        if self._building:
            return self._engine_writer()
        lock = FolderLock(self.folder)
        try:
            self._manifest = read_manifest(self.folder) if self.changed() else self._manifest
            return LockedWriter(self._engine_writer(), lock)
        except BaseException:
            lock.release()
            raise

    @contextmanager
    def rebuild(self) -> Iterator[Store]:
        """`rebuild_store` with the same engine and analyzer."""
        with rebuild_store(self.folder, engine=self.engine, fingerprint=self.analyzer) as following:
            yield following

    def changed(self) -> bool:
        """Whether the folder now serves another generation than this store."""
        if self._building:
            return False
        return read_manifest(self.folder).generation != self.generation

    def blocked(self) -> frozenset[str]:
        """The ids that must not come back.

        Raises:
            IndexDamaged: their list cannot be read.
        """
        path = self.folder / _BLOCKED
        try:
            ids = json.loads(path.read_bytes())
        except FileNotFoundError:
            return frozenset()
        except (OSError, ValueError) as error:
            raise IndexDamaged(
                f"{path} cannot be read ({error}). Correct it, or remove it to block nothing."
            ) from error
        if not isinstance(ids, list) or not all(isinstance(id, str) for id in ids):
            raise IndexDamaged(f"{path} is no list of ids. Correct it, or remove it to block nothing.")
        return frozenset(ids)

    def block(self, ids: Iterable[str]) -> None:
        """Keep ids from coming back, at once and through rebuilds.

        Raises:
            IndexWriteError: the disk refused.
        """
        everything = sorted(self.blocked() | frozenset(ids))
        write_whole(self.folder / _BLOCKED, json.dumps(everything, indent=0).encode() + b"\n")

    def bytes(self) -> int:
        """How much disk the serving generation takes."""
        total = 0
        for path in self._files().rglob("*"):
            try:
                total += path.lstat().st_size if path.is_file() else 0
            except FileNotFoundError:  # a merge removed it meanwhile
                continue
        return total

    @property
    def files(self) -> Path:
        """The folder of the generation this store reads and writes: the engine's files and its companions'."""
        return self._files()

    def _engine_writer(self) -> Writer:
        files = self._files()
        return accompanied(engine_named(self.engine).writer(files), files)

    def _files(self) -> Path:
        files = self.folder / self._manifest.folder
        if not files.is_dir():
            raise IndexDamaged(
                f"The index in {self.folder} is damaged: {files.name} is missing. Restore it from a backup, or build "
                f"it anew: timtin index SOURCE… --index {self.folder} --rebuild"
            )
        return files


def open_store(folder: str | Path, *, fingerprint: str) -> Store:
    """Open an index folder for reading or writing.

    Args:
        folder: the index folder.
        fingerprint: of the analyzer in use, which must be the one that made the index.

    Raises:
        IndexMissing: there is no index.
        IndexVersion: another format version or another analyzer made it; both are named.
        IndexDamaged: manifest or generation cannot be read.
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    _check_engine(folder, manifest)
    check_analyzer(folder, manifest, fingerprint)
    store = Store(folder, manifest)
    store._files()
    return store


def create_store(folder: str | Path, *, engine: str | None = None, fingerprint: str) -> Store:
    """Open an index folder, or make an empty index in it where there is none.

    Args:
        folder: the index folder; made where it is missing. Files of others in it are left alone.
        engine: the engine of a new index (None: the setting `engine`).
        fingerprint: of the analyzer in use.

    Raises:
        UsageError: there is no such engine.
        EngineMismatch: the index is there and has another engine than the one asked for.
        IndexVersion, IndexDamaged: the index is there and cannot be used.
        IndexLocked: another process is just making it.
        IndexWriteError: the folder cannot be made.
    """
    folder = Path(folder)
    if engine is not None:
        engine_named(engine)
    try:
        return _expect_engine(open_store(folder, fingerprint=fingerprint), engine)
    except IndexMissing:
        _make_folder(folder)
    lock = FolderLock(folder)
    try:
        return _expect_engine(open_store(folder, fingerprint=fingerprint), engine)
    except IndexMissing:
        manifest = new_manifest(engine or settings.text("engine"), fingerprint, next_generation(folder))
        make_generation(folder, manifest)
        write_manifest(folder, manifest)
        return Store(folder, manifest)
    finally:
        lock.release()


@contextmanager
def rebuild_store(folder: str | Path, *, engine: str | None = None, fingerprint: str) -> Iterator[Store]:
    """Build an index anew, whatever is there: the next generation, empty, to be filled within the `with`.

    At its clean end one rename makes the new generation the serving one, and older ones are removed (readers that have
    their files open keep them). After an exception the new one is removed and the old one serves on. It is also the
    way out of an index that is missing, damaged, of another version or of another engine.

    Args:
        folder: the index folder; made where it is missing.
        engine: of the new generation (None: that of the old one, else the setting `engine`).
        fingerprint: of the analyzer in use.

    Raises:
        UsageError: there is no such engine.
        IndexLocked: another process is writing.
        IndexWriteError: the disk refused.
    """
    folder = Path(folder)
    if engine is not None:
        engine_named(engine)
    _make_folder(folder)
    lock = FolderLock(folder)
    try:
        serving = _serving(folder)
        if serving is not None:
            remove_generations(folder, but=serving.folder)
        engine = engine or engine_before(folder, ENGINES) or settings.text("engine")
        manifest = new_manifest(engine, fingerprint, next_generation(folder))
        try:
            make_generation(folder, manifest)
            yield Store(folder, manifest, building=True)
            write_manifest(folder, manifest)
        except BaseException:
            shutil.rmtree(folder / manifest.folder, ignore_errors=True)
            raise
        remove_generations(folder, but=manifest.folder)
    finally:
        lock.release()


def _expect_engine(store: Store, engine: str | None) -> Store:
    if engine is not None and engine != store.engine:
        raise EngineMismatch(
            f"The index in {store.folder} has engine {store.engine}, not {engine}. Leave --engine away, or build it "
            f"anew with --engine {engine} --rebuild.",
            field="engine",
        )
    return store


def _check_engine(folder: Path, manifest: Manifest) -> None:
    if manifest.engine not in ENGINES:
        raise IndexVersion(
            f"The index in {folder} has engine {manifest.engine} (timtin {manifest.timtin}); this timtin has: "
            f"{', '.join(ENGINES)}. Build it anew: timtin index SOURCE… --index {folder} --rebuild"
        )


def _serving(folder: Path) -> Manifest | None:
    try:
        return read_manifest(folder)
    except IndexUnavailable:
        return None


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise IndexWriteError(f"The folder {folder} cannot be made: {error.strerror}.") from error
