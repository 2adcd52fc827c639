"""Backup and restoration of an index folder, verified by checksums.

A backup is a folder with the layout of an index folder. It contains only the current generation, and `backup.json` with
the size and the SHA-256 checksum of every file. Searches go on while it is made; the write lock keeps writers out, so
that the engine and the side indexes are consistent.
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

from .._version import __version__
from ..engines.files import sync_folder, write_atomically
from ..model import IndexDamaged, IndexMissing, IndexWriteError, UsageError
from .generations import next_generation, remove_generations
from .index_folder import BLOCK_LIST
from .lock import FolderLock
from .manifest import MANIFEST_NAME, Manifest, check_analyzer, read_manifest, write_manifest

CHECKSUMS = "backup.json"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """The content of `backup.json`. `files` maps each path within the backup to its size in bytes and its SHA-256."""

    made: str
    timtin: str
    files: dict[str, tuple[int, str]]

    @property
    def bytes(self) -> int:
        """The total size of the files."""
        return sum(size for size, _ in self.files.values())


def back_up(folder: Path, target: Path, *, replacing: bool = False) -> Backup:
    """Copy the index in `folder` to `target`, a new or empty folder.

    Args:
        folder: The index folder.
        target: The folder of the backup. It is created only when the backup is complete.
        replacing: Whether an existing backup at the target may be replaced. Other folders are never replaced.

    Raises:
        UsageError: The target exists.
        IndexMissing, IndexVersion, IndexDamaged: There is no index that can be copied.
        IndexLocked: Another process is writing to the index.
        IndexWriteError: Writing to the disk failed; nothing was created at the target.
    """
    read_manifest(folder)  # before a lock file is created in a folder without an index
    _check_free(target, replacing)
    lock = FolderLock(folder)
    try:
        manifest = read_manifest(folder)
        with _replacing(target) as partial:
            names = [MANIFEST_NAME, *_below(folder, manifest.folder)]
            names += [BLOCK_LIST] if (folder / BLOCK_LIST).is_file() else []
            files = {name: _copy(folder / name, partial / name) for name in names}
            made = Backup(made=datetime.now(UTC).isoformat(timespec="seconds"), timtin=__version__, files=files)
            write_atomically(
                partial / CHECKSUMS, json.dumps(asdict(made), ensure_ascii=False, indent=1).encode() + b"\n"
            )
            check_backup(partial)
    finally:
        lock.release()
    return made


def restore(source: Path, folder: Path, *, fingerprint: str, replacing: bool = False) -> Backup:
    """Make the backup in `source` the index in `folder`. Open indexes switch to it at their next refresh.

    All checksums are verified before anything is changed, and again while copying. The backup becomes the next
    generation beside the current one, and one rename switches to it.

    Args:
        source: A folder that `back_up` has created.
        folder: The index folder. It is created if it is missing.
        fingerprint: Fingerprint of the current analyzer, which must be the one that made the index.
        replacing: Whether an existing index may be replaced.

    Raises:
        UsageError: The folder contains an index.
        IndexMissing: `source` contains no backup.
        IndexDamaged: A file of the backup is missing or has changed.
        IndexVersion: Another version made the backup.
        IndexLocked: Another process is writing to the index.
        IndexWriteError: Writing to the disk failed; an existing index remains in use.
    """
    made = check_backup(source)
    manifest = read_manifest(source)
    check_analyzer(source, manifest, fingerprint)
    if (folder / MANIFEST_NAME).exists() and not replacing:
        raise UsageError(f"There is an index in {folder}. To replace it with the backup: --force.", field="index")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise IndexWriteError(f"{folder} cannot be created: {error.strerror}.") from error
    lock = FolderLock(folder)
    try:
        following = replace(manifest, generation=next_generation(folder))
        try:
            _restore_generation(source, folder, made, manifest, following)
        except BaseException:
            shutil.rmtree(folder / following.folder, ignore_errors=True)
            raise
        remove_generations(folder, keep=following.folder)
    finally:
        lock.release()
    return made


def _restore_generation(source: Path, folder: Path, made: Backup, manifest: Manifest, following: Manifest) -> None:
    """Copy the generation and the block list of a backup, and make the copy the current generation."""
    files = folder / following.folder
    for name in _within(made, manifest.folder):
        copied = _copy(source / manifest.folder / name, files / name)
        if copied != made.files[f"{manifest.folder}/{name}"]:
            raise IndexDamaged(f"{source / manifest.folder / name} changed while it was read.")
    _apply_mode(folder, files)
    if BLOCK_LIST in made.files:
        write_atomically(folder / BLOCK_LIST, (source / BLOCK_LIST).read_bytes())
    else:
        (folder / BLOCK_LIST).unlink(missing_ok=True)
    write_manifest(folder, following)


def is_backup(folder: Path) -> bool:
    """Return whether a folder contains a backup."""
    return (folder / CHECKSUMS).is_file()


def check_backup(source: Path) -> Backup:
    """Compare every file of a backup with its checksum, and return the content of `backup.json`.

    Raises:
        IndexMissing: The folder contains no backup.
        IndexDamaged: A file is missing or has changed; the message names the first one.
    """
    made = _read_list(source)
    for name, expected in made.files.items():
        try:
            found = _digest(source / name)
        except OSError as error:
            raise IndexDamaged(f"The backup in {source} is damaged: {name}: {error.strerror}.") from error
        if found != expected:
            raise IndexDamaged(f"The backup in {source} is damaged: {name} is not what was copied.")
    return made


def _read_list(source: Path) -> Backup:
    path = source / CHECKSUMS
    try:
        content: Any = json.loads(path.read_bytes())
        files = {str(name): (int(size), str(digest)) for name, (size, digest) in content["files"].items()}
        made = Backup(made=str(content["made"]), timtin=str(content["timtin"]), files=files)
    except (FileNotFoundError, NotADirectoryError):
        raise IndexMissing(f"There is no backup in {source}: {CHECKSUMS} is missing.") from None
    except OSError as error:
        raise IndexDamaged(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise IndexDamaged(f"{path} is damaged; use another backup.") from error
    for name in made.files:
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise IndexDamaged(f"{path} lists a file outside of the backup: {name}.")
    if MANIFEST_NAME not in made.files:
        raise IndexDamaged(f"{path} does not list {MANIFEST_NAME}; use another backup.")
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
        raise UsageError(f"{target} exists and is not a backup; name a folder that does not exist.", field="dest")
    if taken and not replacing:
        raise UsageError(f"There is a backup in {target}. To replace it: --force.", field="dest")


@contextmanager
def _replacing(target: Path) -> Iterator[Path]:
    """Yield a temporary folder, which replaces the target at the end and is removed after an exception."""
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
    """Copy a file, wait until it is on the disk, and return its size and checksum as they were read."""
    digest, size = hashlib.sha256(), 0
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with source.open("rb") as old, target.open("wb") as new:
            while chunk := old.read(_CHUNK):
                digest.update(chunk)
                size += new.write(chunk)
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


def _apply_mode(folder: Path, files: Path) -> None:
    """Give restored files the mode of the index folder, whatever modes the files of the backup have."""
    mode = stat.S_IMODE(folder.stat().st_mode)
    for path in (files, *files.rglob("*")):
        path.chmod(mode if path.is_dir() else mode & 0o666)
