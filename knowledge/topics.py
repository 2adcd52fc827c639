"""What an article is about: topics of local government work, from an editable taxonomy (`data/topics.tsv`).

A phrase is strong (it speaks of the topic) or weak (it does so beside others: `doanh nghiệp`, `bệnh viện`). A strong
one in the title makes the topic one of the article's. Else the phrases of the text count together, a strong one in its
opening most, and have to come to more the longer the text is; weak ones alone have to come to twice as much. The
topics spoken of most come first (as the table has them where they are equal), five at most. See `docs/topics.md`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from .phrase_matcher import Phrases, Span
from .tables import alternatives, rows

_NONE = "-"
_WEAK = "~"
_MOST = 5
_OPENING_CHARS = 400
_TITLE, _TITLE_WEAK, _OPENING, _TEXT, _TEXT_WEAK = 4.0, 1.5, 1.5, 1.0, 0.4
_MOST_WEAK = 3.0
"""What all weak phrases of a topic together count at most, in the text."""

_NOTE_CHARS, _SHORT_CHARS, _LONG_CHARS = 500, 1200, 2500
_IN_NOTE, _IN_SHORT, _IN_MIDDLING, _MOST_NEEDED = 1.9, 2.0, 3.5, 5.0
_MOVEMENT = "!"
_NAMED = 3.0
"""What the phrases of a movement or a programme have to come to at most: nobody names one by the way."""


@dataclass(slots=True)
class _Weight:
    titled: bool = False
    strong: float = 0.0
    weak: float = 0.0
    title_weak: float = 0.0

    @property
    def total(self) -> float:
        return _TITLE * self.titled + self.strong + self.title_weak + min(self.weak, _MOST_WEAK)

    def tells(self, needed: float) -> bool:
        """Whether it is a topic of the article."""
        if self.titled:
            return True
        return self.total >= (needed if self.strong else 2 * needed if not self.title_weak else needed)


def find_topics(title: str, text: str) -> tuple[str, ...]:
    """The topics of an article, the most important first."""
    return choose_topics(_marked(title), ((phrase, at) for phrase, at, _ in _taxonomy()[0].find(text)), chars=len(text))


def _marked(text: str) -> Iterator[str]:
    return (span.value for span in _taxonomy()[0].find(text))


def topic_spans(text: str) -> list[Span]:
    """Every phrase of a topic in a text, in order, and where it stands; the value of a weak one begins with `~`."""
    return [span for span in _taxonomy()[0].find(text) if span.value != _NONE]


def topic_of(value: str) -> str:
    """The topic of a phrase that `topic_spans` found."""
    return value.removeprefix(_WEAK)


def choose_topics(in_title: Iterable[str], in_text: Iterable[tuple[str, int]], *, chars: int) -> tuple[str, ...]:
    """The topics of an article by the phrases of its title, and those of its text with where each begins.

    In: values as `topic_spans` gives them; `chars` is the text's length.
    """
    weights: defaultdict[str, _Weight] = defaultdict(_Weight)
    for value in in_title:
        if value.startswith(_WEAK):
            weights[topic_of(value)].title_weak = _TITLE_WEAK
        elif value != _NONE:
            weights[value].titled = True
    for value, start in in_text:
        if value.startswith(_WEAK):
            weights[topic_of(value)].weak += _TEXT_WEAK
        elif value != _NONE:
            weights[value].strong += _OPENING if start < _OPENING_CHARS else _TEXT
    needed, named = _needed(chars), _taxonomy()[2]
    told = [
        topic
        for topic in (topics() if weights else ())
        if topic in weights and weights[topic].tells(min(needed, _NAMED) if topic in named else needed)
    ]
    return tuple(sorted(told, key=lambda topic: -weights[topic].total)[:_MOST])


def _needed(chars: int) -> float:
    """How much the phrases of a text of this length have to come to."""
    if chars < _SHORT_CHARS:
        return _IN_NOTE if chars < _NOTE_CHARS else _IN_SHORT
    return min(_IN_MIDDLING + max(0, chars - _LONG_CHARS) / _LONG_CHARS, _MOST_NEEDED)


def topics() -> tuple[str, ...]:
    """The names of all topics, in the order of the table (also as `TOPICS`)."""
    return _taxonomy()[1]


@lru_cache(maxsize=1)
def _taxonomy() -> tuple[Phrases, tuple[str, ...], frozenset[str]]:
    entries: list[tuple[str, str]] = []
    names: list[str] = []
    movements: set[str] = set()
    for written, strong, weak in rows("topics.tsv", 3):
        topic = written.removesuffix(_MOVEMENT)
        if topic != written:
            movements.add(topic)
        entries += [(phrase, topic) for phrase in alternatives(strong)]
        entries += [(phrase, f"{_WEAK}{topic}") for phrase in alternatives(weak)]
        if topic != _NONE:
            names.append(topic)
    return Phrases(entries), tuple(names), frozenset(movements)


def __getattr__(name: str) -> tuple[str, ...]:
    if name == "TOPICS":
        return topics()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
