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
"""How old a view of the index may get before new commits are looked for."""


def open_default(folder: Path) -> Index:
    """Open the index with the searcher."""
    from ...searcher import open_index  # noqa: PLC0415 - starting a server must not load an engine

    return open_index(folder)


class LiveIndex:
    """An index that opens at first use, is shared by threads and follows the commits of other processes.

    An index that is missing or damaged is looked for again at the next request, so a server may be started first
    and the index built afterwards.
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
        self._looked = 0.0
        self.changed: float | None = None
        """When the index last changed before it was last looked for, in seconds since 1970; what `get` gives is of
        then or newer. None as long as there is none."""

    def get(self) -> Index:
        """The open index, at most `REFRESH_SECONDS` behind the last commit.

        Raises:
            IndexUnavailable: it is missing, damaged or of another version.
        """
        with self._lock:
            if self._index is None:
                self.changed = _last_change(self.folder)
                self._index = self._opener(self.folder)
                self._looked = self._clock()
            elif self._clock() - self._looked >= REFRESH_SECONDS:
                self.changed = _last_change(self.folder)
                self._looked = self._clock()
                self._index.refresh()
            return self._index

    def forget(self) -> None:
        """Open anew at the next use. The old one is not closed: another thread may be in the middle of a search."""
        with self._lock:
            self._index = None

    def close(self) -> None:
        """Close the index; for the end of a server, when no request runs any more."""
        with self._lock:
            index, self._index = self._index, None
        if index is not None:
            index.close()


def _last_change(folder: Path) -> float | None:
    """When a file was last made or replaced in the index, which every commit does."""
    times = []
    for path in (folder / "manifest.json", *folder.glob("gen-*")):
        try:
            times.append(path.stat().st_mtime)
        except OSError:  # a rebuild removed it meanwhile
            continue
    return max(times, default=None)
