"""How far a crawl has got: a small database beside the archive, in step with it.

`FILE.state` knows every url, what became of it, and how many bytes of the archive belong to what it knows. The
archive is written first and the database after it, so that after a crash the archive is cut to that size and the
urls beyond it are asked for again: each page is there once.
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
from .addresses import host, shape
from .options import LISTED

FORMAT = 1

START, LISTING, PAGE = 0, 1, 2
"""Kinds of url, in the order in which they are asked for."""

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

_COMMIT_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A url that is to be asked for. `etag`, `modified` (as the server wrote them), `digest` and `stored` (the date
    of its record) are of the last time its page was stored; `depth` counts links from a start page, `hops` redirects
    in a row, `guessed` is a listing that nobody named."""

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
        """The headers that ask for the page only if it has changed."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.modified}
        return {name: value for name, value in asked.items() if value} if self.stored or self.kind == LISTING else {}


class State:
    """The database of one archive; held by one crawl at a time. Changes are kept at `commit`."""

    def __init__(self, path: Path) -> None:
        """Open or create it.

        Raises:
            TimtinError: another crawl holds it, or the disk refuses.
            UsageError: the file is no state of a crawl.
        """
        self.path = path
        self._committed = time.monotonic()
        self._hosts: set[str] = set()
        with self.refusals():
            self._db = sqlite3.connect(path, timeout=0.2, isolation_level=None)
        try:
            with self.refusals():
                self._db.execute("PRAGMA locking_mode=EXCLUSIVE")
                self._db.execute("PRAGMA synchronous=NORMAL")
                self._db.execute("BEGIN EXCLUSIVE")
                if not self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                    for statement in _SCHEMA.split(";"):
                        self._db.execute(statement)
                    self.tell("format", FORMAT)
                    self._keep()
                if self.fact("format") != FORMAT:
                    raise UsageError(
                        f"{path} was made by another version of timtin; choose another --out.", field="out"
                    )
                self._hosts.update(row[0] for row in self._db.execute("SELECT DISTINCT host FROM urls WHERE due"))
        except BaseException:
            self._db.close()
            raise

    @contextmanager
    def refusals(self) -> Iterator[None]:
        """What the database refuses, as errors that say what to do."""
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
        """A fact about the crawl as a whole."""
        row = self._db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return default if row is None else row[0]

    def tell(self, name: str, value: Any) -> None:
        """Set a fact."""
        self._db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def add(
        self,
        urls: Iterable[str],
        *,
        kind: int,
        depth: int,
        hops: int = 0,
        guessed: bool = False,
        most: int | None = None,
    ) -> None:
        """Normal urls to ask for, unless they are known. Of one shape at most `most` (None: any number)."""
        for url in urls:
            if most is not None and self._shape_full(url, most):
                continue
            made = self._db.execute(
                "INSERT OR IGNORE INTO urls (url, host, kind, depth, hops, guessed) VALUES (?, ?, ?, ?, ?, ?)",
                (url, host(url), kind, depth, hops, guessed),
            ).rowcount
            if made:
                self._hosts.add(host(url))
                if most is not None:
                    self._db.execute(
                        "INSERT INTO shapes VALUES (?, 1) ON CONFLICT DO UPDATE SET urls = urls + 1", (shape(url),)
                    )

    def _shape_full(self, url: str, most: int) -> bool:
        row = self._db.execute("SELECT urls FROM shapes WHERE shape = ?", (shape(url),)).fetchone()
        return row is not None and row[0] >= most

    def raise_to_start(self, url: str) -> None:
        """A url that the caller named: asked for first, whatever it was before."""
        self.add([url], kind=START, depth=0)
        self._db.execute("UPDATE urls SET kind = ?, depth = 0, guessed = 0 WHERE url = ?", (START, url))

    def remember(self, url: str, **columns: Any) -> None:
        """A url that was stored by an earlier crawl, with what is known of it."""
        columns = {"host": host(url), "depth": 1, "outcome": "stored", **columns}
        names = ", ".join(columns)
        marks = ", ".join("?" * len(columns))
        self._db.execute(
            f"INSERT OR REPLACE INTO urls (url, {names}) VALUES (?, {marks})",  # noqa: S608 - our names
            (url, *columns.values()),
        )

    def forget(self) -> None:
        """Know nothing."""
        for table in ("urls", "shapes", "facts"):
            self._db.execute(f"DELETE FROM {table}")  # noqa: S608 - our names
        self.tell("format", FORMAT)
        self._hosts.clear()

    def new_round(self) -> int:
        """Begin another round: every url is due again."""
        number = int(self.fact("round", 0)) + 1
        self.tell("round", number)
        self._db.execute("UPDATE urls SET due = 1, hops = 0")
        self._hosts.update(row[0] for row in self._db.execute("SELECT DISTINCT host FROM urls WHERE due"))
        return number

    def hosts(self) -> list[str]:
        """The hosts that have urls to ask for."""
        return sorted(self._hosts)

    def next(self, of_host: str, listings_only: bool = False) -> Known | None:
        """The url to ask a host for next: start pages, then listings, then pages: new ones first, the nearest first."""
        row = self._db.execute(
            "SELECT id, url, kind, depth, hops, guessed, etag, modified, digest, stored FROM urls "
            "WHERE due AND host = ? AND kind <= ? ORDER BY kind, round, depth, id LIMIT 1",
            (of_host, LISTING if listings_only else PAGE),
        ).fetchone()
        if row is None:
            self._hosts.discard(of_host)
            return None
        return Known(
            id=row[0], url=row[1], kind=row[2], depth=row[3], hops=row[4], guessed=bool(row[5]),
            etag=row[6], modified=row[7], digest=row[8], stored=row[9],
        )  # fmt: skip

    def settle(self, known: Known, number: int, outcome: str, note: str | None = None, **columns: Any) -> None:
        """What became of a url in round `number`; `columns` are other columns to set."""
        values = {"due": 0, "round": number, "outcome": outcome, "note": note, "target": None, **columns}
        names = ", ".join(f"{name} = ?" for name in values)
        self._db.execute(f"UPDATE urls SET {names} WHERE id = ?", (*values.values(), known.id))  # noqa: S608 - our names

    def due_again(self, ids: Iterable[int]) -> None:
        """These were asked for in vain: they are to be asked for another time."""
        self._db.executemany("UPDATE urls SET due = 1, outcome = NULL WHERE id = ?", ((id,) for id in ids))

    def loops(self, url: str, target: str, number: int) -> bool:
        """Whether redirects from `target`, as met in round `number`, lead back to `url`."""
        seen = {url}
        while target not in seen:
            seen.add(target)
            row = self._db.execute("SELECT target FROM urls WHERE url = ? AND round = ?", (target, number)).fetchone()
            if row is None or row[0] is None:
                return False
            target = row[0]
        return target == url

    def count(self, number: int, outcome: str) -> int:
        """Urls with this outcome in a round."""
        return int(
            self._db.execute("SELECT count(*) FROM urls WHERE round = ? AND outcome = ?", (number, outcome)).fetchone()[
                0
            ]
        )

    def asked(self, number: int, uncounted: Iterable[str]) -> int:
        """Pages asked for in a round, but for those with these outcomes."""
        return int(
            self._db.execute(
                "SELECT count(*) FROM urls WHERE round = ? AND kind != ? "
                "AND outcome NOT IN (SELECT value FROM json_each(?))",
                (number, LISTING, json.dumps(list(uncounted))),
            ).fetchone()[0]
        )

    def waiting(self) -> int:
        """Urls to be asked for."""
        return int(self._db.execute("SELECT count(*) FROM urls WHERE due").fetchone()[0])

    def notes(self, number: int, *outcomes: str) -> tuple[list[tuple[str, str]], int]:
        """The first thousand urls with these outcomes in a round, each with its note, and how many more there are."""
        marks = ", ".join("?" * len(outcomes))
        where = f"FROM urls WHERE round = ? AND outcome IN ({marks})"
        total = self._db.execute(f"SELECT count(*) {where}", (number, *outcomes)).fetchone()[0]
        rows = self._db.execute(f"SELECT url, note {where} ORDER BY id LIMIT {LISTED}", (number, *outcomes))
        found = [(url, note or "") for url, note in rows]
        return found, total - len(found)

    def late(self) -> bool:
        """Whether the last commit is so long ago that another is due."""
        return time.monotonic() - self._committed >= _COMMIT_SECONDS

    def commit(self, size: int) -> None:
        """Keep everything, together with the size of the archive."""
        with self.refusals():
            self.tell("size", size)
            self._keep()
        self._committed = time.monotonic()

    def _keep(self) -> None:
        self._db.execute("COMMIT")
        self._db.execute("BEGIN EXCLUSIVE")

    def roll_back(self) -> int:
        """Forget what was not committed; gives the size of the archive that belongs to what stays."""
        with contextlib.suppress(sqlite3.Error):
            self._db.execute("ROLLBACK")
        return int(self.fact("size", 0))

    def close(self) -> None:
        """Close the database; what was not committed is forgotten."""
        self._db.close()
