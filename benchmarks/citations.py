"""Cited documents against what a reader found: precision and recall on the labelled articles.

    python benchmarks/citations.py [--articles gov-articles.jsonl.gz] [--show]

One citation is one document that an article cites, in normal form, however often (as in `Article.citations`). The
labels are `tests/knowledge/data/citations-labelled.tsv`; how they were made: `docs/citations.md`. `--show` prints where
reader and rules disagree. Also prints articles a second of CPU time on one core.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from timtin.knowledge.documents.citations import find_citations

ROOT = Path(__file__).resolve().parents[1]
LABELS = ROOT / "tests" / "knowledge" / "data" / "citations-labelled.tsv"
ARTICLES = ROOT.parent / "shared" / "data" / "news" / "gov-articles.jsonl.gz"


class Label(NamedTuple):
    """What a reader found cited in one article; `half` is dev, test or fresh."""

    id: str
    half: str
    numbers: frozenset[str]


class Score(NamedTuple):
    """Counts of one half."""

    articles: int
    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + self.missed)


class Disagreement(NamedTuple):
    """What rules and reader say differently of one article."""

    label: Label
    wrong: frozenset[str]
    missed: frozenset[str]


def labels(path: Path = LABELS) -> list[Label]:
    read = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            id, half, numbers = line.split("\t")
            read.append(Label(id, half, frozenset(filter(None, numbers.split("; ")))))
    return read


def texts(path: Path, ids: set[str]) -> dict[str, str]:
    """Title, summary and body of the articles, as they are read for their citations."""
    found = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            if article["id"] in ids:
                parts = (article["title"], article["summary"], article["body"])
                found[article["id"]] = unicodedata.normalize("NFC", "\n".join(part for part in parts if part))
    return found


def disagreements(read: list[Label], articles: dict[str, str]) -> Iterator[Disagreement]:
    """One for each article; empty sets where rules and reader agree."""
    for label in read:
        found = frozenset(citation.number for citation in find_citations(articles[label.id]))
        yield Disagreement(label, found - label.numbers, label.numbers - found)


def score(compared: list[Disagreement]) -> Score:
    wrong, missed = sum(len(each.wrong) for each in compared), sum(len(each.missed) for each in compared)
    return Score(len(compared), sum(len(each.label.numbers) for each in compared) - missed, wrong, missed)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=Path, default=ARTICLES)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    read = labels()
    articles = texts(options.articles, {label.id for label in read})
    started = time.process_time()
    compared = list(disagreements(read, articles))
    seconds = time.process_time() - started
    for half in ("dev", "test", "fresh", ""):
        of = score([each for each in compared if half in {each.label.half, ""}])
        print(
            f"{half or 'all':5} {of.articles:4} articles {of.right + of.missed:4} citations"
            f"  precision {of.precision:.3f}  recall {of.recall:.3f}  (wrong {of.wrong}, missed {of.missed})"
        )
    print(f"{len(read) / seconds:.0f} articles a second")
    if options.show:
        for each in compared:
            if each.wrong or each.missed:
                print(each.label.id, "wrong:", sorted(each.wrong), "missed:", sorted(each.missed))


if __name__ == "__main__":
    main()
