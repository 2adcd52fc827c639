"""Engines compared: how fast each writes and searches generated documents of the length of news.

    python benchmarks/engines.py [documents] [queries]

Both engines run in the same process. The results are checked as well: totals and facet counts of all queries must be
equal on both engines.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate, pairwise
from pathlib import Path

from whoosh.query import And, Or, Phrase, Prefix, Query, Term

from timtin.engines.document import Document, Matches, Plan
from timtin.engines.nodes import MinimumMatch, exact
from timtin.store.index_folder import create_store

SYLLABLES, WORDS = 3_000, 30_000
LENGTH = 400
FACETS = ("place", "year", "month", "source", "organization", "topic")
_RANDOM = random.Random(20240307)
_SYLLABLE_WEIGHTS = list(accumulate(1 / (rank + 10) for rank in range(SYLLABLES)))
_WEIGHTS = list(accumulate(1 / (rank + 10) for rank in range(WORDS)))
_LEXICON = [
    [f"âm{rank}" for rank in _RANDOM.choices(range(SYLLABLES), cum_weights=_SYLLABLE_WEIGHTS, k=1 + number % 3)]
    for number in range(WORDS)
]


def words(count: int) -> list[str]:
    """Return about `count` syllables in words of one to three, with frequencies by rank as in a language."""
    return [part for word in _RANDOM.choices(_LEXICON, cum_weights=_WEIGHTS, k=count // 2) for part in word]


def documents(count: int) -> Iterator[Document]:
    """Yield documents as the indexer makes them of news."""
    for number in range(count):
        title, body = words(12), words(_RANDOM.randint(LENGTH // 2, LENGTH * 3 // 2))
        pairs = " ".join(f"{one}_{other}" for text in (title, body) for one, other in pairwise(text))
        texts = {"title": " ".join(title), "body": " ".join(body), "pairs": pairs}
        texts |= {f"{name}_folded": text.replace("â", "a") for name, text in texts.items()}
        year, place = 2015 + number % 10, number % 700
        values = {
            "place": (f"Tỉnh {place % 34}", f"Tỉnh {place % 34}/Xã {place}"),
            "year": (str(year),),
            "month": (f"{year}-{number % 12 + 1:02}",),
            "source": (f"Báo {number % 60}",),
            "organization": tuple(f"Ban {number * k % 97}" for k in range(1, 4)),
            "topic": tuple(f"Chủ đề {number * k % 41}" for k in range(1, 3)),
        }
        keys = {"day": year * 10000 + 101, "newest": (number << 20) + 1, "oldest": (2**33 - number << 20) + 1}
        yield Document(id=f"id{number}", texts=texts, exact=values, keys=keys, stored=" ".join(body).encode())


def queries(count: int) -> dict[str, list[Plan]]:
    """Return plans of several kinds, over words that are neither the most nor the least frequent."""
    kinds: dict[str, list[Plan]] = {
        "any": [],
        "all": [],
        "phrase": [],
        "two of three": [],
        "prefix": [],
        "6 facets": [],
    }
    for _ in range(count):
        picked = [f"âm{_RANDOM.randrange(20, 600)}" for _ in range(3)]
        terms: list[Query] = [Term("body", word) for word in picked]
        score = Or([*terms, *(Term("title", word, boost=0.5) for word in picked)])
        matching: dict[str, Query] = {
            "any": Or(terms),
            "all": And(terms),
            "phrase": Phrase("body", picked[:2]),
            "two of three": MinimumMatch(terms, 2),
            "prefix": Prefix("body", picked[0][:4]),
        }
        for kind, query in matching.items():
            kinds[kind].append(Plan(match=query, score=score))
        filters = {"year": exact("year", "2020")}
        kinds["6 facets"].append(Plan(match=Or(terms), score=score, facets=FACETS, filters=filters))
    return kinds


def main(count: int, asked: int) -> None:
    """Print a table, and fail if the engines disagree."""
    kinds = queries(asked)
    answers: dict[str, list[tuple[object, ...]]] = {}
    times: dict[str, dict[str, float]] = {}
    for engine in ("tantivy", "whoosh"):
        with tempfile.TemporaryDirectory() as folder:
            store = create_store(Path(folder), engine=engine, fingerprint="benchmark")
            _RANDOM.seed(1)
            made = list(documents(count))
            start = time.perf_counter()
            writer = store.writer()
            for document in made:
                writer.put(document)
            writer.commit()
            seconds = time.perf_counter() - start
            times[engine] = {"documents/s": count / seconds, "MiB": store.bytes() / 2**20}
            reader = store.reader()
            answers[engine] = []
            for kind, plans in kinds.items():
                taken = []
                for plan in plans:
                    start = time.perf_counter()
                    got = reader.search(plan)
                    taken.append((time.perf_counter() - start) * 1000)
                    answers[engine].append(summary(got))
                times[engine][f"ms {kind}"] = statistics.median(taken)
            reader.close()
    assert answers["tantivy"] == answers["whoosh"], "totals or facet counts differ"
    assert sum(total for total, *_ in answers["tantivy"]) > 0, "nothing was found"  # type: ignore[misc]
    print(f"{count} documents of about {LENGTH} syllables; median of {asked} queries of each kind")
    print(f"{'':14}{'tantivy':>10}{'whoosh':>10}{'ratio':>8}")
    for row, value in times["tantivy"].items():
        other = times["whoosh"][row]
        print(f"{row:14}{value:10.2f}{other:10.2f}{max(value, other) / min(value, other):8.1f}")


def summary(got: Matches) -> tuple[object, ...]:
    """Return what must be equal on all engines."""
    return got.total, {name: dict(counts) for name, counts in got.facets.items()}


if __name__ == "__main__":
    main(*(int(text) for text in [*sys.argv[1:], "5000", "30"][:2]))
