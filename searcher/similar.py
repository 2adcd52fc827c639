"""Articles similar to one: those that share its significant words, cited documents, topics and places.

What was measured with these figures, and with others: docs/suggest.md.
"""

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
from .query.terms import BIGRAMS
from .statistics.collection import Collection

TITLE_COUNT, SUMMARY_COUNT, BODY_COUNT = 3, 2, 1
"""How often one occurrence of a word counts in each part of an article."""

BODY_CHARACTERS = 12_000
"""How much of a body is read. It is enough to say what the article is about."""

FREQUENT_WORDS = 400
"""How many of the most frequent syllables, and bigrams, of an article have their document frequency looked up."""

SIGNIFICANT_WORDS = 60
"""How many words an article is searched by."""

MAX_SHARE, FEW_ARTICLES = 0.3, 10
"""A word is not significant if a larger share of the articles has it, unless they are no more than so few."""

FEEDBACK_ARTICLES, FEEDBACK_WEIGHT = 2, 0.3
"""The significant words of so many first matches are searched for in addition, those of each with this weight."""

CITATION, TOPIC, PLACE = 0.5, 0.2, 0.2
"""What a shared document, topic or place of the highest inverse document frequency adds. The score of an article for
its own words is about 7."""

MIN_SHARE_OF_BEST = 0.04
"""Articles that score less than this share of the best score (usually that of the article itself) are left out."""

_Words = dict[tuple[str, str], float]
"""Weights by field and term."""


def find_similar(article: Article, collection: Collection, limit: int) -> list[Match]:
    """Return at most `limit` similar articles, the most similar first.

    The article itself and its near duplicates (`article.duplicates`) are left out.
    """
    words = _significant_words(article, collection)
    if not words:
        return []
    excluded = {article.id, *article.duplicates}
    shared_values = _shared_values(article, collection)
    first = _search(words, shared_values, collection, FEEDBACK_ARTICLES + len(excluded))
    own_weight = _total(words)
    for match in [match for match in first if match.id not in excluded][:FEEDBACK_ARTICLES]:
        added = _significant_words(from_stored(match.stored), collection)
        for word, weight in added.items():
            words[word] = words.get(word, 0.0) + FEEDBACK_WEIGHT * own_weight * weight / _total(added)
    words = _heaviest(words, 2 * SIGNIFICANT_WORDS)
    found = _search(words, shared_values, collection, limit + len(excluded))
    least = MIN_SHARE_OF_BEST * max((match.score for match in found), default=0.0)
    return [match for match in found if match.id not in excluded and match.score >= least][:limit]


def _significant_words(article: Article, collection: Collection) -> _Words:
    """Return the syllables and bigrams that are frequent in the article and rare in the collection."""
    syllables: Counter[str] = Counter()
    neighbours: Counter[str] = Counter()
    parts = (
        (article.title, TITLE_COUNT),
        (article.summary or "", SUMMARY_COUNT),
        (article.body[:BODY_CHARACTERS], BODY_COUNT),
    )
    for text, count in parts:
        for line in text.splitlines():
            toned = normal_and_folded(line)[0]
            for syllable in toned:
                syllables[syllable] += count
            for bigram in bigrams(toned):
                neighbours[bigram] += count
    articles = collection.article_count()
    words: _Words = {}
    for field, counts in ((BIGRAMS, neighbours), ("body", syllables)):
        for word, count in counts.most_common(FREQUENT_WORDS):
            frequency = collection.document_frequency(field, word)
            if 1 < frequency <= max(FEW_ARTICLES, MAX_SHARE * articles):
                words[field, word] = log(1 + count) * log(1 + articles / frequency)
    return _heaviest(words, SIGNIFICANT_WORDS)


def _heaviest(words: _Words, count: int) -> _Words:
    return dict(sorted(words.items(), key=lambda item: (-item[1], item[0]))[:count])


def _total(words: _Words) -> float:
    return sum(words.values())


def _shared_values(article: Article, collection: Collection) -> list[Query]:
    """Return scoring queries for the documents, topics and places of the article that other articles have, too.

    Each is weighted by its inverse document frequency, as a share of the highest possible one.
    """
    paths = dict.fromkeys("/".join(place.path_now) for place in article.places if place.path_now)
    articles = collection.article_count()
    queries: list[Query] = []
    values_by_field: Mapping[str, tuple[float, Iterable[str]]] = {
        "citation": (CITATION, article.citations),
        "topic": (TOPIC, article.topics),
        "place": (PLACE, paths),
    }
    for field, (weight, values) in values_by_field.items():
        for value in values:
            frequency = collection.document_frequency(exact_field(field), value)
            if 1 < frequency < articles:
                share = log(articles / frequency) / log(articles)
                queries.append(Term(exact_field(field), value, boost=weight * share))
    return queries


def _search(words: _Words, shared_values: Iterable[Query], collection: Collection, limit: int) -> list[Match]:
    """Return the articles that contain any of the words, by the words and the shared values."""
    total = _total(words)
    match = Or([Term(field, word, boost=weight / total) for (field, word), weight in words.items()])
    plan = Plan(match=match, score=Or([*match.subqueries, *shared_values]), limit=limit)
    return list(collection.reader.search(plan).matches)
