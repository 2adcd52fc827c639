"""The tokenizer: syllables and numbers, the terms of the index, with their offsets in the source text."""

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
    """A piece of a source text, as written: `text == source[start:end]`, with offsets in code points.

    `normal` (the normal form) is matched when diacritics count, `folded` when they do not; both depend on `text` alone.
    A named tuple because it is created nearly twice as fast as a frozen dataclass, and one snippet creates thousands.
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
    """Return the syllables and numbers of a text in order: runs of letters, digits and their combining marks.

    Every other character separates (`217-QĐ/TW` is three tokens), except zero-width characters and soft hyphens inside
    a run. A run of more than 200 letters is cut into tokens of 200. Any str is accepted; time is linear in its length.

    Raises:
        TypeError: `text` is not a str.
    """
    require_text("tokenize", text)
    tokens = []
    for start, end in _spans(text):
        written = text[start:end]
        form = NORMAL_FORMS[written]
        tokens.append(Token(written, form, FOLDED_FORMS[form], start, end, "number" if form.isdigit() else "syllable"))
    return tokens


def normal_and_folded(text: str) -> tuple[list[str], list[str]]:
    """Return the normal forms and the folded forms of all tokens of a text.

    Equal to the `normal` and `folded` of each token of `tokenize`, several times as fast.

    Raises:
        TypeError: `text` is not a str.
    """
    require_text("normal_and_folded", text)
    return normal_and_folded_of(token_texts(text))


def token_texts(text: str) -> list[str]:
    """Return the tokens of a text as written: the `text` of each token of `tokenize`."""
    texts: list[str] = RUN.findall(text)
    if len(text) > MAX_TOKEN and max(map(len, texts), default=0) > MAX_TOKEN:
        texts = [text[start:end] for start, end in _spans(text)]
    return texts


def normal_and_folded_of(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the normal forms and the folded forms of token texts, as `token_texts` returns them."""
    normals = list(map(NORMAL_FORMS.__getitem__, texts))
    return normals, list(map(FOLDED_FORMS.__getitem__, normals))


def has_diacritics(text: str) -> bool:
    """Return whether a text contains a letter that folding changes: one with diacritics, đ, or any other beyond ASCII.

    Raises:
        TypeError: `text` is not a str.
    """
    require_text("has_diacritics", text)
    if text.isascii():
        return False
    return any(_form_has_diacritics(NORMAL_FORMS[match[0]]) for match in RUN.finditer(text))


def _form_has_diacritics(form: str) -> bool:
    return not form.isascii() and any(
        character > "\x7f" and (character.isalpha() or COMBINING_MARK.match(character)) for character in form
    )


def bigrams(forms: Sequence[str]) -> list[str]:
    """Return neighbouring forms joined by `_`: `["dân", "vận", "khéo"]` gives `["dân_vận", "vận_khéo"]`."""
    return list(map("_".join, pairwise(forms)))
