"""The likeliest readings of a run of words: what each may have been meant to be, and what a collection writes together.

A noisy channel: a reading costs what its slips cost and what its words are unlikely to follow one another by. Found by
beam search from left to right, so time is linear in the words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nsmallest
from math import log
from typing import Literal, NamedTuple

from ...analyzers import fold
from ...analyzers.query_repair import Vocabulary
from ...engines.fields import FOLDED
from ..query.terms import WHOLE
from ..statistics.collection import Collection
from . import costs

Kind = Literal["raw", "marks", "letters", "breaks"]
"""What went wrong: typed without input method, marks, letters, spaces."""

# As in analyzers/repair/diacritics: absolute discounting of neighbours, backed off to the word alone.
_DISCOUNT, _ALONE, _ALONE_POWER = 0.75, 2.0, 0.6
_SYLLABLES_AN_ARTICLE = 200


class Option(NamedTuple):
    """What the next `words` words of a run may be: normal forms, what that costs, and what went wrong (None: nothing,
    they are as typed)."""

    words: int
    forms: tuple[str, ...]
    cost: float
    kind: Kind | None


class _Path(NamedTuple):
    before: _Path | None
    option: Option


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a run: its options from left to right, and its cost."""

    options: tuple[Option, ...]
    cost: float

    @property
    def changed(self) -> bool:
        """Whether it is not what was typed."""
        return any(option.kind for option in self.options)


class Language:
    """How a collection writes, with diacritics or (`folded`) without."""

    def __init__(self, collection: Collection, *, folded: bool) -> None:
        self.folded = folded
        self._collection = collection
        self._suffix = FOLDED if folded else ""
        self._total = max(1, collection.articles()) * _SYLLABLES_AN_ARTICLE

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the collection."""
        return self._collection.vocabulary(self._suffix)

    def form(self, normal: str) -> str:
        """A normal form as it is written here."""
        return fold(normal) if self.folded else normal

    def count(self, form: str) -> int:
        """About how many articles have this form."""
        return self._collection.commonness(WHOLE + self._suffix, form)

    def knows(self, form: str) -> bool:
        """Whether a search for this form finds anything: unmarked and nowhere as typed, it is looked up folded."""
        if self.count(form) > 0:
            return True
        return not self.folded and fold(form) == form and self._collection.commonness(WHOLE + FOLDED, form) > 0

    def together(self, first: str, second: str) -> int:
        """About how many articles have the two as neighbours."""
        return self._collection.commonness("pairs" + self._suffix, f"{first}_{second}")

    def cost(self, before: str | None, form: str) -> float:
        """How unlikely the form is behind another: as often as seen there, smoothed by how often it occurs at all."""
        count = self.count(form)
        share = count / self._total
        if not count:
            return costs.UNKNOWN + costs.UNKNOWN_LETTER * len(form)
        seen = self.count(before) if before is not None else 0
        if before is None or not seen:
            return -log(share)
        alone: float = _ALONE * (seen + 1) ** _ALONE_POWER
        return -log((max(self.together(before, form) - _DISCOUNT, 0.0) + alone * share) / (seen + alone))


def readings(options: Sequence[Sequence[Option]], language: Language) -> list[Reading]:
    """The likeliest readings, the best first, and last what was typed. `options[at]` begin at word `at`; the first of
    each is the word as typed."""
    reached: list[list[tuple[float, _Path | None, str | None]]] = [[] for _ in range(len(options) + 1)]
    reached[0] = [(0.0, None, None)]
    for at, here in enumerate(options):
        for cost, path, before in nsmallest(costs.BEAM, reached[at], key=lambda each: each[0]):
            for option in here:
                total, last = cost + option.cost, before
                for form in option.forms:
                    total += language.cost(last, form)
                    last = form
                reached[at + option.words].append((total, _Path(path, option), last))
    best = nsmallest(costs.BEAM, reached[-1], key=lambda each: each[0])
    typed = Reading(tuple(here[0] for here in options), _typed_cost(options, language))
    found = [Reading(_listed(path), cost) for cost, path, _ in best]
    return [*(reading for reading in found if reading.changed), typed]


def _typed_cost(options: Sequence[Sequence[Option]], language: Language) -> float:
    total, before = 0.0, None
    for here in options:
        for form in here[0].forms:
            total += language.cost(before, form)
            before = form
    return total


def _listed(path: _Path | None) -> tuple[Option, ...]:
    listed = []
    while path is not None:
        listed.append(path.option)
        path = path.before
    return tuple(reversed(listed))
