"""Abbreviations of public life and what they stand for, both ways, from `data/abbreviations.tsv`.

The table and its rules are told in `docs/abbreviations.md`. What a text itself defines is found by `definitions`; all
the ways to write one thing, as a query needs them, are in `written_forms`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from ...analyzers import fold, has_diacritics, normalize, tokenize
from ..tables import alternatives, rows
from .definitions import Definition, learn_definitions

__all__ = ["Definition", "Entry", "abbreviations_of", "entries", "expansions", "learn_definitions", "meanings"]

_MOST_COMBINATIONS = 8
_MOST_PIECES = 4


class Entry(NamedTuple):
    """One meaning of an abbreviation: the abbreviation as it is written, what it stands for (normal form), and where
    it is used so (a word of the table's third column)."""

    abbreviation: str
    phrase: str
    context: str


@lru_cache(maxsize=1)
def entries() -> tuple[Entry, ...]:
    """The table, meaning by meaning; of one abbreviation the likeliest meaning stands first."""
    return tuple(
        Entry(abbreviation, normalize(phrase), context)
        for abbreviation, meanings, context in rows("abbreviations.tsv", 3)
        for phrase in alternatives(meanings)
    )


def expansions(word: str) -> tuple[str, ...]:
    """What an abbreviation stands for, the likeliest first, in normal form; () where it is none that is known.

    Letter case makes no difference, nor do marks that were not typed: `hdnd` is `HĐND` (but `hđnd` is not `HDND`).
    A compound that is not in the table (`ANCT-TTATXH`) is taken apart, if all its pieces are.
    """
    return meanings(normalize(word.strip())) or _of_pieces(word)


def meanings(key: str) -> tuple[str, ...]:
    """What the table says of one abbreviation in normal form, or without its marks."""
    written, unmarked, _ = _table()
    return written.get(key) or (() if has_diacritics(key) else unmarked.get(key, ()))


def abbreviations_of(phrase: str) -> tuple[str, ...]:
    """The abbreviations of a phrase, as they are written; () where there is none."""
    return _table()[2].get(normalize(" ".join(phrase.split())), ())


def _of_pieces(word: str) -> tuple[str, ...]:
    pieces = [token.normal for token in islice(tokenize(word[:200]), _MOST_PIECES + 1)]
    if not 2 <= len(pieces) <= _MOST_PIECES or re.search(r"\s", word.strip()):
        return ()
    found = [meanings(piece) for piece in pieces]
    if not all(found):
        return ()
    return tuple(" - ".join(parts) for parts in islice(product(*found), _MOST_COMBINATIONS))


_Entries = dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def _table() -> tuple[_Entries, _Entries, _Entries]:
    """By normal form, by folded form, and by what it stands for."""
    written: _Entries = {}
    unmarked: _Entries = {}
    phrases: _Entries = {}
    for abbreviation, phrase, _ in entries():
        _add(written, normalize(abbreviation), phrase)
        _add(unmarked, fold(abbreviation), phrase)
        _add(phrases, phrase, abbreviation)
    return written, unmarked, phrases


def _add(table: _Entries, key: str, value: str) -> None:
    table[key] = tuple(dict.fromkeys((*table.get(key, ()), value)))
