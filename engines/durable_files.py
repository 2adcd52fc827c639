"""Writing so that what was written is there after a power failure too."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from ..model import IndexWriteError


def write_whole(path: Path, data: bytes) -> None:
    """Write a small file so that it is always there whole, old or new.

    Raises:
        IndexWriteError: the disk refused.
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
        raise IndexWriteError(f"{path} could not be written: {error.strerror}. What was there before is.") from error


def sync_file(path: Path) -> None:
    """Wait until a file that somebody else wrote is on the disk.

    Raises:
        OSError: the disk refused.
    """
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk, where the system can do that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
