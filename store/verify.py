"""Verification of an index: everything in it is read once."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from ..engines.protocol import Reader
from ..model import IndexDamaged
from ..model.stored import from_stored
from .index_folder import Store

MAX_PROBLEMS = 20
"""Greatest number of problems that are listed."""

_BATCH = 200
"""Articles that are looked up at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The result of a verification: the number of articles that could be read, and the first problems."""

    articles: int
    problems: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of `timtin verify --json`."""
        return {"articles": self.articles, "problems": list(self.problems)}


def verify(store: Store) -> Verification:
    """Read every stored article, look each up by its id, and run SQLite's check on the databases of the side indexes.

    Raises:
        IndexDamaged: The index cannot be opened.
    """
    problems: list[str] = []
    with closing(store.reader()) as reader:
        counter = _Counter()
        problems += islice(_articles(reader, counter), MAX_PROBLEMS)
        if not problems and counter.read != reader.count():
            problems.append(f"the index counts {reader.count()} articles, but {counter.read} can be read")
    problems += _databases(store.files)
    return Verification(articles=counter.read, problems=tuple(problems[:MAX_PROBLEMS]))


class _Counter:
    read = 0


def _articles(reader: Reader, counter: _Counter) -> Iterator[str]:
    documents = reader.documents()
    try:
        while batch := list(islice(documents, _BATCH)):
            found = reader.stored(id for id, _ in batch)
            for id, stored in batch:
                counter.read += 1
                if found.get(id) != stored:
                    yield f"article {id}: a lookup by its id returns another article"
                try:
                    article = from_stored(stored)
                except (ValueError, TypeError, KeyError, IndexDamaged) as error:
                    yield f"article {id}: {error}"
                    continue
                if article.id != id:
                    yield f"article {id}: its stored id is {article.id}"
    except IndexDamaged as error:
        yield str(error)


def _databases(files: Path) -> Iterator[str]:
    for path in sorted((*files.glob("*.sqlite"), *files.glob("*.db"))):
        try:
            with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as base:
                [answer] = base.execute("PRAGMA quick_check(1)").fetchone()
        except sqlite3.Error as error:
            answer = str(error)
        if answer != "ok":
            yield f"{path.name}: {answer}"
