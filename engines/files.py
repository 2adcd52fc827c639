"""Files of an index folder: durable writes, and file modes that follow the mode of the folder."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from ..model import IndexWriteError


def write_atomically(path: Path, data: bytes) -> None:
    """Write a small file in one step: after a crash it has either its old or its new content.

    Raises:
        IndexWriteError: Writing to the disk failed; the old file is intact.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise IndexWriteError(f"{path} could not be written: {error.strerror}. Its old content is intact.") from error


def sync_file(path: Path) -> None:
    """Wait until the content of a file written by a library is on the disk.

    Raises:
        OSError: Writing to the disk failed.
    """
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the file names of a folder are on the disk, if the operating system supports it."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def apply_folder_mode(folder: Path) -> None:
    """Give every file in the folder the mode of the folder without its execute bits.

    With it, one user can index and another one search. Files of other users, whose mode cannot be changed, are skipped.
    """
    mode = folder.stat().st_mode & 0o666
    for entry in folder.iterdir():
        with suppress(OSError):
            if entry.is_file() and not entry.is_symlink() and entry.stat().st_mode & 0o777 != mode:
                entry.chmod(mode)
