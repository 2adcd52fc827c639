"""The normal form: what a token is matched by when its marks count."""

from __future__ import annotations

import re
import unicodedata

from ..cache import Cache
from .characters import COMBINING_MARK, MAX_TOKEN, RUN, SURROGATE, drop_joiners, piece_spans, require_text
from .confusables import replace_confusables
from .tone_placement import older_placement

# Tone typed before the vowel's own mark: both have combining class 230, so Unicode normalisation keeps their order.
_TONE_FIRST = re.compile("([\u0300\u0301\u0303\u0309]+)([\u0302\u0306])")


def compose_run(run: str) -> str:
    """A run in NFC without zero-width characters, letter case kept, letters that stand for others replaced."""
    text = unicodedata.normalize("NFC", replace_confusables(unicodedata.normalize("NFC", drop_joiners(run))))
    if COMBINING_MARK.search(text):
        text = unicodedata.normalize("NFC", _TONE_FIRST.sub(r"\2\1", unicodedata.normalize("NFD", text)))
    return text


def _normal_piece(piece: str) -> str:
    if piece.isascii():
        return piece.lower()
    # casefold, unlike lower, looks at no neighbours, so a token's form doesn't depend on what surrounds it.
    return older_placement(compose_run(compose_run(piece).casefold()))


def _normal_run(run: str) -> str:
    if len(run) <= MAX_TOKEN:
        return _normal_piece(run)
    return "".join(_normal_piece(run[start:end]) for start, end in piece_spans(run))


def _normal_gap(gap: str) -> str:
    if gap.isascii():
        return gap
    return unicodedata.normalize("NFC", SURROGATE.sub("\ufffd", drop_joiners(gap))).lower()


NORMAL_FORMS: Cache[str] = Cache(_normal_run)
"""Normal form of a run, and of a piece of one (which is the same where it isn't longer than `MAX_TOKEN`)."""

_GAPS: Cache[str] = Cache(_normal_gap, limit=4096)


def normalize(text: str) -> str:
    """The form of a text that is matched when marks count.

    NFC, case-folded, one tone placement (`hoà` to `hòa`, `uỷ` to `ủy`), letters that stand for others replaced (full
    width, ligatures, eth for đ, gha for ư, Cyrillic within a Latin word), zero-width characters and soft hyphens
    removed, lone surrogates replaced by U+FFFD. White space and punctuation stay.

    Raises:
        TypeError: not a str. No str raises; time is linear in its length.
    """
    require_text("normalize", text)
    out, position = [], 0
    for match in RUN.finditer(text):
        start, end = match.span()
        if start > position:
            out.append(_GAPS[text[position:start]])
        out.append(NORMAL_FORMS[match[0]])
        position = end
    out.append(_GAPS[text[position:]])
    return "".join(out)
