"""Near duplicates: precision and recall compared with datasketch, and time, disk and memory at scale.

    python benchmarks/near_duplicates.py [--articles 1500] [--scale 100000]

The first table needs `../shared/data`; its corpus is that of `near_duplicate_corpus.py`. datasketch uses MinHash with
128 permutations of the same shingles and LSH in memory, at the best of four thresholds; it does not compare numbers,
names or cuts. The second table fills one index with generated texts, of which every fifth is a near duplicate of an
earlier one, and prints after each fifth of them the time for each text, the size on disk and the peak memory of the
process.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from random import Random

from near_duplicate_corpus import corpus

from timtin.analyzers.near_duplicates.signature import read_signature, signature
from timtin.engines.document import Document
from timtin.indexer.document import to_document
from timtin.model import Article
from timtin.store.near_duplicates.groups import NEAR_DUPLICATES_FILE, NearDuplicatesReader
from timtin.store.near_duplicates.signatures import SIGNATURES_FILE, NearDuplicatesWriter

NEWS = Path(__file__).resolve().parents[2] / "shared" / "data" / "news" / "gov-articles.jsonl.gz"
THRESHOLDS = (0.3, 0.4, 0.5, 0.6)
STEPS = 5

Pairs = set[frozenset[str]]


def real_articles(count: int) -> list[Article]:
    with gzip.open(NEWS, "rt", encoding="utf-8") as lines:
        records = [json.loads(line) for line in islice(lines, count)]
    return [
        Article(id=one["id"], title=one["title"] or "", summary=one["summary"], body=one["body"]) for one in records
    ]


def ours(documents: list[Document]) -> tuple[Pairs, float, float]:
    """Return the pairs found, and microseconds and bytes on disk for each article."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        writer = NearDuplicatesWriter(folder)
        started = time.perf_counter()
        for document in documents:
            writer.put(document)
        writer.commit()
        seconds = time.perf_counter() - started
        with closing(NearDuplicatesReader(folder)) as reader:
            found = {frozenset((one.id, other)) for one in documents for other in reader.near_duplicates_of(one.id)}
        size = sum((folder / file).stat().st_size for file in (SIGNATURES_FILE, NEAR_DUPLICATES_FILE))
    return found, 1e6 * seconds / len(documents), size / len(documents)


def datasketch(documents: list[Document], threshold: float) -> tuple[Pairs, float, float]:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=threshold, num_perm=128)
    found: Pairs = set()
    started = time.perf_counter()
    for document in documents:
        sketch = MinHash(num_perm=128)
        sketch.update_batch([shingle.to_bytes(4, "little") for shingle in read_signature(document.signature).shingles])
        found.update(frozenset((document.id, other)) for other in index.query(sketch))
        index.insert(document.id, sketch)
    return found, 1e6 * (time.perf_counter() - started) / len(documents), 0.0


def row(name: str, result: tuple[Pairs, float, float], true: Pairs) -> str:
    found, microseconds, size = result
    right = len(found & true)
    disk = f"{size:.0f}" if size else "in memory"
    return f"| {name} | {right / max(1, len(found)):.4f} | {right / len(true):.4f} | {microseconds:.0f} | {disk} |"


def quality(count: int) -> None:
    random = Random(20240307)
    articles, true = corpus(real_articles(count), random)
    random.shuffle(articles)
    started = time.perf_counter()
    documents = [to_document(article, collection="benchmark") for article in articles]
    making = 1e6 * (time.perf_counter() - started) / len(articles)
    found, microseconds, size = ours(documents)
    print(
        f"{len(articles)} articles, {len(true)} true pairs; making a document with its signature takes {making:.0f} µs"
    )
    print("| | precision | recall | µs an article | bytes an article |")
    print("|---|---:|---:|---:|---:|")
    print(row("timtin", (found, microseconds, size), true))
    best = max(
        ((threshold, datasketch(documents, threshold)) for threshold in THRESHOLDS),
        key=lambda each: len(each[1][0] & true) / max(1, len(each[1][0] | true)),
    )
    print(row(f"datasketch, {best[0]}", best[1], true))
    assert len(found & true) >= 0.99 * len(found), "precision"
    assert len(found & true) >= 0.95 * len(true), "recall"


def generated(count: int) -> Iterator[Document]:
    """Yield texts of 300 to 500 words, with frequencies as in a language; every fifth is a part of an earlier text."""
    random = Random(7)
    vocabulary = [f"t{number}" for number in range(3000)]
    weights = [1 / (rank + 10) for rank in range(3000)]
    for number in range(count):
        text = Random(random.randrange(number)) if number % 5 == 4 else Random(number)
        words = text.choices(vocabulary, weights, k=text.randint(300, 500))
        if number % 5 == 4:
            words = [*words[: len(words) * 2 // 3], "theo", "báo", str(number)]
        yield Document(id=f"n{number}", texts={}, exact={}, keys={}, stored=b"", signature=signature((words,)))


def scale(count: int) -> None:
    print(f"\n{count} generated texts")
    print("| texts so far | CPU µs to compare and store a text | MiB on disk | peak memory, MiB |")
    print("|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        documents = generated(count)
        for step in range(STEPS):
            writer = NearDuplicatesWriter(folder)
            seconds = 0.0
            for document in islice(documents, count // STEPS):
                started = time.process_time()
                writer.put(document)
                seconds += time.process_time() - started
            started = time.process_time()
            writer.commit()
            seconds += time.process_time() - started
            disk = sum(path.stat().st_size for path in folder.iterdir()) / 2**20
            memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
            each = 1e6 * seconds / (count // STEPS)
            print(f"| {(step + 1) * (count // STEPS)} | {each:.0f} | {disk:.0f} | {memory:.0f} |", flush=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--articles", type=int, default=1500)
    options.add_argument("--scale", type=int, default=100_000)
    given = options.parse_args()
    scale(given.scale)
    if NEWS.exists():
        quality(given.articles)


if __name__ == "__main__":
    main()
