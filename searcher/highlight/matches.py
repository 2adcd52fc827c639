"""Where the words of a query stand in a text, however they are written there.

No text is analysed as a whole: one regular expression finds whatever could be a syllable of the query (any case,
Unicode form, marks and zero-width characters in between), another the letters that may stand for others (full width,
ligatures, other scripts), and only those places are normalised and compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from heapq import merge

from ...analyzers import fold, normalize
from ...analyzers.normalization.characters import (
    COMBINING_MARK,
    COMBINING_MARKS,
    JOINERS,
    LETTER,
    MAX_TOKEN,
    RUN,
    piece_spans,
)
from ..query.nodes import TEXT
from ..query.terms import Piece, Sought

MOST = 10_000
"""Places looked at in one text: a text that repeats the query's words more often shows nothing new."""

_LETTERS = 8
"""Of a syllable so many letters are looked for; no Vietnamese one has more."""

_CLASSES = 800
"""Of all syllables of a query so many letters, about."""

Span = tuple[int, int]
Forms = tuple[str, str] | tuple[()]

_FILLER = f"[{COMBINING_MARKS}{JOINERS}]*+"
_BETWEEN = re.compile(rf"(?:(?!{LETTER})[^\n\r\u2029])*")
_LINES = re.compile(rf"(?:(?!{LETTER})[\s\S])*")
_BLANK = re.compile(r"[^\S\n\r\u2029]*")
_INSIDE = re.compile(f"[{COMBINING_MARKS}{JOINERS}]")
_CLINGING = re.compile(
    f"[{COMBINING_MARKS}\u0488\u0489\u1abe\u20dd-\u20e0\u20e2-\u20e4\ua670-\ua672\u200c\u200d\ufe00-\ufe0f]*"
)
"""What is drawn as one with the letter before it (the keycap of `1️⃣`), though it is no part of the word."""


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
    LINES = 2
    FAR = 3


class Marker:
    """Finds the words of one query in any number of texts."""

    def __init__(self, sought: Iterable[Sought]) -> None:
        self.sought = tuple(sought)
        self.words = _words(self.sought)
        self._candidates = re.compile(_candidates(self.sought))
        self._whole: tuple[set[str], set[str]] = (set(), set())
        begun: tuple[list[str], list[str]] = ([], [])
        for each in self.sought:
            for number, piece in enumerate(each.pieces, 1):
                self._whole[piece.folded].add(piece.form)
                if each.open_end and number == len(each.pieces):
                    begun[piece.folded].append(piece.form)
        self._begun = tuple(map(tuple, begun))
        self._forms: dict[str, Forms] = {}

    def places(self, text: str) -> _Places:
        """The syllables of the text that may be the query's."""
        places, known = _Places(text), self._forms
        for span in self._spans(text):
            written = text[span[0] : span[1]]
            forms = known.get(written)
            if forms is None:
                forms = known[written] = self._wanted_forms(written)
            if forms:
                places.add(span, forms)
                if len(places.spans) == MOST:
                    break
        return places

    def _wanted_forms(self, written: str) -> Forms:
        """The normal and the folded form of a syllable that is one of the query's, else ()."""
        form = normalize(written)
        forms = (form, fold(form))
        parts = zip(forms, self._whole, self._begun, strict=True)
        return forms if any(one in whole or one.startswith(begun) for one, whole, begun in parts) else ()

    def _spans(self, text: str) -> Iterator[Span]:
        """Where syllables stand that may be the query's, in order."""
        odd = [] if text.isascii() else [_run_start(text, at.start()) for at in _odd_letters().finditer(text)]
        found: Iterable[Span] = (each.span() for each in self._candidates.finditer(text))
        plain = not odd and (text.isascii() or _INSIDE.search(text) is None)
        end = 0
        for start, stop in merge(found, ((start, start) for start in odd)) if odd else found:
            if start < end or (not plain and start and _is_inside(text, start)):
                continue
            end = stop if plain else _run_end(text, start)
            if end - start <= MAX_TOKEN:
                yield start, end
            else:
                yield from ((start + first, start + last) for first, last in piece_spans(text[start:end]))


