"""Syllables: the units of the index, with offsets into the text as it was given."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from ..normalization.characters import COMBINING_MARK, MAX_TOKEN, RUN, piece_spans, require_text
from ..normalization.folding import FOLDED_FORMS
from ..normalization.normal_form import NORMAL_FORMS

TokenType = Literal[
    "syllable", "number", "word", "document", "date", "time", "money", "percent", "phone", "hashtag", "email", "url"
]


class Token(NamedTuple):
    """A piece of a text: `text == source[start:end]`, as written; `start` and `end` count code points of the source.

    `normal` is matched when marks count, `folded` when they don't; both are those of `text` alone.
    A named tuple, because one is made nearly twice as fast as a frozen dataclass and a snippet needs thousands.
    """

    text: str
    normal: str
    folded: str
    start: int
    end: int
    kind: TokenType


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for match in RUN.finditer(text):
        start, end = match.span()
        if end - start <= MAX_TOKEN:
            yield start, end
        else:
            yield from ((start + a, start + b) for a, b in piece_spans(match[0]))


def tokenize(text: str) -> list[Token]:
    """The syllables and numbers of a text in order: runs of letters, digits and their combining marks.

    Every other character separates (`217-QĐ/TW` is three tokens), except zero-width characters and soft hyphens inside
    a run. A run of more than 200 letters is cut into tokens of 200.

    Raises:
        TypeError: not a str. No str raises; time is linear in its length.
    """
    require_text("tokenize", text)
    tokens = []
    for start, end in _spans(text):
        written = text[start:end]
        form = NORMAL_FORMS[written]
        tokens.append(Token(written, form, FOLDED_FORMS[form], start, end, "number" if form.isdigit() else "syllable"))
    return tokens


def normal_and_folded(text: str) -> tuple[list[str], list[str]]:
    """The normal forms and the folded forms of all syllables: those of `syllables`, several times as fast.

    Raises:
        TypeError: not a str.
    """
    require_text("normal_and_folded", text)
    return normal_and_folded_of(token_texts(text))


def token_texts(text: str) -> list[str]:
    """The syllables of a text as they are written: the `text` of each token of `syllables`."""
    found: list[str] = RUN.findall(text)
    if len(text) > MAX_TOKEN and max(map(len, found), default=0) > MAX_TOKEN:
        found = [text[start:end] for start, end in _spans(text)]
    return found


def normal_and_folded_of(written: Sequence[str]) -> tuple[list[str], list[str]]:
    """The normal forms and the folded forms of what `runs` gave."""
    normals = list(map(NORMAL_FORMS.__getitem__, written))
    return normals, list(map(FOLDED_FORMS.__getitem__, normals))


def has_diacritics(text: str) -> bool:
    """Whether somebody wrote more than ASCII letters: a Vietnamese mark, đ, or any other letter that folding changes.

    Raises:
        TypeError: not a str.
    """
    require_text("has_diacritics", text)
    if text.isascii():
        return False
    return any(_is_marked(NORMAL_FORMS[match[0]]) for match in RUN.finditer(text))


def _is_marked(form: str) -> bool:
    return not form.isascii() and any(
        character > "\x7f" and (character.isalpha() or COMBINING_MARK.match(character)) for character in form
    )


def bigrams(syllable_forms: Sequence[str]) -> list[str]:
    """Neighbours joined by `_`: `["dân", "vận", "khéo"]` gives `["dân_vận", "vận_khéo"]`."""
    return list(map("_".join, pairwise(syllable_forms)))
