"""Known phrases matched in a text word by word: at each position the longest wins; no match crosses punctuation.

Phrases match in normal form: diacritics count, letter case and tone placement do not. A word that is written in
capitals in the table (`UBND`, `CA`), however, must be in capitals in the text.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate, chain, compress
from typing import NamedTuple

from ..analyzers import normalize
from ..analyzers.cache import Cache
from .aligned_text import compose

_WORD = re.compile(r"[^\W_]+|[^\w\s]")


class _Capitals(str):
    """The normal form of a word written in capitals; equal to the same normal form of any other word."""

    __slots__ = ()


def _read_words(written: str) -> list[str]:
    words = _WORD.findall(written)
    return [_Capitals(normalize(word)) if word.isupper() else normalize(word) for word in words]


_WORDS_OF_PIECE: Cache[list[str]] = Cache(_read_words)
"""The words and punctuation, in normal form, of a piece of text between two spaces."""

_SPANS_OF_PIECE: Cache[list[tuple[int, int]]] = Cache(
    lambda written: [match.span() for match in _WORD.finditer(written)]
)
"""The offsets of each of them within the piece."""


class _Phrase(NamedTuple):
    size: int
    """The number of words."""
    rest: list[str]
    """The words after the second."""
    capitals: tuple[int, ...]
    """The indices of the words that must be in capitals."""
    value: str

    def matches(self, words: list[str], index: int) -> bool:
        """Return whether the phrase is at an index of the words, given that its first two words are."""
        if self.rest and words[index + 2 : index + self.size] != self.rest:
            return False
        return not self.capitals or all(isinstance(words[index + place], _Capitals) for place in self.capitals)


class PhraseMatch(NamedTuple):
    """The value of a phrase and where the phrase is: `text[start:end]`."""

    value: str
    start: int
    end: int


class PhraseMatcher:
    """A table of phrases with a value each, to be matched in texts."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        starts: dict[str, dict[str | None, list[_Phrase]]] = {}  # None: the phrase is one word
        for phrase, value in entries:
            words = _Words(phrase).words
            capitals = tuple(place for place, word in enumerate(words) if isinstance(word, _Capitals) and len(word) > 1)
            second = words[1] if len(words) > 1 else None
            read = _Phrase(len(words), words[2:], capitals, value)
            starts.setdefault(words[0], {}).setdefault(second, []).append(read)
        self._starts = {first: _by_second(seconds) for first, seconds in starts.items()}
        """By first word: the phrases by second word, and those of one word; the longest first."""

    def find(self, text: str) -> list[PhraseMatch]:
        """Return every phrase of the text in order, repetitions included."""
        split = _split_words(text)
        starts, words, done = self._starts, split.words, 0
        found: list[tuple[str, int, int]] = []
        for index in compress(range(len(words)), map(starts.__contains__, words)):
            if index < done:
                continue
            seconds, alone = starts[words[index]]
            for phrase in seconds.get(words[index + 1], alone) if index + 1 < len(words) else alone:
                if phrase.matches(words, index):
                    done = index + phrase.size
                    found.append((phrase.value, index, done - 1))
                    break
        return split.locate(found) if found else []


def _by_second(seconds: dict[str | None, list[_Phrase]]) -> tuple[dict[str, list[_Phrase]], list[_Phrase]]:
    """Return the phrases of one first word by second word, those of one word last, and the latter by themselves."""
    alone = seconds.get(None, [])
    longer = {
        second: [*sorted(phrases, key=lambda phrase: -phrase.size), *alone]
        for second, phrases in seconds.items()
        if second is not None
    }
    return longer, alone


class _Words:
    """The words of a text; their offsets are only computed when a match needs them."""

    __slots__ = ("_ends", "_pieces", "_positions", "_words_of_pieces", "words")

    def __init__(self, text: str) -> None:
        text, self._positions = compose(text)
        self._pieces = text.replace("\n", " ").split(" ")
        self._words_of_pieces = list(map(_WORDS_OF_PIECE.__getitem__, self._pieces))
        self.words = list(chain.from_iterable(self._words_of_pieces))
        self._ends: tuple[list[int], list[int]] | None = None

    def locate(self, found: list[tuple[str, int, int]]) -> list[PhraseMatch]:
        """Return matches in the original text, given each value with the indices of its first and last word."""
        origin, span = self._positions, self._span_of_word
        spans = [PhraseMatch(value, span(first)[0], span(last)[1]) for value, first, last in found]
        if origin is None:
            return spans
        return [PhraseMatch(value, origin[start], origin[end]) for value, start, end in spans]

    def _span_of_word(self, word: int) -> tuple[int, int]:
        """Return the start and end of a word: the offset of its piece plus its own offsets within the piece."""
        if self._ends is None:  # cumulative counts up to each piece: of words, and of characters without the blanks
            self._ends = list(accumulate(map(len, self._words_of_pieces))), list(accumulate(map(len, self._pieces)))
        counts, lengths = self._ends
        at = bisect_right(counts, word)
        start, within = (lengths[at - 1] + at, word - counts[at - 1]) if at else (0, word)
        first, last = _SPANS_OF_PIECE[self._pieces[at]][within]
        return start + first, start + last


_RECENT: dict[str, _Words] = {}
"""The words of the most recent texts, because several tables are matched in the same text.

Threads may evict one another's entries, which only costs time."""

_MOST_RECENT = 4


def _split_words(text: str) -> _Words:
    words = _RECENT.get(text)
    if words is None:
        words = _Words(text)
        if len(_RECENT) >= _MOST_RECENT:
            _RECENT.pop(list(_RECENT)[0], None)  # noqa: RUF015 - an iterator could meet another thread's change
        _RECENT[text] = words
    return words
