"""A text folded letter by letter, so that a match in the folded text has known offsets in the original.

Tables and patterns of this package are written without diacritics. Where diacritics decide (`tối` is an evening, `tới`
means "until") they are matched against `lower`, which has the same indices as `folded`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\uff0d"
_QUOTES = "\u201c\u201d\u201e\u00ab\u00bb"


@dataclass(frozen=True, slots=True)
class AlignedText:
    """Three strings of one length: `text` (composed), `lower` with diacritics, `folded` to ASCII where it is Latin."""

    text: str
    lower: str
    folded: str
    positions: tuple[int, ...] | None
    """The offset in the original text of each character, followed by the original length; None if offsets are equal."""

    def origin(self, index: int) -> int:
        """Return the offset in the original text."""
        return index if self.positions is None else self.positions[index]


@lru_cache(maxsize=4)
def align_text(text: str) -> AlignedText:
    """Return the aligned forms of a text in any Unicode form (NFC, NFD, mixed)."""
    text, positions = compose(text)
    if any(letter in text for letter in _LIKE_D):
        text = text.translate(_TO_D)
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(char.lower()[0] for char in text)
    return AlignedText(text, lower, lower.translate(_FOLDED), positions)


def compose(text: str) -> tuple[str, tuple[int, ...] | None]:
    """Compose a text letter by letter (NFC) and return it with the original offset of each character.

    The offsets end with the original length; they are None if the text was composed already. Combining characters
    that compose with nothing are kept.
    """
    if unicodedata.is_normalized("NFC", text):
        return text, None
    out: list[str] = []
    positions: list[int] = []
    start = 0
    for index in range(1, len(text) + 1):
        if index < len(text) and unicodedata.combining(text[index]) and index - start < _LONGEST_CLUSTER:
            continue
        letters = unicodedata.normalize("NFC", text[start:index])
        out.append(letters)
        positions.extend([start] * len(letters))
        start = index
    positions.append(len(text))
    return "".join(out), tuple(positions)


_LIKE_D = "ÐðƉɖ"
"""Letters that look like Đ; old fonts and keyboards produced them in its place (`QÐ-TTg`)."""
_TO_D = str.maketrans(_LIKE_D, "ĐđĐđ")
_LONGEST_CLUSTER = 8
"""Code points of the longest letter with its diacritics; the limit keeps composing linear on any input."""


class _Folding(dict[int, int]):
    """A translation table that is filled on demand: the letter without diacritics, `d` for `đ`, one dash, one quote."""

    def __missing__(self, point: int) -> int:
        char = chr(point)
        base = unicodedata.normalize("NFD", char)[0]
        folded = "-" if char in _DASHES else '"' if char in _QUOTES else " " if char == "\u00a0" else base
        self[point] = ord("d" if folded == "đ" else folded)
        return self[point]


_FOLDED = _Folding()
