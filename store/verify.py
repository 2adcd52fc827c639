"""Whether an index is sound: everything in it is read once."""

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

MOST = 20
"""Problems that are listed; whoever has more builds the index anew."""

_BATCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What was found: how many articles could be read, and what is wrong (the first of it)."""

    articles: int
    problems: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """As `timtin verify --json` prints it."""
        return {"articles": self.articles, "problems": list(self.problems)}


def verify(store: Store) -> Verified:
    """Read every stored article, look each up by its id, and let the companions' databases check themselves.

    Raises:
        IndexDamaged: the index cannot even be opened.
    """
    problems: list[str] = []
    with closing(store.reader()) as reader:
        counter = _Counter()
        problems += islice(_articles(reader, counter), MOST)
        if not problems and counter.read != reader.count():
            problems.append(f"{reader.count()} articles are counted, {counter.read} can be read")
    problems += _databases(store.files)
    return Verified(articles=counter.read, problems=tuple(problems[:MOST]))


class _Counter:
    read = 0


def _articles(reader: Reader, counter: _Counter) -> Iterator[str]:
    documents = reader.documents()
    try:
        while several := list(islice(documents, _BATCH)):
            found = reader.stored(id for id, _ in several)
            for id, stored in several:
                counter.read += 1
                if found.get(id) != stored:
                    yield f"article {id}: its id leads elsewhere"
                try:
                    article = from_stored(stored)
                except (ValueError, TypeError, KeyError, IndexDamaged) as error:
                    yield f"article {id}: {error}"
                    continue
                if article.id != id:
                    yield f"article {id}: calls itself {article.id}"
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
