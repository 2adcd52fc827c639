"""The translation of query nodes to tantivy queries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import tantivy
from tantivy import Occur, Query

from ..fields import EXACT_FIELDS
from .schema import ID, schema

_SPECIAL = re.compile(r"[.+*?()|\[\]{}^$\\]")


@dataclass(frozen=True, slots=True)
class TantivyClause:
    """A tantivy query or its complement; a tantivy query with nothing but `MustNot` clauses matches nothing."""

    query: Query
    negated: bool = False

    def standalone(self) -> Query:
        """Return an equivalent query that can be used on its own."""
        if not self.negated:
            return self.query
        return Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, self.query)])


class TantivyBuilder:
    """Builds a `TantivyClause` for each node.

    If `scored`, the score of tokens and phrases is BM25, that of prefixes and exact values is their boost, and that of
    all other nodes is 0.
    """

    def __init__(self, scored: bool) -> None:
        self._scored = scored

    def term(self, field: str, text: str, boost: float) -> TantivyClause:
        """See `query_tree.Builder`."""
        if field in EXACT_FIELDS:
            return self._constant(Query.term_query(schema(), field, text, "basic"), boost)
        return self._boosted(Query.term_query(schema(), field, text, "freq" if self._scored else "basic"), boost)

    def phrase(self, field: str, words: Sequence[str], boost: float) -> TantivyClause:
        """See `query_tree.Builder`."""
        return self._boosted(Query.phrase_query(schema(), field, list(words)), boost)

    def prefix(self, field: str, text: str, boost: float) -> TantivyClause:
        """See `query_tree.Builder`. tantivy's own phrase prefix query considers only the first 50 terms."""
        pattern = _SPECIAL.sub(r"\\\g<0>", text) + "(.|\n)*"
        return self._constant(Query.regex_query(schema(), field, pattern), boost)

    def between(self, key: str, low: int, high: int) -> TantivyClause:
        """See `query_tree.Builder`."""
        return self._constant(Query.range_query(schema(), key, tantivy.FieldType.Unsigned, low, high), 0.0)

    def document_ids(self, terms: Sequence[str]) -> TantivyClause:
        """See `query_tree.Builder`."""
        return self._constant(Query.term_set_query(schema(), ID, list(terms)), 0.0)

    def every(self) -> TantivyClause:
        """See `query_tree.Builder`."""
        return self._constant(Query.all_query(), 0.0)

    def nothing(self) -> TantivyClause:
        """See `query_tree.Builder`."""
        return TantivyClause(Query.empty_query())

    def complement(self, part: TantivyClause) -> TantivyClause:
        """See `query_tree.Builder`."""
        if self._scored:
            return TantivyClause(Query.const_score_query(TantivyClause(part.query, not part.negated).standalone(), 0.0))
        return TantivyClause(part.query, not part.negated)

    def all_of(self, parts: Sequence[TantivyClause], boost: float) -> TantivyClause:
        """See `query_tree.Builder`."""
        if len(parts) > 1 and all(part.negated for part in parts):
            return TantivyClause(Query.boolean_query([(Occur.Should, part.query) for part in parts]), negated=True)
        clauses = [(Occur.MustNot if part.negated else Occur.Must, part.query) for part in parts]
        if len(clauses) == 1:
            return self._boosted(parts[0].standalone(), boost)
        return self._boosted(Query.boolean_query(clauses), boost)

    def at_least(self, parts: Sequence[TantivyClause], minimum: int, boost: float) -> TantivyClause:
        """See `query_tree.Builder`."""
        clauses = [(Occur.Should, part.standalone()) for part in parts]
        return self._boosted(Query.boolean_query(clauses, minimum_number_should_match=minimum), boost)

    def _boosted(self, query: Query, boost: float) -> TantivyClause:
        return TantivyClause(Query.boost_query(query, boost) if self._scored and boost != 1.0 else query)

    def _constant(self, query: Query, boost: float) -> TantivyClause:
        return TantivyClause(Query.const_score_query(query, boost) if self._scored else query)
