"""The crawl frontier: a small database beside the archive with every URL, its outcome, and the last checkpoint.

`FILE.state` also holds the size of the archive at the checkpoint. The archive is written first and the database after
it; after a crash, the archive is truncated to that size and the URLs beyond it are fetched again, so that each page is
archived once.
"""

from __future__ import annotations

import contextlib
import json
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...model import TimtinError, UsageError
from .options import LISTED
from .urls import host, url_shape

FORMAT = 1

START, LISTING, PAGE = 0, 1, 2
"""Kinds of URL, in the order in which they are fetched."""

_SCHEMA = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value);
CREATE TABLE shapes (shape TEXT PRIMARY KEY, urls INTEGER NOT NULL);
CREATE TABLE urls (
    id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, host TEXT NOT NULL, kind INTEGER NOT NULL,
    depth INTEGER NOT NULL, hops INTEGER NOT NULL DEFAULT 0, guessed INTEGER NOT NULL DEFAULT 0,
    due INTEGER NOT NULL DEFAULT 1, round INTEGER NOT NULL DEFAULT 0, outcome TEXT, note TEXT,
    target TEXT, etag TEXT, modified TEXT, digest TEXT, stored TEXT
);
CREATE INDEX due ON urls (host, kind, round, depth, id) WHERE due;
CREATE INDEX outcomes ON urls (round, outcome);
"""
"""Tables and columns are names on disk."""

_COMMIT_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class QueuedUrl:
    """A URL that is to be fetched.

    `etag` and `modified` (as the server wrote them), `digest` and `stored` (the date of the archive record) are from
    the last time its page was stored. `depth` counts links from a start page, `hops` redirects in a row. `guessed`
    marks a listing that no robots.txt or page names, such as `/sitemap.xml`.
    """

    id: int
    url: str
    kind: int
    depth: int
    hops: int
    guessed: bool
    etag: str | None
    modified: str | None
    digest: str | None
    stored: str | None

    def conditions(self) -> dict[str, str]:
        """Return the headers that request the page only if it has changed."""
        headers = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in headers.items() if value} if self.stored or self.kind == LISTING else {}


class Frontier:
    """The frontier of one archive, locked by one crawl at a time. Changes are saved by `commit`."""

    def __init__(self, path: Path) -> None:
        """Open or create the database.

        Raises:
            TimtinError: another crawl has locked it, or it cannot be written.
            UsageError: the file is not the state of a crawl.
        """
        self.path = path
        self._committed_at = time.monotonic()
        self._hosts: set[str] = set()
        with self.translated_errors():
            self._db = sqlite3.connect(path, timeout=0.2, isolation_level=None)
        try:
            with self.translated_errors():
                self._db.execute("PRAGMA locking_mode=EXCLUSIVE")
                self._db.execute("PRAGMA synchronous=NORMAL")
                self._db.execute("BEGIN EXCLUSIVE")
                if not self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                    for statement in _SCHEMA.split(";"):
                        self._db.execute(statement)
                    self.set_fact("format", FORMAT)
                    self._commit()
                if self.fact("format") != FORMAT:
                    raise UsageError(
                        f"{path} was made by another version of timtin; choose another --out.", field="out"
                    )
                self._hosts.update(row[0] for row in self._db.execute("SELECT DISTINCT host FROM urls WHERE due"))
        except BaseException:
            self._db.close()
            raise

    @contextmanager
    def translated_errors(self) -> Iterator[None]:
        """Turn errors of the database into errors that say what to do."""
        try:
            yield
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise TimtinError(
                    f"Another crawl is writing to {self.path}; wait for it or choose another --out."
                ) from error
            raise TimtinError(
                f"Cannot write {self.path}: {error}. Make room and run the same command again."
            ) from error
        except sqlite3.DatabaseError as error:
            raise UsageError(
                f"{self.path} is not the state of a crawl, or damaged ({error}); remove it to start anew "
                "from what the archive holds.",
                field="out",
            ) from error

    def fact(self, name: str, default: Any = None) -> Any:
        """Return a value that concerns the crawl as a whole, such as `round`, `running`, `size` or `starts`."""
        row = self._db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return default if row is None else row[0]

    def set_fact(self, name: str, value: Any) -> None:
        """Set a value that concerns the crawl as a whole."""
        self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def add(
        self,
        urls: Iterable[str],
        *,
        kind: int,
        depth: int,
        hops: int = 0,
        guessed: bool = False,
        max_same_shape: int | None = None,
    ) -> None:
        """Queue normalised URLs that are not known yet, at most `max_same_shape` of one shape (None: any number)."""
        for url in urls:
            if max_same_shape is not None and self._is_shape_full(url, max_same_shape):
                continue
            is_new = self._db.execute(
                "INSERT OR IGNORE INTO urls (url, host, kind, depth, hops, guessed) VALUES (?, ?, ?, ?, ?, ?)",
                (url, host(url), kind, depth, hops, guessed),
            ).rowcount
            if is_new:
                self._hosts.add(host(url))
                if max_same_shape is not None:
                    self._db.execute(
                        "INSERT INTO shapes VALUES (?, 1) ON CONFLICT DO UPDATE SET urls = urls + 1", (url_shape(url),)
                    )

    def _is_shape_full(self, url: str, limit: int) -> bool:
        row = self._db.execute("SELECT urls FROM shapes WHERE shape = ?", (url_shape(url),)).fetchone()
        return row is not None and row[0] >= limit

    def add_start(self, url: str) -> None:
        """Queue a URL that the caller gave: it is fetched first, whatever it was before."""
        self.add([url], kind=START, depth=0)
        self._db.execute("UPDATE urls SET kind = ?, depth = 0, guessed = 0 WHERE url = ?", (START, url))

    def add_stored(self, url: str, **columns: Any) -> None:
        """Add a URL that an earlier crawl stored, with the values that the archive holds about it."""
        columns = {"host": host(url), "depth": 1, "outcome": "stored", **columns}
        names = ", ".join(columns)
        placeholders = ", ".join("?" * len(columns))
        self._db.execute(
            f"INSERT OR REPLACE INTO urls (url, {names}) VALUES (?, {placeholders})",  # noqa: S608 - constant names
            (url, *columns.values()),
        )

    def clear(self) -> None:
        """Remove all URLs and facts."""
        for table in ("urls", "shapes", "facts"):
            self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - constant names
        self.set_fact("format", FORMAT)
        self._hosts.clear()

    def start_round(self) -> int:
        """Begin another round, in which every URL is due again; return its number."""
        number = int(self.fact("round", 0)) + 1
        self.set_fact("round", number)
        self._db.execute("UPDATE urls SET due = 1, hops = 0")
        self._hosts.update(row[0] for row in self._db.execute("SELECT DISTINCT host FROM urls WHERE due"))
        return number

    def hosts(self) -> list[str]:
        """Return the hosts that have URLs to fetch."""
        return sorted(self._hosts)

    def next_url(self, of_host: str, listings_only: bool = False) -> QueuedUrl | None:
        """Return the URL to fetch next from a host, None if there is none.

        Start pages come first, then listings, then pages; among these, new URLs and the nearest to a start page first.
        """
        row = self._db.execute(
            "SELECT id, url, kind, depth, hops, guessed, etag, modified, digest, stored FROM urls "
            "WHERE due AND host = ? AND kind <= ? ORDER BY kind, round, depth, id LIMIT 1",
            (of_host, LISTING if listings_only else PAGE),
        ).fetchone()
        if row is None:
            self._hosts.discard(of_host)
            return None
        return QueuedUrl(
            id=row[0], url=row[1], kind=row[2], depth=row[3], hops=row[4], guessed=bool(row[5]),
            etag=row[6], modified=row[7], digest=row[8], stored=row[9],
        )  # fmt: skip

    def record_outcome(
        self, queued: QueuedUrl, number: int, outcome: str, note: str | None = None, **columns: Any
    ) -> None:
        """Record the outcome of a URL in round `number`; `columns` are other columns to set."""
        values = {"due": 0, "round": number, "outcome": outcome, "note": note, "target": None, **columns}
        names = ", ".join(f"{name} = ?" for name in values)
        self._db.execute(f"UPDATE urls SET {names} WHERE id = ?", (*values.values(), queued.id))  # noqa: S608 - constant names

    def requeue(self, ids: Iterable[int]) -> None:
        """Make these URLs due again, since their requests failed."""
        self._db.executemany("UPDATE urls SET due = 1, outcome = NULL WHERE id = ?", ((id,) for id in ids))

    def redirects_back(self, url: str, target: str, number: int) -> bool:
        """Return whether the redirects from `target`, as recorded in round `number`, lead back to `url`."""
        visited = {url}
        while target not in visited:
            visited.add(target)
            row = self._db.execute("SELECT target FROM urls WHERE url = ? AND round = ?", (target, number)).fetchone()
            if row is None or row[0] is None:
                return False
            target = row[0]
        return target == url

    def count(self, number: int, outcome: str) -> int:
        """Return the number of URLs with this outcome in a round."""
        return self._count("round = ? AND outcome = ?", number, outcome)

    def count_pages(self, number: int, uncounted: Iterable[str]) -> int:
        """Return the number of pages fetched in a round, without those that have one of the `uncounted` outcomes."""
        outcomes = json.dumps(list(uncounted))
        condition = "round = ? AND kind != ? AND outcome NOT IN (SELECT value FROM json_each(?))"
        return self._count(condition, number, LISTING, outcomes)

    def count_waiting(self) -> int:
        """Return the number of URLs that are still to be fetched."""
        return self._count("due")

    def _count(self, condition: str, *values: Any) -> int:
        row = self._db.execute(f"SELECT count(*) FROM urls WHERE {condition}", values).fetchone()  # noqa: S608 - constant
        return int(row[0])

    def notes(self, number: int, *outcomes: str) -> tuple[list[tuple[str, str]], int]:
        """Return the first 1,000 URLs with these outcomes in a round, with their notes, and how many more there are."""
        placeholders = ", ".join("?" * len(outcomes))
        where = f"FROM urls WHERE round = ? AND outcome IN ({placeholders})"
        total = self._db.execute(f"SELECT count(*) {where}", (number, *outcomes)).fetchone()[0]
        rows = self._db.execute(f"SELECT url, note {where} ORDER BY id LIMIT {LISTED}", (number, *outcomes))
        listed = [(url, note or "") for url, note in rows]
        return listed, total - len(listed)

    def is_commit_due(self) -> bool:
        """Return whether the last commit was at least a second ago."""
        return time.monotonic() - self._committed_at >= _COMMIT_SECONDS

    def commit(self, size: int) -> None:
        """Save all changes, together with the size of the archive that they account for (a checkpoint)."""
        with self.translated_errors():
            self.set_fact("size", size)
            self._commit()
        self._committed_at = time.monotonic()

    def _commit(self) -> None:
        self._db.execute("COMMIT")
        self._db.execute("BEGIN EXCLUSIVE")

    def roll_back(self) -> int:
        """Discard what was not committed; return the size of the archive at the last checkpoint."""
        with contextlib.suppress(sqlite3.Error):
            self._db.execute("ROLLBACK")
        return int(self.fact("size", 0))

    def close(self) -> None:
        """Close the database; what was not committed is lost."""
        self._db.close()
