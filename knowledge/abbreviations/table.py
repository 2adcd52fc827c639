"""Look-ups in the table of abbreviations (`data/abbreviations.tsv`): from abbreviation to phrase, and back.

The table and its rules are described in `docs/abbreviations.md`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from ...analyzers import fold, has_diacritics, normalize, tokenize
from ..tables import read_table, split_values

_MAX_COMBINATIONS = 8
_MAX_PIECES = 4


class Meaning(NamedTuple):
    """One meaning of an abbreviation: the abbreviation as it is written, the phrase it stands for in normal form, and
    the context in which it has this meaning (the third column of the table)."""

    abbreviation: str
    phrase: str
    context: str


@lru_cache(maxsize=1)
def all_meanings() -> tuple[Meaning, ...]:
    """Return the whole table, meaning by meaning; the most likely meaning of an abbreviation comes first."""
    return tuple(
        Meaning(abbreviation, normalize(phrase), context)
        for abbreviation, phrases, context in read_table("abbreviations.tsv", 3)
        for phrase in split_values(phrases)
    )


def expand_abbreviation(word: str) -> tuple[str, ...]:
    """Return the phrases that an abbreviation stands for, in normal form, the most likely first; () if it is unknown.

    Letter case makes no difference, nor do missing diacritics: `hdnd` is `HĐND` (but `hđnd` is not `HDND`). A compound
    that is not in the table (`ANCT-TTATXH`) is split if all its pieces are in the table. To find the spellings that a
    search should match, use `equivalent_spellings`.
    """
    return phrases_of(normalize(word.strip())) or _expand_compound(word)


def phrases_of(abbreviation: str) -> tuple[str, ...]:
    """Return the phrases that an entry of the table stands for, given in normal form or without diacritics."""
    exact, folded, _ = _table()
    return exact.get(abbreviation) or (() if has_diacritics(abbreviation) else folded.get(abbreviation, ()))


def abbreviations_of(phrase: str) -> tuple[str, ...]:
    """Return the abbreviations of a phrase, as they are written; () if there are none."""
    return _table()[2].get(normalize(" ".join(phrase.split())), ())


def _expand_compound(word: str) -> tuple[str, ...]:
    pieces = [token.normal for token in islice(tokenize(word[:200]), _MAX_PIECES + 1)]
    if not 2 <= len(pieces) <= _MAX_PIECES or re.search(r"\s", word.strip()):
        return ()
    found = [phrases_of(piece) for piece in pieces]
    if not all(found):
        return ()
    return tuple(" - ".join(parts) for parts in islice(product(*found), _MAX_COMBINATIONS))


_Entries = dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def _table() -> tuple[_Entries, _Entries, _Entries]:
    """Return the phrases by normal form and by folded form of the abbreviation, and the abbreviations by phrase."""
    exact: _Entries = {}
    folded: _Entries = {}
    phrases: _Entries = {}
    for abbreviation, phrase, _ in all_meanings():
        _add(exact, normalize(abbreviation), phrase)
        _add(folded, fold(abbreviation), phrase)
        _add(phrases, phrase, abbreviation)
    return exact, folded, phrases


def _add(table: _Entries, key: str, value: str) -> None:
    table[key] = tuple(dict.fromkeys((*table.get(key, ()), value)))
