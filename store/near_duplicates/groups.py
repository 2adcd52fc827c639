"""Which documents are near copies of which, as readers see it: the small file that `duplicates` publishes."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Lock

from ...engines.failures import unreadable

COPIES = "copies.sqlite"

MOST = 200
"""Copies of one document that are told."""

_OTHERS = """
WITH near (text) AS (
    SELECT text FROM documents WHERE id = :id
    UNION SELECT other FROM documents JOIN pairs USING (text) WHERE id = :id)
SELECT id FROM documents WHERE text IN near AND id <> :id ORDER BY id LIMIT :most
"""


class Copies:
    """The file as it was when it was opened or refreshed; safe to share between threads. No file: no copies."""

    def __init__(self, folder: Path) -> None:
        """Open it.

        Raises:
            IndexDamaged: it cannot be read.
        """
        self._path = folder / COPIES
        self._lock = Lock()
        self._base: sqlite3.Connection | None = None
        self._seen: tuple[int, int] | None = None
        self.refresh()

    def others(self, id: str) -> tuple[str, ...]:
        """The ids of the near copies of a document, at most MOST, in the order of ids.

        Some may be gone from the index, or not be there yet: what is committed here comes before the engine's.

        Raises:
            IndexDamaged: the file cannot be read.
        """
        key = id.encode("utf-8", "surrogatepass")
        with self._lock:
            if self._base is None:
                return ()
            try:
                rows = self._base.execute(_OTHERS, {"id": key, "most": MOST}).fetchall()
            except sqlite3.Error as error:
                raise unreadable(self._path.parent, f"{COPIES}: {error}") from error
        return tuple(other.decode("utf-8", "surrogatepass") for (other,) in rows)

    def refresh(self) -> None:
        """See what was committed since."""
        with self._lock:
            try:
                state = self._path.stat()
            except FileNotFoundError:
                return  # a generation that was replaced: what is open serves on
            except OSError as error:
                raise unreadable(self._path.parent, f"{COPIES}: {error}") from error
            seen = (state.st_ino, state.st_mtime_ns)
            if seen == self._seen:
                return
            address = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
            try:
                opened = sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)
            except sqlite3.Error as error:
                raise unreadable(self._path.parent, f"{COPIES}: {error}") from error
            self._base, older = opened, self._base
            self._seen = seen
        if older is not None:
            older.close()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            base, self._base = self._base, None
        if base is not None:
            base.close()
