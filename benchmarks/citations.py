"""Citations: precision and recall of cited documents on labelled articles.

    python benchmarks/citations.py [--articles gov-articles.jsonl.gz] [--show]

Each document that an article cites counts once, in normal form, as in `Article.citations`. The labels are in
`tests/knowledge/data/citations-labelled.tsv`; docs/citations.md describes how they were made. `--show` prints the
articles where labels and rules disagree. Also printed are the articles per second of CPU time on one core.
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
    """The documents that one article cites according to its reader; `half` is dev, test or fresh."""

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
    """The documents of one article in which rules and label differ."""

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
    """Return title, summary and body of the articles as one text, in which citations are looked for."""
    found = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            if article["id"] in ids:
                parts = (article["title"], article["summary"], article["body"])
                found[article["id"]] = unicodedata.normalize("NFC", "\n".join(part for part in parts if part))
    return found


def disagreements(read: list[Label], articles: dict[str, str]) -> Iterator[Disagreement]:
    """Yield one disagreement for each article, with empty sets if rules and label agree."""
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
    print(f"{len(read) / seconds:.0f} articles per second")
    if options.show:
        for each in compared:
            if each.wrong or each.missed:
                print(each.label.id, "wrong:", sorted(each.wrong), "missed:", sorted(each.missed))


if __name__ == "__main__":
    main()
