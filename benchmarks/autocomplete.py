"""Autocomplete: how fast completions are found among real and made-up titles, compared with a plain lookup by prefix.

    python benchmarks/autocomplete.py [articles] [--folder DIR] [FILE.jsonl[.gz]]

The titles are those of a JSONL file (default: `../shared/data/news`), and as many more as needed, made of the first
half of one and the second half of another. Places, organisations, topics and documents are those of the articles. The
plain lookup returns the first eight of all completions, folded and sorted, that begin with what was typed. It ignores
inner words, diacritics, ranking and slips. It is checked that every completion contains every typed word, except for
slips, and that the counts of a sample are those of the articles.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import resource
import statistics
import tempfile
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import timtin
from timtin.analyzers import fingerprint, fold, normal_and_folded
from timtin.engines.document import Document
from timtin.indexer.document import to_document
from timtin.indexer.understand import understand
from timtin.store.completions.reader import CompletionsReader
from timtin.store.index_folder import create_store

NEWS = Path(__file__).resolve().parents[2] / "shared" / "data" / "news" / "gov-articles.jsonl.gz"
SAMPLE = 300
"""How many texts of each kind are typed."""


def articles(path: Path) -> list[timtin.Article]:
    """Return the understood articles of the file, with short bodies, since only their completions are measured."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    records = [json.loads(line) for line in data.splitlines()]
    made = []
    for number, record in enumerate(records):
        day = f"{2019 + number % 6}-{1 + number % 12:02}-{1 + number % 28:02}"
        body = (record.get("body") or "")[:400]
        made.append(understand(timtin.Article(id=record["id"], title=record["title"], body=body, published=day)))
    return made


