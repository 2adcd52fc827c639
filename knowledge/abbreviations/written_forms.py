"""All the ways to write one thing of the table of abbreviations: `UBMTTQ`, `Ủy ban MTTQ`, `Ủy ban Mặt trận Tổ quốc`.

A form is a tuple of syllables in normal form, as the index cuts them. What counts as the same, and what does not, is
told in `docs/abbreviations.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from ...analyzers import fold, has_diacritics, tokenize
from ...analyzers.tokenization.syllable import unfold_syllable
from .table import entries

Form = tuple[str, ...]

_JOINT = re.compile(r"\s+-\s+|\s*,\s*|\s+và\s+")
_AND = "và"
_TELLING = 3
"""Letters of an abbreviation that says by itself what it stands for; a shorter one stands for its likeliest meaning
when it is looked for by that, and for all when it is typed."""

_MOST_MIXED = 8
_MOST_PIECES = 4
_MOST_COMPOUNDS = 12


class _Known(NamedTuple):
    """A form, whether it is an abbreviation alone, and the other forms of what it stands for."""

    form: Form
    short: bool
    others: tuple[Form, ...]


def other_forms(typed: Sequence[str], *, loose: Sequence[bool]) -> tuple[Form, ...]:
    """The other ways to write what these syllables (normal forms) are, as a whole; () where they are nothing known.

    `loose` says of each whether it stands for whatever has its letters, marks aside. An abbreviation may lack its
    marks in any case, if no other is written so.
    """
    candidates = _table().get(tuple(map(fold, typed)), ())
    exact = [
        known
        for known in candidates
        if all(any_marks or one == other for one, other, any_marks in zip(typed, known.form, loose, strict=True))
    ]
    if not exact and not any(map(has_diacritics, typed)):
        exact = [known for known in candidates if known.short]
    return tuple(dict.fromkeys(form for known in exact for form in known.others))


def longest_from(typed: str) -> int:
    """How many syllables the longest form has that begins with this one, marks aside; 0: none does."""
    return _lengths().get(fold(typed), 0)


def compound_forms(pieces: Sequence[str], *, loose: bool) -> tuple[Form, ...]:
    """The other ways to write a word of several abbreviations: `ANCT-TTATXH` in full, `UBND-UBMTTQ` in part.

    () where a piece is no abbreviation, or all of them could be plain syllables (`an-ca`).
    """
    if not 2 <= len(pieces) <= _MOST_PIECES or all(map(_is_plain, pieces)):
        return ()
    parts = [_piece_forms(piece, loose) for piece in pieces]
    if not all(parts):
        return ()
    choices = [((piece,), *forms) for piece, forms in zip(pieces, parts, strict=True)]
    combined = (form for choice in product(*choices) for form in _joined(choice))
    typed = tuple(pieces)
    return tuple(islice((form for form in dict.fromkeys(combined) if form != typed), _MOST_COMPOUNDS))


def _piece_forms(piece: str, loose: bool) -> tuple[Form, ...]:
    known = _pieces().get(fold(piece), ())
    exact = tuple(long for short, long in known if short == piece)
    if exact and not loose:
        return exact
    return () if not loose and has_diacritics(piece) else tuple(long for _, long in known)


def _joined(parts: Sequence[Form]) -> Iterator[Form]:
    """The parts side by side (a dash or comma is none of the index's tokens), and with `và` before the last."""
    flat = [syllable for part in parts for syllable in part]
    yield tuple(flat)
    if len(parts) > 1:
        last = len(parts[-1])
        yield (*flat[:-last], _AND, *flat[-last:])


def _is_plain(syllable: str) -> bool:
    """Whether it could be an ordinary syllable: `CA` and `TƯ` are, `UBND` is not."""
    return bool(unfold_syllable(fold(syllable)))


def _cut(text: str) -> Form:
    return tuple(token.normal for token in tokenize(text))


def _short_forms(abbreviation: str) -> list[Form]:
    """`KT-XH` is also written `KTXH`; `Đ/c` and `T.Ư` are written so alone. None that could be a plain syllable."""
    forms = [_cut(abbreviation)]
    if re.search("[-&]", abbreviation):
        forms.append(("".join(forms[0]),))
    return [form for form in forms if len(form) > 1 or not _is_plain(form[0])]


def _long_forms(phrase: str) -> list[Form]:
    return list(dict.fromkeys(_joined([_cut(part) for part in _JOINT.split(phrase)])))


@lru_cache(maxsize=1)
def _pieces() -> dict[str, tuple[tuple[str, Form], ...]]:
    """Abbreviations of one piece by folded form, each meaning once."""
    found: dict[str, dict[tuple[str, Form], None]] = {}
    for abbreviation, phrase, _ in entries():
        cut = _cut(abbreviation)
        if len(cut) == 1:
            found.setdefault(fold(cut[0]), {})[cut[0], _long_forms(phrase)[0]] = None
    return {key: tuple(values) for key, values in found.items()}


@lru_cache(maxsize=1)
def _table() -> dict[Form, list[_Known]]:
    """Every form by its folded syllables."""
    shorts: dict[str, dict[Form, bool]] = {}  # phrase → its abbreviations, and whether they say it by themselves
    likeliest: set[Form] = set()
    for abbreviation, phrase, _ in entries():
        for form in _short_forms(abbreviation):
            says_it = form not in likeliest or sum(map(len, form)) >= _TELLING
            likeliest.add(form)
            shorts.setdefault(phrase, {})[form] = says_it
    parts: dict[Form, Form] = {
        long: form
        for phrase, forms in reversed(shorts.items())
        for form, says_it in forms.items()
        if says_it and len(form) == 1
        for long in _long_forms(phrase)
    }
    table: dict[Form, list[_Known]] = {}
    for phrase, forms in shorts.items():
        long = _long_forms(phrase)
        telling = [form for form, says_it in forms.items() if says_it]
        mixed = [form for form in _mixed(long[0], parts) if form not in forms]
        for form in dict.fromkeys((*long, *mixed)):
            _add(table, form, False, (*telling, *long, *mixed))
        for form in forms:
            _add(table, form, True, (*long, *telling, *mixed))
    return table


def _add(table: dict[Form, list[_Known]], form: Form, short: bool, same: Iterable[Form]) -> None:
    others = tuple(dict.fromkeys(other for other in same if other != form))
    if others:
        table.setdefault(tuple(map(fold, form)), []).append(_Known(form, short, others))


def _mixed(long: Form, parts: dict[Form, Form]) -> list[Form]:
    """The phrase with one or more of its parts abbreviated, the shortest first."""
    found: list[Form] = []

    def walk(at: int, done: Form) -> None:
        if at == len(long):
            found.append(done)
            return
        walk(at + 1, (*done, long[at]))
        for end in range(at + 2, len(long) + 1):
            short = parts.get(long[at:end])
            if short and end - at < len(long):
                walk(end, (*done, *short))

    walk(0, ())
    return sorted({form for form in found if form != long}, key=lambda form: (len(form), form))[:_MOST_MIXED]


@lru_cache(maxsize=1)
def _lengths() -> dict[str, int]:
    lengths: dict[str, int] = {}
    for form in _table():
        lengths[form[0]] = max(lengths.get(form[0], 0), len(form))
    return lengths
