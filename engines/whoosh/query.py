"""Execution of query nodes on one segment of a Whoosh index, with arrays of documents instead of matchers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from ..fields import EXACT_FIELDS
from .schema import ID
from .segment import Floats, Ids, Segment

K1, B = 1.2, 0.75
"""The parameters of BM25."""


@dataclass(frozen=True, slots=True)
class Bm25Statistics:
    """The statistics of the whole index for BM25. The formulas are those of tantivy, so that the scores agree."""

    inverse_document_frequency: Callable[[str, bytes], float]
    average_length: Callable[[str], float]


@dataclass(frozen=True, slots=True)
class SegmentMatches:
    """The documents that match a node, ascending and without repetitions, with scores if they are requested."""

    ids: Ids
    scores: Floats | None = None


class WhooshBuilder:
    """Computes the `SegmentMatches` of each node; if `statistics` are given, with the scores defined in `nodes`."""

    def __init__(self, segment: Segment, statistics: Bm25Statistics | None = None) -> None:
        self._segment = segment
        self._statistics = statistics

    def term(self, field: str, text: str, boost: float) -> SegmentMatches:
        """See `query_tree.Builder`."""
        term = text.encode()
        postings = self._segment.postings(field, term)
        if self._statistics is None:
            return SegmentMatches(postings.ids)
        if field in EXACT_FIELDS:
            return self._constant(postings.ids, boost)
        return self._scored(field, [term], postings.ids, postings.counts, boost)

    def phrase(self, field: str, words: Sequence[str], boost: float) -> SegmentMatches:
        """See `query_tree.Builder`. It starts with the positions of the rarest word and keeps those with all
        neighbours."""
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
            return SegmentMatches(ids)
        return self._scored(field, terms, ids, counts.astype(np.float64), boost)

    def prefix(self, field: str, text: str, boost: float) -> SegmentMatches:
        """See `query_tree.Builder`."""
        segment = self._segment
        found = np.zeros(segment.size, dtype=bool)
        for term, _ in segment.terms(field, text.encode()):
            found[segment.postings(field, term).ids] = True
        return self._constant(np.flatnonzero(found), boost)

    def between(self, key: str, low: int, high: int) -> SegmentMatches:
        """See `query_tree.Builder`."""
        values = self._segment.key(key)
        return self._constant(np.flatnonzero((values >= low) & (values <= high)), 0.0)

    def document_ids(self, terms: Sequence[str]) -> SegmentMatches:
        """See `query_tree.Builder`."""
        found = {document for term in terms for document in self._segment.find(ID, term.encode())}
        return self._constant(np.array(sorted(found), np.int64), 0.0)

    def every(self) -> SegmentMatches:
        """See `query_tree.Builder`."""
        return self._constant(np.arange(self._segment.size), 0.0)

    def nothing(self) -> SegmentMatches:
        """See `query_tree.Builder`."""
        return self._constant(np.empty(0, np.int64), 0.0)

    def complement(self, part: SegmentMatches) -> SegmentMatches:
        """See `query_tree.Builder`."""
        outside = np.ones(self._segment.size, dtype=bool)
        outside[part.ids] = False
        return self._constant(np.flatnonzero(outside), 0.0)

    def all_of(self, parts: Sequence[SegmentMatches], boost: float) -> SegmentMatches:
        """See `query_tree.Builder`."""
        return self.at_least(parts, len(parts), boost)

    def at_least(self, parts: Sequence[SegmentMatches], minimum: int, boost: float) -> SegmentMatches:
        """See `query_tree.Builder`."""
        size = self._segment.size
        everything = np.concatenate([part.ids for part in parts])
        ids = np.flatnonzero(np.bincount(everything, minlength=size) >= minimum)
        if self._statistics is None:
            return SegmentMatches(ids)
        scores = np.concatenate([part.scores for part in parts if part.scores is not None])
        return SegmentMatches(
            ids, np.asarray(np.bincount(everything, weights=scores, minlength=size)[ids] * boost, np.float64)
        )

    def _constant(self, ids: Ids, score: float) -> SegmentMatches:
        return SegmentMatches(ids, None if self._statistics is None else np.full(len(ids), score))

    def _scored(self, field: str, terms: Sequence[bytes], ids: Ids, counts: Floats, boost: float) -> SegmentMatches:
        if self._statistics is None or not len(ids):
            return SegmentMatches(ids, counts)
        inverse = sum(self._statistics.inverse_document_frequency(field, term) for term in terms)
        relative = self._segment.lengths(field)[ids] / self._statistics.average_length(field)
        return SegmentMatches(ids, boost * inverse * (1 + K1) * counts / (counts + K1 * (1 - B + B * relative)))


def _contains(sorted_values: Ids, wanted: Ids) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    if not len(sorted_values):
        return np.zeros(len(wanted), dtype=bool)
    places = np.minimum(np.searchsorted(sorted_values, wanted), len(sorted_values) - 1)
    return np.asarray(sorted_values[places] == wanted)
