"""One writer at a time, for a whole index folder."""

from __future__ import annotations

from pathlib import Path

from whoosh.util.filelock import FileLock

from ..model import IndexLocked, IndexWriteError

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
            raise IndexLocked(f"Another process is writing to the index in {folder}. Wait for it to end, or stop it.")
        self._held = True

    def release(self) -> None:
        """Let go; nothing happens the second time."""
        if self._held:
            self._held = False
            self._lock.release()
