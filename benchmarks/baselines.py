"""Baseline rankers for comparison: BM25 over syllables or over words, and SQLite's full-text search."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from math import log

import numpy as np

from timtin.analyzers import segment_words, tokenize

Ranked = Callable[[str], list[str]]
"""Returns the ids of the first ten documents for a query."""

K1, B, TOP = 1.2, 0.75, 10
_WORD = re.compile(r"\w+")


def toned(text: str) -> list[str]:
    return [token.normal for token in tokenize(text)]


def folded(text: str) -> list[str]:
    return [token.folded for token in tokenize(text)]


def segmented(text: str) -> list[str]:
    return ["_".join(token.normal for token in group) for group in segment_words(text)]


def bm25(documents: Iterable[tuple[str, str]], tokenize_text: Callable[[str], list[str]]) -> Ranked:
    """Return a BM25 ranker over one field, in which a document matches with any token of the query."""
    ids: list[str] = []
    lengths: list[int] = []
    postings: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for number, (id, text) in enumerate(documents):
        ids.append(id)
        counts = Counter(tokenize_text(text))
        lengths.append(counts.total())
        for token, count in counts.items():
            postings[token][0].append(number)
            postings[token][1].append(count)
    norm = K1 * (1 - B + B * np.array(lengths) / (sum(lengths) / len(lengths)))

    def search(query: str) -> list[str]:
        scores = np.zeros(len(ids))
        for token in dict.fromkeys(tokenize_text(query)):
            if token in postings:
                holders, counts = (np.array(each) for each in postings[token])
                inverse = log(1 + (len(ids) - len(holders) + 0.5) / (len(holders) + 0.5))
                scores[holders] += inverse * counts * (1 + K1) / (counts + norm[holders])
        return [ids[at] for at in np.argsort(-scores, kind="stable")[:TOP] if scores[at] > 0]

    return search


def fts5(documents: Iterable[tuple[str, str]], remove_diacritics: int) -> Ranked:
    """Return SQLite's own BM25 ranker over `unicode61` tokens; a document matches with any word of the query."""
    base = sqlite3.connect(":memory:")
    base.execute(
        "CREATE VIRTUAL TABLE texts USING fts5(id UNINDEXED, text, "
        f"tokenize='unicode61 remove_diacritics {remove_diacritics}')"
    )
    base.executemany("INSERT INTO texts VALUES (?, ?)", documents)

    def search(query: str) -> list[str]:
        terms = " OR ".join(f'"{word}"' for word in _WORD.findall(query)) or '""'
        found = base.execute("SELECT id FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?", (terms, TOP))
        return [id for (id,) in found]

    return search


def baselines(documents: list[tuple[str, str]]) -> dict[str, Ranked]:
    """Return all baselines by name, over the same documents (id; title and text)."""
    return {
        "BM25 toned": bm25(documents, toned),
        "BM25 folded": bm25(documents, folded),
        "BM25 pyvi words": bm25(documents, segmented),
        "FTS5 diacritics kept": fts5(documents, 0),
        "FTS5 diacritics removed": fts5(documents, 2),
    }
