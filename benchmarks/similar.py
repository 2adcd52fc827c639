"""How well and how fast similar articles are found, on collections whose articles belong together in known groups.

    python benchmarks/similar.py

XQuAD-vi (contexts of one encyclopaedia page), ALQAC 2023 (articles of one law), both of `../shared/data/eval` and
indexed without their titles, which name the group: precision at 5, or at as many as the group has besides. Beside
it what chance would give. Time is that of the processor, over the 4,000 press articles too.
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
ASKED = 300


def indexed(folder: Path, articles: Iterable[timtin.Article]) -> list[str]:
    writer = create_store(folder, fingerprint=fingerprint()).writer()
    ids = []
    for article in articles:
        writer.put(to_document(article, collection="benchmark"))
        ids.append(article.id)
    writer.commit()
    return ids


def asked(index: timtin.Index, ids: list[str]) -> tuple[list[list[str]], str]:
    found, taken = [], []
    for id in ids:
        start = time.process_time()
        found.append([hit.id for hit in index.similar(id, 5)])
        taken.append((time.process_time() - start) * 1000)
        assert id not in found[-1]
    taken.sort()
    return found, f"{statistics.median(taken):8.1f}{taken[len(taken) * 95 // 100]:8.1f}"


def groups(name: str, folder: str, sign: str) -> str:
    with (DATA / "eval" / folder / "corpus.jsonl").open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    with tempfile.TemporaryDirectory() as place:
        ids = indexed(Path(place), (timtin.Article(id=each["id"], body=each["text"]) for each in records))
        sizes = Counter(id.partition(sign)[0] for id in ids)
        chosen = [id for id in sorted(ids) if sizes[id.partition(sign)[0]] >= 5]
        random.Random(1).shuffle(chosen)
        chosen = chosen[:ASKED]
        with timtin.open_index(place) as index:
            found, times = asked(index, chosen)
    precision, by_chance = [], []
    for id, others in zip(chosen, found, strict=True):
        group = id.partition(sign)[0]
        right = sum(other.partition(sign)[0] == group for other in others)
        precision.append(right / min(5, sizes[group] - 1))
        by_chance.append((sizes[group] - 1) / (len(ids) - 1))
    return (
        f"{name:12}{len(ids):9}{len(sizes):8}{statistics.mean(precision):8.3f}{statistics.mean(by_chance):10.3f}{times}"
    )


def news() -> str:
    data = gzip.decompress((DATA / "news" / "gov-articles.jsonl.gz").read_bytes())
    records = [json.loads(line) for line in data.splitlines()]
    with tempfile.TemporaryDirectory() as place:
        made = (
            timtin.Article(id=each["id"], title=each["title"], summary=each["summary"], body=each["body"])
            for each in records
        )
        ids = indexed(Path(place), made)
        with timtin.open_index(place) as index:
            _, times = asked(index, random.Random(1).sample(sorted(ids), ASKED))
    return f"{'news':12}{len(ids):9}{'':26}{times}"


if __name__ == "__main__":
    print(f"{'':12}{'articles':>9}{'groups':>8}{'P@5':>8}{'by chance':>10}{'p50 ms':>8}{'p95 ms':>8}")
    for title, (folder, sign) in SETS.items():
        print(groups(title, folder, sign))
    print(news())
