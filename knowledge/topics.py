"""Topics of an article: fields of local-government work, from an editable taxonomy (`data/topics.tsv`).

A phrase is strong (it shows the topic by itself) or weak (only beside others: `doanh nghiệp`, `bệnh viện`). A strong
phrase in the title makes the topic one of the article's. Otherwise the weights of all phrases are added up, those of
strong phrases in the opening being the highest, and the sum must reach a threshold that grows with the length of the
text; weak phrases alone must reach twice the threshold. At most five topics are returned, the highest sum first, in
the order of the table where sums are equal. See `docs/topics.md`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from .phrase_matcher import PhraseMatch, PhraseMatcher
from .tables import read_table, split_values

_NO_TOPIC = "-"
_WEAK = "~"
"""Prefix of the value of a weak phrase."""

_MOST_TOPICS = 5
_OPENING_CHARS = 400
_TITLE, _TITLE_WEAK, _OPENING, _TEXT, _TEXT_WEAK = 4.0, 1.5, 1.5, 1.0, 0.4
_MOST_WEAK = 3.0
"""The highest sum of all weak phrases of a topic in the text."""

_NOTE_CHARS, _SHORT_CHARS, _LONG_CHARS = 500, 1200, 2500
_NOTE_THRESHOLD, _SHORT_THRESHOLD, _MIDDLE_THRESHOLD, _MOST_THRESHOLD = 1.9, 2.0, 3.5, 5.0
_MOVEMENT = "!"
"""Suffix of a topic in the table that is a movement or programme with a name of its own."""

_MOVEMENT_THRESHOLD = 3.0
"""The highest threshold of a movement or programme: its name is hardly ever mentioned in passing."""


@dataclass(slots=True)
class _Weight:
    titled: bool = False
    strong: float = 0.0
    weak: float = 0.0
    title_weak: float = 0.0

    @property
    def total(self) -> float:
        return _TITLE * self.titled + self.strong + self.title_weak + min(self.weak, _MOST_WEAK)

    def reaches(self, threshold: float) -> bool:
        """Return whether the phrases make it a topic of the article."""
        if self.titled:
            return True
        return self.total >= (threshold if self.strong or self.title_weak else 2 * threshold)


def find_topics(title: str, text: str) -> tuple[str, ...]:
    """Return the topics of an article, the most important first."""
    phrases = _taxonomy()[0]
    in_title = (match.value for match in phrases.find(title))
    return choose_topics(in_title, ((match.value, match.start) for match in phrases.find(text)), chars=len(text))


def find_topic_phrases(text: str) -> list[PhraseMatch]:
    """Return every phrase of a topic in a text, in order; the value of a weak one begins with `~`."""
    return [match for match in _taxonomy()[0].find(text) if match.value != _NO_TOPIC]


def topic_of(value: str) -> str:
    """Return the topic of a value that `find_topic_phrases` returned."""
    return value.removeprefix(_WEAK)


def choose_topics(in_title: Iterable[str], in_text: Iterable[tuple[str, int]], *, chars: int) -> tuple[str, ...]:
    """Return the topics of an article by the phrases of its title, and those of its text with their offsets.

    Phrases are given by their values, as `find_topic_phrases` returns them; `chars` is the length of the text.
    """
    weights: defaultdict[str, _Weight] = defaultdict(_Weight)
    for value in in_title:
        if value.startswith(_WEAK):
            weights[topic_of(value)].title_weak = _TITLE_WEAK
        elif value != _NO_TOPIC:
            weights[value].titled = True
    for value, start in in_text:
        if value.startswith(_WEAK):
            weights[topic_of(value)].weak += _TEXT_WEAK
        elif value != _NO_TOPIC:
            weights[value].strong += _OPENING if start < _OPENING_CHARS else _TEXT
    threshold, movements = _threshold(chars), _taxonomy()[2]
    chosen = [
        topic
        for topic in (topics() if weights else ())
        if topic in weights
        and weights[topic].reaches(min(threshold, _MOVEMENT_THRESHOLD) if topic in movements else threshold)
    ]
    return tuple(sorted(chosen, key=lambda topic: -weights[topic].total)[:_MOST_TOPICS])


def _threshold(chars: int) -> float:
    """Return the sum of weights that a topic must reach in a text of this length."""
    if chars < _SHORT_CHARS:
        return _NOTE_THRESHOLD if chars < _NOTE_CHARS else _SHORT_THRESHOLD
    return min(_MIDDLE_THRESHOLD + max(0, chars - _LONG_CHARS) / _LONG_CHARS, _MOST_THRESHOLD)


def topics() -> tuple[str, ...]:
    """Return the names of all topics, in the order of the table (also as `TOPICS`)."""
    return _taxonomy()[1]


@lru_cache(maxsize=1)
def _taxonomy() -> tuple[PhraseMatcher, tuple[str, ...], frozenset[str]]:
    """Return the phrases, the names of all topics, and those of movements and programmes."""
    entries: list[tuple[str, str]] = []
    names: list[str] = []
    movements: set[str] = set()
    for written, strong, weak in read_table("topics.tsv", 3):
        topic = written.removesuffix(_MOVEMENT)
        if topic != written:
            movements.add(topic)
        entries += [(phrase, topic) for phrase in split_values(strong)]
        entries += [(phrase, f"{_WEAK}{topic}") for phrase in split_values(weak)]
        if topic != _NO_TOPIC:
            names.append(topic)
    return PhraseMatcher(entries), tuple(names), frozenset(movements)


def __getattr__(name: str) -> tuple[str, ...]:
    if name == "TOPICS":
        return topics()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
