"""From query nodes to tantivy queries."""

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
class Part:
    """A tantivy query, or its complement: tantivy's `MustNot` subtracts but cannot stand alone."""

    query: Query
    negated: bool = False

    def standing(self) -> Query:
        """A query that says the same on its own."""
        if not self.negated:
            return self.query
        return Query.boolean_query([(Occur.Must, Query.all_query()), (Occur.MustNot, self.query)])


class TantivyBuilder:
    """Builds one `Part` a node; with `scored`, tokens and phrases score BM25, prefixes and exact values their boost,
    everything else nothing.
    """

    def __init__(self, scored: bool) -> None:
        self._scored = scored

    def term(self, field: str, text: str, boost: float) -> Part:
        """See `tree.Builder`."""
        if field in EXACT_FIELDS:
            return self._constant(Query.term_query(schema(), field, text, "basic"), boost)
        return self._boosted(Query.term_query(schema(), field, text, "freq" if self._scored else "basic"), boost)

    def phrase(self, field: str, words: Sequence[str], boost: float) -> Part:
        """See `tree.Builder`."""
        return self._boosted(Query.phrase_query(schema(), field, list(words)), boost)

    def prefix(self, field: str, text: str, boost: float) -> Part:
        """See `tree.Builder`. Not tantivy's phrase prefix: that one looks at the first 50 terms only."""
        pattern = _SPECIAL.sub(r"\\\g<0>", text) + "(.|\n)*"
        return self._constant(Query.regex_query(schema(), field, pattern), boost)

    def between(self, key: str, low: int, high: int) -> Part:
        """See `tree.Builder`."""
        return self._constant(Query.range_query(schema(), key, tantivy.FieldType.Unsigned, low, high), 0.0)

    def identified(self, terms: Sequence[str]) -> Part:
        """See `tree.Builder`."""
        return self._constant(Query.term_set_query(schema(), ID, list(terms)), 0.0)

    def every(self) -> Part:
        """See `tree.Builder`."""
        return self._constant(Query.all_query(), 0.0)

    def nothing(self) -> Part:
        """See `tree.Builder`."""
        return Part(Query.empty_query())

    def complement(self, part: Part) -> Part:
        """See `tree.Builder`."""
        if self._scored:
            return Part(Query.const_score_query(Part(part.query, not part.negated).standing(), 0.0))
        return Part(part.query, not part.negated)

    def all_of(self, parts: Sequence[Part], boost: float) -> Part:
        """See `tree.Builder`."""
        if len(parts) > 1 and all(part.negated for part in parts):
            return Part(Query.boolean_query([(Occur.Should, part.query) for part in parts]), negated=True)
        clauses = [(Occur.MustNot if part.negated else Occur.Must, part.query) for part in parts]
        if len(clauses) == 1:
            return self._boosted(parts[0].standing(), boost)
        return self._boosted(Query.boolean_query(clauses), boost)

    def at_least(self, parts: Sequence[Part], minimum: int, boost: float) -> Part:
        """See `tree.Builder`."""
        clauses = [(Occur.Should, part.standing()) for part in parts]
        return self._boosted(Query.boolean_query(clauses, minimum_number_should_match=minimum), boost)

    def _boosted(self, query: Query, boost: float) -> Part:
        return Part(Query.boost_query(query, boost) if self._scored and boost != 1.0 else query)

    def _constant(self, query: Query, boost: float) -> Part:
        return Part(Query.const_score_query(query, boost) if self._scored else query)
