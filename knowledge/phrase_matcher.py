"""Known phrases found in a text, word by word: the longest that fits at a place counts, punctuation ends a phrase.

Phrases match in normal form (marks count, letter case and tone placement don't), except that a word written in capitals
in the table (`UBND`, `CA`) must stand in capitals in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate, chain, compress
from typing import NamedTuple

from ..analyzers import normalize
from ..analyzers.cache import Cache
from .aligned_text import composed

_WORD = re.compile(r"[^\W_]+|[^\w\s]")


class _Capitals(str):
    """The normal form of a word that stands in capitals; equal to that of any other."""

    __slots__ = ()


def _read(written: str) -> list[str]:
    words = _WORD.findall(written)
    return [_Capitals(normalize(word)) if word.isupper() else normalize(word) for word in words]


_READ: Cache[list[str]] = Cache(_read)
"""The words and punctuation marks, in normal form, of what stands between two spaces."""

_SPANS: Cache[list[tuple[int, int]]] = Cache(lambda written: [match.span() for match in _WORD.finditer(written)])
"""Where in it each of them stands."""


class _Phrase(NamedTuple):
    size: int
    """Words."""
    rest: list[str]
    """Those behind the second."""
    capitals: tuple[int, ...]
    """Which of the words must stand in capitals."""
    value: str

    def stands(self, words: list[str], index: int) -> bool:
        """Whether it stands there, where its first two words are known to do."""
        if self.rest and words[index + 2 : index + self.size] != self.rest:
            return False
        return not self.capitals or all(isinstance(words[index + place], _Capitals) for place in self.capitals)


class Span(NamedTuple):
    """A value and where it was read: `text[start:end]`."""

    value: str
    start: int
    end: int


class Phrases:
    """A table of phrases, each with its value."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        starts: dict[str, dict[str | None, list[_Phrase]]] = {}  # None: the phrase is one word
        for phrase, value in entries:
            words = _Words(phrase).words
            capitals = tuple(place for place, word in enumerate(words) if isinstance(word, _Capitals) and len(word) > 1)
            second = words[1] if len(words) > 1 else None
            read = _Phrase(len(words), words[2:], capitals, value)
            starts.setdefault(words[0], {}).setdefault(second, []).append(read)
        self._starts = {first: _by_second(seconds) for first, seconds in starts.items()}
        """By the first word, what may stand there: by the second word, and whatever that is; the longest first."""

    def find(self, text: str) -> list[Span]:
        """The phrases that stand in the text, in order, repetitions included, and where."""
        read = _words(text)
        starts, words, done = self._starts, read.words, 0
        found: list[tuple[str, int, int]] = []
        for index in compress(range(len(words)), map(starts.__contains__, words)):
            if index < done:
                continue
            seconds, alone = starts[words[index]]
            for phrase in seconds.get(words[index + 1], alone) if index + 1 < len(words) else alone:
                if phrase.stands(words, index):
                    done = index + phrase.size
                    found.append((phrase.value, index, done - 1))
                    break
        return read.placed(found) if found else []


def _by_second(seconds: dict[str | None, list[_Phrase]]) -> tuple[dict[str, list[_Phrase]], list[_Phrase]]:
    """Phrases that begin with one word by the second, those of one word last, and these by themselves."""
    alone = seconds.get(None, [])
    longer = {
        second: [*sorted(phrases, key=lambda phrase: -phrase.size), *alone]
        for second, phrases in seconds.items()
        if second is not None
    }
    return longer, alone


class _Words:
    """The words of a text; where they stand is looked up when it is first asked for."""

    __slots__ = ("_ends", "_pieces", "_positions", "_read", "words")

    def __init__(self, text: str) -> None:
        text, self._positions = composed(text)
        self._pieces = text.replace("\n", " ").split(" ")
        self._read = list(map(_READ.__getitem__, self._pieces))
        self.words = list(chain.from_iterable(self._read))
        self._ends: tuple[list[int], list[int]] | None = None

    def placed(self, found: list[tuple[str, int, int]]) -> list[Span]:
        """Values with the first and the last word of each as spans of the text that was given."""
        origin, place = self._positions, self._place
        spans = [Span(value, place(first)[0], place(last)[1]) for value, first, last in found]
        if origin is None:
            return spans
        return [Span(value, origin[start], origin[end]) for value, start, end in spans]

    def _place(self, word: int) -> tuple[int, int]:
        """Where a word begins and ends: the place of its piece, and its own within that."""
        if self._ends is None:  # of each piece: how many words, and how many letters without the blanks, end with it
            self._ends = list(accumulate(map(len, self._read))), list(accumulate(map(len, self._pieces)))
        counts, lengths = self._ends
        at = bisect_right(counts, word)
        start, within = (lengths[at - 1] + at, word - counts[at - 1]) if at else (0, word)
        first, last = _SPANS[self._pieces[at]][within]
        return start + first, start + last


_RECENT: dict[str, _Words] = {}
"""The words of the texts that were read last, since several tables ask for the same; threads may lose one another's,
which only costs time."""

_MOST_RECENT = 4


def _words(text: str) -> _Words:
    words = _RECENT.get(text)
    if words is None:
        words = _Words(text)
        if len(_RECENT) >= _MOST_RECENT:
            _RECENT.pop(list(_RECENT)[0], None)  # noqa: RUF015 - an iterator could meet another thread's change
        _RECENT[text] = words
    return words
