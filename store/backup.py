"""A copy of an index folder that can be trusted, and the way back.

A backup is a folder laid out like an index, with the serving generation alone and `backup.json`: size and SHA-256 of
every file. It is made while readers serve; writers wait (the folder is locked), so engine and companions agree.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from .. import __version__
from ..engines.durable_files import sync_folder, write_whole
from ..model import IndexDamaged, IndexMissing, IndexWriteError, UsageError
from .generations import next_generation, remove_generations
from .lock import FolderLock
from .manifest import NAME as MANIFEST
from .manifest import check_analyzer, read_manifest, write_manifest

LIST = "backup.json"
BLOCKED = "blocked.json"
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What `backup.json` says. `files` are paths within the backup with their size in bytes and their SHA-256."""

    made: str
    timtin: str
    files: dict[str, tuple[int, str]]

    @property
    def bytes(self) -> int:
        """How much all its files take."""
        return sum(size for size, _ in self.files.values())


def back_up(folder: Path, target: Path, *, replacing: bool = False) -> Backup:
    """Copy the index in `folder` to `target`, a folder that is not there yet, or is empty.

    Args:
        folder: the index.
        target: where the backup shall stand; it appears whole or not at all.
        replacing: whether a backup that stands there may be replaced. Nothing else ever is.

    Raises:
        UsageError: something stands at the target.
        IndexMissing, IndexVersion, IndexDamaged: there is no index that could be copied.
        IndexLocked: somebody is writing.
        IndexWriteError: the disk refused; nothing was left at the target.
    """
    read_manifest(folder)  # before a lock file is put anywhere
    _check_free(target, replacing)
    lock = FolderLock(folder)
    try:
        manifest = read_manifest(folder)
        with _appearing(target) as partial:
            names = [MANIFEST, *_below(folder, manifest.folder)]
            names += [BLOCKED] if (folder / BLOCKED).is_file() else []
            files = {name: _copy(folder / name, partial / name) for name in names}
            made = Backup(made=datetime.now(UTC).isoformat(timespec="seconds"), timtin=__version__, files=files)
            write_whole(partial / LIST, json.dumps(asdict(made), ensure_ascii=False, indent=1).encode() + b"\n")
            check(partial)
    finally:
        lock.release()
    return made


def restore(source: Path, folder: Path, *, fingerprint: str, replacing: bool = False) -> Backup:
    """Make the backup in `source` the index in `folder`; readers that serve go over to it at their next look.

    Every checksum is verified before anything is touched, and again after the copying. The backup becomes the next
    generation, beside the serving one, and one rename switches.

    Args:
        source: a folder that `back_up` made.
        folder: the index folder; made where it is missing.
        fingerprint: of the analyzer in use, which must be the one that made the index.
        replacing: whether an index that is there may be replaced.

    Raises:
        UsageError: an index is there.
        IndexMissing: `source` holds no backup.
        IndexDamaged: the backup is not what it was.
        IndexVersion: another version made it.
        IndexLocked: somebody is writing.
        IndexWriteError: the disk refused; the index that was there before serves on.
    """
    made = check(source)
    manifest = read_manifest(source)
    check_analyzer(source, manifest, fingerprint)
    if (folder / MANIFEST).exists() and not replacing:
        raise UsageError(f"There is an index in {folder}. To put the backup in its place: --force.", field="index")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise IndexWriteError(f"{folder} cannot be made: {error.strerror}.") from error
    lock = FolderLock(folder)
    try:
        following = replace(manifest, generation=next_generation(folder))
        files = folder / following.folder
        try:
            for name in _within(made, manifest.folder):
                copied = _copy(source / manifest.folder / name, files / name)
                if copied != made.files[f"{manifest.folder}/{name}"]:
                    raise IndexDamaged(f"{source / manifest.folder / name} changed while it was read.")
            _mode_like(folder, files)
            if BLOCKED in made.files:
                write_whole(folder / BLOCKED, (source / BLOCKED).read_bytes())
            else:
                (folder / BLOCKED).unlink(missing_ok=True)
            write_manifest(folder, following)
        except BaseException:
            shutil.rmtree(files, ignore_errors=True)
            raise
        remove_generations(folder, but=following.folder)
    finally:
        lock.release()
    return made


