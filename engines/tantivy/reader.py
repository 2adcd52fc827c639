"""Reading a tantivy index: one committed state at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import tantivy
from tantivy import DocAddress, Occur, Query, Searcher
from whoosh.query.qcore import Query as WhooshQuery

from ..document import Match, Matches, Plan
from ..fields import BREAK, EXACT_FIELDS, NEWEST, resolve
from ..query_tree import build
from ..values import SHARDS, clean, exact_value, id_term, unpack
from ..window import ordered_window, rank
from .errors import reading
from .facets import count_values
from .mirror import Opened
from .query import Part, TantivyBuilder
from .schema import ID, RECORD, SHARD, schema

_PORTION = 500


class TantivyReader:
    """Implements `protocol.Reader`. Every call works on one searcher taken at its start, so threads may share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with reading(folder):
            self._opened = Opened(folder)
            self._searcher = self._opened.index.searcher()

    def search(self, plan: Plan) -> Matches:
        """See `protocol.Reader`."""
        searcher = self._searcher
        match = build(plan.match, TantivyBuilder(scored=False))
        filters = {name: build(query, TantivyBuilder(scored=False)) for name, query in plan.filters.items()}
        score = None if plan.score is None else build(plan.score, TantivyBuilder(scored=True)).standing()
        with reading(self._folder):
            found = _both([match, *filters.values()])
            hits = _ordered(searcher, plan, found, score) if plan.limit > 0 else []
            matches = tuple(_match(searcher, score, address) for score, address in hits)
            return Matches(
                matches=matches, total=_count(searcher, found), facets=_facets(searcher, plan.facets, match, filters)
            )

    def stored(self, ids: Iterable[str]) -> dict[str, bytes]:
        """See `protocol.Reader`."""
        wanted = set(ids)
        searcher = self._searcher
        out: dict[str, bytes] = {}
        with reading(self._folder):
            terms = [id_term(id) for id in wanted]
            for start in range(0, len(terms), _PORTION):
                query = Query.term_set_query(schema(), ID, terms[start : start + _PORTION])
                out.update(_record(searcher, address) for _, address in searcher.search(query, _PORTION).hits)
        return {id: stored for id, stored in out.items() if id in wanted}

    def among(self, ids: Iterable[str], query: WhooshQuery) -> dict[str, float]:
        """See `protocol.Reader`."""
        wanted = set(ids)
        searcher = self._searcher
        scored = build(query, TantivyBuilder(scored=True)).standing()
        out: dict[str, float] = {}
        with reading(self._folder):
            terms = [id_term(id) for id in wanted]
            for start in range(0, len(terms), _PORTION):
                these = Query.term_set_query(schema(), ID, terms[start : start + _PORTION])
                both = Query.boolean_query([(Occur.Must, Query.const_score_query(these, 0.0)), (Occur.Must, scored)])
                for score, address in searcher.search(both, _PORTION, False).hits:
                    out[_record(searcher, address)[0]] = float(score)
        return {id: score for id, score in out.items() if id in wanted}

    def document_frequency(self, field: str, term: str) -> int:
        """See `protocol.Reader`."""
        name = resolve(field)
        text = exact_value(term) if name in EXACT_FIELDS else clean(term)
        with reading(self._folder):
            return int(self._searcher.doc_freq(name, text))

    def terms(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """See `protocol.Reader`."""
        name = resolve(field)
        if limit <= 0:
            return []
        with reading(self._folder):
            found = self._searcher.terms_with_prefix(name, clean(prefix), limit=limit + 1)
        return [(term, count) for term, count in found if term != BREAK][:limit]

    def count(self) -> int:
        """See `protocol.Reader`."""
        return int(self._searcher.num_docs)

    def documents(self) -> Iterator[tuple[str, bytes]]:
        """See `protocol.Reader`. Portions of about 500, by ranges of the ids' hashes."""
        searcher = self._searcher
        portions = searcher.num_docs // _PORTION + 1
        for portion in range(portions):
            low, high = portion * SHARDS // portions, (portion + 1) * SHARDS // portions - 1
            with reading(self._folder):
                query = Query.range_query(schema(), SHARD, tantivy.FieldType.Unsigned, low, high)
                hits = searcher.search(query, max(1, _count(searcher, query)), order_by_field=SHARD).hits
                records = [_record(searcher, address) for _, address in hits]
            yield from records

    def refresh(self) -> None:
        """See `protocol.Reader`."""
        with reading(self._folder):
            self._opened.reload()
            self._searcher = self._opened.index.searcher()

    def close(self) -> None:
        """See `protocol.Reader`; what other threads are reading ends well."""
        self._opened.close()


def _both(parts: list[Part]) -> Query:
    return TantivyBuilder(scored=False).all_of(parts, 1.0).standing()


def _count(searcher: Searcher, query: Query) -> int:
    result: Any = searcher.search(query, 1, count=True)  # its stub lacks the count
    return int(result.count)


def _ordered(searcher: Searcher, plan: Plan, found: Query, score: Query | None) -> list[tuple[float, DocAddress]]:
    """The window of the plan: by score, newest first among equals, or by a key (scores are 0 then)."""
    key = NEWEST if plan.sort == "relevance" else plan.sort
    by_relevance = plan.sort == "relevance" and score is not None
    query = found
    if by_relevance and score is not None:
        required = Query.const_score_query(found, 0.0)
        query = Query.boolean_query([(Occur.Must, required), (Occur.Should, score)])

    def by_key(offset: int, count: int) -> list[tuple[float, DocAddress]]:
        return list(searcher.search(query, count, False, order_by_field=key, offset=offset).hits)

    def by_score(offset: int, count: int) -> list[tuple[float, DocAddress]]:
        hits = searcher.search(query, count, False, offset=offset).hits
        return [(rank(score), address) for score, address in hits]

    def tie(addresses: list[DocAddress]) -> list[tuple[Any, ...]]:
        newest = [int(value or 0) for value in searcher.fast_field_values(NEWEST, addresses)]
        often = Counter(newest)
        return [
            (-value, _record(searcher, address)[0] if often[value] > 1 else "")
            for value, address in zip(newest, addresses, strict=True)
        ]

    hits = ordered_window(by_score if by_relevance else by_key, tie, plan.offset, plan.limit)
    return hits if by_relevance else [(0.0, address) for _, address in hits]


def _facets(searcher: Searcher, names: tuple[str, ...], match: Part, filters: dict[str, Part]) -> dict[str, Any]:
    """Counts of each facet among the matches of all filters but its own; facets without one are counted together."""
    out: dict[str, Any] = dict.fromkeys(names)
    together = tuple(name for name in out if name not in filters)
    groups = [(together, _both([match, *filters.values()]))] if together else []
    for name in out:
        if name in filters:
            others = [part for other, part in filters.items() if other != name]
            groups.append(((name,), _both([match, *others])))
    for group, query in groups:
        out.update(count_values(searcher, query, group))
    return out


def _record(searcher: Searcher, address: DocAddress) -> tuple[str, bytes]:
    record: Any = searcher.doc(address).get_first(RECORD)
    return unpack(bytes(record))


def _match(searcher: Searcher, score: float, address: DocAddress) -> Match:
    id, stored = _record(searcher, address)
    return Match(id, score, stored)
