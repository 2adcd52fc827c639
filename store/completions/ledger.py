"""The ledger of completions, a private SQLite database of the writer.

It records the completions of each article and the number of articles with each completion.
"""

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
from .segment import COMPLETION_KINDS, Row

MAX_PER_KIND = 200_000
"""Greatest number of completions of one kind that are published, the best ones. It bounds the size of the files."""

MAX_SINGLE_PHRASES = 2_000_000
"""Greatest number of phrases that occur in only one article so far. Beyond it, all of them are deleted at once: lossy
counting (Manku and Motwani 2002), by which a phrase that is frequent enough to be a completion soon returns."""

_SCORE_PER_YEAR = 0.5
"""What a year adds to a score. Being two years newer is worth as much as twice the number of articles."""

_FIRST_YEAR, _LAST_YEAR, _UNDATED_YEAR = 2005.0, 2040.0, 2012.0
"""The range of years that the score distinguishes, and the year assumed for undated articles."""

_NUMBERS = {"title": COMPLETION_KINDS.index("title"), "phrase": COMPLETION_KINDS.index("phrase")}

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
    # A phrase of only one article is stored without its text; the next article with the phrase supplies it.
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
    """The ledger, open for one transaction. Callers translate each `sqlite3.Error` with `translated_sqlite_errors`."""

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
        """Record the completions of these articles; None means that the article was deleted."""
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
        """Return the number of articles with completions."""
        return self._number("SELECT count(*) FROM article")

    def dirty_keys(self) -> list[int]:
        """Return the keys of the completions that have changed since `clear_dirty`."""
        return [key for (key,) in self._sql.execute("SELECT key FROM changed")]

    def clear_dirty(self) -> None:
        """Mark all completions as unchanged."""
        self._sql.execute("DELETE FROM changed")

    def rows(self, min_articles: int, *, dirty_only: bool = False) -> list[Row]:
        """Return the completions to publish, the best first: all, or those that have changed.

        `min_articles` is the number of articles that a phrase needs; for other kinds it is 1.
        """
        restriction = "AND key IN (SELECT key FROM changed)" if dirty_only else ""
        rows: list[Row] = []
        for number, kind in enumerate(COMPLETION_KINDS):
            found = self._sql.execute(
                f"SELECT key, text, articles, score(articles, day) AS worth, owner FROM completion"  # noqa: S608 - constants
                f" WHERE kind = ? AND articles >= ? AND text <> '' {restriction} ORDER BY worth DESC, key LIMIT ?",
                (number, min_articles if kind == "phrase" else 1, MAX_PER_KIND),
            )
            rows += (Row(key, kind, text, articles, worth, owner) for key, text, articles, worth, owner in found)
        rows.sort(key=lambda row: -row.score)
        return rows

    def prune_single_phrases(self) -> None:
        """Delete the phrases of only one article if there are more than `MAX_SINGLE_PHRASES`."""
        single = "FROM completion WHERE kind = :phrase AND articles < 2"
        if self._number(f"SELECT count(*) {single}") > MAX_SINGLE_PHRASES:
            self._sql.execute(f"DELETE {single}", _NUMBERS)

    def state(self) -> dict[str, str | int]:
        """Return what `set_state` has recorded about the published files."""
        return dict(self._sql.execute("SELECT name, value FROM state").fetchall())

    def set_state(self, state: Mapping[str, str | int]) -> None:
        """Record values about the published files."""
        self._sql.executemany("INSERT OR REPLACE INTO state VALUES (?, ?)", list(state.items()))

    def commit(self) -> None:
        """Commit the transaction."""
        self._sql.execute("COMMIT")

    def close(self) -> None:
        """Close the file; changes that are not committed are discarded."""
        with suppress(sqlite3.Error):  # SQLite rolls back when the file is opened again
            self._sql.close()

    def _number(self, query: str) -> int:
        return int(self._sql.execute(query, _NUMBERS).fetchone()[0])


class _Change(NamedTuple):
    """The changes to one completion in a batch: how many articles were added and removed."""

    kind: int
    text: str
    added: int
    removed: int
    day: int
    owner: str

    def removing(self) -> _Change:
        return _Change(self.kind, self.text, self.added, self.removed + 1, self.day, self.owner)

    def adding(self, kind: str, text: str, day: int, owner: str, *, again: bool) -> _Change:
        """Add an article; with `again`, it already had the completion, so that the count does not change."""
        removed = self.removed + again
        return _Change(
            COMPLETION_KINDS.index(kind), text, self.added + 1, removed, max(day, self.day), owner or self.owner
        )


_NOTHING = _Change(_NUMBERS["phrase"], "", 0, 0, 0, "")


def score(articles: int, day: int) -> float:
    """Return the score of a completion: the logarithm of its number of articles plus the recency of the newest one.

    `day` is YYYYMMDD, 0 if undated. The score does not depend on the current date: being two years newer is always
    worth as much as twice the number of articles.
    """
    year = day // 10000 + (day // 100 % 100) / 12 if day else _UNDATED_YEAR
    return log2(1 + articles) + _SCORE_PER_YEAR * min(max(year, _FIRST_YEAR), _LAST_YEAR)


def completion_key(kind: str, text: str) -> int:
    """Return a hash of a completion that is the same for all its spellings. Phrases are given in normal form."""
    form = text.casefold() if kind == "phrase" else " ".join(normal_and_folded(text)[0])
    return int.from_bytes(blake2b(f"{kind}\0{form}".encode(errors="replace"), digest_size=8).digest(), signed=True)


@contextmanager
def translated_sqlite_errors(path: Path) -> Iterator[None]:
    """Translate the exceptions of SQLite.

    Raises:
        IndexDamaged: The file is not a ledger.
        IndexWriteError: Writing to the disk failed.
    """
    try:
        yield
    except sqlite3.Error as error:
        name = getattr(error, "sqlite_errorname", "")
        if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB")):
            raise IndexDamaged(f"{path} is damaged ({error}). Rebuild the index with --rebuild.") from error
        raise IndexWriteError(f"{path} could not be written: {error}. The last commit is intact.") from error


def _keyed(document: Document) -> dict[int, tuple[str, str]]:
    offered: Iterable[tuple[str, str]] = document.completions
    return {completion_key(kind, text): (kind, text) for kind, text in offered}


def _text(id: str) -> str:
    return id.encode(errors="surrogatepass").decode(errors="replace")


def _unpack(packed: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(packed) // 8}q", packed)
