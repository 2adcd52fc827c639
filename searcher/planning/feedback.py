"""What the first result says besides what was asked: its telling pairs of syllables, as further evidence.

Somebody who types three words of an event gets the article that has them all first; the others on the event have other
words of it. So the query is run once more with what is rare in the collection and stands in the first result. This
changes the order alone: which articles match, their number and the facets stay as they were.

The first result alone, since what leads it can only lead further: a second or third of another matter would pull the
right one down where there is but one (docs/ranking.md).
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
from ..statistics.collection import Collection
from . import weights
from .planned import Evidence, Planned

_READ = 20_000
"""Characters of a text that are read: more than nearly all news have."""

_PAIRS = "pairs"
"""The channel of marked pairs, also for an unmarked query: the first result is written with marks."""


def feedback(planned: Planned, collection: Collection) -> tuple[str | None, tuple[Evidence, ...]]:
    """The first result of a query and the pairs that it adds; none where no words score or nothing is found.

    Whatever filters narrow the search, the first result of all is asked: a filter never changes the order.
    """
    words = sum(len(needs.words) for needs in planned.needs)
    asked = _mass(planned, collection)
    if not words or not asked or not weights.feedback(words):
        return None, ()
    first = collection.reader.search(Plan(match=planned.match, score=planned.score, limit=1)).matches
    if not first:
        return None, ()
    counted = _pairs(first[0].stored)
    # What one article alone has tells of no other.
    telling = {pair: _inverse(_PAIRS, pair, collection, least=2) * count for pair, count in counted.items()}
    best = nsmallest(weights.FEEDBACK_PAIRS, telling, key=lambda pair: (-telling[pair], pair))
    total = sum(telling[pair] for pair in best)
    if not total:
        return None, ()
    unit = weights.feedback(words) * asked / total
    told = (Evidence(Term(_PAIRS, pair, boost=unit * counted[pair]), "feedback") for pair in best if telling[pair])
    return first[0].id, tuple(told)


def _pairs(stored: bytes) -> dict[str, float]:
    """The pairs of an article, each by the logarithm of how often it stands there."""
    article = from_stored(stored)
    counts: Counter[str] = Counter()
    for text in (article.title, article.summary or "", article.body[:_READ]):
        for part in text.splitlines():
            counts.update(bigrams(normal_and_folded(part)[0]))
    return {pair: 1.0 + log(count) for pair, count in counts.items()}


def _mass(planned: Planned, collection: Collection) -> float:
    """What all that was typed weighs: the weights of the terms by their rarity."""
    terms = [each.query for each in planned.evidence if isinstance(each.query, Term)]
    return sum(
        term.boost * _inverse(term.fieldname, term.text, collection)
        for term in terms
        if term.fieldname not in EXACT_FIELDS
    )


def _inverse(field: str, term: str, collection: Collection, least: int = 1) -> float:
    """BM25's inverse frequency; 0 for what fewer articles than `least` have."""
    common = collection.commonness(field, term)
    return weights.inverse_frequency(common, collection.articles()) if common >= least else 0.0
