"""Scoring clauses: what adds to an article's score, and for which reason."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from whoosh.query.compound import Or
from whoosh.query.positional import Phrase
from whoosh.query.qcore import Query
from whoosh.query.terms import Term

from ...analyzers import bigrams
from ...engines.fields import exact_field
from ..query.nodes import TEXT
from ..query.terms import BIGRAMS, QueryTerm, full_field
from ..statistics.collection import Collection
from . import weights

ScoringReason = Literal["word", "together", "beginning", "citation", "equivalent", "feedback"]
"""Why a clause scores. A word was typed; all significant words are found together; a word begins as typed (`vận*`); a
document number was typed; an equivalent spelling is found; or the clause comes from the top hit (pseudo-relevance
feedback). The strings appear in the JSON of explanations."""


@dataclass(frozen=True, slots=True)
class ScoringClause:
    """A query that adds to the score of the articles it matches, and the reason."""

    query: Query
    reason: ScoringReason


def score_query(clauses: Sequence[ScoringClause]) -> Query | None:
    """Return the clauses as one query; None where there are none."""
    return Or([clause.query for clause in clauses]) if clauses else None


class ScoringClauses:
    """The scoring clauses of one query, collected in order; each query scores once, for its first reason."""

    def __init__(self, collection: Collection, title_weight: float) -> None:
        self._collection = collection
        self._title_weight = title_weight
        self._reasons: dict[Query, ScoringReason] = {}

    def add(self, reason: ScoringReason, queries: Iterable[Query]) -> None:
        """Add queries with their boosts."""
        for query in queries:
            self._reasons.setdefault(query, reason)

    def add_terms(self, fieldname: str, terms: Sequence[QueryTerm], silent: Container[QueryTerm] = ()) -> None:
        """Add neighbouring terms, except the silent ones, and all bigrams of terms that are looked up alike."""
        for term in dict.fromkeys(term for term in terms if term not in silent):
            name = full_field(fieldname) + term.field_suffix
            boost = weights.term_weight(self._collection.inverse_document_frequency(name, term.form))
            self.add("word", [Term(name, term.form, boost=boost)])
            if fieldname == TEXT:
                self.add("word", [Term("title" + term.field_suffix, term.form, boost=self._title_weight)])
        if fieldname not in (TEXT, "body"):
            return
        for first, second in pairwise(terms):
            if first.folded == second.folded:
                bigram = bigrams([first.form, second.form])[0]
                self.add("word", [Term(BIGRAMS + first.field_suffix, bigram, boost=weights.BIGRAM)])

    def add_document_number(self, number: str, terms: Sequence[QueryTerm]) -> None:
        """Add a document's number: articles that cite it, and first the one that has it in the title, announcing it."""
        self.add("citation", [Term(exact_field("citation"), number, boost=weights.CITATION)])
        if len(terms) > 1:
            forms = [term.form for term in terms]
            title = "title" + terms[0].field_suffix
            self.add("citation", [Phrase(title, forms, boost=weights.NUMBER_IN_TITLE)])

    def clauses(self) -> tuple[ScoringClause, ...]:
        """Return all clauses in the order in which they were added."""
        return tuple(ScoringClause(query, reason) for query, reason in self._reasons.items())
