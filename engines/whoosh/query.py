"""Running query nodes over one segment of a Whoosh index, a whole array of documents at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ..fields import EXACT_FIELDS
from .schema import ID
from .segment import Floats, Ids, Segment

K1, B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class Statistics:
    """What BM25 needs to know of the whole index; the formulas are tantivy's, so that scores agree."""

    inverse_frequency: Callable[[str, bytes], float]
    average_length: Callable[[str], float]


@dataclass(frozen=True, slots=True)
class Part:
    """The documents of a node, ascending, each once; with scores where scores were asked for."""

    ids: Ids
    scores: Floats | None = None


class WhooshBuilder:
    """Builds one `Part` a node; with `statistics` it scores as `nodes` says."""

    def __init__(self, segment: Segment, statistics: Statistics | None = None) -> None:
        self._segment = segment
        self._statistics = statistics

    def term(self, field: str, text: str, boost: float) -> Part:
        """See `tree.Builder`."""
        term = text.encode()
        postings = self._segment.postings(field, term)
        if self._statistics is None:
            return Part(postings.ids)
        if field in EXACT_FIELDS:
            return self._constant(postings.ids, boost)
        return self._scored(field, [term], postings.ids, postings.counts, boost)

    def phrase(self, field: str, words: Sequence[str], boost: float) -> Part:
        """See `tree.Builder`. Starts from the rarest word and looks its neighbours up."""
        terms = [word.encode() for word in words]
        spots = []
        for offset, term in enumerate(terms):
            found = self._segment.postings(field, term, spots=True).spots
            spots.append((np.empty(0, np.int64) if found is None else found) - offset)
        spots.sort(key=len)
        starts = spots[0]
        for others in spots[1:]:
            starts = starts[_contains(others, starts)]
        ids, counts = np.unique(starts >> 32, return_counts=True)
        if self._statistics is None:
            return Part(ids)
        return self._scored(field, terms, ids, counts.astype(np.float64), boost)

    def prefix(self, field: str, text: str, boost: float) -> Part:
        """See `tree.Builder`."""
        segment = self._segment
        found = np.zeros(segment.size, dtype=bool)
        for term, _ in segment.terms(field, text.encode()):
            found[segment.postings(field, term).ids] = True
        return self._constant(np.flatnonzero(found), boost)

    def between(self, key: str, low: int, high: int) -> Part:
        """See `tree.Builder`."""
        values = self._segment.key(key)
        return self._constant(np.flatnonzero((values >= low) & (values <= high)), 0.0)

    def identified(self, terms: Sequence[str]) -> Part:
        """See `tree.Builder`."""
        found = {document for term in terms for document in self._segment.find(ID, term.encode())}
        return self._constant(np.array(sorted(found), np.int64), 0.0)

    def every(self) -> Part:
        """See `tree.Builder`."""
        return self._constant(np.arange(self._segment.size), 0.0)

    def nothing(self) -> Part:
        """See `tree.Builder`."""
        return self._constant(np.empty(0, np.int64), 0.0)

    def complement(self, part: Part) -> Part:
        """See `tree.Builder`."""
        outside = np.ones(self._segment.size, dtype=bool)
        outside[part.ids] = False
        return self._constant(np.flatnonzero(outside), 0.0)

    def all_of(self, parts: Sequence[Part], boost: float) -> Part:
        """See `tree.Builder`."""
        return self.at_least(parts, len(parts), boost)

    def at_least(self, parts: Sequence[Part], minimum: int, boost: float) -> Part:
        """See `tree.Builder`."""
        size = self._segment.size
        everything = np.concatenate([part.ids for part in parts])
        ids = np.flatnonzero(np.bincount(everything, minlength=size) >= minimum)
        if self._statistics is None:
            return Part(ids)
        scores = np.concatenate([part.scores for part in parts if part.scores is not None])
        return Part(ids, np.asarray(np.bincount(everything, weights=scores, minlength=size)[ids] * boost, np.float64))

    def _constant(self, ids: Ids, score: float) -> Part:
        return Part(ids, None if self._statistics is None else np.full(len(ids), score))

    def _scored(self, field: str, terms: Sequence[bytes], ids: Ids, counts: Floats, boost: float) -> Part:
        if self._statistics is None or not len(ids):
            return Part(ids, counts)
        inverse = sum(self._statistics.inverse_frequency(field, term) for term in terms)
        relative = self._segment.lengths(field)[ids] / self._statistics.average_length(field)
        return Part(ids, boost * inverse * (1 + K1) * counts / (counts + K1 * (1 - B + B * relative)))


def _contains(sorted_values: Ids, wanted: Ids) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    if not len(sorted_values):
        return np.zeros(len(wanted), dtype=bool)
    places = np.minimum(np.searchsorted(sorted_values, wanted), len(sorted_values) - 1)
    return np.asarray(sorted_values[places] == wanted)
