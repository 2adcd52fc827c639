"""The readers' side of the near duplicates: the small SQLite file that `signatures` publishes."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from threading import Lock

from ...engines.failures import unreadable_error

NEAR_DUPLICATES_FILE = "copies.sqlite"

MAX_NEAR_DUPLICATES = 200
"""Greatest number of near duplicates returned for one document."""

_OTHERS = """
WITH near (text) AS (
    SELECT text FROM documents WHERE id = :id
    UNION SELECT other FROM documents JOIN pairs USING (text) WHERE id = :id)
SELECT id FROM documents WHERE text IN near AND id <> :id ORDER BY id LIMIT :most
"""


class NearDuplicatesReader:
    """A snapshot of the published file; threads can share it. Without a file, no document has near duplicates."""

    def __init__(self, folder: Path) -> None:
        """Open the file.

        Raises:
            IndexDamaged: The file cannot be read.
        """
        self._path = folder / NEAR_DUPLICATES_FILE
        self._lock = Lock()
        self._base: sqlite3.Connection | None = None
        self._seen: tuple[int, int] | None = None
        self.refresh()

    def near_duplicates_of(self, id: str) -> tuple[str, ...]:
        """Return the ids of the near duplicates of a document, in order, at most `MAX_NEAR_DUPLICATES`.

        The engine may not contain all of them: side indexes commit before the engine does.

        Raises:
            IndexDamaged: The file cannot be read.
        """
        key = id.encode("utf-8", "surrogatepass")
        with self._lock:
            if self._base is None:
                return ()
            try:
                rows = self._base.execute(_OTHERS, {"id": key, "most": MAX_NEAR_DUPLICATES}).fetchall()
            except sqlite3.Error as error:
                raise unreadable_error(self._path.parent, f"{NEAR_DUPLICATES_FILE}: {error}") from error
        return tuple(other.decode("utf-8", "surrogatepass") for (other,) in rows)

    def refresh(self) -> None:
        """Move on to the last commit."""
        with self._lock:
            try:
                state = self._path.stat()
            except FileNotFoundError:
                return  # the generation was replaced; the open file remains readable
            except OSError as error:
                raise unreadable_error(self._path.parent, f"{NEAR_DUPLICATES_FILE}: {error}") from error
            seen = (state.st_ino, state.st_mtime_ns)
            if seen == self._seen:
                return
            address = f"{self._path.absolute().as_uri()}?mode=ro&immutable=1"
            try:
                opened = sqlite3.connect(address, uri=True, check_same_thread=False, isolation_level=None)
            except sqlite3.Error as error:
                raise unreadable_error(self._path.parent, f"{NEAR_DUPLICATES_FILE}: {error}") from error
            self._base, older = opened, self._base
            self._seen = seen
        if older is not None:
            older.close()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            base, self._base = self._base, None
        if base is not None:
            base.close()
