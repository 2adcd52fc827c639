"""The index folder: a manifest, one folder per generation, and the block list.

    manifest.json       format version, engine, fingerprint of the analyzer, current generation (see `manifest`)
    gen-000001/         the current generation: the files of its engine and its side indexes (see `side_indexes`)
    blocked.json        the block list: ids deleted with --block, which are not indexed again
    .write.lock         the write lock (see `lock`)

A rebuild fills the next generation beside the current one and switches by replacing the manifest. Other files in the
folder are left alone.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from ..engines.files import write_atomically
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
from .generations import create_generation, next_generation, remove_generations
from .lock import FolderLock, LockedWriter
from .manifest import Manifest, check_analyzer, new_manifest, read_manifest, recorded_engine, write_manifest
from .side_indexes import with_side_indexes

BLOCK_LIST = "blocked.json"
_TRIES = 3


class Store:
    """An open index folder, as returned by `open_store`, `create_store` and `rebuild_store`."""

    def __init__(self, folder: Path, manifest: Manifest, *, building: bool = False) -> None:
        self.folder = folder
        self._manifest = manifest
        self._building = building

    @property
    def engine(self) -> str:
        """The name of the engine."""
        return self._manifest.engine

    @property
    def format(self) -> int:
        """The format version."""
        return self._manifest.format

    @property
    def analyzer(self) -> str:
        """The fingerprint of the analyzer that made the tokens of the index."""
        return self._manifest.analyzer

    @property
    def generation(self) -> int:
        """The number of the generation that this store reads and writes."""
        return self._manifest.generation

    def reader(self) -> Reader:
        """Open the generation for reading. If a rebuild has replaced it, the new generation is opened.

        Raises:
            IndexDamaged: The files cannot be read.
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
            IndexLocked: Another process is writing to the index.
            IndexWriteError: The folder cannot be written.
            IndexDamaged: The files cannot be read.
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
        """Rebuild the index with the same engine and analyzer; see `rebuild_store`."""
        with rebuild_store(self.folder, engine=self.engine, fingerprint=self.analyzer) as following:
            yield following

    def changed(self) -> bool:
        """Return whether the current generation of the folder is another one than that of this store."""
        if self._building:
            return False
        return read_manifest(self.folder).generation != self.generation

    def blocked(self) -> frozenset[str]:
        """Return the block list: the ids that must not be indexed again.

        Raises:
            IndexDamaged: The block list cannot be read.
        """
        path = self.folder / BLOCK_LIST
        try:
            ids = json.loads(path.read_bytes())
        except FileNotFoundError:
            return frozenset()
        except (OSError, ValueError) as error:
            raise IndexDamaged(
                f"{path} cannot be read ({error}). Correct it, or remove it to block nothing."
            ) from error
        if not isinstance(ids, list) or not all(isinstance(id, str) for id in ids):
            raise IndexDamaged(f"{path} is not a list of ids. Correct it, or remove it to block nothing.")
        return frozenset(ids)

    def block(self, ids: Iterable[str]) -> None:
        """Add ids to the block list, which takes effect at once and outlasts rebuilds.

        Raises:
            IndexWriteError: Writing to the disk failed.
        """
        everything = sorted(self.blocked() | frozenset(ids))
        write_atomically(self.folder / BLOCK_LIST, json.dumps(everything, indent=0).encode() + b"\n")

    def bytes(self) -> int:
        """Return the size of the generation on disk in bytes."""
        total = 0
        for path in self._files().rglob("*"):
            try:
                total += path.lstat().st_size if path.is_file() else 0
            except FileNotFoundError:  # a merge has removed it
                continue
        return total

    @property
    def files(self) -> Path:
        """The folder of the generation, with the files of the engine and of the side indexes."""
        return self._files()

    def _engine_writer(self) -> Writer:
        files = self._files()
        return with_side_indexes(engine_named(self.engine).writer(files), files)

    def _files(self) -> Path:
        files = self.folder / self._manifest.folder
        if not files.is_dir():
            raise IndexDamaged(
                f"The index in {self.folder} is damaged: {files.name} is missing. Restore it from a backup, or rebuild "
                f"it: timtin index SOURCE… --index {self.folder} --rebuild"
            )
        return files


