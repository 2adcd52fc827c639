"""The reader of a Whoosh index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from heapq import nsmallest
from math import log
from pathlib import Path
from threading import RLock

import numpy as np
from whoosh.query.qcore import Query

from ..document import Match, Matches, Plan
from ..fields import BREAK, EXACT_FIELDS, NEWEST, exact_field, resolve
from ..query_tree import build_query
from ..values import encodable, exact_value, id_term, unpack_record
from ..window import rank
from .files import open_segments, translated_errors
from .query import Bm25Statistics, SegmentMatches, WhooshBuilder
from .schema import ID
from .segment import Floats, Ids, Segment

_BATCH = 500
"""Documents that are read at once."""


class WhooshReader:
    """Implements `protocol.Reader`. Each open file of Whoosh has a single position, so a lock serialises the
    threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = RLock()
        with translated_errors(folder):
            self._segments = open_segments(folder)

    def search(self, plan: Plan) -> Matches:
        """See `protocol.Reader`."""
        with self._lock, translated_errors(self._folder):
            statistics = _statistics(self._segments)
            facets: dict[str, Counter[str]] = {name: Counter() for name in plan.facets}
            found = [_search_segment(segment, plan, statistics, facets) for segment in self._segments]
            matches = tuple(self._window(plan, found)) if plan.limit > 0 else ()
            total = sum(len(one.ids) for one in found)
            return Matches(matches=matches, total=total, facets={name: dict(facets[name]) for name in facets})

    def stored(self, ids: Iterable[str]) -> dict[str, bytes]:
        """See `protocol.Reader`."""
        wanted = set(ids)
        out = {}
        with self._lock, translated_errors(self._folder):
            for segment in self._segments:
                for id in wanted:
                    for document in segment.find(ID, id_term(id).encode()):
                        name, stored = unpack_record(segment.record(document))
                        out[name] = stored
        return {id: stored for id, stored in out.items() if id in wanted}

    def score_among(self, ids: Iterable[str], query: Query) -> dict[str, float]:
        """See `protocol.Reader`."""
        wanted = {id_term(id).encode(): id for id in ids}
        out: dict[str, float] = {}
        with self._lock, translated_errors(self._folder):
            statistics = _statistics(self._segments)
            for segment in self._segments:
                part = build_query(query, WhooshBuilder(segment, statistics))
                scores = np.zeros(segment.size) if part.scores is None else part.scores
                found = dict(zip(part.ids.tolist(), scores.tolist(), strict=False))
                for term, id in wanted.items():
                    out.update((id, found[document]) for document in segment.find(ID, term) if document in found)
        return out

    def document_frequency(self, field: str, term: str) -> int:
        """See `protocol.Reader`."""
        name = resolve(field)
        text = exact_value(term) if name in EXACT_FIELDS else encodable(term)
        with self._lock, translated_errors(self._folder):
            return sum(segment.document_frequency(name, text.encode()) for segment in self._segments)

    def terms(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """See `protocol.Reader`."""
        name = resolve(field)
        if limit <= 0:
            return []
        counts: Counter[bytes] = Counter()
        with self._lock, translated_errors(self._folder):
            for segment in self._segments:
                for term, count in segment.terms(name, encodable(prefix).encode()):
                    counts[term] += count
        counts.pop(BREAK.encode(), None)
        best = nsmallest(limit, counts.items(), key=lambda item: (-item[1], item[0]))
        return [(term.decode(), count) for term, count in best]

    def count(self) -> int:
        """See `protocol.Reader`."""
        return sum(int(segment.alive.sum()) for segment in self._segments)

    def documents(self) -> Iterator[tuple[str, bytes]]:
        """See `protocol.Reader`."""
        with self._lock:
            segments = self._segments
            for segment in segments:
                segment.hold()
        try:
            for segment in segments:
                alive = np.flatnonzero(segment.alive)
                for start in range(0, len(alive), _BATCH):
                    with self._lock, translated_errors(self._folder):
                        records = [unpack_record(segment.record(int(i))) for i in alive[start : start + _BATCH]]
                    yield from records
        finally:
            with self._lock:
                for segment in segments:
                    segment.close()

    def refresh(self) -> None:
        """See `protocol.Reader`."""
        with self._lock, translated_errors(self._folder):
            before = self._segments
            self._segments = open_segments(self._folder, before)
            for segment in before:
                if segment not in self._segments:
                    segment.close()

    def close(self) -> None:
        """See `protocol.Reader`."""
        with self._lock:
            for segment in self._segments:
                segment.close()
            self._segments = []

    def _window(self, plan: Plan, found: list[_SegmentHits]) -> list[Match]:
        """Return at most `limit` matches from `offset` on, ordered by score or key, then newest first, then by id."""
        ids = np.concatenate([one.ids for one in found] or [np.empty(0, np.int64)])
        scores = np.concatenate([one.scores for one in found] or [np.empty(0)])
        owners = np.repeat(np.arange(len(found)), [len(one.ids) for one in found])
        newest = self._keys(NEWEST, found)
        first = -_ranks(scores) if plan.sort == "relevance" else -self._keys(plan.sort, found)
        order = np.lexsort((-newest, first))
        start, end = _whole_groups(first[order], newest[order], plan.offset, plan.offset + plan.limit)
        rows = []
        for i in order[start:end]:
            record = self._segments[owners[i]].record(int(ids[i]))
            rows.append((first[i], -newest[i], *unpack_record(record)))
        rows.sort(key=lambda row: row[:3])
        rows = rows[plan.offset - start : plan.offset - start + plan.limit]
        by_score = plan.sort == "relevance"
        return [Match(id, rank(-score) if by_score else 0.0, stored) for score, _, id, stored in rows]

    def _keys(self, name: str, found: list[_SegmentHits]) -> Ids:
        keys = [segment.key(name)[one.ids] for segment, one in zip(self._segments, found, strict=True)]
        return np.concatenate(keys or [np.empty(0, np.int64)])


@dataclass(frozen=True, slots=True)
class _SegmentHits:
    """The matches of one segment: the documents and, in a parallel array, their scores."""

    ids: Ids
    scores: Floats


def _search_segment(
    segment: Segment, plan: Plan, statistics: Bm25Statistics, facets: Mapping[str, Counter[str]]
) -> _SegmentHits:
    """Return the matches of one segment, and add its facet counts to `facets`."""
    builder = WhooshBuilder(segment)
    match = build_query(plan.match, builder)
    filters = {name: build_query(query, builder) for name, query in plan.filters.items()}
    found = _alive(segment, builder, [match, *filters.values()])
    for name, counts in facets.items():
        narrowed = found
        if name in filters:
            narrowed = _alive(segment, builder, [match, *(part for other, part in filters.items() if other != name)])
        _count(segment, exact_field(name), narrowed, counts)
    scores = np.zeros(segment.size)
    if plan.score is not None and plan.sort == "relevance" and plan.limit > 0:
        part = build_query(plan.score, WhooshBuilder(segment, statistics))
        scores[part.ids] = part.scores
    return _SegmentHits(found, scores[found])


def _alive(segment: Segment, builder: WhooshBuilder, parts: list[SegmentMatches]) -> Ids:
    ids = builder.all_of(parts, 1.0).ids
    return ids[segment.alive[ids]]


def _count(segment: Segment, field: str, ids: Ids, counts: Counter[str]) -> None:
    names, holders, numbers = segment.values(field)
    inside = np.zeros(segment.size, dtype=bool)
    inside[ids] = True
    sums = np.bincount(numbers[inside[holders]], minlength=len(names))
    for number in np.flatnonzero(sums):
        counts[names[number]] += int(sums[number])


def _statistics(segments: list[Segment]) -> Bm25Statistics:
    documents = sum(segment.size for segment in segments)

    @cache
    def inverse_document_frequency(field: str, term: bytes) -> float:
        holders = sum(segment.document_frequency(field, term) for segment in segments)
        return log(1 + (documents - holders + 0.5) / (holders + 0.5))

    @cache
    def average_length(field: str) -> float:
        return max(sum(segment.total_length(field) for segment in segments) / max(documents, 1), 1e-9)

    return Bm25Statistics(inverse_document_frequency, average_length)


def _ranks(scores: Floats) -> Floats:
    """Return the scores rounded to five significant digits: `window.rank` for an array."""
    some = np.where(scores == 0, 1.0, scores)
    unit = 10.0 ** (np.floor(np.log10(np.abs(some))) - 4)
    return np.asarray(np.where(scores == 0, 0.0, np.round(some / unit) * unit))


def _whole_groups(first: Floats | Ids, second: Ids, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the window, widened to complete groups of equal values."""
    same = (first[1:] == first[:-1]) & (second[1:] == second[:-1])
    start, end = min(start, len(first)), min(end, len(first))
    while 0 < start < end and same[start - 1]:
        start -= 1
    while start < end < len(first) and same[end - 1]:
        end += 1
    return start, end
