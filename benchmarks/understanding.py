"""Understanding: precision and recall of places, levels, topics, organisations and event dates.

    python benchmarks/understanding.py [--half dev|test] [--misses]

The labels in `benchmarks/data` were made by reading the articles. The texts are the articles of `../shared/data/news`,
those from which the pages of `../shared/data/portals/nukeviet` were made, the pages of `../shared/data/pages` and the
project's `sample/`. Every second line of a table belongs to the test half; rules are tuned on the other half. An
article may have several correct places, of which any one counts as found. Optional topics and organisations count
neither as errors nor as misses.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from timtin.indexer.extract import extract
from timtin.indexer.page import Page, Rejected
from timtin.indexer.understand import understand
from timtin.model import Article

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
DATA = Path(__file__).parent / "data"
NONE, NOT_READ = "-", "?"


@dataclass(frozen=True, slots=True)
class Label:
    """The labels of one article; None for what it was not labelled with."""

    collection: str
    id: str
    half: str
    places: frozenset[str] | None = None
    level: str | None = None
    topics: frozenset[str] | None = None
    topics_allowed: frozenset[str] = frozenset()
    days: frozenset[str] | None = None
    organizations: frozenset[str] | None = None
    organizations_allowed: frozenset[str] = frozenset()


@dataclass(slots=True)
class Score:
    """Counts from which precision and recall are computed."""

    right: int = 0
    predicted: int = 0
    found: int = 0
    expected: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / self.predicted if self.predicted else 1.0

    @property
    def recall(self) -> float:
        return self.found / self.expected if self.expected else 1.0

    def add(self, name: str, predicted: Iterable[str], core: frozenset[str], allowed: frozenset[str]) -> None:
        """Count predicted and expected values; those that are only allowed count neither way."""
        values = set(predicted) - (allowed - core)
        self.right += len(values & core)
        self.predicted += len(values)
        self.found += len(values & core)
        self.expected += len(core)
        if values != core:
            self.misses.append(f"{name}: wrong {sorted(values - core)}, missed {sorted(core - values)}")


def labels() -> Iterator[Label]:
    """Yield all labels, each with its half."""
    for number, cells in enumerate(rows("understanding.tsv", 7)):
        collection, id, places, topics, allowed, days, level = cells
        yield Label(
            collection,
            id,
            ("dev", "test")[number % 2],
            places=_places(places),
            topics=_set(topics),
            topics_allowed=_set(allowed) or frozenset(),
            days=_set(days),
            level=level or None,
        )
    for number, (collection, id, organizations, allowed) in enumerate(rows("organizations.tsv", 4)):
        yield Label(
            collection,
            id,
            ("dev", "test")[number % 2],
            organizations=_set(organizations),
            organizations_allowed=_set(allowed) or frozenset(),
        )


def rows(name: str, columns: int) -> list[list[str]]:
    """Return the lines of a table, each with this number of cells."""
    lines = (DATA / name).read_text("utf-8").splitlines()
    return [(line.split("\t") + [""] * columns)[:columns] for line in lines if line and not line.startswith("#")]


def _set(cell: str) -> frozenset[str] | None:
    if cell == NOT_READ:
        return None
    return frozenset(value.strip() for value in cell.split(";") if value.strip() not in ("", NONE))


def _places(cell: str) -> frozenset[str] | None:
    """Return the places of a cell, in which `-` means that no place is correct, too."""
    return None if cell == NOT_READ else frozenset(value.strip() for value in cell.split(";"))


@cache
def articles(collection: str) -> dict[str, Article]:
    """Return the understood articles of a collection by id."""
    wanted = {label.id for label in labels() if label.collection == collection}
    made = {"news": _news, "nukeviet": _nukeviet, "pages": _pages, "sample": _sample}[collection]()
    return {id: understand(article) for id, article in made if id in wanted}


def _news() -> Iterator[tuple[str, Article]]:
    with gzip.open(SHARED / "news" / "gov-articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            yield row["id"], Article(id=row["id"], title=row["title"], summary=row["summary"], body=row["body"])


def _nukeviet() -> Iterator[tuple[str, Article]]:
    for line in (SHARED / "portals" / "nukeviet-TRUTH.jsonl").read_text("utf-8").splitlines():
        row: dict[str, Any] = json.loads(line)
        repeated = row["body"].strip().startswith((row["lead"] or "").strip()[:60])
        summary = None if repeated else row["lead"]
        id = row["file"].removesuffix(".html")
        yield id, Article(id=id, title=row["title"], summary=summary, body=row["body"], published=row["printed_date"])


def _pages() -> Iterator[tuple[str, Article]]:
    yield from _files(SHARED / "pages")


def _sample() -> Iterator[tuple[str, Article]]:
    yield from _files(ROOT / "sample" / "pages")


def _files(folder: Path) -> Iterator[tuple[str, Article]]:
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in (".txt", ".html", "")):
        name = path.relative_to(folder).as_posix()
        article = extract(Page(data=path.read_bytes(), origin=name, collection=path.parent.name, key=name))
        if not isinstance(article, Rejected):
            yield name, article


def measure(half: str | None = None) -> dict[str, Score]:
    """Return the scores by subject, and by topic as `topic: …`."""
    scores: dict[str, Score] = {}
    for label in labels():
        if half and label.half != half:
            continue
        article = articles(label.collection).get(label.id)
        if article is None:
            raise LookupError(f"{label.collection} has no article {label.id}")
        _measure_article(label, article, scores)
    return scores


def _measure_article(label: Label, article: Article, scores: dict[str, Score]) -> None:
    name = f"{label.collection}/{label.id} {article.title[:50]}"

    def score(subject: str) -> Score:
        return scores.setdefault(subject, Score())

    if label.places is not None:
        _measure_place(name, label.places, article, score("place"))
    if label.level is not None:
        score("level").add(name, [article.level or NONE], frozenset({label.level}), frozenset())
    if label.topics is not None:
        score("topic").add(name, article.topics, label.topics, label.topics_allowed)
        for topic in label.topics | label.topics_allowed | set(article.topics):
            one = frozenset({topic})
            predicted = one & set(article.topics)
            score(f"topic: {topic}").add(name, predicted, one & label.topics, one & label.topics_allowed)
    if label.days is not None:
        score("event date").add(name, article.event_dates, label.days, frozenset())
    if label.organizations is not None:
        score("organization").add(name, article.organizations, label.organizations, label.organizations_allowed)


def _measure_place(name: str, right: frozenset[str], article: Article, score: Score) -> None:
    """Count the place of an article: correct if it is among `right`; none is expected if `-` is among them."""
    predicted = "/".join(article.places[0].path_then) or "ambiguous" if article.places else NONE
    needed = NONE not in right
    score.expected += needed
    score.predicted += predicted != NONE
    score.right += predicted != NONE and predicted in right
    score.found += needed and predicted in right
    if predicted not in right:
        score.misses.append(f"{name}: predicted {predicted}, correct {sorted(right)}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--half", choices=("dev", "test"), help="only one half of the labels")
    options.add_argument("--misses", action="store_true", help="list errors and misses on stderr")
    chosen = options.parse_args()
    if not SHARED.is_dir():
        sys.exit(f"needs {SHARED} (real texts, not part of the project)")
    scores = measure(chosen.half)
    counts = Counter(label.collection for label in labels() if not chosen.half or label.half == chosen.half)
    print("labels:", ", ".join(f"{name} {count}" for name, count in counts.items()))
    print("| | precision | recall | predicted | expected |")
    print("|---|---|---|---|---|")
    for name, score in sorted(scores.items(), key=lambda one: (":" in one[0], one[0])):
        print(f"| {name} | {score.precision:.3f} | {score.recall:.3f} | {score.predicted} | {score.expected} |")
        if chosen.misses and ":" not in name:
            for miss in score.misses:
                print(f"  {name}: {miss}", file=sys.stderr)


if __name__ == "__main__":
    main()
