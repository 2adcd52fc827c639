"""Indexing: the time of each stage, which are reading, extraction, understanding, making documents and writing them.

    python benchmarks/indexing.py [--engine tantivy|whoosh] [SOURCE…]

The default sources are the bundled sample, and the real pages and press articles of `../shared/data` if they exist.
Every stage runs over all items before the next one begins, after a first round that is not measured and loads the
tables. Shares are of the whole time of a source. The last column is the time of a stage divided by that of making the
documents, which can be compared between machines.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from timtin.analyzers import fingerprint
from timtin.indexer.document import to_document
from timtin.indexer.extract import extract
from timtin.indexer.page import Page, ReadOptions, Rejected
from timtin.indexer.prepare import PreparedDocument, with_id, without_lone_surrogates
from timtin.indexer.readers import read
from timtin.indexer.report import Tally
from timtin.indexer.understand import understand
from timtin.indexer.writer import IndexWriter
from timtin.model import Article
from timtin.store.index_folder import create_store

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"
REAL = ("portals/nukeviet", "portals/liferay", "news/gov-articles.jsonl.gz")
WARM = 20
"""Items of the first round, which is not measured."""

One, Other = TypeVar("One"), TypeVar("Other")
Stages = dict[str, tuple[int, float]]
"""By stage, the number of items and the seconds they took."""


def default_sources() -> list[Path]:
    return [ROOT / "sample" / "pages", *(SHARED / name for name in REAL if (SHARED / name).exists())]


def timed(stages: Stages, name: str, step: Callable[[One], Other], items: list[One]) -> list[Other]:
    for item in items[:WARM]:
        step(item)
    started = time.perf_counter()
    done = [step(item) for item in items]
    stages[name] = (len(items), time.perf_counter() - started)
    return done


def measure(source: Path, engine: str) -> Stages:
    stages: Stages = {}
    options = ReadOptions()
    (items,) = timed(stages, "read", lambda one: list(read([one], options)), [str(source)])
    stages["read"] = (len(items), stages["read"][1])
    pages = [item for item in items if isinstance(item, Page)]
    found = timed(stages, "extract", extract, pages)
    given = [item.article for item in items if not isinstance(item, (Page, Rejected))]
    articles = [with_id(without_lone_surrogates(one)) for one in (*found, *given) if isinstance(one, Article)]
    understood = timed(stages, "understand", understand, articles)
    documents = timed(stages, "document", lambda one: to_document(one, collection="benchmark"), understood)
    assert understood == [understand(one) for one in understood], "understanding twice changed something"
    stages["put"] = put([PreparedDocument(document, "benchmark") for document in documents], engine)
    return stages


def put(ready: Iterable[PreparedDocument], engine: str) -> tuple[int, float]:
    ready = list(ready)
    with tempfile.TemporaryDirectory() as folder:
        store = create_store(folder, engine=engine, fingerprint=fingerprint())
        tally = Tally()
        started = time.perf_counter()
        with IndexWriter(store) as writer:
            writer.put_all(iter(ready), tally)
        seconds = time.perf_counter() - started
        held = store.reader().count()
    assert held == len({one.document.id for one in ready}), f"{held} articles in the index"
    return len(ready), seconds


def show(source: Path, stages: Stages) -> None:
    whole = sum(seconds for _, seconds in stages.values()) or 1.0
    articles, making = stages["document"]
    print(f"\n{source.name}: {stages['read'][0]} items, {articles} articles, {articles / whole:.0f} articles/s")
    print("| stage | items | seconds | items/s | share | relative to document |")
    print("|---|---:|---:|---:|---:|---:|")
    for name, (count, seconds) in stages.items():
        rate = f"{count / seconds:.0f}" if seconds and count else "-"
        beside = f"{seconds / making:.1f}" if articles else "-"
        print(f"| {name} | {count} | {seconds:.3f} | {rate} | {seconds / whole:.0%} | {beside} |")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("sources", nargs="*", type=Path, metavar="SOURCE")
    options.add_argument("--engine", choices=("tantivy", "whoosh"), default="tantivy")
    given = options.parse_args()
    for source in given.sources or default_sources():
        show(source, measure(source, given.engine))


if __name__ == "__main__":
    main()
