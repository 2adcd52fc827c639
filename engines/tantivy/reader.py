"""The reader of a tantivy index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import tantivy
from tantivy import DocAddress, Occur, Query, Searcher
from whoosh.query.qcore import Query as WhooshQuery

from ..document import Match, Matches, Plan
from ..fields import BREAK, EXACT_FIELDS, NEWEST, exact_field, resolve
from ..query_tree import build_query
from ..values import SHARDS, encodable, exact_value, id_term, unpack_record
from ..window import ordered_window, rank
from .errors import translated_errors
from .mirror import OpenedIndex
from .query import TantivyBuilder, TantivyClause
from .schema import ID, RECORD, SHARD, schema

_BATCH = 500
"""Documents that are read at once."""

_MAX_BUCKETS = 65_000
"""tantivy's limit of buckets in one aggregation; a field with more values is counted over its term dictionary."""


class TantivyReader:
    """Implements `protocol.Reader`. Every call uses the searcher of its start, so threads can share the reader."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with translated_errors(folder):
            self._opened = OpenedIndex(folder)
            self._searcher = self._opened.index.searcher()

    def search(self, plan: Plan) -> Matches:
        """See `protocol.Reader`."""
        searcher = self._searcher
        match = build_query(plan.match, TantivyBuilder(scored=False))
        filters = {name: build_query(query, TantivyBuilder(scored=False)) for name, query in plan.filters.items()}
        score = None if plan.score is None else build_query(plan.score, TantivyBuilder(scored=True)).standalone()
        with translated_errors(self._folder):
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
        with translated_errors(self._folder):
            terms = [id_term(id) for id in wanted]
            for start in range(0, len(terms), _BATCH):
                query = Query.term_set_query(schema(), ID, terms[start : start + _BATCH])
                out.update(_record(searcher, address) for _, address in searcher.search(query, _BATCH).hits)
        return {id: stored for id, stored in out.items() if id in wanted}

    def score_among(self, ids: Iterable[str], query: WhooshQuery) -> dict[str, float]:
        """See `protocol.Reader`."""
        wanted = set(ids)
        searcher = self._searcher
        scored = build_query(query, TantivyBuilder(scored=True)).standalone()
        out: dict[str, float] = {}
        with translated_errors(self._folder):
            terms = [id_term(id) for id in wanted]
            for start in range(0, len(terms), _BATCH):
                these = Query.term_set_query(schema(), ID, terms[start : start + _BATCH])
                both = Query.boolean_query([(Occur.Must, Query.const_score_query(these, 0.0)), (Occur.Must, scored)])
                for score, address in searcher.search(both, _BATCH, False).hits:
                    out[_record(searcher, address)[0]] = float(score)
        return {id: score for id, score in out.items() if id in wanted}

    def document_frequency(self, field: str, term: str) -> int:
        """See `protocol.Reader`."""
        name = resolve(field)
        text = exact_value(term) if name in EXACT_FIELDS else encodable(term)
        with translated_errors(self._folder):
            return int(self._searcher.doc_freq(name, text))

    def terms(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """See `protocol.Reader`."""
        name = resolve(field)
        if limit <= 0:
            return []
        with translated_errors(self._folder):
            found = self._searcher.terms_with_prefix(name, encodable(prefix), limit=limit + 1)
        return [(term, count) for term, count in found if term != BREAK][:limit]

    def count(self) -> int:
        """See `protocol.Reader`."""
        return int(self._searcher.num_docs)

    def documents(self) -> Iterator[tuple[str, bytes]]:
        """See `protocol.Reader`. Documents are read in batches of about 500, by ranges of the hashes of their ids."""
        searcher = self._searcher
        batches = searcher.num_docs // _BATCH + 1
        for batch in range(batches):
            low, high = batch * SHARDS // batches, (batch + 1) * SHARDS // batches - 1
            with translated_errors(self._folder):
                query = Query.range_query(schema(), SHARD, tantivy.FieldType.Unsigned, low, high)
                hits = searcher.search(query, max(1, _count(searcher, query)), order_by_field=SHARD).hits
                records = [_record(searcher, address) for _, address in hits]
            yield from records

    def refresh(self) -> None:
        """See `protocol.Reader`."""
        with translated_errors(self._folder):
            self._opened.reload()
            self._searcher = self._opened.index.searcher()

    def close(self) -> None:
        """See `protocol.Reader`. Calls that other threads have begun complete."""
        self._opened.close()


def _both(parts: list[TantivyClause]) -> Query:
    return TantivyBuilder(scored=False).all_of(parts, 1.0).standalone()


def _count(searcher: Searcher, query: Query) -> int:
    result: Any = searcher.search(query, 1, count=True)  # the type stub lacks `count`
    return int(result.count)


def _ordered(searcher: Searcher, plan: Plan, found: Query, score: Query | None) -> list[tuple[float, DocAddress]]:
    """Return the window of the plan: by score, newest first for equal scores, or by a key (with scores of 0)."""
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


def _facets(
    searcher: Searcher, names: tuple[str, ...], match: TantivyClause, filters: dict[str, TantivyClause]
) -> dict[str, Any]:
    """Count each facet among the matches of all filters except its own. Facets without a filter are counted
    together."""
    out: dict[str, Any] = dict.fromkeys(names)
    together = tuple(name for name in out if name not in filters)
    groups = [(together, _both([match, *filters.values()]))] if together else []
    for name in out:
        if name in filters:
            others = [part for other, part in filters.items() if other != name]
            groups.append(((name,), _both([match, *others])))
    for group, query in groups:
        out.update(_count_values(searcher, query, group))
    return out


def _count_values(searcher: Searcher, query: Query, fields: tuple[str, ...]) -> dict[str, dict[str, int]]:
    """Return for each field how many matching documents contain each value; values without documents are left out.

    One aggregation counts all fields. tantivy truncates its counts per segment unless the number of requested buckets
    is large enough, so the greatest allowed number is requested; a field for which it was too small is counted again
    over its term dictionary.
    """
    requested = {
        name: {"terms": {"field": exact_field(name), "size": _MAX_BUCKETS, "segment_size": _MAX_BUCKETS}}
        for name in fields
    }
    try:
        answer = searcher.aggregate(query, requested)
    except ValueError:  # the fields have more buckets in total than tantivy allows
        return {name: _count_terms(searcher, query, name) for name in fields}
    out = {}
    for name in fields:
        counted = answer[name]
        complete = not counted["sum_other_doc_count"] and not counted["doc_count_error_upper_bound"]
        if complete and len(counted["buckets"]) < _MAX_BUCKETS:
            out[name] = {str(bucket["key"]): int(bucket["doc_count"]) for bucket in counted["buckets"]}
        else:
            out[name] = _count_terms(searcher, query, name)
    return out


def _count_terms(searcher: Searcher, query: Query, field: str) -> dict[str, int]:
    return {
        term: count for term, count in searcher.terms_with_prefix(exact_field(field), "", filter_query=query) if count
    }


def _record(searcher: Searcher, address: DocAddress) -> tuple[str, bytes]:
    record: Any = searcher.doc(address).get_first(RECORD)
    return unpack_record(bytes(record))


def _match(searcher: Searcher, score: float, address: DocAddress) -> Match:
    id, stored = _record(searcher, address)
    return Match(id, score, stored)
