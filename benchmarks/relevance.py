"""Ranking quality: nDCG@10 of the index and of baselines on relevance judgments, in six variants of every query.

    python benchmarks/relevance.py [--data ../shared/data] [--sample 150] [--engine tantivy] [--no-baselines]

Sets: `xquad_vi` and `alqac2023` of `eval`, each among the 4,000 press articles of `news`; `news-short`, `news-topic`
and `news-title` are derived from those articles (`topic_queries.py`). `found` is the median of the totals, `none` the
number of queries that found nothing, and `same` the number of rankings equal to those of the queries as typed. The
queries as typed and without diacritics are measured over each whole set. All variants and the baselines are measured
over a random sample of each set (`--sample` queries), the same in every run.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import log2
from pathlib import Path
from statistics import mean, median

import topic_queries
from baselines import baselines
from query_variants import VARIANTS

import timtin
from timtin.analyzers import fingerprint
from timtin.indexer.document import to_document
from timtin.store.index_folder import create_store

COUNTS = {"xquad_vi": (240, 1190), "alqac2023": (2249, 1628)}
"""Articles and judged queries of each set; with other numbers the figures could not be compared."""

DISTRACTORS = 4000
Judged = list[tuple[str, dict[str, int]]]


@dataclass(frozen=True, slots=True)
class Answer:
    ids: list[str]
    total: int = -1


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "data")
    options.add_argument("--sample", type=int, default=150)
    options.add_argument("--engine", default="tantivy")
    options.add_argument("--no-baselines", action="store_true")
    chosen = options.parse_args()
    if not (chosen.data / "eval").is_dir():
        sys.exit(f"needs {chosen.data} (public judgments, not part of the project)")
    press = list(distractors(chosen.data))
    assert len(press) == DISTRACTORS
    for name, (articles, judged) in COUNTS.items():
        folder = chosen.data / "eval" / name
        own, queries = list(corpus(folder)), list(read_judged(folder))
        assert (len(own), len(queries)) == (articles, judged), name
        measure({name: queries}, [*own, *press], chosen)
    measure({f"news-{kind}": queries for kind, queries in topic_queries.topics(press).items()}, press, chosen)


def measure(sets: dict[str, Judged], articles: list[timtin.Article], chosen: argparse.Namespace) -> None:
    """Print a line for each system, set and variant."""
    samples = {
        name: random.Random(name).sample(judged, min(chosen.sample, len(judged))) for name, judged in sets.items()
    }
    print(f"{'set':12}{'system':26}{'variant':15}{'nDCG@10':>9}{'found':>8}{'none':>6}{'same':>7}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        build(Path(folder), articles, chosen.engine)
        with timtin.open_index(folder) as index:

            def ours(query: str) -> Answer:
                # The ranking before near duplicates are collapsed: judgments do not treat them as one.
                return Answer([id for id, _ in index.ranking(query, 10)])

            def counted(query: str) -> Answer:
                return Answer(ours(query).ids, index.search(query, facets=[], limit=1).total)

            for name, judged in sets.items():
                report(name, "timtin, all", judged, ours, ("typed", "no diacritics"))
                report(name, "timtin, sample", samples[name], counted)
    if not chosen.no_baselines:
        texts = [(each.id, " ".join(filter(None, (each.title, each.summary, each.body)))) for each in articles]
        for system, search in baselines(texts).items():
            for name, judged in samples.items():
                report(name, system, judged, lambda query, search=search: Answer(search(query)))


def report(name: str, system: str, judged: Judged, search, variants: Iterable[str] = VARIANTS) -> None:  # type: ignore[no-untyped-def]
    typed: list[list[str]] = []
    for variant in variants:
        vary = VARIANTS[variant]
        answers = [search(vary(query)) for query, _ in judged]
        rankings = [answer.ids for answer in answers]
        typed = typed or rankings
        ndcg = mean(ndcg_of(ids, gains) for ids, (_, gains) in zip(rankings, judged, strict=True))
        found = median(answer.total for answer in answers)
        none = sum(not ids for ids in rankings)
        same = sum(ids == first for ids, first in zip(rankings, typed, strict=True))
        shown = f"{found:8.0f}" if found >= 0 else f"{'':8}"
        print(f"{name:12}{system:26}{variant:15}{ndcg:9.4f}{shown}{none:6}{same:7}", flush=True)


def build(folder: Path, articles: Iterable[timtin.Article], engine: str) -> None:
    """Index the articles."""
    writer = create_store(folder, engine=engine, fingerprint=fingerprint()).writer()
    for article in articles:
        writer.put(to_document(article, collection="benchmark"))
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
    """Yield every query with the gains of its relevant articles."""
    gains: dict[str, dict[str, int]] = {}
    for query_id, _, article_id, gain in rows(folder / "qrels.tsv"):
        gains.setdefault(query_id, {})[article_id] = int(gain)
    for query_id, query in rows(folder / "queries.tsv"):
        if query_id in gains:
            yield query, gains[query_id]


def rows(path: Path) -> Iterable[list[str]]:
    return (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())


def ndcg_of(ids: list[str], gains: dict[str, int]) -> float:
    """Return the nDCG@10 of one ranking."""
    gain = sum(gains.get(id, 0) / log2(place + 2) for place, id in enumerate(ids))
    ideal = sum(gain / log2(place + 2) for place, gain in enumerate(sorted(gains.values(), reverse=True)[:10]))
    return gain / ideal


if __name__ == "__main__":
    main()