def open_store(folder: str | Path, *, fingerprint: str) -> Store:
    """Open an index folder for reading or writing.

    Args:
        folder: The index folder.
        fingerprint: Fingerprint of the current analyzer, which must be the one that made the index.

    Raises:
        IndexMissing: There is no index in the folder.
        IndexVersion: It has another format version, or another analyzer made it; the message names both.
        IndexDamaged: The manifest or the generation cannot be read.
    """
    folder = Path(folder)
    manifest = read_manifest(folder)
    _check_engine(folder, manifest)
    check_analyzer(folder, manifest, fingerprint)
    store = Store(folder, manifest)
    store._files()
    return store


def create_store(folder: str | Path, *, engine: str | None = None, fingerprint: str) -> Store:
    """Open an index folder, or create an empty index in it if there is none.

    Args:
        folder: The index folder. It is created if it is missing; other files in it are left alone.
        engine: The engine of a new index (None: the setting `engine`).
        fingerprint: Fingerprint of the current analyzer.

    Raises:
        UsageError: There is no such engine.
        EngineMismatch: The index exists and has another engine than the requested one.
        IndexVersion, IndexDamaged: The index exists and cannot be used.
        IndexLocked: Another process is creating the index.
        IndexWriteError: The folder cannot be created.
    """
    folder = Path(folder)
    if engine is not None:
        engine_named(engine)
    try:
        return _expect_engine(open_store(folder, fingerprint=fingerprint), engine)
    except IndexMissing:
        _create_folder(folder)
    lock = FolderLock(folder)
    try:
        return _expect_engine(open_store(folder, fingerprint=fingerprint), engine)
    except IndexMissing:
        manifest = new_manifest(engine or settings.text("engine"), fingerprint, next_generation(folder))
        create_generation(folder, manifest)
        write_manifest(folder, manifest)
        return Store(folder, manifest)
    finally:
        lock.release()


@contextmanager
def rebuild_store(folder: str | Path, *, engine: str | None = None, fingerprint: str) -> Iterator[Store]:
    """Rebuild an index: yield the next generation, which is empty, to be filled within the `with` statement.

    If the statement ends without an exception, one rename makes the new generation the current one, and older
    generations are removed; readers keep the files that they have opened. After an exception, the new generation is
    removed and the old one remains in use. The folder may contain no index, or one that is damaged or has another
    version or engine.

    Args:
        folder: The index folder. It is created if it is missing.
        engine: Engine of the new generation (None: the engine of the old one, else the setting `engine`).
        fingerprint: Fingerprint of the current analyzer.

    Raises:
        UsageError: There is no such engine.
        IndexLocked: Another process is writing to the index.
        IndexWriteError: Writing to the disk failed.
    """
    folder = Path(folder)
    if engine is not None:
        engine_named(engine)
    _create_folder(folder)
    lock = FolderLock(folder)
    try:
        current = _current_manifest(folder)
        if current is not None:
            remove_generations(folder, keep=current.folder)
        engine = engine or recorded_engine(folder, ENGINES) or settings.text("engine")
        manifest = new_manifest(engine, fingerprint, next_generation(folder))
        try:
            create_generation(folder, manifest)
            yield Store(folder, manifest, building=True)
            write_manifest(folder, manifest)
        except BaseException:
            shutil.rmtree(folder / manifest.folder, ignore_errors=True)
            raise
        remove_generations(folder, keep=manifest.folder)
    finally:
        lock.release()


def _expect_engine(store: Store, engine: str | None) -> Store:
    if engine is not None and engine != store.engine:
        raise EngineMismatch(
            f"The index in {store.folder} has engine {store.engine}, not {engine}. Omit --engine, or rebuild the index "
            f"with --engine {engine} --rebuild.",
            field="engine",
        )
    return store


def _check_engine(folder: Path, manifest: Manifest) -> None:
    if manifest.engine not in ENGINES:
        raise IndexVersion(
            f"The index in {folder} has engine {manifest.engine} (timtin {manifest.timtin}); this timtin has: "
            f"{', '.join(ENGINES)}. Rebuild it: timtin index SOURCE… --index {folder} --rebuild"
        )


def _current_manifest(folder: Path) -> Manifest | None:
    try:
        return read_manifest(folder)
    except IndexUnavailable:
        return None


def _create_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise IndexWriteError(f"The folder {folder} cannot be created: {error.strerror}.") from error
