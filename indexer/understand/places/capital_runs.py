"""Runs of capital words, where a text's names stand: where they begin, and their keys for the gazetteer.

A class of capital letters would be long and slow. That of the small letters of Europe's alphabets finds nearly the
same words in one go, and each is then looked at for itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ....analyzers.cache import Cache
from ....knowledge.places.names import key

LONGEST_WORD = 20
"""Letters; no word of a name is longer."""

MOST_WORDS = 8
"""Words of a run that are read as a name."""

_SMALL = "".join(letter for letter in map(chr, range(0x61, 0x1EFA)) if letter.islower())
_MAYBE_CAPITAL = rf"[^\W_{_SMALL}][^\W_]*(?:['’][^\W_]+)*"
_GAP = r"(?: |\u00a0|\s?[-–]\s?)"
_MAYBE_NAME = re.compile(rf"{_MAYBE_CAPITAL}(?:{_GAP}{_MAYBE_CAPITAL}){{0,{MOST_WORDS - 1}}}")
_MAYBE_FIRST = re.compile(rf"[^\W\d_{_SMALL}](?<![^\W\d_].)[^\W_]*(?:['’][^\W_]+)*")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class Run(NamedTuple):
    """The keys of the capital words (or numbers) that stand in a row, and how long the row is up to the end of each."""

    keys: tuple[str, ...]
    ends: tuple[int, ...]


_NONE = Run((), ())


def read_run(text: str, start: int) -> Run:
    """The run that begins right there; an empty one where no capital word does."""
    maybe = _MAYBE_NAME.match(text, start)
    return _RUNS[maybe[0]] if maybe else _NONE


def _read(maybe: str) -> Run:
    keys: list[str] = []
    ends: list[int] = []
    for word in _WORD.finditer(maybe):
        if len(word[0]) > LONGEST_WORD or not _is_capital(word[0][0]):
            break
        for part in _KEYS[word[0]]:
            keys.append(part)
            ends.append(word.end())
        if len(keys) >= MOST_WORDS:
            break
    return Run(tuple(keys), tuple(ends))


_RUNS: Cache[Run] = Cache(_read)
_KEYS: Cache[list[str]] = Cache(lambda word: key(word).split(" "))


def first_words(text: str) -> Iterator[re.Match[str]]:
    """The first word of every run of capital words; of words all in capitals (`UBND Hà Nội`) each one before a name."""
    at = 0
    for word in _MAYBE_FIRST.finditer(text):
        start, end = word.span()
        if start < at or not text[start].isupper():
            continue
        if text[start - 1 : start] not in " \n" and _within_word(text, start):  # behind a blank nearly all begin
            continue
        at = end
        if end - start > 1 and word[0].isupper() and not text[at : at + 12].isupper():
            continue  # an office's letters
        while text[at : at + 1] == " " and _is_capital(text[at + 1 : at + 2]) and (more := _WORD.match(text, at + 1)):
            at = more.end()
        yield word


def _is_capital(letter: str) -> bool:
    return letter.isupper() or letter.isdecimal()


def _within_word(text: str, start: int) -> bool:
    """Whether what stands there goes on a word behind a digit or an apostrophe: the B of `A1B` and `K'Bang`."""
    while start and (text[start - 1].isalnum() or (text[start - 1] in "'’" and text[start - 2 : start - 1].isalnum())):
        start -= 1
        if text[start] not in "'’" and not text[start].isdecimal():
            return True
    return False
