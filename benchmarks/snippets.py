"""The cost of highlighting a hit's title and snippet, compared with analysing the whole body.

    python benchmarks/snippets.py

A highlighter that analyses the text again has at least the cost of the analysis, which is measured here as this
project's tokenizer alone, without a search in its tokens. Both are measured in the same run by processor time, as the
best of several rounds. Bodies repeat the two sentences below. Where the words stand "everywhere", up to three of four
syllables of the text are in the query, which is more than in any real article.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import product

from timtin.analyzers import tokenize
from timtin.searcher.highlight.matches import Highlighter
from timtin.searcher.highlight.snippets import make_snippet
from timtin.searcher.query.terms import HighlightTerm, QueryTerm

MATCHING = "Khối vận xã tổng kết phong trào dân vận khéo và công tác hoà giải; nhiều tổ tự quản được khen thưởng.\n"
OTHER = "Huyện đoàn mở lớp tập huấn kỹ năng cho thanh niên nông thôn, nhiều bạn trẻ hào hứng đăng ký tham gia.\n"
QUERIES = {
    "one word": ["dân vận"],
    "two words": ["dân vận khéo", "hòa giải"],
    "eight words": ["dân vận", "khéo", "hòa giải", "khối vận", "tự quản", "khen thưởng", "phong trào", "công tác"],
}
SIZES = (1_000, 3_000, 10_000, 100_000, 1_000_000)
"""Characters of the bodies."""


def best_of(rounds: int, run: Callable[[], object]) -> float:
    """Return the seconds of processor time of the fastest round."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def main() -> None:
    print(f"{'body':>10} {'words stand':<12} {'query':<12} {'µs a hit':>10} {'analysis':>10} {'ratio':>7}")
    for size, (where, name) in product(SIZES, product(("everywhere", "at the end"), QUERIES)):
        sentence = MATCHING if where == "everywhere" else OTHER
        body = (sentence * (size // len(sentence) + 1))[: size - len(MATCHING)] + MATCHING
        words = [tuple(QueryTerm(token.normal) for token in tokenize(word)) for word in QUERIES[name]]
        # As in a search, one highlighter serves all hits.
        highlighter = Highlighter(HighlightTerm("text", terms, whitespace_only=True) for terms in words)

        def hit(body: str = body, highlighter: Highlighter = highlighter) -> str:
            [_, in_body] = highlighter.highlights([("title", MATCHING), ("body", body)])
            return make_snippet([(body, in_body)], 240)

        def analysis(body: str = body) -> object:
            return tokenize(body)

        assert "<mark>" in hit()
        rounds = max(3, min(50, 200_000 // size))
        ours, theirs = best_of(rounds, hit), best_of(rounds, analysis)
        print(f"{size:>10} {where:<12} {name:<12} {ours * 1e6:>10.0f} {theirs * 1e6:>10.0f} {ours / theirs:>7.2f}")


if __name__ == "__main__":
    main()