def is_backup(folder: Path) -> bool:
    """Whether a folder says that it is a backup."""
    return (folder / LIST).is_file()


def check(source: Path) -> Backup:
    """Hold every file of a backup against its checksum.

    Raises:
        IndexMissing: the folder holds no backup.
        IndexDamaged: a file is missing or not what it was; the first one is named.
    """
    made = _read_list(source)
    for name, said in made.files.items():
        try:
            found = _digest(source / name)
        except OSError as error:
            raise IndexDamaged(f"The backup in {source} is damaged: {name}: {error.strerror}.") from error
        if found != said:
            raise IndexDamaged(f"The backup in {source} is damaged: {name} is not what was copied.")
    return made


def _read_list(source: Path) -> Backup:
    path = source / LIST
    try:
        said: Any = json.loads(path.read_bytes())
        files = {str(name): (int(size), str(digest)) for name, (size, digest) in said["files"].items()}
        made = Backup(made=str(said["made"]), timtin=str(said["timtin"]), files=files)
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing(f"There is no backup in {source}: {LIST} is not there.") from None
    except OSError as error:
        raise IndexDamaged(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise IndexDamaged(f"{path} is damaged; take another backup.") from error
    for name in made.files:
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise IndexDamaged(f"{path} names a file outside of the backup: {name}.")
    if MANIFEST not in made.files:
        raise IndexDamaged(f"{path} names no {MANIFEST}; take another backup.")
    return made


def _within(made: Backup, folder: str) -> list[str]:
    return [name[len(folder) + 1 :] for name in made.files if name.startswith(f"{folder}/")]


def _below(folder: Path, generation: str) -> list[str]:
    files = folder / generation
    if not files.is_dir():
        raise IndexDamaged(f"The index in {folder} is damaged: {generation} is missing.")
    return sorted(path.relative_to(folder).as_posix() for path in files.rglob("*") if path.is_file())


def _check_free(target: Path, replacing: bool) -> None:
    try:
        taken = target.exists() and (not target.is_dir() or any(target.iterdir()))
    except OSError as error:
        raise IndexWriteError(f"{target} cannot be read: {error.strerror}.") from error
    if taken and not is_backup(target):
        raise UsageError(f"{target} is there and is no backup; name a folder that is not there yet.", field="dest")
    if taken and not replacing:
        raise UsageError(f"There is a backup in {target}. To replace it: --force.", field="dest")


@contextmanager
def _appearing(target: Path) -> Iterator[Path]:
    """A folder beside the target that takes its place at a clean end, and is gone otherwise."""
    partial, old = (target.with_name(f".{target.name}.{word}-{os.getpid()}") for word in ("new", "old"))
    try:
        partial.mkdir(parents=True)
        yield partial
        if target.exists():
            target.rename(old)
        partial.rename(target)
        sync_folder(target.parent)
    except OSError as error:
        raise IndexWriteError(f"{target} could not be written: {error.strerror}.") from error
    finally:
        if old.exists() and not target.exists():
            old.rename(target)
        for leftover in (partial, old):
            shutil.rmtree(leftover, ignore_errors=True)


def _copy(source: Path, target: Path) -> tuple[int, str]:
    """Copy a file so that it is on the disk; gives its size and checksum as they were read."""
    digest, size = hashlib.sha256(), 0
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as old, target.open("wb") as new:
            while piece := old.read(_PIECE):
                digest.update(piece)
                size += new.write(piece)
            new.flush()
            os.fsync(new.fileno())
        shutil.copymode(source, target)
    except OSError as error:
        raise IndexWriteError(f"{source} could not be copied to {target}: {error.strerror}.") from error
    return size, digest.hexdigest()


def _digest(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return os.fstat(file.fileno()).st_size, digest


def _mode_like(folder: Path, files: Path) -> None:
    """Whoever may read the index folder may read what was restored into it, however the backup was kept."""
    mode = stat.S_IMODE(folder.stat().st_mode)
    for path in (files, *files.rglob("*")):
        path.chmod(mode if path.is_dir() else mode & 0o666)
