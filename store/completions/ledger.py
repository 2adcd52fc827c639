"""The writer's own book of completions: what each article has, and how many articles have what. SQLite, private."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import blake2b
from math import log2
from pathlib import Path
from typing import NamedTuple

from ...analyzers import normal_and_folded
from ...engines.document import Document
from ...engines.fields import DAY
from ...model import IndexDamaged, IndexWriteError
from .segment import KINDS, Row

MOST_OF_A_KIND = 200_000
"""Rows of one kind that readers get, the best: what a server maps and a commit writes is bounded."""

MOST_SINGLE_PHRASES = 2_000_000
"""Phrases of one article that are remembered until a second has them; beyond, all of them are forgotten at once (lossy
counting, Manku and Motwani 2002: a phrase frequent enough to be offered is soon back)."""

_YEARLY = 0.5
"""What a year adds to a score: an article counts half of one that is two years younger."""

_FIRST, _LAST, _UNDATED = 2005.0, 2040.0, 2012.0
"""The years that count, and the one that undated articles are taken to be of."""

_NUMBERS = {"title": KINDS.index("title"), "phrase": KINDS.index("phrase")}

_TABLES = """
    BEGIN IMMEDIATE;
    CREATE TABLE IF NOT EXISTS article (id BLOB PRIMARY KEY, keys BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS completion (
        key INTEGER PRIMARY KEY, kind INTEGER NOT NULL, text TEXT NOT NULL, articles INTEGER NOT NULL,
        day INTEGER NOT NULL, owner TEXT NOT NULL);
    CREATE TABLE IF NOT EXISTS changed (key INTEGER PRIMARY KEY);
    CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
    CREATE TEMP TABLE batch (
        key INTEGER PRIMARY KEY, kind INTEGER, text TEXT, added INTEGER, removed INTEGER, day INTEGER, owner TEXT);
    CREATE TEMP TABLE gone (id TEXT PRIMARY KEY) WITHOUT ROWID;
"""

_APPLY = (
    """UPDATE completion SET owner = '' WHERE kind = :title AND owner IN (SELECT id FROM gone)
        AND key IN (SELECT key FROM batch WHERE removed > 0)""",
    # A phrase that one article has keeps no text: the next one that has it brings it.
    """INSERT INTO completion
        SELECT key, kind, CASE WHEN kind = :phrase AND added < 2 THEN '' ELSE text END, added, day, owner
        FROM batch WHERE added > 0
        ON CONFLICT (key) DO UPDATE SET articles = articles + excluded.articles, day = max(day, excluded.day),
        owner = CASE WHEN excluded.owner = '' THEN owner ELSE excluded.owner END,
        text = (SELECT text FROM batch WHERE batch.key = excluded.key)""",
    """UPDATE completion SET articles = articles - (SELECT removed FROM batch WHERE batch.key = completion.key)
        WHERE key IN (SELECT key FROM batch WHERE removed > 0)""",
    """INSERT OR IGNORE INTO changed SELECT key FROM batch JOIN completion USING (key)
        WHERE completion.kind <> :phrase OR completion.articles > 1 OR removed > 0""",
    "DELETE FROM completion WHERE articles < 1 AND key IN (SELECT key FROM batch WHERE removed > 0)",
    "DELETE FROM batch",
    "DELETE FROM gone",
)


class Ledger:
    """The book, open for one transaction. A `sqlite3.Error` of any method is told by `refusals`."""

    def __init__(self, path: Path) -> None:
        self._sql = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            self._sql.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._sql.execute("PRAGMA temp_store = MEMORY")
            self._sql.execute("PRAGMA cache_size = -32000")
            self._sql.create_function("score", 2, score, deterministic=True)
            self._sql.executescript(_TABLES)
        except BaseException:
            self._sql.close()
            raise

    def apply(self, documents: Mapping[str, Document | None]) -> None:
        """Note what these articles have now; None: they are gone."""
        changes: dict[int, _Change] = {}
        lists: list[tuple[bytes, bytes]] = []
        gone: list[str] = []
        for id, document in documents.items():
            name = id.encode(errors="surrogatepass")
            before = self._sql.execute("SELECT keys FROM article WHERE id = ?", (name,)).fetchone()
            old = set(_unpack(before[0])) if before else set()
            offered = _keyed(document) if document else {}
            day = document.keys.get(DAY, 0) if document else 0
            for key in old - offered.keys():
                changes[key] = changes.get(key, _NOTHING).removing()
            for key, (kind, text) in offered.items():
                owner = _text(id) if kind == "title" else ""
                changes[key] = changes.get(key, _NOTHING).adding(kind, text, day, owner, again=key in old)
            if before:
                gone.append(_text(id))
                self._sql.execute("DELETE FROM article WHERE id = ?", (name,))
            if offered:
                lists.append((name, struct.pack(f"<{len(offered)}q", *offered)))
        self._sql.executemany("INSERT INTO article VALUES (?, ?)", sorted(lists))
        self._sql.executemany("INSERT OR IGNORE INTO gone VALUES (?)", [(id,) for id in gone])
        rows = ((key, *changes[key]) for key in sorted(changes))
        self._sql.executemany("INSERT INTO batch VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
        for statement in _APPLY:
            self._sql.execute(statement, _NUMBERS)

    def articles(self) -> int:
        """How many articles have anything to offer."""
        return self._number("SELECT count(*) FROM article")

    def changed(self) -> list[int]:
        """The keys of what was changed since `nothing_changed`."""
        return [key for (key,) in self._sql.execute("SELECT key FROM changed")]

    def nothing_changed(self) -> None:
        """From here on changes are counted anew."""
        self._sql.execute("DELETE FROM changed")

    def rows(self, least: int, *, changed: bool = False) -> list[Row]:
        """What readers shall have, in falling score: all of it or what was changed. `least`: articles with a phrase."""
        those = "AND key IN (SELECT key FROM changed)" if changed else ""
        rows: list[Row] = []
        for number, kind in enumerate(KINDS):
            found = self._sql.execute(
                f"SELECT key, text, articles, score(articles, day) AS worth, owner FROM completion"  # noqa: S608 - ours
                f" WHERE kind = ? AND articles >= ? AND text <> '' {those} ORDER BY worth DESC, key LIMIT ?",
                (number, least if kind == "phrase" else 1, MOST_OF_A_KIND),
            )
            rows += (Row(key, kind, text, articles, worth, owner) for key, text, articles, worth, owner in found)
        rows.sort(key=lambda row: -row.score)
        return rows

    def forget_singles(self) -> None:
        """Keep the book bounded: beyond MOST_SINGLE_PHRASES those that one article has are forgotten."""
        single = "FROM completion WHERE kind = :phrase AND articles < 2"
        if self._number(f"SELECT count(*) {single}") > MOST_SINGLE_PHRASES:
            self._sql.execute(f"DELETE {single}", _NUMBERS)

    def state(self) -> dict[str, str | int]:
        """What was noted about the files."""
        return dict(self._sql.execute("SELECT name, value FROM state").fetchall())

    def set_state(self, state: Mapping[str, str | int]) -> None:
        """Note it."""
        self._sql.executemany("INSERT OR REPLACE INTO state VALUES (?, ?)", list(state.items()))

    def commit(self) -> None:
        """Make it last."""
        self._sql.execute("COMMIT")

    def close(self) -> None:
        """Let go of the file; what was not committed is forgotten."""
        with suppress(sqlite3.Error):  # what cannot be rolled back now is by the next that opens the file
            self._sql.close()

    def _number(self, query: str) -> int:
        return int(self._sql.execute(query, _NUMBERS).fetchone()[0])


class _Change(NamedTuple):
    """What becomes of one completion in a batch."""

    kind: int
    text: str
    added: int
    removed: int
    day: int
    owner: str

    def removing(self) -> _Change:
        return _Change(self.kind, self.text, self.added, self.removed + 1, self.day, self.owner)

    def adding(self, kind: str, text: str, day: int, owner: str, *, again: bool) -> _Change:
        """`again`: the article had it before, so it counts no more than it did."""
        removed = self.removed + again
        return _Change(KINDS.index(kind), text, self.added + 1, removed, max(day, self.day), owner or self.owner)


_NOTHING = _Change(_NUMBERS["phrase"], "", 0, 0, 0, "")


def score(articles: int, day: int) -> float:
    """How good a completion is: use (the logarithm of how many articles have it) and how recent the last of them is.

    `day` is YYYYMMDD, 0 where undated. No clock: two years make as much as twice the articles, whenever it is asked.
    """
    year = day // 10000 + (day // 100 % 100) / 12 if day else _UNDATED
    return log2(1 + articles) + _YEARLY * min(max(year, _FIRST), _LAST)


def completion_key(kind: str, text: str) -> int:
    """A number for a completion, the same for every way to write it. Phrases come written in their normal form."""
    form = text.casefold() if kind == "phrase" else " ".join(normal_and_folded(text)[0])
    return int.from_bytes(blake2b(f"{kind}\0{form}".encode(errors="replace"), digest_size=8).digest(), signed=True)


@contextmanager
def refusals(path: Path) -> Iterator[None]:
    """What SQLite raises, as errors of ours.

    Raises:
        IndexDamaged: the file is no book.
        IndexWriteError: the disk refused.
    """
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            raise IndexDamaged(f"{path} is damaged ({error}). Build the index anew with --rebuild.") from error
        raise IndexWriteError(f"{path} could not be written: {error}. What was there before is.") from error


def _keyed(document: Document) -> dict[int, tuple[str, str]]:
    offered: Iterable[tuple[str, str]] = document.completions
    return {completion_key(kind, text): (kind, text) for kind, text in offered}


def _text(id: str) -> str:
    return id.encode(errors="surrogatepass").decode(errors="replace")


def _unpack(packed: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(packed) // 8}q", packed)
