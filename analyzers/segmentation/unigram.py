"""Groups syllables that were typed without marks into words, where pyvi's model (trained on marked text) is blind.

A word is one of the lexicon, folded, or one that a collection's text with marks was found to have. Each costs the
negative logarithm of its frequency, and the cheapest division of a whole stretch is found by Viterbi. What this gives
on gold text: `docs/analyzers.md`.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import lru_cache
from math import log
from typing import cast

from ..cache import Cache
from ..normalization.folding import fold
from .pyvi_files import lexicon
from .word_counts import Counts, press_word_counts

LONGEST_WORD = 4
"""Syllables; longer entries of the lexicon are proverbs and names of few occurrences."""

# Tuned on UD dev: occurrences that a syllable, a word of the lexicon, and any other word has on top of those counted.
_SYLLABLE, _LISTED, _UNLISTED = 0.5, 1.0, -1.5


class FoldedWords:
    """The lexicon with counts: divides stretches of folded syllables. Threads may share it."""

    def __init__(self, listed: frozenset[str], counts: Sequence[Counts]) -> None:
        self._listed = listed
        self._counts = counts
        self._total = log(max(1, sum(each.total for each in counts)))
        self._costs: Cache[float | None] = Cache(self._cost)

    def _cost(self, word: str) -> float | None:
        count: float = sum(each.count(word) for each in self._counts)
        if " " not in word:
            count += _SYLLABLE
        else:
            count += _LISTED if word in self._listed else _UNLISTED
        return self._total - log(count) if count > 0 else None

    def group(self, folded: Sequence[str]) -> list[int]:
        """How many syllables each word has, in order, for a stretch of folded syllables."""
        costs, best, back = self._costs, [0.0], [0]
        for end in range(1, len(folded) + 1):
            syllable = costs[folded[end - 1]]
            cheapest, begin = best[-1] + (syllable if syllable is not None else 0.0), end - 1
            word = folded[end - 1]
            for start in range(end - 2, max(-1, end - 1 - LONGEST_WORD), -1):
                word = f"{folded[start]} {word}"
                cost = costs[word]
                if cost is not None and best[start] + cost < cheapest:
                    cheapest, begin = best[start] + cost, start
            best.append(cheapest)
            back.append(begin)
        lengths, end = [], len(folded)
        while end:
            lengths.append(end - back[end])
            end = back[end]
        return lengths[::-1]


@lru_cache(maxsize=1)
def folded_lexicon() -> frozenset[str]:
    """pyvi's words of two to four syllables, folded; made once a process, at first use.

    Raises:
        TimtinError: pyvi is missing, or carries another lexicon than the one known here.
    """
    return frozenset(
        fold(entry) for entry in lexicon() if 0 < entry.count(" ") < LONGEST_WORD and entry == entry.lower()
    )


@lru_cache(maxsize=4)
def folded_words(counts: Hashable = None) -> FoldedWords:
    """The lexicon with the counts of a collection; kept for the next call.

    Counts of a collection less than half as large as the one whose counts come with the package are added to these;
    those of a larger one stand alone, for it knows its own words best.

    Args:
        counts: `Counts`, or None for those of the package alone.

    Raises:
        TimtinError: pyvi is missing, or carries another lexicon than the one known here.
    """
    own, press = cast("Counts | None", counts), press_word_counts()
    if own is None:
        return FoldedWords(folded_lexicon(), [press])
    return FoldedWords(folded_lexicon(), [own] if 2 * own.total >= press.total else [own, press])
