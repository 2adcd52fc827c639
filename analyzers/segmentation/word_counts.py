"""How often words occur in a collection, folded: what tells `co quan` from `co`, `quan` where no mark is typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Protocol


class Counts(Protocol):
    """Counts of a collection's words. A word's key is its folded syllables with a space between: `co quan`."""

    @property
    def total(self) -> int:
        """Words in the collection, each as often as it occurs."""

    def count(self, word: str) -> int:
        """How often this word occurs; 0 if it doesn't."""

    def __hash__(self) -> int:
        """Counts are kept from call to call, told apart by this: that of the object will do."""


@dataclass(frozen=True, slots=True, eq=False)
class WordCounts:
    """Counts kept in memory."""

    counts: Mapping[str, int] = field(repr=False)
    total: int

    def count(self, word: str) -> int:
        """How often this word occurs; 0 if it doesn't."""
        return self.counts.get(word, 0)


def count_words(texts: Iterable[str]) -> WordCounts:
    """The counts of texts written with marks, segmented by the model; some 300,000 syllables a second.

    Raises:
        TypeError: a text isn't a str.
    """
    from .words import segment_words  # noqa: PLC0415 - stands on this module

    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(" ".join([token.folded for token in word]) for word in segment_words(text))
    return WordCounts(counts, counts.total())


@lru_cache(maxsize=1)
def press_word_counts() -> WordCounts:
    """The counts that come with the package, `word_counts.tsv`: of words in at least five of 4,000 press articles."""
    table = Path(__file__).with_name("word_counts.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    counts = {word: int(count) for word, count in rows}
    return WordCounts(counts, counts.pop("*"))
