"""Articles like one article: those that share its telling words, what it cites, what it is about and where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import log

from whoosh.query.compound import Or
from whoosh.query.qcore import Query
from whoosh.query.terms import Term

from ..analyzers import bigrams, normal_and_folded
from ..engines.document import Match, Plan
from ..engines.fields import exact_field
from ..model import Article
from ..model.stored import from_stored
from .statistics.collection import Collection

IN_TITLE, IN_SUMMARY, IN_BODY = 3, 2, 1
"""What one occurrence counts, by where it stands."""

LONGEST = 12_000
"""Characters of the body that are read: what an article is about is said by then."""

LOOKED_UP, CHOSEN = 400, 60
"""Words of each kind whose frequency is looked up, the most frequent in the article; and how many are searched for."""

COMMON, FEW = 0.3, 10
"""A word that a larger share of the articles has, and more than so many of them, tells nothing."""

FEEDBACK, FEEDBACK_WEIGHT = 2, 0.3
"""The words of so many first results are searched for as well, with this weight each."""

CITATION, TOPIC, PLACE = 0.5, 0.2, 0.2
"""What the rarest document, topic or place in common adds; an article's likeness to itself is about 7."""

LEAST = 0.04
"""Of the likeness of an article to itself: what is less alike is not given."""

_Words = dict[tuple[str, str], float]
"""Weights by channel and token."""


def similar(article: Article, collection: Collection, limit: int) -> list[Match]:
    """At most `limit` articles like this one, the likest first; never itself or one of `article.duplicates`."""
    words = _telling(article, collection)
    if not words:
        return []
    known = {article.id, *article.duplicates}
    named = _named(article, collection)
    first = _ranked(words, named, collection, FEEDBACK + len(known))
    own = _total(words)
    for match in [each for each in first if each.id not in known][:FEEDBACK]:
        like = _telling(from_stored(match.stored), collection)
        for word, weight in like.items():
            words[word] = words.get(word, 0.0) + FEEDBACK_WEIGHT * own * weight / _total(like)
    words = _heaviest(words, 2 * CHOSEN)
    found = _ranked(words, named, collection, limit + len(known))
    least = LEAST * max((each.score for each in found), default=0.0)
    return [each for each in found if each.id not in known and each.score >= least][:limit]


def _telling(article: Article, collection: Collection) -> _Words:
    """The syllables and pairs of syllables that tell what an article is about: frequent in it, rare elsewhere."""
    syllables: Counter[str] = Counter()
    neighbours: Counter[str] = Counter()
    parts = ((article.title, IN_TITLE), (article.summary or "", IN_SUMMARY), (article.body[:LONGEST], IN_BODY))
    for text, weight in parts:
        for line in text.splitlines():
            toned = normal_and_folded(line)[0]
            for each in toned:
                syllables[each] += weight
            for each in bigrams(toned):
                neighbours[each] += weight
    articles = collection.article_count()
    words: _Words = {}
    for channel, counts in (("pairs", neighbours), ("body", syllables)):
        for word, count in counts.most_common(LOOKED_UP):
            frequency = collection.document_frequency(channel, word)
            if 1 < frequency <= max(FEW, COMMON * articles):
                words[channel, word] = log(1 + count) * log(1 + articles / frequency)
    return _heaviest(words, CHOSEN)


def _heaviest(words: _Words, count: int) -> _Words:
    return dict(sorted(words.items(), key=lambda each: (-each[1], each[0]))[:count])


def _total(words: _Words) -> float:
    return sum(words.values())


def _named(article: Article, collection: Collection) -> list[Query]:
    """What the article names and another may name too, each by its rarity."""
    paths = dict.fromkeys("/".join(place.path_now) for place in article.places if place.path_now)
    articles = collection.article_count()
    parts: list[Query] = []
    named: Mapping[str, tuple[float, Iterable[str]]] = {
        "citation": (CITATION, article.citations),
        "topic": (TOPIC, article.topics),
        "place": (PLACE, paths),
    }
    for field, (weight, values) in named.items():
        for value in values:
            frequency = collection.document_frequency(exact_field(field), value)
            if 1 < frequency < articles:
                rarity = log(articles / frequency) / log(articles)
                parts.append(Term(exact_field(field), value, boost=weight * rarity))
    return parts


def _ranked(words: _Words, named: Iterable[Query], collection: Collection, limit: int) -> list[Match]:
    total = _total(words)
    match = Or([Term(channel, word, boost=weight / total) for (channel, word), weight in words.items()])
    plan = Plan(match=match, score=Or([*match.subqueries, *named]), limit=limit)
    return list(collection.reader.search(plan).matches)
