"""nDCG@10 of the real index on public judgments, in several renderings of every query.

    python benchmarks/relevance.py [--data ../shared/data] [--every 1] [--engine tantivy]

Two sets (`eval/xquad_vi`, `eval/alqac2023`), each among the 4,000 press articles of `news` as distractors. `found` is
the median total of a query: what a reader is told was found. `--every 5` takes each fifth query.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from math import log2
from pathlib import Path
from statistics import mean, median

import timtin
from timtin.analyzers import fingerprint
from timtin.engines.store import create_store
from timtin.indexer.document import to_document
from timtin.searcher.suggest_marks import without_marks

SETS = ("xquad_vi", "alqac2023")
RENDERINGS: dict[str, Callable[[str], str]] = {
    "typed": str,
    "bare": without_marks,
    "CAPS": str.upper,
    "NFD": lambda text: unicodedata.normalize("NFD", text),
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    options.add_argument("--every", type=int, default=1)
    options.add_argument("--engine", default="tantivy")
    chosen = options.parse_args()
    if not (chosen.data / "eval").is_dir():
        sys.exit(f"needs {chosen.data} (public judgments, not part of the project)")
    print(f"{'set':12}{'rendering':12}{'nDCG@10':>9}{'found':>9}{'none':>7}")
    for name in SETS:
        with tempfile.TemporaryDirectory() as folder:
            build(Path(folder), chosen.data, name, chosen.engine)
            judged = list(read_judged(chosen.data / "eval" / name))[:: chosen.every]
            with timtin.open_index(folder) as index:
                for rendering, render in RENDERINGS.items():
                    figures = [judge(index, render(query), relevant) for query, relevant in judged]
                    ndcg, found = mean(n for n, _ in figures), median(t for _, t in figures)
                    none = sum(total == 0 for _, total in figures)
                    print(f"{name:12}{rendering:12}{ndcg:9.4f}{found:9.0f}{none:7}")


def build(folder: Path, data: Path, name: str, engine: str) -> None:
    """Index the set's corpus and the distractors."""
    writer = create_store(folder, engine=engine, fingerprint=fingerprint()).writer()
    for article in (*corpus(data / "eval" / name), *distractors(data)):
        writer.put(to_document(article, collection=name))
    writer.commit()


def corpus(folder: Path) -> Iterator[timtin.Article]:
    with (folder / "corpus.jsonl").open(encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            yield timtin.Article(id=record["id"], title=record["title"], body=record["text"])


def distractors(data: Path) -> Iterator[timtin.Article]:
    with gzip.open(data / "news" / "gov-articles.jsonl.gz", "rt", encoding="utf-8") as lines:
        for record in map(json.loads, lines):
            title, summary, body = (record[key] for key in ("title", "summary", "body"))
            yield timtin.Article(id=f"news-{record['id']}", title=title, summary=summary, body=body)


def read_judged(folder: Path) -> Iterator[tuple[str, dict[str, int]]]:
    """Every query with the gains of its relevant articles."""
    gains: dict[str, dict[str, int]] = {}
    for query_id, _, article_id, gain in rows(folder / "qrels.tsv"):
        gains.setdefault(query_id, {})[article_id] = int(gain)
    for query_id, query in rows(folder / "queries.tsv"):
        if query_id in gains:
            yield query, gains[query_id]


def rows(path: Path) -> Iterable[list[str]]:
    return (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())


def judge(index: timtin.Index, query: str, gains: dict[str, int]) -> tuple[float, int]:
    """nDCG@10 of one query, and how many articles it found."""
    page = index.search(query, facets=[], limit=10)
    gained = sum(gains.get(hit.id, 0) / log2(place + 2) for place, hit in enumerate(page.hits))
    ideal = sum(gain / log2(place + 2) for place, gain in enumerate(sorted(gains.values(), reverse=True)[:10]))
    return gained / ideal, page.total


if __name__ == "__main__":
    main()
