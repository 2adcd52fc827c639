"""Which characters make a token: the one definition that every other module here stands on.

A *run* is a letter or digit followed by letters, digits and the combining marks that belong to them. Zero-width
characters and soft hyphens *inside* a run don't end it; every other character separates. NFC and NFD writings of one
text have the same runs.
"""

from __future__ import annotations

import re
import unicodedata

JOINERS = (
    "\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0100-\U000e01ef"
)
"""Characters without width (soft hyphen, zero-width space, direction marks, variation selectors), as regex ranges."""

_JOINER = re.compile(f"[{JOINERS}]")


# The marks beyond the Basic Multilingual Plane that letters there are composed with (Kaithi, Tulu-Tigalari), so that
# these have the same runs in NFC and NFD. All others are left out: `re` would look them up one by one, at every letter.
_FAR_MARKS = "\U000110ba\U000113bb\U000113c2\U000113c9"


def _mark_class() -> str:
    # Python's re has no \p{M}. Enclosing marks (Me: keycaps of emoji) are left out on purpose: they are symbols.
    near = (
        mark
        for mark in map(chr, range(0x300, 0x10000))
        if unicodedata.category(mark) in {"Mn", "Mc"} and not _JOINER.match(mark)
    )
    return "".join([*near, *_FAR_MARKS])


COMBINING_MARKS = _mark_class()
"""Combining marks, as the inside of a regex class."""

LETTER = r"[^\W_]"
"""A letter or digit, as a regex class: what `str.isalnum` says of one character."""

RUN = re.compile(f"{LETTER}+(?:[{JOINERS}]*[{COMBINING_MARKS}]+{LETTER}*|[{JOINERS}]+{LETTER}+)*")
"""One run. Linear: every repetition begins with a mark or joiner, and the classes are disjoint."""

COMBINING_MARK = re.compile(f"[{COMBINING_MARKS}]")

SURROGATE = re.compile("[\ud800-\udfff]")

MAX_TOKEN = 200
"""Letters in the longest token; a longer run is cut into tokens of this many."""

# Marks beyond the sixteenth on one letter are no writing; they are dropped where a long run is cut.
_PIECE = re.compile(f"(?:{LETTER}[{COMBINING_MARKS}{JOINERS}]{{0,16}}){{1,{MAX_TOKEN}}}")


def drop_joiners(text: str) -> str:
    """The text without zero-width characters and soft hyphens."""
    return _JOINER.sub("", text)


def piece_spans(run: str) -> list[tuple[int, int]]:
    """Where a run longer than `MAX_TOKEN` code points is cut: spans of at most `MAX_TOKEN` letters with their marks."""
    return [match.span() for match in _PIECE.finditer(run)]


def require_text(function: str, text: object) -> None:
    """Raise the TypeError that says what was given where a str is needed."""
    if not isinstance(text, str):
        hint = "; decode bytes first" if isinstance(text, bytes | bytearray) else ""
        raise TypeError(f"{function}() takes a str, not {type(text).__name__}{hint}")