def with_made_up_titles(real: Sequence[timtin.Article], count: int) -> Iterator[timtin.Article]:
    """Yield `count` articles: the real ones, then copies with titles made of halves of two titles."""
    chance = random.Random(5)
    yield from real[:count]
    for number in range(count - len(real)):
        one, other = chance.choice(real), chance.choice(real)
        head, tail = one.title.split(), other.title.split()
        title = " ".join([*head[: len(head) // 2], *tail[len(tail) // 2 :]])
        yield replace(one, id=f"made-{number}", title=title)


def typed(titles: Sequence[str]) -> dict[str, list[str]]:
    """Return texts as they are typed, by kind."""
    chance = random.Random(6)
    kinds: dict[str, list[str]] = {}
    picked = [chance.choice(titles).split() for _ in range(SAMPLE)]
    words = [chance.choice(title) for title in picked]
    for letters in (1, 2, 3, 4):
        kinds[f"{letters} letters, no diacritics"] = [fold(word)[:letters] for word in words]
        kinds[f"{letters} letters, diacritics"] = [word[:letters].lower() for word in words]
    for count in (2, 3, 5):
        runs = []
        for title in picked:
            start = chance.randrange(max(1, len(title) - count))
            runs.append(" ".join(title[start : start + count]))
        kinds[f"{count} words, no diacritics, last unfinished"] = [fold(run)[:-1] for run in runs]
        kinds[f"{count} words, diacritics, last unfinished"] = [run[:-1].lower() for run in runs]
    kinds["2 words in any order"] = [" ".join(chance.sample(title, 2)) if len(title) > 1 else "a" for title in picked]
    kinds["2 words, one slip"] = [with_slip(fold(run), chance) for run in kinds["2 words, diacritics, last unfinished"]]
    kinds["without completions"] = [f"{fold(word)}qx" for word in words]
    return kinds


def with_slip(text: str, chance: random.Random) -> str:
    """Return the text with two neighbouring characters swapped."""
    at = chance.randrange(max(1, len(text) - 1))
    return text[:at] + text[at + 1 : at + 2] + text[at : at + 1] + text[at + 2 :]


def timed(ask: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Return the milliseconds of each text, sorted; each is the best of three, to exclude other load."""
    taken = []
    for text in texts:
        best = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            ask(text)
            best = min(best, time.perf_counter() - start)
        taken.append(best * 1000)
    return sorted(taken)


def check(index: timtin.Index, kind: str, texts: Sequence[str]) -> None:
    for text in texts:
        for found in index.suggest(text):
            has, wanted = normal_and_folded(found.text)[1], normal_and_folded(text)[1]
            missing = [word for word in wanted if not any(each.startswith(word) for each in has)]
            assert len(missing) <= (1 if index.suggest(text)[0] else 0), (kind, text, found)


def check_counts(folder: Path, offered: Counter[tuple[str, str]]) -> None:
    (segment, *_) = CompletionsReader(folder).segments()
    seen = 0
    for number in range(0, len(segment), 97):
        kind = segment.kind(number)
        if kind in ("topic", "organization", "citation"):
            seen += 1
            assert int(segment.counts[number]) == offered[kind, segment.text(number)], segment.text(number)
    assert seen > 0


def plain_lookup(texts: Sequence[str]) -> Callable[[str], list[str]]:
    ordered = sorted(texts)
    return lambda text: ordered[(at := bisect_left(ordered, fold(text))) : at + 8]


def build(folder: Path, made: Iterator[timtin.Article], count: int) -> Counter[tuple[str, str]]:
    offered: Counter[tuple[str, str]] = Counter()
    store = create_store(folder, fingerprint=fingerprint())
    writer = store.writer()
    start = time.perf_counter()
    for article in made:
        document = to_document(article, collection="benchmark")
        offered.update(document.completions)
        slim: Document = replace(document, signature=())
        writer.put(slim)
    before = time.perf_counter()
    writer.commit()
    print(f"indexed in {before - start:.0f} s, committed in {time.perf_counter() - before:.1f} s")
    sizes = {path.name: path.stat().st_size for path in store.files.glob("completions*")}
    each = ", ".join(f"{name.rpartition('-')[2]} {size / count:.0f}" for name, size in sorted(sizes.items()))
    print(f"bytes an article: {each}; peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    return offered


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("articles", nargs="?", type=int, default=100_000)
    arguments.add_argument("source", nargs="?", type=Path, default=NEWS)
    arguments.add_argument("--folder", type=Path, help="keep the index in this folder, and use it if it exists")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary) / "index"
        if not (folder / "manifest.json").exists():
            offered = build(folder, with_made_up_titles(articles(given.source), given.articles), given.articles)
            check_counts(create_store(folder, fingerprint=fingerprint()).files, offered)
        with timtin.open_index(folder) as index:
            measure(index, create_store(folder, fingerprint=fingerprint()).files)


def measure(index: timtin.Index, files: Path) -> None:
    segments = CompletionsReader(files).segments()
    texts = [segment.text(number) for segment in segments for number in range(len(segment))]
    titles = [text for text in texts if len(text.split()) > 5]
    print(f"{index.count()} articles, {len(texts)} completions")
    look_up = plain_lookup([" ".join(normal_and_folded(text)[1]) for text in texts])
    start = time.perf_counter()
    index.suggest("xin chao cac bann")
    print(f"the first call, with the modules that it loads: {(time.perf_counter() - start) * 1000:.0f} ms")
    print(f"{'typed':42}{'p50 ms':>8}{'p95 ms':>8}{'plain p50':>10}{'ratio':>7}")
    everything: list[float] = []
    for kind, asked in typed(titles).items():
        taken, plain = timed(index.suggest, asked), timed(look_up, asked)
        everything += taken
        row = statistics.median(taken), taken[len(taken) * 95 // 100], statistics.median(plain)
        print(f"{kind:42}{row[0]:8.2f}{row[1]:8.2f}{row[2]:10.4f}{row[0] / row[2]:7.0f}")
        check(index, kind, asked[:30])
    everything.sort()
    print(f"{'all':42}{statistics.median(everything):8.2f}{everything[len(everything) * 95 // 100]:8.2f}")


if __name__ == "__main__":
    main()
