"""Known phrases found in a text, word by word: the longest that fits at a place counts, punctuation ends a phrase.

Phrases match in normal form (marks count, letter case and tone placement don't), except that a word written in capitals
in the table (`UBND`, `CA`) must stand in capitals in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import chain, compress
from typing import NamedTuple

from ..analyzers import normal
from ..analyzers.cache import Cache

_WORD = re.compile(r"[^\W_]+|[^\w\s]")


class _Capitals(str):
    """The normal form of a word that stands in capitals; equal to that of any other."""

    __slots__ = ()


def _read(written: str) -> list[str]:
    words = _WORD.findall(written)
    return [_Capitals(normal(word)) if word.isupper() else normal(word) for word in words]


_READ: Cache[list[str]] = Cache(_read)
"""The words and punctuation marks, in normal form, of what stands between two spaces."""


class _Phrase(NamedTuple):
    words: list[str]
    capitals: tuple[int, ...]
    """Which of the words must stand in capitals."""
    value: str

    def stands(self, words: list[str], index: int) -> bool:
        return words[index : index + len(self.words)] == self.words and all(
            isinstance(words[index + place], _Capitals) for place in self.capitals
        )


class Phrases:
    """A table of phrases, each with its value."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        # By the first word and the second (None: the phrase is one word), the longest first.
        self._starts: dict[str, dict[str | None, list[_Phrase]]] = {}
        for phrase, value in entries:
            words = _cut(phrase)
            capitals = tuple(place for place, word in enumerate(words) if isinstance(word, _Capitals) and len(word) > 1)
            second = words[1] if len(words) > 1 else None
            self._starts.setdefault(words[0], {}).setdefault(second, []).append(_Phrase(words, capitals, value))
        for seconds in self._starts.values():
            for candidates in seconds.values():
                candidates.sort(key=lambda candidate: -len(candidate.words))

    def find(self, text: str) -> Iterator[str]:
        """The values of the phrases that stand in the text, in order, repetitions included."""
        starts, words, done = self._starts, _words(text), 0
        for index in compress(range(len(words)), map(starts.__contains__, words)):
            if index < done:
                continue
            seconds = starts[words[index]]
            longer = seconds.get(words[index + 1], ()) if index + 1 < len(words) else ()
            for phrase in (*longer, *seconds.get(None, ())):
                if phrase.stands(words, index):
                    yield phrase.value
                    done = index + len(phrase.words)
                    break


def _cut(text: str) -> list[str]:
    return list(chain.from_iterable(map(_READ.__getitem__, unicodedata.normalize("NFC", text).split())))


_RECENT: dict[str, list[str]] = {}
"""The words of the texts that were read last; threads may lose one another's, which only costs time."""

_MOST_RECENT = 4


def _words(text: str) -> list[str]:
    """The words of a text. One table is asked of a title and its text apart, another of both, joined by a line end:
    no word reaches over that, so theirs are put together."""
    words = _RECENT.get(text)
    if words is None:
        first, _, rest = text.partition("\n")
        one, other = _RECENT.get(first), _RECENT.get(rest)
        words = _cut(text) if one is None or other is None else one + other
        if len(_RECENT) >= _MOST_RECENT:
            _RECENT.pop(list(_RECENT)[0], None)  # noqa: RUF015 - an iterator could meet another thread's change
        _RECENT[text] = words
    return words
