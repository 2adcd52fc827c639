"""The write lock of an index folder: one writer at a time."""

from __future__ import annotations

from pathlib import Path

from whoosh.util.filelock import FileLock

from ..engines.document import Document
from ..engines.failures import locked_error
from ..engines.protocol import Writer
from ..model import IndexWriteError

_NAME = ".write.lock"


class FolderLock:
    """A lock of the operating system on a file. It is released when its process ends, however it ends."""

    def __init__(self, folder: Path) -> None:
        """Take the lock.

        Raises:
            IndexLocked: Another process holds the lock.
            IndexWriteError: The lock file cannot be written.
        """
        self._lock = FileLock(str(folder / _NAME))
        try:
            taken = self._lock.acquire(blocking=False)
        except OSError as error:
            raise IndexWriteError(f"The index in {folder} cannot be written: {error.strerror}.") from error
        if not taken:
            raise locked_error(folder)
        self._held = True

    def release(self) -> None:
        """Release the lock; further calls do nothing."""
        if self._held:
            self._held = False
            self._lock.release()


class LockedWriter:
    """Implements `protocol.Writer` with another writer, and releases the write lock of the folder at its end."""

    def __init__(self, writer: Writer, lock: FolderLock) -> None:
        self._writer = writer
        self._lock = lock

    def put(self, document: Document) -> None:
        """See `protocol.Writer`."""
        self._writer.put(document)

    def delete(self, id: str) -> None:
        """See `protocol.Writer`."""
        self._writer.delete(id)

    def commit(self) -> None:
        """See `protocol.Writer`."""
        try:
            self._writer.commit()
        finally:
            self._lock.release()

    def rollback(self) -> None:
        """See `protocol.Writer`."""
        try:
            self._writer.rollback()
        finally:
            self._lock.release()
