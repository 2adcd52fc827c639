"""Runs of capitalised words, which may be names: where they begin, and their keys for the gazetteer.

A character class of all capital letters would be long and slow. The complement of the small letters of the European
alphabets matches nearly the same words; each match is then checked by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ....analyzers.cache import Cache
from ....knowledge.places.names import name_key

LONGEST_WORD = 20
"""Letters of the longest word of a name."""

MOST_WORDS = 8
"""Words of a run that can be a name; further words are ignored."""

_SMALL = "".join(letter for letter in map(chr, range(0x61, 0x1EFA)) if letter.islower())
_MAYBE_CAPITAL = rf"[^\W_{_SMALL}][^\W_]*(?:['’][^\W_]+)*"
_GAP = r"(?: |\u00a0|\s?[-–]\s?)"
_MAYBE_NAME = re.compile(rf"{_MAYBE_CAPITAL}(?:{_GAP}{_MAYBE_CAPITAL}){{0,{MOST_WORDS - 1}}}")
_MAYBE_FIRST = re.compile(rf"[^\W\d_{_SMALL}](?<![^\W\d_].)[^\W_]*(?:['’][^\W_]+)*")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


class Run(NamedTuple):
    """The keys of consecutive capitalised words or numbers, and the length of the run up to the end of each."""

    keys: tuple[str, ...]
    ends: tuple[int, ...]


_EMPTY = Run((), ())


def read_run(text: str, start: int) -> Run:
    """Return the run that begins at `start`, which is empty if no capitalised word begins there."""
    maybe = _MAYBE_NAME.match(text, start)
    return _RUNS[maybe[0]] if maybe else _EMPTY


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
_KEYS: Cache[list[str]] = Cache(lambda word: name_key(word).split(" "))


def first_words(text: str) -> Iterator[re.Match[str]]:
    """Yield the first word of every run of capitalised words.

    Abbreviations in capitals before a name (`UBND Hà Nội`) belong to no run.
    """
    at = 0
    for word in _MAYBE_FIRST.finditer(text):
        start, end = word.span()
        if start < at or not text[start].isupper():
            continue
        # Nearly every match follows a space: that is checked first because it is cheap.
        if text[start - 1 : start] not in " \n" and _within_word(text, start):
            continue
        at = end
        if end - start > 1 and word[0].isupper() and not text[at : at + 12].isupper():
            continue  # the abbreviation of an office
        while text[at : at + 1] == " " and _is_capital(text[at + 1 : at + 2]) and (more := _WORD.match(text, at + 1)):
            at = more.end()
        yield word


def is_all_capitals(text: str) -> bool:
    """Return whether all letters of a text are capitals, so that they do not show where a name begins."""
    return text.isupper()


def runs_on(text: str, end: int) -> bool:
    """Return whether another capitalised word follows at `end`, after one space."""
    return text[end : end + 1] in (" ", "\u00a0") and text[end + 1 : end + 2].isupper()


def _is_capital(letter: str) -> bool:
    return letter.isupper() or letter.isdecimal()


def _within_word(text: str, start: int) -> bool:
    """Return whether the letter at `start` is within a word, after a digit or an apostrophe (`A1B`, `K'Bang`)."""
    while start and (text[start - 1].isalnum() or (text[start - 1] in "'’" and text[start - 2 : start - 1].isalnum())):
        start -= 1
        if text[start] not in "'’" and not text[start].isdecimal():
            return True
    return False
