"""Exact counts of facet values in tantivy."""

from __future__ import annotations

from tantivy import Query, Searcher

from ..fields import exact_field

_MOST = 65_000
"""Tantivy's limit of buckets in one answer; a field with more values is counted over its term dictionary."""


def count_values(searcher: Searcher, query: Query, fields: tuple[str, ...]) -> dict[str, dict[str, int]]:
    """How many of the query's documents hold each value of each field; values that none holds are left out.

    One pass over the columns counts them all. Tantivy's counts are cut per segment unless asked for as many as there
    are, so it is asked for the most it gives; a field where that was not enough is counted once more, term by term.
    """
    asked = {name: {"terms": {"field": exact_field(name), "size": _MOST, "segment_size": _MOST}} for name in fields}
    try:
        answer = searcher.aggregate(query, asked)
    except ValueError:  # more buckets in all than tantivy allows
        return {name: _count_terms(searcher, query, name) for name in fields}
    out = {}
    for name in fields:
        counted = answer[name]
        whole = not counted["sum_other_doc_count"] and not counted["doc_count_error_upper_bound"]
        if whole and len(counted["buckets"]) < _MOST:
            out[name] = {str(bucket["key"]): int(bucket["doc_count"]) for bucket in counted["buckets"]}
        else:
            out[name] = _count_terms(searcher, query, name)
    return out


def _count_terms(searcher: Searcher, query: Query, field: str) -> dict[str, int]:
    return {
        term: count for term, count in searcher.terms_with_prefix(exact_field(field), "", filter_query=query) if count
    }
