"""The most likely readings of a run of words, by a noisy-channel model.

A reading replaces some words of the query by spelling candidates. Its cost is what its typing slips cost plus how
unlikely its words are to follow one another in the collection. All costs are natural logarithms, so they can be added
and compared. The cheapest readings are found by beam search from left to right, in time linear in the number of words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nsmallest
from math import log
from typing import Literal, NamedTuple

from ...analyzers import fold
from ...analyzers.query_repair import Vocabulary
from ...engines.fields import FOLDED_SUFFIX
from ..query.terms import BIGRAMS, FULL_TEXT
from ..statistics.collection import Collection

UNKNOWN_WORD, UNKNOWN_LETTER = 12.0, 1.0
"""What a word that the collection does not have costs as typed, and what each of its letters adds: a long word has few
known words near it."""

BEAM_WIDTH = 12
"""How many partial readings are kept at each word."""

# The same smoothing as in diacritic restoration (analyzers/query_repair): absolute discounting of bigram frequencies,
# backed off to the frequency of the word alone.
_DISCOUNT, _BACKOFF, _BACKOFF_POWER = 0.75, 2.0, 0.6
_SYLLABLES_PER_ARTICLE = 200

Slip = Literal["input method", "diacritics", "letters", "spaces"]
"""What went wrong in typing: the Vietnamese input method was off, or diacritics, letters or spaces are wrong."""


class Candidate(NamedTuple):
    """What the next `words` words of a run may have been meant to be."""

    words: int
    forms: tuple[str, ...]
    """Normal forms of the intended words, folded where the language model is."""
    cost: float
    slip: Slip | None
    """None for the words as typed."""


class _Path(NamedTuple):
    """A partial reading, as a linked list from its last candidate to its first."""

    before: _Path | None
    candidate: Candidate


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a run: its candidates from left to right, and its cost."""

    candidates: tuple[Candidate, ...]
    cost: float

    @property
    def differs(self) -> bool:
        """Whether the reading differs from what was typed."""
        return any(candidate.slip for candidate in self.candidates)


class LanguageModel:
    """A bigram model of the collection's own language, with diacritics or (`folded`) without."""

    def __init__(self, collection: Collection, *, folded: bool) -> None:
        self.folded = folded
        self._collection = collection
        self._suffix = FOLDED_SUFFIX if folded else ""
        self._syllables = max(1, collection.article_count()) * _SYLLABLES_PER_ARTICLE

    @property
    def vocabulary(self) -> Vocabulary:
        """The most frequent words of the collection."""
        return self._collection.vocabulary(self._suffix)

    def form(self, normal: str) -> str:
        """Return a normal form as the model knows it: folded where the model is."""
        return fold(normal) if self.folded else normal

    def frequency(self, form: str) -> int:
        """Return about how many articles contain this form."""
        return self._collection.document_frequency(FULL_TEXT + self._suffix, form)

    def bigram_frequency(self, first: str, second: str) -> int:
        """Return about how many articles contain the two forms next to each other."""
        return self._collection.document_frequency(BIGRAMS + self._suffix, f"{first}_{second}")

    def finds(self, form: str) -> bool:
        """Return whether a search for this form finds anything.

        A form without diacritics that no article contains as typed is looked up folded.
        """
        if self.frequency(form) > 0:
            return True
        return (
            not self.folded
            and fold(form) == form
            and self._collection.document_frequency(FULL_TEXT + FOLDED_SUFFIX, form) > 0
        )

    def cost(self, before: str | None, form: str) -> float:
        """Return how unlikely the form is after another one (None: at the beginning of a run)."""
        count = self.frequency(form)
        share = count / self._syllables
        if not count:
            return UNKNOWN_WORD + UNKNOWN_LETTER * len(form)
        count_before = self.frequency(before) if before is not None else 0
        if before is None or not count_before:
            return -log(share)
        backoff: float = _BACKOFF * (count_before + 1) ** _BACKOFF_POWER
        discounted = max(self.bigram_frequency(before, form) - _DISCOUNT, 0.0)
        return -log((discounted + backoff * share) / (count_before + backoff))


def best_readings(candidates: Sequence[Sequence[Candidate]], model: LanguageModel) -> list[Reading]:
    """Return the cheapest readings that differ from what was typed, the best first, and then what was typed.

    `candidates[at]` are those that begin at word `at`; the first of them is the word as typed.
    """
    reached: list[list[tuple[float, _Path | None, str | None]]] = [[] for _ in range(len(candidates) + 1)]
    reached[0] = [(0.0, None, None)]
    for at, here in enumerate(candidates):
        for cost, path, before in nsmallest(BEAM_WIDTH, reached[at], key=lambda partial: partial[0]):
            for candidate in here:
                total, last = cost + candidate.cost, before
                for form in candidate.forms:
                    total += model.cost(last, form)
                    last = form
                reached[at + candidate.words].append((total, _Path(path, candidate), last))
    cheapest = nsmallest(BEAM_WIDTH, reached[-1], key=lambda partial: partial[0])
    typed = Reading(tuple(here[0] for here in candidates), _cost_as_typed(candidates, model))
    readings = [Reading(_unrolled(path), cost) for cost, path, _ in cheapest]
    return [*(reading for reading in readings if reading.differs), typed]


def _cost_as_typed(candidates: Sequence[Sequence[Candidate]], model: LanguageModel) -> float:
    total, before = 0.0, None
    for here in candidates:
        for form in here[0].forms:
            total += model.cost(before, form)
            before = form
    return total


def _unrolled(path: _Path | None) -> tuple[Candidate, ...]:
    backwards = []
    while path is not None:
        backwards.append(path.candidate)
        path = path.before
    return tuple(reversed(backwards))
