"""Comparison of two texts by their signatures: unrelated, near duplicates, or sharing a passage.

The rules and their figures: docs/duplicates.md.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from enum import IntEnum

from .signature import HASH_RANGE, INDEXED_SHINGLES, MAX_FACTS, MAX_SHINGLES, MIN_SHINGLES, Signature

_MIN_SUGGESTED_SHARE = 1 / 8
"""The share of the smaller text that the common indexed shingles must suggest to be contained in the other text."""

_MAX_EDITED_SHARE, _LEAD_SHINGLES = 0.3, 60
"""Greatest difference in the smaller text: this share, by editing, plus this many shingles for a lead and a byline."""

_MIN_SHARE, _MIN_SHARE_OF_FEW, _MANY_SHINGLES = 0.35, 0.7, 40
"""The share of the smaller text that must be contained in the other one, however short it is.

The first value applies from `_MANY_SHINGLES` shared shingles on, the second below that.
"""

_TEMPLATE_SHARE, _MIN_EQUAL_FACTS, _MIN_FACTS = 0.75, 0.4, 5
"""Texts that share less than `_TEMPLATE_SHARE` of the smaller one, and have `_MIN_FACTS` facts or more, must agree in
`_MIN_EQUAL_FACTS` of these facts; otherwise they share only a template or a background story."""

_MAX_DIFFERENT_FIGURES, _MAX_DIFFERENT_NAMES = 0.12, 0.3
"""The share of figures, and of names, in equal contexts that may differ; above it the texts are different.

At min_share two names must differ, since one may be a variant spelling.
"""

_UNBOUNDED = 1 << 64
"""Greater than every hash: the bound of two complete samples."""


def worth_comparing(indexed_shingles: int, size: int, other: int) -> bool:
    """Return whether two texts may be near duplicates, given their sizes and number of common indexed shingles."""
    suggested = indexed_shingles * max(size, other) / INDEXED_SHINGLES
    return indexed_shingles > 1 and suggested >= max(MIN_SHINGLES, _MIN_SUGGESTED_SHARE * min(size, other))


class Similarity(IntEnum):
    """The relation of two texts.

    SHARED_PASSAGE: they have a passage in common, and no figure or name contradicts that they report the same.
    """

    NONE = 0
    SHARED_PASSAGE = 1
    NEAR_DUPLICATE = 2


def similarity(one: Signature, other: Signature) -> Similarity:
    """Return the relation of two texts; symmetric.

    Near duplicates are two texts of which one contains most of the other, or that may be derived from the same text.
    """
    end = _comparable_bound(one.shingles, other.shingles, MAX_SHINGLES)
    mine, theirs = _sample_up_to(end, one.shingles), _sample_up_to(end, other.shingles)
    shared, smaller = len(mine & theirs), min(len(mine), len(theirs))
    if shared < MIN_SHINGLES:
        return Similarity.NONE
    fact_end = _comparable_bound(one.facts, other.facts, MAX_FACTS)
    my_facts, their_facts = _sample_up_to(fact_end, one.facts), _sample_up_to(fact_end, other.facts)
    smaller_fact_count = min(len(my_facts), len(their_facts))
    same = len(my_facts & their_facts) / smaller_fact_count if smaller_fact_count else 0.0
    if _facts_contradict(my_facts, their_facts):
        return Similarity.NONE
    size = smaller if end == _UNBOUNDED else smaller * HASH_RANGE / (end + 1)
    min_share = _MIN_SHARE if shared >= _MANY_SHINGLES else _MIN_SHARE_OF_FEW
    if shared < max(min_share, 1 - _MAX_EDITED_SHARE - _LEAD_SHINGLES / size) * smaller:
        return Similarity.SHARED_PASSAGE
    if shared < _TEMPLATE_SHARE * smaller and smaller_fact_count >= _MIN_FACTS and same < _MIN_EQUAL_FACTS:
        return Similarity.SHARED_PASSAGE
    return Similarity.NEAR_DUPLICATE


def _comparable_bound(one: array[int], other: array[int], limit: int) -> int:
    """Return the bound up to which two samples are comparable: a full sample omits values greater than its last."""
    return min(each[-1] if len(each) == limit else _UNBOUNDED for each in (one, other))


def _sample_up_to(end: int, sample: array[int]) -> set[int]:
    return set(sample if end == _UNBOUNDED else sample[: bisect_right(sample, end)])


def _facts_contradict(mine: set[int], theirs: set[int]) -> bool:
    """Return whether too many figures or names differ in equal contexts."""
    same, other = _in_equal_contexts(mine, theirs, name=0)
    if other > _MAX_DIFFERENT_FIGURES * (same + other):
        return True
    same, other = _in_equal_contexts(mine, theirs, name=1)
    return other > 1 and other > _MAX_DIFFERENT_NAMES * (same + other)


def _in_equal_contexts(mine: set[int], theirs: set[int], *, name: int) -> tuple[int, int]:
    """Count the equal and the different facts in the contexts that both texts have."""
    my_facts = [fact for fact in mine if fact >> 32 & 1 == name]
    their_facts = [fact for fact in theirs if fact >> 32 & 1 == name]
    contexts = {fact >> 32 for fact in my_facts} & {fact >> 32 for fact in their_facts}
    if not contexts:
        return 0, 0
    my_comparable = {fact for fact in my_facts if fact >> 32 in contexts}
    their_comparable = {fact for fact in their_facts if fact >> 32 in contexts}
    same = len(my_comparable & their_comparable)
    return same, min(len(my_comparable), len(their_comparable)) - same
