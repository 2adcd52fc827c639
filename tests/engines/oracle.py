"""A reference implementation of plans in plain Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from whoosh.query import And, Every, Not, NumericRange, Or, Phrase, Prefix, Query, Term
from whoosh.query.qcore import NullQuery

from timtin.engines.document import Document, Plan
from timtin.engines.fields import exact_field, resolve
from timtin.engines.nodes import DocumentIds, MinimumMatch


def matches(query: Query, document: Document) -> bool:
    """Return whether the document matches the query."""
    if isinstance(query, And):
        return all(matches(part, document) for part in query.subqueries)
    if isinstance(query, Or):
        return any(matches(part, document) for part in query.subqueries)
    if isinstance(query, MinimumMatch):
        return sum(matches(part, document) for part in query.subqueries) >= query.minimum
    if isinstance(query, Not):
        return not matches(query.query, document)
    if isinstance(query, Every):
        return True
    if query == NullQuery:
        return False
    return _leaf(query, document)


def _leaf(query: Query, document: Document) -> bool:
    if isinstance(query, DocumentIds):
        return document.id in query.ids
    if isinstance(query, NumericRange):
        value = document.keys.get(query.fieldname, 0)
        return (query.start is None or value >= query.start) and (query.end is None or value <= query.end)
    tokens = _tokens(query.fieldname, document)
    if isinstance(query, Term):
        return query.text in tokens
    if isinstance(query, Prefix):
        return any(token.startswith(query.text) for token in tokens)
    assert isinstance(query, Phrase)
    words = query.words
    return bool(words) and any(tokens[i : i + len(words)] == words for i in range(len(tokens)))


def _tokens(field: str, document: Document) -> list[str]:
    name = resolve(field)
    for key, values in document.exact.items():
        if exact_field(key) == name:
            return list(values)
    return [token for token in document.texts.get(name, "").split(" ") if token]


def found(plan: Plan, documents: Iterable[Document], but: str | None = None) -> list[Document]:
    """Return the documents that match a plan, without the filter of the facet `but`."""
    narrowing = [query for name, query in plan.filters.items() if name != but]
    return [one for one in documents if all(matches(query, one) for query in (plan.match, *narrowing))]


def facet_counts(plan: Plan, documents: list[Document]) -> dict[str, dict[str, int]]:
    """Return the counts of all facets of a plan."""
    return {
        name: dict(Counter(value for one in found(plan, documents, but=name) for value in set(one.exact.get(name, ()))))
        for name in plan.facets
    }
