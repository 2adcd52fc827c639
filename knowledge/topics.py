"""What an article is about: topics of local government work, from an editable taxonomy (`data/topics.tsv`).

The rule: a phrase of the topic in the title makes it one; in the text alone it takes three mentions, two where the
text has fewer than 250 words. A phrase in the title counts as three mentions; the topics most mentioned come first
(as the table has them where they are equal), five at most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from .phrases import Phrases, Span
from .tables import alternatives, rows

_IN_TITLE, _IN_TEXT, _IN_SHORT_TEXT = 3, 3, 2
_SHORT_TEXT_CHARS = 1200
_MOST = 5


def find_topics(title: str, text: str) -> tuple[str, ...]:
    """The topics of an article, the most important first."""
    return choose_topics(_values(topic_spans(title)), _values(topic_spans(text)), chars=len(text))


def topic_spans(text: str) -> list[Span]:
    """Every phrase of a topic in a text, in order, and where it stands."""
    return _taxonomy()[0].find(text)


def _values(spans: Iterable[Span]) -> list[str]:
    return [span.value for span in spans]


def choose_topics(in_title: Iterable[str], in_text: Iterable[str], *, chars: int) -> tuple[str, ...]:
    """The topics of an article of which its title and its text speak, once a phrase; `chars` is the text's length."""
    order = _taxonomy()[1]
    titled = set(in_title)
    mentions = Counter(in_text)
    needed = _IN_SHORT_TEXT if chars < _SHORT_TEXT_CHARS else _IN_TEXT
    weights = {
        topic: _IN_TITLE * (topic in titled) + mentions[topic]
        for topic in order
        if topic in titled or mentions[topic] >= needed
    }
    return tuple(sorted(weights, key=lambda topic: -weights[topic])[:_MOST])


def topics() -> tuple[str, ...]:
    """The names of all topics, in the order of the table (also as `TOPICS`)."""
    return tuple(_taxonomy()[1])


@lru_cache(maxsize=1)
def _taxonomy() -> tuple[Phrases, list[str]]:
    table = rows("topics.tsv", 2)
    entries = [(phrase, topic) for topic, written in table for phrase in alternatives(written)]
    return Phrases(entries), [topic for topic, _ in table]


def __getattr__(name: str) -> tuple[str, ...]:
    if name == "TOPICS":
        return topics()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