def _is_inside(text: str, at: int) -> bool:
    """Whether a run goes on here, behind a mark or a character without width."""
    return text[at - 1] > "\x7f" and _INSIDE.match(text, at - 1) is not None and _run_start(text, at) < at


def _run_end(text: str, start: int) -> int:
    run = RUN.match(text, start)
    return run.end() if run else start


def _run_start(text: str, at: int) -> int:
    """Where the run begins that the letter at this place belongs to."""
    start = at
    while at:
        at -= 1
        if text[at].isalnum():
            start = at
        elif not _INSIDE.match(text, at):
            break
    return start


class _Places:
    """Syllables of one text: their bounds, their forms, and where a form is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans: list[Span] = []
        self.forms: list[tuple[str, str]] = []
        self.at: tuple[dict[str, list[int]], dict[str, list[int]]] = ({}, {})

    def add(self, span: Span, forms: tuple[str, str]) -> None:
        """Append a syllable with its normal and its folded form."""
        number = len(self.spans)
        self.at[0].setdefault(forms[0], []).append(number)
        self.at[1].setdefault(forms[1], []).append(number)
        self.spans.append(span)
        self.forms.append(forms)

    def of(self, piece: Piece, is_beginning: bool) -> list[int]:
        """Which of the syllables the piece matches."""
        if not is_beginning:
            return self.at[piece.folded].get(piece.form, [])
        return [at for at, forms in enumerate(self.forms) if forms[piece.folded].startswith(piece.form)]

    def holds(self, at: int, piece: Piece, is_beginning: bool, farthest: Gap) -> bool:
        """Whether the syllable at this place stands right behind the one before and matches the piece."""
        if at >= len(self.spans):
            return False
        form = self.forms[at][piece.folded]
        fits = form.startswith(piece.form) if is_beginning else form == piece.form
        return fits and _gap(self.text, self.spans[at - 1][1], self.spans[at][0]) <= farthest


def mark(
    marker: Marker, texts: Sequence[tuple[str, str]], cited: Sequence[Sequence[tuple[str, Span]]] = ()
) -> list[list[Mark]]:
    """The marks of each text of one article, in order and apart from each other. A text comes with its field, `title`
    or `body`: what was asked of one field is marked in that one alone. `cited` says of each text which documents it
    cites and where.

    A word or phrase of several syllables is marked where they stand together; only where that is nowhere in the
    article, its syllables are marked one by one (but never those of a phrase in quotes). A document is marked where
    its number stands, else where the article speaks of it otherwise.
    """
    places = [(field, marker.places(text)) for field, text in texts]
    inside = [
        [each if sought.field in (TEXT, field) else _Places("") for field, each in places] for sought in marker.sought
    ]
    whole = [_whole(each, parts, cited) for each, parts in zip(marker.sought, inside, strict=True)]
    there = {sought for sought, spans in zip(marker.sought, whole, strict=True) if any(spans)}
    found: list[list[Mark]] = [[] for _ in texts]
    for sought, words, parts, spans in zip(marker.sought, marker.words, inside, whole, strict=True):
        if sought not in there and not sought.strict and there.isdisjoint(sought.instead):
            spans = [list(_strays(each, sought)) for each in parts]  # noqa: PLW2901
        for marks, more in zip(found, spans, strict=True):
            marks += [Mark(start, end, words) for start, end in more]
    return [_merged(marks, text) for marks, (_, text) in zip(found, texts, strict=True)]


def _whole(sought: Sought, parts: Sequence[_Places], cited: Sequence[Sequence[tuple[str, Span]]]) -> list[list[Span]]:
    """Where it stands as a whole in each text."""
    farthest = Gap.BLANK if sought.spaced else Gap.SIGNS
    spans = [list(_occurrences(each, sought, farthest)) for each in parts]
    if sought.strict and not any(spans):  # the engine counts words alone: a phrase may go on in the next line
        spans = [list(_occurrences(each, sought, Gap.LINES)) for each in parts]
    if sought.citation and not any(spans):
        spans = [[span for value, span in each if value == sought.citation] for each in cited] or spans
    return spans


def _words(sought: Sequence[Sought]) -> list[frozenset[int]]:
    """Which of the query's words each is: another way to write some of them is those."""
    typed: dict[Sought, set[int]] = {}
    for number, each in enumerate(sought):
        for other in each.instead:
            typed.setdefault(other, set()).add(number)
    return [frozenset(typed.get(each, (number,))) for number, each in enumerate(sought)]


