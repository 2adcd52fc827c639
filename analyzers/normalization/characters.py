"""The characters that make up a token, defined once for the whole package.

A *run* is a letter or digit followed by letters, digits and the combining marks that belong to them. Zero-width
characters and soft hyphens *inside* a run do not end it; every other character separates. The NFC and NFD forms of a
text have the same runs.
"""

from __future__ import annotations

import re
import unicodedata

JOINERS = (
    "\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\U000e0100-\U000e01ef"
)
"""Zero-width characters (soft hyphen, zero-width space, direction marks, variation selectors) as regex ranges."""

_JOINER = re.compile(f"[{JOINERS}]")


# The combining marks beyond the Basic Multilingual Plane with which letters there are composed (Kaithi,
# Tulu-Tigalari), so that these letters have the same runs in NFC and NFD. All other marks beyond the plane are left
# out, because `re` would have to compare each of them with every letter.
_ASTRAL_MARKS = "\U000110ba\U000113bb\U000113c2\U000113c9"


def _combining_mark_class() -> str:
    # Python's re has no \p{M}. Enclosing marks (Me, the keycaps of emoji) are left out on purpose: they are symbols.
    basic = (
        mark
        for mark in map(chr, range(0x300, 0x10000))
        if unicodedata.category(mark) in {"Mn", "Mc"} and not _JOINER.match(mark)
    )
    return "".join([*basic, *_ASTRAL_MARKS])


COMBINING_MARKS = _combining_mark_class()
"""Combining marks, as the inside of a regex class."""

LETTER = r"[^\W_]"
"""A letter or digit, as a regex class: a character for which `str.isalnum` is true."""

RUN = re.compile(f"{LETTER}+(?:[{JOINERS}]*[{COMBINING_MARKS}]+{LETTER}*|[{JOINERS}]+{LETTER}+)*")
"""One run. Matches in linear time: every repetition begins with a mark or joiner, and the classes are disjoint."""

COMBINING_MARK = re.compile(f"[{COMBINING_MARKS}]")

SURROGATE = re.compile("[\ud800-\udfff]")

MAX_TOKEN = 200
"""Letters in the longest token; a longer run is cut into tokens of this length."""

# More than sixteen marks on one letter are not writing; the excess is dropped where a long run is cut.
_PIECE = re.compile(f"(?:{LETTER}[{COMBINING_MARKS}{JOINERS}]{{0,16}}){{1,{MAX_TOKEN}}}")


def drop_joiners(text: str) -> str:
    """Return the text without zero-width characters and soft hyphens."""
    return _JOINER.sub("", text)


def piece_spans(run: str) -> list[tuple[int, int]]:
    """Return the spans into which a run longer than `MAX_TOKEN` code points is cut.

    Each span covers at most `MAX_TOKEN` letters together with their combining marks.
    """
    return [match.span() for match in _PIECE.finditer(run)]


def require_text(function: str, text: object) -> None:
    """Raise a TypeError that names the function and the type it was given, unless `text` is a str."""
    if not isinstance(text, str):
        hint = "; decode bytes first" if isinstance(text, bytes | bytearray) else ""
        raise TypeError(f"{function}() takes a str, not {type(text).__name__}{hint}")
