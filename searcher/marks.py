"""Where the words of a query stand in a text, however they are written there.

No text is analysed as a whole: one regular expression finds whatever could be a syllable of the query (any case,
Unicode form, marks and zero-width characters in between), and only those places are normalised and compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache

from ..analyzers import fold, normal
from ..analyzers.characters import JOINERS, LETTER, MARKS, RUN
from .nodes import TEXT
from .pieces import Piece, Sought

MOST = 2000
"""Places looked at in one text: a text that repeats the query's words more often shows nothing new."""

_FILLER = f"[{MARKS}{JOINERS}]*+"
_BETWEEN = re.compile(rf"(?:(?!{LETTER})[^\n\r\u2029])*")
_BLANK = re.compile(r"[^\S\n\r\u2029]*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text that matched, and which of the query's words (by number) it matched."""

    start: int
    end: int
    words: frozenset[int]


class Gap(IntEnum):
    """What stands between two syllables."""

    BLANK = 0
    SIGNS = 1
    FAR = 2


class Marker:
    """Finds the words of one query in any number of texts."""

    def __init__(self, sought: Iterable[Sought]) -> None:
        self.sought = tuple(sought)
        self.words = _words(self.sought)
        self._candidates = re.compile(rf"(?<!{LETTER})(?<![{MARKS}{JOINERS}])(?:{_candidates(self.sought)})")
        self._forms: dict[str, tuple[str, str]] = {}

    def places(self, text: str) -> _Places:
        """The syllables of the text that may be the query's."""
        places, end = _Places(), 0
        for found in self._candidates.finditer(text):
            start = found.start()
            run = RUN.match(text, start)
            if run is None or start < end:
                continue
            written = run[0]
            forms = self._forms.get(written)
            if forms is None:
                form = normal(written)
                forms = self._forms[written] = (form, fold(form))
            follows = _gap(text, end, start) if end else Gap.FAR
            end = run.end()
            places.add((start, end), forms, follows)
            if len(places.spans) == MOST:
                break
        return places


class _Places:
    """Syllables of one text: their bounds, whether each stands right behind the one before, and where a form is."""

    def __init__(self) -> None:
        self.spans: list[tuple[int, int]] = []
        self.follows: list[Gap] = []
        self.forms: list[tuple[str, str]] = []
        self.at: tuple[dict[str, list[int]], dict[str, list[int]]] = ({}, {})

    def add(self, span: tuple[int, int], forms: tuple[str, str], follows: Gap) -> None:
        """Append a syllable with its normal and its folded form."""
        number = len(self.spans)
        for index, form in zip(self.at, forms, strict=True):
            index.setdefault(form, []).append(number)
        self.spans.append(span)
        self.follows.append(follows)
        self.forms.append(forms)

    def of(self, piece: Piece, is_beginning: bool) -> list[int]:
        """Which of the syllables the piece matches."""
        if not is_beginning:
            return self.at[piece.folded].get(piece.form, [])
        return [at for at, forms in enumerate(self.forms) if forms[piece.folded].startswith(piece.form)]

    def holds(self, at: int, piece: Piece, is_beginning: bool, farthest: Gap) -> bool:
        """Whether the syllable at this place stands right behind the one before and matches the piece."""
        if at >= len(self.spans) or self.follows[at] > farthest:
            return False
        form = self.forms[at][piece.folded]
        return form.startswith(piece.form) if is_beginning else form == piece.form


def mark(marker: Marker, texts: Sequence[tuple[str, str]]) -> list[list[Mark]]:
    """The marks of each text of one article, in order and apart from each other. A text comes with its field, `title`
    or `body`: what was asked of one field is marked in that one alone.

    A word or phrase of several syllables is marked where they stand together; only where that is nowhere in the
    article, its syllables are marked one by one (but never those of a phrase in quotes).
    """
    places = [(field, marker.places(text)) for field, text in texts]
    inside = [
        [each if sought.field in (TEXT, field) else _Places() for field, each in places] for sought in marker.sought
    ]
    whole = [
        [list(_occurrences(each, sought)) for each in parts]
        for sought, parts in zip(marker.sought, inside, strict=True)
    ]
    there = {sought for sought, spans in zip(marker.sought, whole, strict=True) if any(spans)}
    found: list[list[Mark]] = [[] for _ in texts]
    for sought, words, parts, spans in zip(marker.sought, marker.words, inside, whole, strict=True):
        if sought not in there and not sought.strict and there.isdisjoint(sought.instead):
            spans = [list(_strays(each, sought)) for each in parts]  # noqa: PLW2901
        for marks, more in zip(found, spans, strict=True):
            marks += [Mark(start, end, words) for start, end in more]
    return [_merged(marks, text) for marks, (_, text) in zip(found, texts, strict=True)]


def _words(sought: Sequence[Sought]) -> list[frozenset[int]]:
    """Which of the query's words each is: another way to write some of them is those."""
    typed: dict[Sought, set[int]] = {}
    for number, each in enumerate(sought):
        for other in each.instead:
            typed.setdefault(other, set()).add(number)
    return [frozenset(typed.get(each, (number,))) for number, each in enumerate(sought)]


def _gap(text: str, start: int, end: int) -> Gap:
    if _BLANK.fullmatch(text, start, end):
        return Gap.BLANK
    return Gap.SIGNS if _BETWEEN.fullmatch(text, start, end) else Gap.FAR


def _occurrences(places: _Places, sought: Sought) -> Iterator[tuple[int, int]]:
    first, *rest = sought.pieces
    farthest = Gap.BLANK if sought.spaced else Gap.SIGNS
    for at in places.of(first, sought.open_end and not rest):
        steps = enumerate(rest, 1)
        if all(
            places.holds(at + step, piece, sought.open_end and step == len(rest), farthest) for step, piece in steps
        ):
            yield places.spans[at][0], places.spans[at + len(rest)][1]


def _strays(places: _Places, sought: Sought) -> Iterator[tuple[int, int]]:
    last = len(sought.pieces) - 1
    for number, piece in enumerate(sought.pieces):
        yield from (places.spans[at] for at in places.of(piece, sought.open_end and number == last))


def _merged(marks: list[Mark], text: str) -> list[Mark]:
    """Marks that overlap, touch or have only spaces between become one."""
    out: list[Mark] = []
    for each in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        if out and (each.start <= out[-1].end or _BLANK.fullmatch(text, out[-1].end, each.start)):
            last = out.pop()
            each = Mark(last.start, max(last.end, each.end), last.words | each.words)  # noqa: PLW2901
        out.append(each)
    return out


def _candidates(sought: Sequence[Sought]) -> str:
    """A pattern for whatever could be a syllable of the query, by first letter so that few are tried at a place."""
    rests: dict[str, set[str]] = {}
    for each in sought:
        for number, piece in enumerate(each.pieces):
            first, *more = (_letter(char) for char in piece.form)
            whole = f"(?!{LETTER})" if not each.open_end or number < len(each.pieces) - 1 else ""
            rests.setdefault(first, set()).add("".join(more) + whole)
    return "|".join(f"{first}(?:{'|'.join(sorted(more))})" for first, more in sorted(rests.items()))


@lru_cache(maxsize=1024)
def _letter(char: str) -> str:
    """A pattern for every way to write a letter of a form: any case and any marks, composed or not."""
    base = fold(char)
    same = _written_forms().get(base, ())
    letters = {base, base.upper(), *same} if char == base or char in same else {char, *char.upper()}
    return f"[{''.join(map(re.escape, sorted(letters)))}]{_FILLER}"


@cache
def _written_forms() -> dict[str, list[str]]:
    """Letters with marks, by the one letter they fold to: Latin ones (so the Vietnamese) and full-width ones."""
    forms: dict[str, list[str]] = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00), *range(0xFF10, 0xFF5B), 0x212A):
        base = fold(chr(code))
        if len(base) == 1 and base != chr(code):
            forms.setdefault(base, []).append(chr(code))
    return forms
