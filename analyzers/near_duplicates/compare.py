"""Whether two texts are near copies, by their signatures (`shingles`). The rules and figures: docs/duplicates.md."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from enum import IntEnum
from typing import NamedTuple

from .shingles import MAX_FACTS, MAX_SHINGLES, MIN_SHINGLES

POSTED = 40
"""Shingles of a signature by which it is found: near copies share some of their smallest."""

_HINTED = 1 / 8
"""The share of the smaller text that must seem to stand in the other one, judged by the posted shingles alone."""

_EDITED, _LEAD = 0.3, 60
"""Of the smaller text, this share may be edited, and so many shingles more may be a lead and a byline of its own."""

_LEAST, _MOST, _MUCH = 0.35, 0.7, 40
"""The share of the smaller text that must stand in the other one, however short it is: the second one, where that are
fewer shingles than the third."""

_FRAME, _SAME_FACTS, _ENOUGH_FACTS = 0.75, 0.4, 5
"""Of texts that share less than this, with so many facts, so many of these must be the same: else a frame or a
background story is all they share."""

_FIGURES_DIFFER, _NAMES_DIFFER = 0.12, 0.3
"""Where more of the figures, or of the names, that stand in the same places are others, it is another text. Of names at
least two: one may be written in another way."""

_HASHES, _ALL = 1 << 32, 1 << 64


class Signature(NamedTuple):
    """A signature to compare: ascending shingles and facts, and up to which each is whole."""

    shingles: array[int]
    facts: array[int]

    @property
    def posted(self) -> array[int]:
        """The shingles by which it is found."""
        return self.shingles[:POSTED]

    @property
    def size(self) -> int:
        """How many shingles the text has, about."""
        count = len(self.shingles)
        return count if count < MAX_SHINGLES else count * _HASHES // (self.shingles[-1] + 1)


def read_signature(data: bytes) -> Signature:
    """What `shingles.signature` wrote.

    Raises:
        ValueError: it did not write this.
    """
    end = 4 + 4 * int.from_bytes(data[:4], "little")
    shingles, facts = array("I"), array("Q")
    shingles.frombytes(data[4:end])
    facts.frombytes(data[end:])
    if sys.byteorder == "big":
        shingles.byteswap()
        facts.byteswap()
    if not shingles:
        raise ValueError("a signature without shingles")
    return Signature(shingles, facts)


def worth_comparing(posted: int, size: int, other: int) -> bool:
    """Whether texts of these sizes that have so many posted shingles in common may be near."""
    seeming = posted * max(size, other) / POSTED
    return posted > 1 and seeming >= max(MIN_SHINGLES, _HINTED * min(size, other))


class Similarity(IntEnum):
    """How near two texts are; PASSAGE: they share one, and no figure or name contradicts that they tell the same."""

    NONE = 0
    PASSAGE = 1
    COPY = 2


def similarity(one: Signature, other: Signature) -> Similarity:
    """Whether one is a rerun of the other, in whichever direction, or could be a rerun of the same text; symmetric."""
    end = _end(one.shingles, other.shingles, MAX_SHINGLES)
    mine, theirs = _up_to(end, one.shingles), _up_to(end, other.shingles)
    shared, smaller = len(mine & theirs), min(len(mine), len(theirs))
    if shared < MIN_SHINGLES:
        return Similarity.NONE
    fact_end = _end(one.facts, other.facts, MAX_FACTS)
    my_facts, their_facts = _up_to(fact_end, one.facts), _up_to(fact_end, other.facts)
    few = min(len(my_facts), len(their_facts))
    same = len(my_facts & their_facts) / few if few else 0.0
    if _differ(my_facts, their_facts):
        return Similarity.NONE
    size = smaller if end == _ALL else smaller * _HASHES / (end + 1)
    least = _LEAST if shared >= _MUCH else _MOST
    if shared < max(least, 1 - _EDITED - _LEAD / size) * smaller:
        return Similarity.PASSAGE
    if shared < _FRAME * smaller and few >= _ENOUGH_FACTS and same < _SAME_FACTS:
        return Similarity.PASSAGE
    return Similarity.COPY


def _end(one: array[int], other: array[int], limit: int) -> int:
    """Up to where two samples can be compared: a full one says nothing of what is greater than its last."""
    return min(each[-1] if len(each) == limit else _ALL for each in (one, other))


def _up_to(end: int, sample: array[int]) -> set[int]:
    return set(sample if end == _ALL else sample[: bisect_right(sample, end)])


def _differ(mine: set[int], theirs: set[int]) -> bool:
    """Whether other figures or other names stand in the same places."""
    same, other = _in_same_places(mine, theirs, name=0)
    if other > _FIGURES_DIFFER * (same + other):
        return True
    same, other = _in_same_places(mine, theirs, name=1)
    return other > 1 and other > _NAMES_DIFFER * (same + other)


def _in_same_places(mine: set[int], theirs: set[int], *, name: int) -> tuple[int, int]:
    """In places that both have: how many facts are the same, and how many are not."""
    ours = [each for each in mine if each >> 32 & 1 == name]
    others = [each for each in theirs if each >> 32 & 1 == name]
    places = {each >> 32 for each in ours} & {each >> 32 for each in others}
    if not places:
        return 0, 0
    here = {each for each in ours if each >> 32 in places}
    there = {each for each in others if each >> 32 in places}
    same = len(here & there)
    return same, min(len(here), len(there)) - same
