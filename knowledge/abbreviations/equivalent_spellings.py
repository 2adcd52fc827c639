"""Equivalent spellings by the table of abbreviations: `UBMTTQ`, `Ủy ban MTTQ`, `Ủy ban Mặt trận Tổ quốc`.

A spelling is a tuple of syllables in normal form, tokenized as the index does. `docs/abbreviations.md` describes which
spellings are equivalent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from ...analyzers import fold, has_diacritics, tokenize
from ...analyzers.tokenization.syllable import unfold_syllable
from .table import all_meanings

Spelling = tuple[str, ...]

_JOINT = re.compile(r"\s+-\s+|\s*,\s*|\s+và\s+")
_AND = "và"
_UNAMBIGUOUS = 3
"""Letters from which on an abbreviation is found by each of its meanings. A shorter one is only found by its likeliest
meaning, though in a query it finds all of them."""

_MOST_MIXED = 8
_MOST_PIECES = 4
_MOST_COMPOUNDS = 12


class _Entry(NamedTuple):
    """A spelling, whether it is an abbreviation without other words, and its equivalent spellings."""

    spelling: Spelling
    short: bool
    equivalents: tuple[Spelling, ...]


def equivalent_spellings(syllables: Sequence[str], *, ignore_diacritics: Sequence[bool]) -> tuple[Spelling, ...]:
    """Return the equivalent spellings of a whole expression, given as syllables in normal form; () if it is unknown.

    `ignore_diacritics` states for each syllable whether it matches regardless of diacritics. An abbreviation may lack
    its diacritics in any case, unless another one is written that way.
    """
    candidates = _table().get(tuple(map(fold, syllables)), ())
    matching = [
        entry
        for entry in candidates
        if all(
            any_diacritics or one == other
            for one, other, any_diacritics in zip(syllables, entry.spelling, ignore_diacritics, strict=True)
        )
    ]
    if not matching and not any(map(has_diacritics, syllables)):
        matching = [entry for entry in candidates if entry.short]
    return tuple(dict.fromkeys(spelling for entry in matching for spelling in entry.equivalents))


def longest_spelling_from(syllable: str) -> int:
    """Return the length in syllables of the longest spelling that begins with this one, diacritics aside; 0 if none."""
    return _longest_by_first().get(fold(syllable), 0)


def compound_spellings(pieces: Sequence[str], *, ignore_diacritics: bool) -> tuple[Spelling, ...]:
    """Return the equivalent spellings of a word made of several abbreviations, expanded wholly or in part.

    For example `ANCT-TTATXH`, `UBND-UBMTTQ`. Returns () if a piece is no abbreviation, or if all of them could be
    ordinary syllables (`an-ca`).
    """
    if not 2 <= len(pieces) <= _MOST_PIECES or all(map(_is_ordinary_syllable, pieces)):
        return ()
    parts = [_expand_piece(piece, ignore_diacritics) for piece in pieces]
    if not all(parts):
        return ()
    choices = [((piece,), *spellings) for piece, spellings in zip(pieces, parts, strict=True)]
    combined = (spelling for choice in product(*choices) for spelling in _joined(choice))
    unchanged = tuple(pieces)
    return tuple(islice((spelling for spelling in dict.fromkeys(combined) if spelling != unchanged), _MOST_COMPOUNDS))


def _expand_piece(piece: str, ignore_diacritics: bool) -> tuple[Spelling, ...]:
    known = _pieces().get(fold(piece), ())
    exact = tuple(long for short, long in known if short == piece)
    if exact and not ignore_diacritics:
        return exact
    return () if not ignore_diacritics and has_diacritics(piece) else tuple(long for _, long in known)


def _joined(parts: Sequence[Spelling]) -> Iterator[Spelling]:
    """Yield the parts side by side (the index has no tokens for dashes and commas), then with `và` before the last."""
    flat = [syllable for part in parts for syllable in part]
    yield tuple(flat)
    if len(parts) > 1:
        last = len(parts[-1])
        yield (*flat[:-last], _AND, *flat[-last:])


def _is_ordinary_syllable(syllable: str) -> bool:
    """Return whether an abbreviation could be an ordinary syllable, as `CA` and `TƯ` could but `UBND` could not."""
    return bool(unfold_syllable(fold(syllable)))


def _syllables(text: str) -> Spelling:
    return tuple(token.normal for token in tokenize(text))


def _short_spellings(abbreviation: str) -> list[Spelling]:
    """Return the spellings of an abbreviation: `KT-XH` and `KTXH`, but only `Đ/c`, `T.Ư`; no ordinary syllables."""
    spellings = [_syllables(abbreviation)]
    if re.search("[-&]", abbreviation):
        spellings.append(("".join(spellings[0]),))
    return [spelling for spelling in spellings if len(spelling) > 1 or not _is_ordinary_syllable(spelling[0])]


def _long_spellings(phrase: str) -> list[Spelling]:
    """Return the spellings of a phrase, with and without `và` before its last part."""
    return list(dict.fromkeys(_joined([_syllables(part) for part in _JOINT.split(phrase)])))


@lru_cache(maxsize=1)
def _pieces() -> dict[str, tuple[tuple[str, Spelling], ...]]:
    """Return the abbreviations of one syllable by folded form, with the long spelling of each meaning."""
    found: dict[str, dict[tuple[str, Spelling], None]] = {}
    for abbreviation, phrase, _ in all_meanings():
        syllables = _syllables(abbreviation)
        if len(syllables) == 1:
            found.setdefault(fold(syllables[0]), {})[syllables[0], _long_spellings(phrase)[0]] = None
    return {key: tuple(values) for key, values in found.items()}


@lru_cache(maxsize=1)
def _table() -> dict[Spelling, list[_Entry]]:
    """Return every spelling by its folded syllables."""
    shorts = _abbreviations_by_phrase()
    parts: dict[Spelling, Spelling] = {
        long: short
        for phrase, abbreviations in reversed(shorts.items())
        for short, unambiguous in abbreviations.items()
        if unambiguous and len(short) == 1
        for long in _long_spellings(phrase)
    }
    table: dict[Spelling, list[_Entry]] = {}
    for phrase, abbreviations in shorts.items():
        long = _long_spellings(phrase)
        unambiguous = [short for short, is_unambiguous in abbreviations.items() if is_unambiguous]
        mixed = [spelling for spelling in _mixed(long[0], parts) if spelling not in abbreviations]
        for spelling in dict.fromkeys((*long, *mixed)):
            _add(table, spelling, False, (*unambiguous, *long, *mixed))
        for short in abbreviations:
            _add(table, short, True, (*long, *unambiguous, *mixed))
    return table


def _abbreviations_by_phrase() -> dict[str, dict[Spelling, bool]]:
    """Return the abbreviations of each phrase, each with whether the phrase stands for it. See `_UNAMBIGUOUS`."""
    shorts: dict[str, dict[Spelling, bool]] = {}
    likeliest: set[Spelling] = set()
    for abbreviation, phrase, _ in all_meanings():
        for short in _short_spellings(abbreviation):
            is_unambiguous = short not in likeliest or sum(map(len, short)) >= _UNAMBIGUOUS
            likeliest.add(short)
            shorts.setdefault(phrase, {})[short] = is_unambiguous
    return shorts


def _add(table: dict[Spelling, list[_Entry]], spelling: Spelling, short: bool, candidates: Iterable[Spelling]) -> None:
    equivalents = tuple(dict.fromkeys(other for other in candidates if other != spelling))
    if equivalents:
        table.setdefault(tuple(map(fold, spelling)), []).append(_Entry(spelling, short, equivalents))


def _mixed(long: Spelling, parts: dict[Spelling, Spelling]) -> list[Spelling]:
    """Return the phrase with one or more of its parts abbreviated, the shortest first."""
    found: list[Spelling] = []

    def walk(at: int, done: Spelling) -> None:
        if at == len(long):
            found.append(done)
            return
        walk(at + 1, (*done, long[at]))
        for end in range(at + 2, len(long) + 1):
            short = parts.get(long[at:end])
            if short and end - at < len(long):
                walk(end, (*done, *short))

    walk(0, ())
    others = {spelling for spelling in found if spelling != long}
    return sorted(others, key=lambda spelling: (len(spelling), spelling))[:_MOST_MIXED]


@lru_cache(maxsize=1)
def _longest_by_first() -> dict[str, int]:
    """Return the syllables of the longest spelling by its first folded syllable."""
    lengths: dict[str, int] = {}
    for spelling in _table():
        lengths[spelling[0]] = max(lengths.get(spelling[0], 0), len(spelling))
    return lengths
