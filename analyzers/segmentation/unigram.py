"""Word segmentation of text without diacritics, by a unigram model over folded words.

pyvi's model is trained on text with diacritics and performs poorly without them. Here a word is either an entry of the
lexicon, folded, or a word that was counted in a collection's text with diacritics: the counts distinguish `co quan`
from `co`, `quan`. The cost of a word is the negative logarithm of its frequency, and Viterbi's algorithm finds the
cheapest segmentation of a whole run of syllables. Accuracy on gold segmentations: docs/analyzers.md.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log
from pathlib import Path
from typing import Protocol, cast

from ..cache import Cache
from ..normalization.folding import fold
from .pyvi_model import lexicon

LONGEST_WORD = 4
"""Syllables; longer entries of the lexicon are proverbs and names that occur rarely."""

# Tuned on UD dev: added to the count of a syllable, of a word in the lexicon, and of any other word.
_SYLLABLE_PRIOR, _LEXICON_WORD_PRIOR, _UNKNOWN_WORD_PRIOR = 0.5, 1.0, -1.5


class Counts(Protocol):
    """Word counts of a collection. The key of a word is its folded syllables, separated by a space: `co quan`."""

    @property
    def total(self) -> int:
        """The number of word occurrences in the collection."""

    def count(self, word: str) -> int:
        """Return how often the word occurs; 0 if it does not."""

    def __hash__(self) -> int:
        """Return the hash under which a model with these counts is cached; the identity hash is sufficient."""


@dataclass(frozen=True, slots=True, eq=False)
class WordCounts:
    """Word counts kept in memory."""

    counts: Mapping[str, int] = field(repr=False)
    total: int

    def count(self, word: str) -> int:
        """Return how often the word occurs; 0 if it does not."""
        return self.counts.get(word, 0)


@lru_cache(maxsize=1)
def press_word_counts() -> WordCounts:
    """Return the counts shipped with the package, `word_counts.tsv`: words in at least five of 4,000 press articles."""
    table = Path(__file__).with_name("word_counts.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    counts = {word: int(count) for word, count in rows}
    return WordCounts(counts, counts.pop("*"))


class UnigramModel:
    """The folded lexicon with word counts; segments runs of folded syllables into words. Threads may share it."""

    def __init__(self, lexicon_words: frozenset[str], counts: Sequence[Counts]) -> None:
        self._lexicon = lexicon_words
        self._counts = counts
        self._log_total = log(max(1, sum(each.total for each in counts)))
        self._costs: Cache[float | None] = Cache(self._cost)

    def _cost(self, word: str) -> float | None:
        count: float = sum(each.count(word) for each in self._counts)
        if " " not in word:
            count += _SYLLABLE_PRIOR
        else:
            count += _LEXICON_WORD_PRIOR if word in self._lexicon else _UNKNOWN_WORD_PRIOR
        return self._log_total - log(count) if count > 0 else None

    def word_lengths(self, folded: Sequence[str]) -> list[int]:
        """Return the number of syllables of each word, in order, for a run of folded syllables."""
        costs, best, backpointers = self._costs, [0.0], [0]
        for end in range(1, len(folded) + 1):
            syllable = costs[folded[end - 1]]
            cheapest, word_start = best[-1] + (syllable if syllable is not None else 0.0), end - 1
            word = folded[end - 1]
            for start in range(end - 2, max(-1, end - 1 - LONGEST_WORD), -1):
                word = f"{folded[start]} {word}"
                cost = costs[word]
                if cost is not None and best[start] + cost < cheapest:
                    cheapest, word_start = best[start] + cost, start
            best.append(cheapest)
            backpointers.append(word_start)
        lengths, end = [], len(folded)
        while end:
            lengths.append(end - backpointers[end])
            end = backpointers[end]
        return lengths[::-1]


@lru_cache(maxsize=1)
def folded_lexicon() -> frozenset[str]:
    """Return pyvi's words of two to four syllables, folded; computed once per process, at first use.

    Raises:
        TimtinError: pyvi is missing, or contains a different lexicon than the supported one.
    """
    return frozenset(
        fold(entry) for entry in lexicon() if 0 < entry.count(" ") < LONGEST_WORD and entry == entry.lower()
    )


@lru_cache(maxsize=4)
def unigram_model(counts: Hashable = None) -> UnigramModel:
    """Return the model with the counts of a collection; cached by `counts`.

    The counts of a collection with less than half as many words as the shipped counts are added to these; those of a
    larger collection replace them, because they describe its own vocabulary better.

    Args:
        counts: a `Counts`, or None to use only the shipped counts.

    Raises:
        TimtinError: pyvi is missing, or contains a different lexicon than the supported one.
    """
    own, press = cast("Counts | None", counts), press_word_counts()
    if own is None:
        return UnigramModel(folded_lexicon(), [press])
    return UnigramModel(folded_lexicon(), [own] if 2 * own.total >= press.total else [own, press])
