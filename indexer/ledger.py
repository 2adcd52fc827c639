"""What this run has already put or deleted, by id, in a temporary database that spills to disk."""

from __future__ import annotations

import sqlite3
from hashlib import blake2b
from typing import Final

from ..model import IndexWriteError

DELETED: Final = b""
_DIGEST = 16


def digest(stored: bytes) -> bytes:
    """What stands for an article's stored bytes: equal digests mean an unchanged article."""
    return blake2b(stored, digest_size=_DIGEST).digest()


class Ledger:
    """Digest by id. SQLite's private temporary database keeps a few MB in memory and the rest in the temporary folder.

    About 4 microseconds an article (300,000 measured), and no memory that grows with the input, where a dict took
    200 bytes an id.
    """

    def __init__(self) -> None:
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("CREATE TABLE seen (id TEXT PRIMARY KEY, digest BLOB NOT NULL) WITHOUT ROWID")
        self._database.execute("CREATE TABLE listed (id TEXT PRIMARY KEY) WITHOUT ROWID")
        self._database.execute("BEGIN")

    def get(self, id: str) -> bytes | None:
        """The digest last set for the id, `DELETED`, or None where this run has not touched it."""
        row = self._database.execute("SELECT digest FROM seen WHERE id = ?", (id,)).fetchone()
        return None if row is None else bytes(row[0])

    def set(self, id: str, value: bytes) -> None:
        """Remember what the id holds now.

        Raises:
            IndexWriteError: the temporary folder is full.
        """
        try:
            self._database.execute("INSERT OR REPLACE INTO seen VALUES (?, ?)", (id, value))
        except sqlite3.OperationalError as error:
            raise _full(error) from error

    def list(self, id: str) -> None:
        """Remember that the id holds an entry of a feed.

        Raises:
            IndexWriteError: the temporary folder is full.
        """
        try:
            self._database.execute("INSERT OR IGNORE INTO listed VALUES (?)", (id,))
        except sqlite3.OperationalError as error:
            raise _full(error) from error

    def unlist(self, id: str) -> None:
        """Remember that the id holds an article read from elsewhere than a feed."""
        self._database.execute("DELETE FROM listed WHERE id = ?", (id,))

    def is_listed(self, id: str) -> bool:
        """Whether the id holds an entry of a feed, as far as was remembered."""
        return self._database.execute("SELECT 1 FROM listed WHERE id = ?", (id,)).fetchone() is not None

    def close(self) -> None:
        """Let go of the temporary file."""
        self._database.close()


def _full(error: sqlite3.OperationalError) -> IndexWriteError:
    return IndexWriteError(
        f"The temporary folder cannot take the list of ids seen ({error}). Nothing was committed; "
        "free some space or point TMPDIR to another disk, then run again."
    )
