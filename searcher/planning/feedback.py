"""Pseudo-relevance feedback from the top hit: its significant bigrams become further scoring clauses.

A query of three words about an event finds first the article that holds all of them; the other articles about the event
use other words, too. So the query is run once more, together with bigrams that are frequent in the top hit and rare in
the collection. That changes only the order: which articles match, their number and the facets stay the same.

Only the top hit is used, since what already leads can only be confirmed by its own words. A second or third hit about
another matter would push the right article down where there is only one (docs/ranking.md).
"""

from __future__ import annotations

from collections import Counter
from heapq import nsmallest
from math import log

from whoosh.query.terms import Term

from ...analyzers import bigrams, normal_and_folded
from ...engines.document import Plan
from ...engines.fields import EXACT_FIELDS
from ...model.stored import from_stored
from ..query.terms import BIGRAMS
from ..statistics.collection import Collection
from . import weights
from .plan import QueryPlan
from .scoring import ScoringClause

_BODY_CHARACTERS = 20_000
"""How much of a body is read: all of nearly every article."""


def feedback(plan: QueryPlan, collection: Collection) -> tuple[str | None, tuple[ScoringClause, ...]]:
    """Return the id of a query's top hit and the clauses that it adds.

    The id is None where the query has no plain words, is too long, or finds nothing. Filters are ignored: a filter
    never changes the order of the articles. The bigrams keep their diacritics even for a query without any, since the
    top hit is written with diacritics.
    """
    words = sum(len(group.clauses) for group in plan.should_match)
    typed_weight = _typed_weight(plan, collection)
    if not words or not typed_weight or not weights.feedback_weight(words):
        return None, ()
    hits = collection.reader.search(Plan(match=plan.match, score=plan.score, limit=1)).matches
    if not hits:
        return None, ()
    counted = _weighted_bigrams(hits[0].stored)
    # A bigram that no other article holds leads to no other article.
    significance = {
        bigram: collection.inverse_document_frequency(BIGRAMS, bigram, minimum=2) * count
        for bigram, count in counted.items()
    }
    best = nsmallest(weights.FEEDBACK_BIGRAMS, significance, key=lambda bigram: (-significance[bigram], bigram))
    total = sum(significance[bigram] for bigram in best)
    if not total:
        return None, ()
    unit = weights.feedback_weight(words) * typed_weight / total
    return hits[0].id, tuple(
        ScoringClause(Term(BIGRAMS, bigram, boost=unit * counted[bigram]), "feedback")
        for bigram in best
        if significance[bigram]
    )


def _weighted_bigrams(stored: bytes) -> dict[str, float]:
    """Return the bigrams of an article, each with 1 + the logarithm of its number of occurrences."""
    article = from_stored(stored)
    counts: Counter[str] = Counter()
    for text in (article.title, article.summary or "", article.body[:_BODY_CHARACTERS]):
        for line in text.splitlines():
            counts.update(bigrams(normal_and_folded(line)[0]))
    return {bigram: 1.0 + log(count) for bigram, count in counts.items()}


def _typed_weight(plan: QueryPlan, collection: Collection) -> float:
    """Return the weight of everything typed: the boosts of its terms times their inverse document frequencies."""
    terms = [clause.query for clause in plan.scoring_clauses if isinstance(clause.query, Term)]
    return sum(
        term.boost * collection.inverse_document_frequency(term.fieldname, term.text)
        for term in terms
        if term.fieldname not in EXACT_FIELDS
    )
