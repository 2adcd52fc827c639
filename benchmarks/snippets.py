"""What a hit's title and snippet cost, beside analysing the whole body, as a highlighter that re-analyses would do.

    python benchmarks/snippets.py

Both are measured in the same run with the processor's clock, the best of several rounds; the re-analysis is the
searcher's own tokenizer alone, without looking for anything in its tokens. Bodies repeat the sentences below. Where the
words stand "everywhere", up to three of four syllables of the text are the query's: no article is so.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import product

from timtin.analyzers import tokenize
from timtin.searcher.highlight.matches import Marker, mark
from timtin.searcher.highlight.snippets import best_passage
from timtin.searcher.query.terms import QueryTerm, HighlightTerm

FULL = "Khối vận xã tổng kết phong trào dân vận khéo và công tác hoà giải; nhiều tổ tự quản được khen thưởng.\n"
EMPTY = "Huyện đoàn mở lớp tập huấn kỹ năng cho thanh niên nông thôn, nhiều bạn trẻ hào hứng đăng ký tham gia.\n"
QUERIES = {
    "one word": ["dân vận"],
    "two words": ["dân vận khéo", "hòa giải"],
    "eight words": ["dân vận", "khéo", "hòa giải", "khối vận", "tự quản", "khen thưởng", "phong trào", "công tác"],
}
SIZES = (1_000, 3_000, 10_000, 100_000, 1_000_000)


def best_of(rounds: int, work: Callable[[], object]) -> float:
    """Seconds of the fastest round."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    print(f"{'body':>10} {'words stand':<12} {'query':<12} {'µs a hit':>10} {'analysis':>10} {'ratio':>7}")
    for size, (where, name) in product(SIZES, product(("everywhere", "at the end"), QUERIES)):
        sentence = FULL if where == "everywhere" else EMPTY
        body = (sentence * (size // len(sentence) + 1))[: size - len(FULL)] + FULL
        words = [tuple(QueryTerm(token.normal) for token in tokenize(word)) for word in QUERIES[name]]
        marker = Marker(HighlightTerm("text", pieces, whitespace_only=True) for pieces in words)  # one serves all hits of a search

        def hit(body: str = body, marker: Marker = marker) -> str:
            return best_passage([(body, mark(marker, [("title", FULL), ("body", body)])[1])], 240)

        def analysis(body: str = body) -> object:
            return tokenize(body)

        assert "<mark>" in hit()
        rounds = max(3, min(50, 200_000 // size))
        ours, theirs = best_of(rounds, hit), best_of(rounds, analysis)
        print(f"{size:>10} {where:<12} {name:<12} {ours * 1e6:>10.0f} {theirs * 1e6:>10.0f} {ours / theirs:>7.2f}")


if __name__ == "__main__":
    main()
