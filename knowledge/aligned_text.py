"""A text folded letter by letter, so that what is matched in it can be pointed at in the original.

Tables and patterns of this room are written without diacritics; where a mark decides (`tối` is an evening, `tới` is
"until") they look at `lower`, which stands index by index beside `folded`.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\uff0d"
_QUOTES = "\u201c\u201d\u201e\u00ab\u00bb"


@dataclass(frozen=True, slots=True)
class Aligned:
    """Three strings of one length: `text` (composed), `lower` with its marks, `folded` to ASCII where it is Latin."""

    text: str
    lower: str
    folded: str
    positions: tuple[int, ...] | None
    """Where each character begins in the text that was given (and its length at the end); None: at the same index."""

    def origin(self, index: int) -> int:
        """The index in the text that was given."""
        return index if self.positions is None else self.positions[index]


@lru_cache(maxsize=4)
def aligned(text: str) -> Aligned:
    """Fold a text of any form (NFC, NFD, mixed) without moving anything."""
    text, positions = composed(text)
    if any(letter in text for letter in _LIKE_D):
        text = text.translate(_TO_D)
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(char.lower()[0] for char in text)
    return Aligned(text, lower, lower.translate(_FOLDED), positions)


def composed(text: str) -> tuple[str, tuple[int, ...] | None]:
    """The text composed letter by letter, and where each letter came from (and the length at the end); None: unmoved.

    Marks that compose with nothing stay.
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
"""Letters that are drawn as Đ and that old fonts and keyboards wrote for it (`QÐ-TTg`)."""
_TO_D = str.maketrans(_LIKE_D, "ĐđĐđ")
_LONGEST_CLUSTER = 8
"""A letter and its marks; beyond it, it is no Vietnamese letter, and composing stays linear."""


class _Folding(dict[int, int]):
    """Code point to code point, filled at first sight: the letter under the marks, `d` for `đ`, one kind of dash."""

    def __missing__(self, point: int) -> int:
        char = chr(point)
        base = unicodedata.normalize("NFD", char)[0]
        folded = "-" if char in _DASHES else '"' if char in _QUOTES else " " if char == "\u00a0" else base
        self[point] = ord("d" if folded == "đ" else folded)
        return self[point]


_FOLDED = _Folding()
