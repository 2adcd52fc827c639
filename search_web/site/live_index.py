"""The index of a running server: opened on first use, shared between threads, following new commits."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...searcher import Index

Opener = Callable[[Path], "Index"]

REFRESH_SECONDS = 1.0
"""Maximum age in seconds of a snapshot before new commits are looked for."""


def open_default(folder: Path) -> Index:
    """Open an index with the searcher."""
    from ...searcher import open_index  # noqa: PLC0415 - lazy: starting a server must not load an engine

    return open_index(folder)


class LiveIndex:
    """An index that opens on first use, is shared between threads and follows the commits of other processes.

    A missing or damaged index is tried again at the next request, so a server may be started before its index exists.
    """

    def __init__(
        self,
        folder: str | os.PathLike[str],
        opener: Opener = open_default,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.folder = Path(folder)
        self._opener = opener
        self._clock = clock
        self._lock = threading.Lock()
        self._index: Index | None = None
        self._checked_at = 0.0
        self.changed: float | None = None
        """Unix time of the last commit when commits were last looked for; `get` returns that state or a newer one.
        None while there is no index."""

    def get(self) -> Index:
        """Return the open index, at most `REFRESH_SECONDS` behind the last commit.

        Raises:
            IndexUnavailable: the index is missing, damaged or of another format version.
        """
        with self._lock:
            if self._index is None:
                self.changed = _last_change(self.folder)
                self._index = self._opener(self.folder)
                self._checked_at = self._clock()
            elif self._clock() - self._checked_at >= REFRESH_SECONDS:
                self.changed = _last_change(self.folder)
                self._checked_at = self._clock()
                self._index.refresh()
            return self._index

    def forget(self) -> None:
        """Reopen the index at the next use. The old one is not closed, since another thread may be searching it."""
        with self._lock:
            self._index = None

    def close(self) -> None:
        """Close the index. Call at server shutdown, when no request is running."""
        with self._lock:
            index, self._index = self._index, None
        if index is not None:
            index.close()


def _last_change(folder: Path) -> float | None:
    """Return the time of the last commit: every commit creates or replaces a file in the folder."""
    times = []
    for path in (folder / "manifest.json", *folder.glob("gen-*")):
        try:
            times.append(path.stat().st_mtime)
        except OSError:  # a rebuild has removed it
            continue
    return max(times, default=None)