def _gap(text: str, start: int, end: int) -> Gap:
    if end - start == 1 and text[start] == " ":
        return Gap.BLANK
    if _BLANK.fullmatch(text, start, end):
        return Gap.BLANK
    if _BETWEEN.fullmatch(text, start, end):
        return Gap.SIGNS
    return Gap.LINES if _LINES.fullmatch(text, start, end) else Gap.FAR


def _occurrences(places: _Places, sought: Sought, farthest: Gap) -> Iterator[Span]:
    first, *rest = sought.pieces
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
    """Marks that overlap, touch or have only spaces between become one; none ends within a drawn character."""
    out: list[Mark] = []
    for each in sorted(marks, key=lambda mark: (mark.start, mark.end)):
        clinging = _CLINGING.match(text, each.end)
        if clinging and clinging.end() > each.end:
            each = Mark(each.start, clinging.end(), each.words)  # noqa: PLW2901
        if out and (each.start <= out[-1].end or _BLANK.fullmatch(text, out[-1].end, each.start)):
            last = out.pop()
            each = Mark(last.start, max(last.end, each.end), last.words | each.words)  # noqa: PLW2901
        out.append(each)
    return out


def _candidates(sought: Sequence[Sought]) -> str:
    """A pattern for whatever could be a syllable of the query. It begins with the class of all first letters, which
    `re` looks for fastest, then asks for what follows each: the first letters only, of many words fewer, so that making
    it never takes long. What is found is compared as a whole anyhow."""
    deepest = max(1, min(_LETTERS, _CLASSES // max(1, sum(len(each.pieces) for each in sought))))
    rests: dict[str, set[str]] = {}
    for each in sought:
        for number, piece in enumerate(each.pieces):
            first, *more = (_letters(char) for char in piece.form if not COMBINING_MARK.match(char))
            open_end = each.open_end and number == len(each.pieces) - 1
            cut = len(more) >= deepest
            whole = f"{LETTER}*" if open_end or cut else f"(?!{LETTER})"
            asked = more[: deepest - 1] if cut else more
            rests.setdefault(first, set()).add(_FILLER + "".join(f"[{one}]{_FILLER}" for one in asked) + whole)
    branches = "|".join(f"(?<=[{first}])(?:{'|'.join(sorted(more))})" for first, more in sorted(rests.items()))
    return rf"[{''.join(sorted(rests))}](?<!{LETTER}[\s\S])(?:{branches})"


@lru_cache(maxsize=1024)
def _letters(char: str) -> str:
    """Every way to write a letter of a form, as the inside of a class: any case and any marks."""
    base = fold(char)
    same = _written_forms().get(base, ())
    letters = {base, base.upper(), *same} if char == base or char in same else {char, *char.upper()}
    return "".join(re.escape(letter) for letter in sorted(letters) if len(letter) == 1)


@cache
def _odd_letters() -> re.Pattern[str]:
    """Letters that may stand for others which `_letters` does not know: `ﬁ`, `ß`, another script's."""
    known = "".join(letter for letters in _written_forms().values() for letter in letters)
    return re.compile(rf"[^\W_0-9A-Za-z{known}]")


@cache
def _written_forms() -> dict[str, list[str]]:
    """Letters with marks, by the one letter they fold to: Latin ones (so the Vietnamese) and full-width ones."""
    forms: dict[str, list[str]] = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00), *range(0xFF10, 0xFF5B), 0x212A):
        base = fold(chr(code))
        if len(base) == 1 and base != chr(code):
            forms.setdefault(base, []).append(chr(code))
    return forms
