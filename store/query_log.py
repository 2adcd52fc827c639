"""The query log: counts of frequent queries, of queries without results, and of queries whose results nobody opens.

It is off unless the setting `use_log` names a file. It contains no personal data: only counts by day and hour, no
addresses, cookies or browsers. The words of a query are recorded only after it was searched in several different hours;
before, it is a keyed digest with counts. Queries that may contain an e-mail address, a telephone number or an identity
number only add to the total. See docs/use-log.md.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Literal

from ..analyzers import normal_and_folded, normalize
from ..model import TimtinError, settings
from ..model.query_usage import QueryUse, UseReport

MIN_HOURS = 3
"""Default of the setting `use_log_hours`: the number of different hours in which a query must be searched before its
words are recorded and reported. The queries of one person in one session thus remain unreadable."""

MAX_QUERY_LENGTH = 200
"""Greatest length of a recorded query in characters; longer queries only add to the total."""

MAX_PER_DAY = 5_000
"""Greatest number of queries by hour that are recorded per day, about 250 KB; others only add to the total."""

_LOCK_TIMEOUT = 0.2
"""Seconds that a search waits for another process that is writing."""

_RETRY_AFTER = 60.0
"""Seconds without another attempt after the file could not be written."""

_POPULARITY_TTL = 300.0
"""Seconds for which the popular queries are cached for completions."""

_MAX_POPULAR = 5_000
"""Greatest number of popular queries that are cached."""

_PRIVATE = re.compile(r"[^\s@]@[^\s@]+\.|\d(?:[ .()\-]{0,2}\d){8,}")
"""E-mail addresses, and nine or more digits in any grouping: telephone, identity card (9 or 12 digits) and account
numbers."""

_LOG = logging.getLogger("timtin.uselog")
_VIETNAM = timedelta(hours=7)

_TABLES = """
CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value BLOB);
CREATE TABLE IF NOT EXISTS uses (
  day TEXT, hour INTEGER, query BLOB, searches INTEGER DEFAULT 0, empty INTEGER DEFAULT 0, results INTEGER DEFAULT 0,
  further INTEGER DEFAULT 0, shown INTEGER DEFAULT 0, opened INTEGER DEFAULT 0,
  PRIMARY KEY (query, day, hour)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS words (query BLOB PRIMARY KEY, text TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS days (
  day TEXT PRIMARY KEY, searches INTEGER DEFAULT 0, withheld INTEGER DEFAULT 0, kept INTEGER DEFAULT 0);
"""
_TOP_QUERIES = """
SELECT text, sum(searches), max(results), sum(empty), sum(shown), sum(opened) FROM uses JOIN words USING (query)
WHERE day >= ? GROUP BY query HAVING {having} ORDER BY {order} DESC, text LIMIT ?
"""
_LISTS = {
    "popular": ("sum(searches) > 0", "sum(searches)"),
    "empty": ("sum(empty) > 0 AND sum(empty) = sum(searches)", "sum(empty)"),
    "abandoned": ("sum(shown) > 0 AND sum(opened) = 0", "sum(shown)"),
}

SearchInterface = Literal["page", "other"]
"""Where a search was made: on the search page, or over the API."""


class QueryLog:
    """A file of counts, shared by threads and processes. Recording never raises an exception and never waits long."""

    def __init__(
        self, path: Path, days: int = 90, clock: Callable[[], float] = time.time, *, hours: int = MIN_HOURS
    ) -> None:
        self.path = path
        self.days = days
        self.hours = hours
        self._clock = clock
        self._retry_at = 0.0
        self._popular: Mapping[str, int] = {}
        self._popular_at = -_POPULARITY_TTL

    def record_search(self, query: str, total: int, *, page: int = 1, interface: SearchInterface = "other") -> None:
        """Record a search with its number of results. Later pages of results are counted separately.

        Whether a result is opened is known only for searches on the search page.
        """
        first = page == 1
        counts = {
            "searches": int(first),
            "empty": int(first and not total),
            "further": int(not first),
            "shown": int(first and total > 0 and interface == "page"),
        }
        self._count(query, counts, total if first else None)

    def record_opened(self, query: str) -> None:
        """Record that a result of this query was opened."""
        self._count(query, {"opened": 1}, None)

    def report(self, days: int | None = None, limit: int = 20) -> UseReport:
        """Return the report of the last days; the lists have the most frequent queries first, at most `limit`.

        Raises:
            TimtinError: The file cannot be read.
        """
        days = self.days if days is None else days
        since = self._day(days - 1)
        if not self.path.exists():
            return UseReport(days=days, searches=0, withheld=0)
        try:
            with closing(sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True, timeout=5.0)) as file:
                lists = {name: _top_queries(file, name, since, limit) for name in _LISTS}
                total = file.execute(
                    "SELECT coalesce(sum(searches), 0), coalesce(sum(withheld), 0) FROM days WHERE day >= ?", (since,)
                ).fetchone()
        except (sqlite3.Error, OSError) as error:
            raise TimtinError(f"The query log {self.path} cannot be read: {error}.") from error
        return UseReport(days=days, searches=total[0], withheld=total[1], **lists)

    def popularity(self) -> Mapping[str, int]:
        """Return how often the popular queries with results were searched, by their folded syllables.

        The counts are cached for a few minutes. They are empty if the file cannot be read.
        """
        now = self._clock()
        if now - self._popular_at >= _POPULARITY_TTL:
            self._popular_at = now
            try:
                popular = self.report(limit=_MAX_POPULAR).popular
            except TimtinError:
                popular = ()
            self._popular = {
                " ".join(normal_and_folded(each.query)[1]): each.searches for each in popular if each.results
            }
        return self._popular

    def _count(self, query: str, counts: dict[str, int], total: int | None) -> None:
        text = " ".join(normalize(query).split())
        if not text or self._clock() < self._retry_at:
            return
        try:
            with self._connected() as file, file:
                self._write(file, text, counts, total)
        except (sqlite3.Error, OSError) as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
                return  # the count is lost
            self._retry_at = self._clock() + _RETRY_AFTER
            _LOG.warning("the query log %s cannot be written; the next attempt is in a minute: %s", self.path, error)

    def _write(self, file: sqlite3.Connection, text: str, counts: dict[str, int], total: int | None) -> None:
        """Add counts to the day, and to the query unless it is private or the day has too many queries."""
        day = self._day()
        if file.execute("INSERT OR IGNORE INTO days (day) VALUES (?)", (day,)).rowcount:
            self._delete_old(file)
        searches = counts.get("searches", 0)
        key = None if _is_private(text) else _digest(_salt(file), text)
        where = (key, day, self._now().hour)
        recorded = key is not None and (
            file.execute("SELECT 1 FROM uses WHERE query = ? AND day = ? AND hour = ?", where).fetchone() is not None
            or file.execute("SELECT kept FROM days WHERE day = ?", (day,)).fetchone()[0] < MAX_PER_DAY
        )
        file.execute(
            "UPDATE days SET searches = searches + ?, withheld = withheld + ? WHERE day = ?",
            (searches, 0 if recorded else searches, day),
        )
        if not recorded:
            return
        new = file.execute("INSERT OR IGNORE INTO uses (query, day, hour) VALUES (?, ?, ?)", where).rowcount
        file.execute("UPDATE days SET kept = kept + ? WHERE day = ?", (new, day))
        added = ", ".join(f"{name} = {name} + {int(count)}" for name, count in counts.items())
        file.execute(f"UPDATE uses SET {added} WHERE query = ? AND day = ? AND hour = ?", where)  # noqa: S608 - our names
        if total is not None:
            file.execute("UPDATE uses SET results = ? WHERE query = ? AND day = ? AND hour = ?", (total, *where))
        hours = file.execute("SELECT count(*) FROM uses WHERE query = ? AND searches > 0", (key,)).fetchone()[0]
        if hours >= self.hours:
            file.execute("INSERT OR IGNORE INTO words (query, text) VALUES (?, ?)", (key, text))

    def _delete_old(self, file: sqlite3.Connection) -> None:
        """Delete the days that are too old, and the words of queries that were not searched since."""
        since = (self._day(self.days - 1),)
        file.execute("DELETE FROM uses WHERE day < ?", since)
        file.execute("DELETE FROM days WHERE day < ?", since)
        file.execute("DELETE FROM words WHERE query NOT IN (SELECT query FROM uses)")

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        if not self.path.exists():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))  # readable by the owner only
        with closing(sqlite3.connect(self.path, timeout=_LOCK_TIMEOUT)) as file:
            file.execute("PRAGMA synchronous = OFF")  # losing a count is better than a search that waits for the disk
            file.execute("PRAGMA secure_delete = ON")
            file.executescript(_TABLES)
            yield file

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock(), UTC) + _VIETNAM

    def _day(self, ago: int = 0) -> str:
        return (self._now() - timedelta(days=ago)).date().isoformat()


def use_log() -> QueryLog | None:
    """Return the query log of the settings, or None if it is off.

    Raises:
        UsageError: The setting `use_log_days` or `use_log_hours` is not a whole number.
    """
    path = settings.text("use_log").strip()
    if not path:
        return None
    return _shared(path, max(1, settings.number("use_log_days")), max(1, settings.number("use_log_hours")))


@lru_cache(maxsize=8)
def _shared(path: str, days: int, hours: int) -> QueryLog:
    return QueryLog(Path(path), days, hours=hours)


def _top_queries(file: sqlite3.Connection, name: str, since: str, limit: int) -> tuple[QueryUse, ...]:
    """Return the first queries of one list of the report."""
    having, order = _LISTS[name]
    rows = file.execute(_TOP_QUERIES.format(having=having, order=order), (since, limit))
    return tuple(
        QueryUse(query=text, searches=searches, results=results, empty=empty, shown=shown, opened=opened)
        for text, searches, results, empty, shown, opened in rows
    )


def _is_private(text: str) -> bool:
    return len(text) > MAX_QUERY_LENGTH or _PRIVATE.search(text) is not None


def _salt(file: sqlite3.Connection) -> bytes:
    """Return the random key of this file, so that digests of a query differ between files."""
    file.execute("INSERT OR IGNORE INTO about (name, value) VALUES ('salt', ?)", (os.urandom(16),))
    return bytes(file.execute("SELECT value FROM about WHERE name = 'salt'").fetchone()[0])


def _digest(salt: bytes, text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), key=salt, digest_size=12).digest()
