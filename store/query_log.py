"""The use log: which queries are asked, which find nothing, which lead nowhere. docs/use-log.md.

It is off unless the setting `use_log` names a file, and knows no persons: counts by day and hour, no address, no
cookie, no browser. The words of a query are written down only once it was asked in several different hours; before, it
is a keyed digest with counts. Queries that may hold an address, a telephone or an identity number are counted alone.
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

KNOWN = 3
"""Hours in which a query must have been asked before its words are written and told: what one person asked once, or
several times in one sitting, nobody can read. The setting `use_log_hours` says otherwise."""

LONGEST = 200
"""Characters of a query; longer ones are counted alone."""

MOST_A_DAY = 5_000
"""Queries by hour that are kept of one day, about 250 KB; what is beyond is counted alone."""

_WAIT = 0.2
"""Seconds that a search may wait for another process to finish writing."""

_REST = 60.0
"""Seconds without a try after a file could not be written."""

_KEPT = 300.0
"""Seconds that what is popular stays so for suggestions."""

_MOST_POPULAR = 5_000

_PRIVATE = re.compile(r"[^\s@]@[^\s@]+\.|\d(?:[ .()\-]{0,2}\d){8,}")
"""E-mail addresses; nine digits or more, however grouped: telephones, identity cards (9 and 12), accounts."""

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
_RANKED = """
SELECT text, sum(searches), max(results), sum(empty), sum(shown), sum(opened) FROM uses JOIN words USING (query)
WHERE day >= ? GROUP BY query HAVING {having} ORDER BY {order} DESC, text LIMIT ?
"""
_LISTS = {
    "popular": ("sum(searches) > 0", "sum(searches)"),
    "empty": ("sum(empty) > 0 AND sum(empty) = sum(searches)", "sum(empty)"),
    "abandoned": ("sum(shown) > 0 AND sum(opened) = 0", "sum(shown)"),
}

Channel = Literal["page", "other"]


class UseLog:
    """One file of counts, shared by threads and processes. Writing never raises and never waits long."""

    def __init__(
        self, path: Path, days: int = 90, clock: Callable[[], float] = time.time, *, hours: int = KNOWN
    ) -> None:
        self.path = path
        self.days = days
        self.hours = hours
        self._clock = clock
        self._rests_until = 0.0
        self._popular: Mapping[str, int] = {}
        self._popular_at = -_KEPT

    def searched(self, query: str, total: int, *, page: int = 1, channel: Channel = "other") -> None:
        """Count a search. Only the `page` of results knows whether a result is opened."""
        first = page == 1
        counts = {
            "searches": int(first),
            "empty": int(first and not total),
            "further": int(not first),
            "shown": int(first and total > 0 and channel == "page"),
        }
        self._count(query, counts, total if first else None)

    def opened(self, query: str) -> None:
        """Count that a result of this query was opened."""
        self._count(query, {"opened": 1}, None)

    def report(self, days: int | None = None, limit: int = 20) -> UseReport:
        """What was asked in the last days, the most frequent first.

        Raises:
            TimtinError: the file cannot be read.
        """
        days = self.days if days is None else days
        since = self._day(days - 1)
        if not self.path.exists():
            return UseReport(days=days, searches=0, withheld=0)
        try:
            with closing(sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro", uri=True, timeout=5.0)) as file:
                lists = {
                    name: tuple(
                        QueryUse(
                            query=text, searches=searches, results=results, empty=empty, shown=shown, opened=opened
                        )
                        for text, searches, results, empty, shown, opened in file.execute(
                            _RANKED.format(having=having, order=order), (since, limit)
                        )
                    )
                    for name, (having, order) in _LISTS.items()
                }
                total = file.execute(
                    "SELECT coalesce(sum(searches), 0), coalesce(sum(withheld), 0) FROM days WHERE day >= ?", (since,)
                ).fetchone()
        except (sqlite3.Error, OSError) as error:
            raise TimtinError(f"The use log {self.path} cannot be read: {error}.") from error
        return UseReport(days=days, searches=total[0], withheld=total[1], **lists)

    def popularity(self) -> Mapping[str, int]:
        """How often queries that found something were asked, by their folded syllables; those that may be told. Looked
        up every few minutes; nothing where the file cannot be read."""
        now = self._clock()
        if now - self._popular_at >= _KEPT:
            self._popular_at = now
            try:
                popular = self.report(limit=_MOST_POPULAR).popular
            except TimtinError:
                popular = ()
            self._popular = {
                " ".join(normal_and_folded(each.query)[1]): each.searches for each in popular if each.results
            }
        return self._popular

    def _count(self, query: str, counts: dict[str, int], total: int | None) -> None:
        text = " ".join(normalize(query).split())
        if not text or self._clock() < self._rests_until:
            return
        try:
            with self._opened() as file, file:
                self._write(file, text, counts, total)
        except (sqlite3.Error, OSError) as error:
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY:
                return  # one count less
            self._rests_until = self._clock() + _REST
            _LOG.warning("nothing is recorded for a while: the use log %s cannot be written: %s", self.path, error)

    def _write(self, file: sqlite3.Connection, text: str, counts: dict[str, int], total: int | None) -> None:
        day = self._day()
        if file.execute("INSERT OR IGNORE INTO days (day) VALUES (?)", (day,)).rowcount:
            self._forget(file)
        searches = counts.get("searches", 0)
        key = None if _is_private(text) else _digest(_salt(file), text)
        where = (key, day, self._now().hour)
        known = key is not None and (
            file.execute("SELECT 1 FROM uses WHERE query = ? AND day = ? AND hour = ?", where).fetchone() is not None
            or file.execute("SELECT kept FROM days WHERE day = ?", (day,)).fetchone()[0] < MOST_A_DAY
        )
        file.execute(
            "UPDATE days SET searches = searches + ?, withheld = withheld + ? WHERE day = ?",
            (searches, 0 if known else searches, day),
        )
        if not known:
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

    def _forget(self, file: sqlite3.Connection) -> None:
        """Drop the days beyond those that are kept, and the words of what was not asked since."""
        since = (self._day(self.days - 1),)
        file.execute("DELETE FROM uses WHERE day < ?", since)
        file.execute("DELETE FROM days WHERE day < ?", since)
        file.execute("DELETE FROM words WHERE query NOT IN (SELECT query FROM uses)")

    @contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        if not self.path.exists():
            self.path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_CREAT | os.O_RDWR, 0o600))  # nobody else's to read
        with closing(sqlite3.connect(self.path, timeout=_WAIT)) as file:
            file.execute("PRAGMA synchronous = OFF")  # a lost count is no harm; a search that waits for a disk is
            file.execute("PRAGMA secure_delete = ON")
            file.executescript(_TABLES)
            yield file

    def _now(self) -> datetime:
        return datetime.fromtimestamp(self._clock(), UTC) + _VIETNAM

    def _day(self, ago: int = 0) -> str:
        return (self._now() - timedelta(days=ago)).date().isoformat()


def use_log() -> UseLog | None:
    """The use log of the settings; None where it is off.

    Raises:
        UsageError: `use_log_days` or `use_log_hours` is no whole number.
    """
    path = settings.text("use_log").strip()
    if not path:
        return None
    return _shared(path, max(1, settings.number("use_log_days")), max(1, settings.number("use_log_hours")))


@lru_cache(maxsize=8)
def _shared(path: str, days: int, hours: int) -> UseLog:
    return UseLog(Path(path), days, hours=hours)


def _is_private(text: str) -> bool:
    return len(text) > LONGEST or _PRIVATE.search(text) is not None


def _salt(file: sqlite3.Connection) -> bytes:
    """A number of this file alone, without which digests of the same query differ."""
    file.execute("INSERT OR IGNORE INTO about (name, value) VALUES ('salt', ?)", (os.urandom(16),))
    return bytes(file.execute("SELECT value FROM about WHERE name = 'salt'").fetchone()[0])


def _digest(salt: bytes, text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), key=salt, digest_size=12).digest()
