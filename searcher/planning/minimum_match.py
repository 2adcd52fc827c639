"""Minimum should match: which share of a query's words an article must hold, weighed by their document frequencies.

docs/ranking.md describes the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from whoosh.query.compound import And
from whoosh.query.qcore import NullQuery, Query
from whoosh.query.terms import Term

from ...analyzers import bigrams
from ...engines.nodes import MinimumMatch
from ..query.combinators import all_of, any_of
from ..query.nodes import TEXT
from ..query.terms import BIGRAMS, QueryTerm, full_field
from ..statistics.collection import Collection
from . import weights
from .expanded_terms import ExpandedTerm


@dataclass(frozen=True, slots=True)
class ShouldClause:
    """One word of the query: as typed, the query that finds it, and its weight (0: no article holds it)."""

    text: str
    match: Query
    weight: int


@dataclass(frozen=True, slots=True)
class MinimumShouldMatch:
    """Plain words of which an article must hold the weight `minimum`."""

    clauses: tuple[ShouldClause, ...]
    minimum: int
    bigrams: tuple[ShouldClause, ...] = ()
    """Rare bigrams across two words of the query. They help to reach the minimum, since the word segmentation may have
    drawn its lines elsewhere."""
    unsatisfiable: bool = False
    """Whether nothing can match: no article holds one of few words, and none of the others is significant."""

    @property
    def total_weight(self) -> int:
        """The weight of all words."""
        return sum(clause.weight for clause in self.clauses)

    @property
    def allows_missing(self) -> bool:
        """Whether an article may lack some of the words."""
        lacking = any(not clause.weight for clause in self.clauses)
        return self.minimum < self.total_weight or bool(self.bigrams) or lacking

    @property
    def significant(self) -> list[Query]:
        """The queries of the words that weigh more than common ones."""
        return [clause.match for clause in self.clauses if clause.weight > 1]

    def query(self) -> Query:
        """Return what an article must match.

        A word of weight 3 is listed three times. Words that no article holds weigh nothing; where the collection has
        none of the words, nothing matches. If any word is significant, at least one significant word or bigram must
        match.
        """
        known = [] if self.unsatisfiable else [clause for clause in self.clauses if clause.weight]
        if not known:
            return NullQuery if self.clauses else all_of([])
        if self.minimum >= self.total_weight and not self.bigrams:
            return all_of(clause.match for clause in known)
        counted = [*known, *self.bigrams]
        enough = MinimumMatch([clause.match for clause in counted for _ in range(clause.weight)], self.minimum)
        significant = [clause.match for clause in counted if clause.weight > 1]
        # With as many bigrams as significant clauses no word is significant; if all clauses are, one matches anyhow.
        if len(self.bigrams) < len(significant) < len(counted):
            return And([any_of(significant), enough])
        return enough


@dataclass
class QueryWord:
    """A word of the query, at all its occurrences in the query."""

    text: str
    frequency: int
    """How many articles hold it as typed."""
    is_question: bool = False
    """Whether it belongs to a question phrase (`là gì`) and is therefore never significant."""
    occurrences: dict[Query, None] = field(default_factory=dict)
    expanded_frequency: int = 0
    """How many articles hold the most frequent expanded term."""

    def add(self, typed: Query, expanded: Sequence[ExpandedTerm]) -> None:
        """Add one occurrence, which is found as typed or by an expanded term."""
        self.occurrences[any_of([typed, *dict.fromkeys(each.match for each in expanded)])] = None
        self.expanded_frequency = max([self.expanded_frequency, *(each.document_frequency for each in expanded)])

    def query(self) -> Query:
        """Return the query for all occurrences together."""
        return all_of(self.occurrences)

    def clause(self, articles: int) -> ShouldClause:
        """Return the word with its weight in a collection of so many articles."""
        weight = weights.word_weight(max(self.frequency, self.expanded_frequency), articles)
        return ShouldClause(self.text, self.query(), min(weight, 1) if self.is_question else weight)


def minimum_should_match(
    words: Sequence[QueryWord], bigram_terms: Iterable[Term], collection: Collection
) -> MinimumShouldMatch:
    """Weigh the words, and the bigrams across two of them, and say how much of their weight must match."""
    articles = collection.article_count()
    clauses = tuple(word.clause(articles) for word in words)
    rare_bigrams = []
    for term in dict.fromkeys(bigram_terms):
        weight = weights.word_weight(collection.exact_document_frequency(term.fieldname, term.text), articles)
        if weight >= weights.MIN_BIGRAM_WEIGHT:
            rare_bigrams.append(ShouldClause(term.text.replace("_", " "), term, weight))
    minimum = weights.minimum_weight([clause.weight for clause in clauses])
    return MinimumShouldMatch(clauses, minimum, tuple(rare_bigrams), unsatisfiable=_is_unsatisfiable(words, clauses))


def _is_unsatisfiable(words: Sequence[QueryWord], clauses: Sequence[ShouldClause]) -> bool:
    """Return whether no known word is significant: for `gaio thông`, all articles with *thông* are wrong."""
    content = [not word.is_question for word in words]
    unknown = any(not clause.weight for clause, is_content in zip(clauses, content, strict=True) if is_content)
    few = sum(content) <= weights.SHORT_QUERY_WORDS
    return unknown and few and all(clause.weight <= 1 for clause in clauses)


def adjacent_frequency(fieldname: str, terms: Sequence[QueryTerm], collection: Collection) -> int:
    """Return about how many articles hold the terms next to each other: as many as hold their rarest bigram."""
    suffix = terms[0].field_suffix
    if len(terms) == 1 or fieldname != TEXT:
        name = full_field(fieldname) + suffix
        return min(collection.exact_document_frequency(name, term.form) for term in terms)
    return min(
        collection.exact_document_frequency(BIGRAMS + suffix, bigram) for bigram in bigrams([t.form for t in terms])
    )
