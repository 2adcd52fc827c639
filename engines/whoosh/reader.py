"""Reading a Whoosh index: one committed state at a time."""

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
from ..query_tree import build
from ..values import clean, exact_value, id_term, unpack
from ..window import rank
from .files import open_segments, reading
from .query import Part, Statistics, WhooshBuilder
from .schema import ID
from .segment import Floats, Ids, Segment

_PORTION = 500


class WhooshReader:
    """Implements `protocol.Reader`. Whoosh's files have one reading position each, so threads take turns."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = RLock()
        with reading(folder):
            self._segments = open_segments(folder)

    def search(self, plan: Plan) -> Matches:
        """See `protocol.Reader`."""
        with self._lock, reading(self._folder):
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
        with self._lock, reading(self._folder):
            for segment in self._segments:
                for id in wanted:
                    for document in segment.find(ID, id_term(id).encode()):
                        name, stored = unpack(segment.record(document))
                        out[name] = stored
        return {id: stored for id, stored in out.items() if id in wanted}

    def among(self, ids: Iterable[str], query: Query) -> dict[str, float]:
        """See `protocol.Reader`."""
        wanted = {id_term(id).encode(): id for id in ids}
        out: dict[str, float] = {}
        with self._lock, reading(self._folder):
            statistics = _statistics(self._segments)
            for segment in self._segments:
                part = build(query, WhooshBuilder(segment, statistics))
                scores = np.zeros(segment.size) if part.scores is None else part.scores
                found = dict(zip(part.ids.tolist(), scores.tolist(), strict=False))
                for term, id in wanted.items():
                    out.update((id, found[document]) for document in segment.find(ID, term) if document in found)
        return out

    def document_frequency(self, field: str, term: str) -> int:
        """See `protocol.Reader`."""
        name = resolve(field)
        text = exact_value(term) if name in EXACT_FIELDS else clean(term)
        with self._lock, reading(self._folder):
            return sum(segment.document_frequency(name, text.encode()) for segment in self._segments)

    def terms(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """See `protocol.Reader`."""
        name = resolve(field)
        if limit <= 0:
            return []
        counts: Counter[bytes] = Counter()
        with self._lock, reading(self._folder):
            for segment in self._segments:
                for term, count in segment.terms(name, clean(prefix).encode()):
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
                for start in range(0, len(alive), _PORTION):
                    with self._lock, reading(self._folder):
                        records = [unpack(segment.record(int(i))) for i in alive[start : start + _PORTION]]
                    yield from records
        finally:
            with self._lock:
                for segment in segments:
                    segment.close()

    def refresh(self) -> None:
        """See `protocol.Reader`."""
        with self._lock, reading(self._folder):
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

    def _window(self, plan: Plan, found: list[_Found]) -> list[Match]:
        """The matches from `offset` on, at most `limit`: by score or key, then newest first, then by id."""
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
            rows.append((first[i], -newest[i], *unpack(record)))
        rows.sort(key=lambda row: row[:3])
        rows = rows[plan.offset - start : plan.offset - start + plan.limit]
        by_score = plan.sort == "relevance"
        return [Match(id, rank(-score) if by_score else 0.0, stored) for score, _, id, stored in rows]

    def _keys(self, name: str, found: list[_Found]) -> Ids:
        keys = [segment.key(name)[one.ids] for segment, one in zip(self._segments, found, strict=True)]
        return np.concatenate(keys or [np.empty(0, np.int64)])


@dataclass(frozen=True, slots=True)
class _Found:
    """A segment's matches: documents and, parallel, their scores."""

    ids: Ids
    scores: Floats


def _search_segment(segment: Segment, plan: Plan, statistics: Statistics, facets: Mapping[str, Counter[str]]) -> _Found:
    """The matches of one segment; its facet counts are added to `facets`."""
    builder = WhooshBuilder(segment)
    match = build(plan.match, builder)
    filters = {name: build(query, builder) for name, query in plan.filters.items()}
    found = _alive(segment, builder, [match, *filters.values()])
    for name, counts in facets.items():
        narrowed = found
        if name in filters:
            narrowed = _alive(segment, builder, [match, *(part for other, part in filters.items() if other != name)])
        _count(segment, exact_field(name), narrowed, counts)
    scores = np.zeros(segment.size)
    if plan.score is not None and plan.sort == "relevance" and plan.limit > 0:
        part = build(plan.score, WhooshBuilder(segment, statistics))
        scores[part.ids] = part.scores
    return _Found(found, scores[found])


def _alive(segment: Segment, builder: WhooshBuilder, parts: list[Part]) -> Ids:
    ids = builder.all_of(parts, 1.0).ids
    return ids[segment.alive[ids]]


def _count(segment: Segment, field: str, ids: Ids, counts: Counter[str]) -> None:
    names, holders, numbers = segment.values(field)
    inside = np.zeros(segment.size, dtype=bool)
    inside[ids] = True
    sums = np.bincount(numbers[inside[holders]], minlength=len(names))
    for number in np.flatnonzero(sums):
        counts[names[number]] += int(sums[number])


def _statistics(segments: list[Segment]) -> Statistics:
    documents = sum(segment.size for segment in segments)

    @cache
    def inverse_frequency(field: str, term: bytes) -> float:
        holders = sum(segment.document_frequency(field, term) for segment in segments)
        return log(1 + (documents - holders + 0.5) / (holders + 0.5))

    @cache
    def average_length(field: str) -> float:
        return max(sum(segment.total_length(field) for segment in segments) / max(documents, 1), 1e-9)

    return Statistics(inverse_frequency, average_length)


def _ranks(scores: Floats) -> Floats:
    """`window.rank` for many scores at once: five digits."""
    some = np.where(scores == 0, 1.0, scores)
    unit = 10.0 ** (np.floor(np.log10(np.abs(some))) - 4)
    return np.asarray(np.where(scores == 0, 0.0, np.round(some / unit) * unit))


def _whole_groups(first: Floats | Ids, second: Ids, start: int, end: int) -> tuple[int, int]:
    """The window widened to whole groups of equals."""
    same = (first[1:] == first[:-1]) & (second[1:] == second[:-1])
    start, end = min(start, len(first)), min(end, len(first))
    while 0 < start < end and same[start - 1]:
        start -= 1
    while start < end < len(first) and same[end - 1]:
        end += 1
    return start, end
