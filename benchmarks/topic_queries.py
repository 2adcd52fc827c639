"""Judged queries with several relevant articles each, derived from press articles without the help of any ranker.

Two articles are linked if they share two names (runs of capitalised syllables inside a sentence) that at most ten
articles have, and the cosine of their bigrams' tf-idf vectors exceeds 0.16. Two to twelve articles that are connected
by links are a topic. Its query consists of the words of one of the titles, in their order, that half of the topic's
articles contain: up to eight syllables (`topic`), up to five (`short`), or the whole title (`title`). There are 285
topics with 728 articles. People would group some articles in other ways, so the figures are for comparisons only.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from math import log, sqrt

import timtin
from timtin.analyzers import normalize, segment_words

MIN_COSINE, MIN_NAMES, MAX_ARTICLES_OF_NAME = 0.16, 2, 10
MAX_ARTICLES_OF_TOPIC = 12
_SENTENCE = re.compile(r"[.\n:;!?\"“”]")
_STOP = frozenset(
    """
    và của là các những cho với trong khi bị được tại ở từ đến vì do về như một này đó có không sau trước để ra vào lên
    xuống đã đang sẽ người hai ba năm ngày nhiều vẫn còn thì mà hay hơn nhất gì nào ai sao nói
    """.split()  # noqa: SIM905 - easier to read as text
)

Judged = list[tuple[str, dict[str, int]]]


def topics(articles: Sequence[timtin.Article]) -> dict[str, Judged]:
    """Return the judged queries of each kind."""
    found: dict[str, Judged] = {"short": [], "topic": [], "title": []}
    for members in clusters(articles):
        gains = {articles[at].id: 1 for at in members}
        title, significant, shared = _significant_words([articles[at] for at in members])
        if len(significant) < 2:
            continue
        topic = _shortened(significant, shared, syllables=8, fewest=1)
        short = _shortened(topic, shared, syllables=5, fewest=2)
        for kind, query in (("short", " ".join(short)), ("topic", " ".join(topic)), ("title", title)):
            found[kind].append((query, gains))
    return found


def clusters(articles: Sequence[timtin.Article]) -> list[list[int]]:
    """Return the positions of the articles of each topic."""
    holders: dict[str, list[int]] = defaultdict(list)
    for at, article in enumerate(articles):
        for name in set(_names(f"{article.summary or ''}\n{article.body}")):
            holders[name].append(at)
    common: Counter[tuple[int, int]] = Counter()
    for places in holders.values():
        if len(places) <= MAX_ARTICLES_OF_NAME:
            common.update(combinations(places, 2))
    vectors = _vectors(articles)
    above = list(range(len(articles)))

    def root(at: int) -> int:
        while above[at] != at:
            at = above[at]
        return at

    for (one, other), names in common.items():
        if names >= MIN_NAMES and _cosine(vectors[one], vectors[other]) > MIN_COSINE:
            above[root(one)] = root(other)
    found: dict[int, list[int]] = defaultdict(list)
    for at in range(len(articles)):
        found[root(at)].append(at)
    return [members for members in found.values() if 2 <= len(members) <= MAX_ARTICLES_OF_TOPIC]


def _names(text: str) -> Iterator[str]:
    """Yield runs of at least two capitalised syllables, except at the beginning of a sentence."""
    for sentence in _SENTENCE.split(text):
        run: list[str] = []
        for at, chunk in enumerate([*sentence.split(), ""]):
            word = chunk.strip(",()")
            if at and word.isalpha() and word[0].isupper() and not word.isupper():
                run.append(normalize(word))
                if not chunk.endswith(","):
                    continue
            if len(run) > 1:
                yield " ".join(run)
            run = []


def _vectors(articles: Sequence[timtin.Article]) -> list[dict[tuple[str, str], float]]:
    """Return the tf-idf vector of each article over its bigrams, of length 1."""
    counts = []
    for article in articles:
        forms = re.findall(r"\w+", normalize(f"{article.summary or ''} {article.body}"))
        counts.append(Counter(pairwise(forms)))
    holders = Counter(pair for each in counts for pair in each)
    vectors = []
    for each in counts:
        weights = {
            pair: (1 + log(count)) * log(len(articles) / holders[pair])
            for pair, count in each.items()
            if 1 < holders[pair] < 200
        }
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        vectors.append({pair: weight / length for pair, weight in weights.items()})
    return vectors


def _cosine(one: dict[tuple[str, str], float], other: dict[tuple[str, str], float]) -> float:
    return sum(weight * other.get(pair, 0.0) for pair, weight in one.items())


def _significant_words(members: Sequence[timtin.Article]) -> tuple[str, list[str], Counter[str]]:
    """Return the title whose words are shared most in the topic, these words, and how many titles have each."""
    titles = [
        [" ".join(token.normal for token in word) for word in segment_words(_plain(each.title))] for each in members
    ]
    texts = [f" {_plain(f'{each.title} {each.summary or str()} {each.body}')} " for each in members]
    shared = Counter(word for title in titles for word in set(title) if _is_significant(word))
    half = max(2, (len(members) + 1) // 2)
    best: tuple[int, int, list[str]] = (-1, 0, [])
    for at, title in enumerate(titles):
        common = [
            word for word in title if _is_significant(word) and sum(f" {word} " in text for text in texts) >= half
        ]
        best = max(best, (sum(shared[word] for word in common), -at, common))
    return members[-best[1]].title, list(dict.fromkeys(best[2])), shared


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", normalize(text)))


def _is_significant(word: str) -> bool:
    return word not in _STOP and len(word) > 1


def _shortened(words: Sequence[str], shared: Counter[str], *, syllables: int, fewest: int) -> list[str]:
    """Return the words without the least shared ones, down to this number of syllables but not below `fewest` words."""
    left = list(words)
    while sum(len(word.split()) for word in left) > syllables and len(left) > fewest:
        left.remove(min(left, key=lambda word: (shared[word], -left.index(word))))
    return left
