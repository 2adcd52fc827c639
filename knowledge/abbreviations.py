"""Abbreviations of public life and what they stand for, both ways, from `data/abbreviations.tsv`."""

from __future__ import annotations

from functools import lru_cache

from ..analyzers import fold, has_marks, normal
from .tables import alternatives, rows


def expansions(word: str) -> tuple[str, ...]:
    """What an abbreviation stands for, the likeliest first, in normal form; () where it is none that is known.

    Letter case makes no difference, nor do marks that were not typed: `hdnd` is `HĐND` (but `hđnd` is not `HDND`).
    """
    written, unmarked, _ = _table()
    key = normal(word.strip())
    return written.get(key) or (() if has_marks(key) else unmarked.get(key, ()))


def abbreviations_of(phrase: str) -> tuple[str, ...]:
    """The abbreviations of a phrase, as they are written; () where there is none."""
    return _table()[2].get(normal(" ".join(phrase.split())), ())


_Entries = dict[str, tuple[str, ...]]


@lru_cache(maxsize=1)
def _table() -> tuple[_Entries, _Entries, _Entries]:
    """By normal form, by folded form, and by what it stands for."""
    written: _Entries = {}
    unmarked: _Entries = {}
    phrases: _Entries = {}
    for abbreviation, meanings in rows("abbreviations.tsv", 2):
        for phrase in map(normal, alternatives(meanings)):
            _add(written, normal(abbreviation), phrase)
            _add(unmarked, fold(abbreviation), phrase)
            _add(phrases, phrase, abbreviation)
    return written, unmarked, phrases


def _add(entries: _Entries, key: str, value: str) -> None:
    entries[key] = tuple(dict.fromkeys((*entries.get(key, ()), value)))
