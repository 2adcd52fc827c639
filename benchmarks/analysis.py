"""Text analysis: the accuracy of word segmentation and the speed of each step, as reported in docs/analyzers.md.

    python benchmarks/analysis.py [GOLD.conllu…] [--news ARTICLES.jsonl.gz] [--limit 1000]

First, the word F1 of this segmentation and of pyvi's against gold segmentation (CoNLL-U; punctuation counts as words),
for the text as written, in capitals, in lower case and without diacritics; with --news also with the word counts of
that collection. Then the syllables (white-space separated pieces) that each step processes per second of CPU time,
warm, over the news, or over the gold text without --news.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from timtin.analyzers import (
    analyze,
    count_words,
    find_entities,
    fold,
    normal_and_folded,
    normalize,
    repair_torn_text,
    segment_words,
    tokenize,
)
from timtin.analyzers.segmentation.pyvi_tokenizer import split_like_pyvi
from timtin.analyzers.segmentation.unigram import Counts

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"

Spans = set[tuple[int, int]]
Segment = Callable[[str], Spans]


def sentences(conllu: Path) -> Iterator[list[str]]:
    """Yield the words of each sentence of a CoNLL-U file, punctuation included, with spaces between syllables."""
    for sentence in conllu.read_text(encoding="utf-8").strip().split("\n\n"):
        rows = [line.split("\t") for line in sentence.split("\n") if not line.startswith("#")]
        yield [row[1] for row in rows if row[0].isdigit()]


def spans(pieces: Iterable[str]) -> Spans:
    """Return the bounds of the words of a sentence, white space not counted."""
    found, end = set(), 0
    for piece in pieces:
        start, end = end, end + len(piece.replace(" ", "").replace("_", ""))
        found.add((start, end))
    return found


def ours(counts: Counts | None = None) -> Segment:
    """Return this project's segmentation; punctuation is split as pyvi splits it."""

    def segment(text: str) -> Spans:
        solid = [0]
        for character in text:
            solid.append(solid[-1] + (not character.isspace()))
        inside = {solid[token.start] for word in segment_words(text, counts) for token in word[1:]}
        pieces: list[str] = []
        end = 0
        for piece in split_like_pyvi(text):
            if end in inside:
                pieces[-1] += piece
            else:
                pieces.append(piece)
            end += len(piece)
        return spans(pieces)

    return segment


def pyvis() -> Segment:
    """Return pyvi's segmentation."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyvi import ViTokenizer
    return lambda text: spans(ViTokenizer.tokenize(text).split(" "))


def f1(gold: Iterable[list[str]], segment: Segment, write: Callable[[str], str] = str) -> float:
    """Return the word F1 over all sentences, with `write` applied to every syllable."""
    right = found = wanted = 0
    for sentence in gold:
        written = [" ".join(map(write, word.split(" "))) for word in sentence]
        expected, got = spans(written), segment(" ".join(written))
        right, found, wanted = right + len(expected & got), found + len(got), wanted + len(expected)
    return 2 * right / (found + wanted)


WRITTEN: dict[str, Callable[[str], str]] = {
    "as written": str,
    "capitals": str.upper,
    "lower": str.lower,
    "folded": fold,
}
STEPS: dict[str, Callable[[str], object]] = {
    "normalize": normalize,
    "fold": fold,
    "normal_and_folded": normal_and_folded,
    "tokenize": tokenize,
    "segment_words": segment_words,
    "find_entities": find_entities,
    "analyze": analyze,
    "repair_torn_text": repair_torn_text,
}


def news_texts(path: Path, limit: int) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for _number, line in zip(range(limit), lines, strict=False):
            article = json.loads(line)
            yield "\n".join(article.get(part) or "" for part in ("title", "summary", "body"))


def seconds(run: Callable[[], object]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="*", type=Path, default=sorted((SHARED / "segmentation").glob("*.conllu")))
    parser.add_argument(
        "--news", type=Path, default=news if (news := SHARED / "news/gov-articles.jsonl.gz").exists() else None
    )
    parser.add_argument("--limit", type=int, default=1000, help="articles whose analysis is timed")
    options = parser.parse_args()
    if not options.gold:
        sys.exit(f"needs gold segmentation, such as {SHARED}/segmentation/*.conllu (not part of the project)")

    systems = {"pyvi": pyvis(), "timtin": ours()}
    if options.news:
        systems["timtin, counts of the news"] = ours(count_words(news_texts(options.news, 10**6)))
    for path in options.gold:
        gold = list(sentences(path))
        for name, segment in systems.items():
            scores = "  ".join(f"{written} {f1(gold, segment, write):.4f}" for written, write in WRITTEN.items())
            print(f"{path.stem:<16} {name:<28} {scores}")

    corpus = list(news_texts(options.news, options.limit)) if options.news else []
    corpus = corpus or [" ".join(sentence) for path in options.gold for sentence in sentences(path)]
    count = sum(len(text.split()) for text in corpus)
    for name, step in STEPS.items():
        for text in corpus:
            step(text)
        taken = seconds(lambda step=step: [step(text) for text in corpus])  # type: ignore[misc]
        print(f"{name:<18} {count / taken:>10,.0f} syllables/s")


if __name__ == "__main__":
    main()
