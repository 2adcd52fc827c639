"""One writer at a time, for a whole index folder."""

from __future__ import annotations

from pathlib import Path

from whoosh.util.filelock import FileLock

from ..engines.document import Document
from ..engines.failures import locked
from ..engines.protocol import Writer
from ..model import IndexWriteError

_NAME = ".write.lock"


class FolderLock:
    """The operating system's lock on a file: gone with the process that held it, however it ended."""

    def __init__(self, folder: Path) -> None:
        """Take the lock.

        Raises:
            IndexLocked: somebody has it.
            IndexWriteError: the folder does not let us.
        """
        self._lock = FileLock(str(folder / _NAME))
        try:
            taken = self._lock.acquire(blocking=False)
        except OSError as error:
            raise IndexWriteError(f"The index in {folder} cannot be written: {error.strerror}.") from error
        if not taken:
            raise locked(folder)
        self._held = True

    def release(self) -> None:
        """Let go; nothing happens the second time."""
        if self._held:
            self._held = False
            self._lock.release()


class LockedWriter:
    """Implements `protocol.Writer` with an engine's own; lets go of the folder's lock at its end."""

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
