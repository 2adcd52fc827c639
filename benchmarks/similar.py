"""Similar articles: precision and speed, on collections whose articles belong to known groups.

    python benchmarks/similar.py

The groups are the contexts of one encyclopaedia page in XQuAD-vi and the articles of one law in ALQAC 2023, both in
`../shared/data/eval`. They are indexed without titles, which name the group. Measured are the precision at 5 (or at the
number of other articles in a smaller group), the precision of random choice, and processor time, the latter also over
the 4,000 press articles.
"""

from __future__ import annotations

import gzip
import json
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import timtin
from timtin.analyzers import fingerprint
from timtin.indexer.document import to_document
from timtin.store.index_folder import create_store

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SETS = {"XQuAD-vi": ("xquad_vi", "p"), "ALQAC 2023": ("alqac2023", "@")}
SAMPLE = 300
"""How many articles of each collection similar ones are searched for."""


def build(folder: Path, articles: Iterable[timtin.Article]) -> list[str]:
    """Index the articles and return their ids."""
    writer = create_store(folder, fingerprint=fingerprint()).writer()
    ids = []
    for article in articles:
        writer.put(to_document(article, collection="benchmark"))
        ids.append(article.id)
    writer.commit()
    return ids


def search(index: timtin.Index, ids: list[str]) -> tuple[list[list[str]], str]:
    """Return the ids of the articles similar to each, and median and 95th percentile of the time as text."""
    found, taken = [], []
    for id in ids:
        start = time.process_time()
        found.append([hit.id for hit in index.similar(id, 5)])
        taken.append((time.process_time() - start) * 1000)
        assert id not in found[-1]
    taken.sort()
    return found, f"{statistics.median(taken):8.1f}{taken[len(taken) * 95 // 100]:8.1f}"


def measure_groups(name: str, folder: str, separator: str) -> str:
    """Return a row of the table; an id is the name of its group, the separator and a number."""
    with (DATA / "eval" / folder / "corpus.jsonl").open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    with tempfile.TemporaryDirectory() as place:
        ids = build(Path(place), (timtin.Article(id=each["id"], body=each["text"]) for each in records))
        sizes = Counter(id.partition(separator)[0] for id in ids)
        chosen = [id for id in sorted(ids) if sizes[id.partition(separator)[0]] >= 5]
        random.Random(1).shuffle(chosen)
        chosen = chosen[:SAMPLE]
        with timtin.open_index(place) as index:
            found, times = search(index, chosen)
    precision, by_chance = [], []
    for id, others in zip(chosen, found, strict=True):
        group = id.partition(separator)[0]
        right = sum(other.partition(separator)[0] == group for other in others)
        precision.append(right / min(5, sizes[group] - 1))
        by_chance.append((sizes[group] - 1) / (len(ids) - 1))
    return (
        f"{name:12}{len(ids):9}{len(sizes):8}{statistics.mean(precision):8.3f}{statistics.mean(by_chance):10.3f}{times}"
    )


def measure_news() -> str:
    """Return a row with the time over the press articles."""
    data = gzip.decompress((DATA / "news" / "gov-articles.jsonl.gz").read_bytes())
    records = [json.loads(line) for line in data.splitlines()]
    with tempfile.TemporaryDirectory() as place:
        made = (
            timtin.Article(id=each["id"], title=each["title"], summary=each["summary"], body=each["body"])
            for each in records
        )
        ids = build(Path(place), made)
        with timtin.open_index(place) as index:
            _, times = search(index, random.Random(1).sample(sorted(ids), SAMPLE))
    return f"{'news':12}{len(ids):9}{'':26}{times}"


if __name__ == "__main__":
    print(f"{'':12}{'articles':>9}{'groups':>8}{'P@5':>8}{'by chance':>10}{'p50 ms':>8}{'p95 ms':>8}")
    for title, (folder, separator) in SETS.items():
        print(measure_groups(title, folder, separator))
    print(measure_news())
