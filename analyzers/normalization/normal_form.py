"""The normal form of a text: the form under which tokens are matched when diacritics count."""

from __future__ import annotations

import re
import unicodedata

from ..cache import Cache
from .characters import COMBINING_MARK, MAX_TOKEN, RUN, SURROGATE, drop_joiners, piece_spans, require_text
from .confusables import replace_confusables
from .orthography import older_placement

# A tone typed before the vowel's circumflex or breve. Both have combining class 230, so Unicode normalization keeps
# their order.
_TONE_FIRST = re.compile("([\u0300\u0301\u0303\u0309]+)([\u0302\u0306])")


def compose_run(run: str) -> str:
    """Return a run in NFC, without zero-width characters and with confusables replaced; letter case is kept."""
    text = unicodedata.normalize("NFC", replace_confusables(unicodedata.normalize("NFC", drop_joiners(run))))
    if COMBINING_MARK.search(text):
        text = unicodedata.normalize("NFC", _TONE_FIRST.sub(r"\2\1", unicodedata.normalize("NFD", text)))
    return text


def _normalize_piece(piece: str) -> str:
    if piece.isascii():
        return piece.lower()
    # Unlike lower, casefold does not depend on neighbouring characters, so neither does a token's normal form.
    return older_placement(compose_run(compose_run(piece).casefold()))


def _normalize_run(run: str) -> str:
    if len(run) <= MAX_TOKEN:
        return _normalize_piece(run)
    return "".join(_normalize_piece(run[start:end]) for start, end in piece_spans(run))


def _normalize_gap(gap: str) -> str:
    if gap.isascii():
        return gap
    return unicodedata.normalize("NFC", SURROGATE.sub("\ufffd", drop_joiners(gap))).lower()


NORMAL_FORMS: Cache[str] = Cache(_normalize_run)
"""Normal form by run, or by piece of a run (a run not longer than `MAX_TOKEN` is its only piece)."""

_GAPS: Cache[str] = Cache(_normalize_gap, limit=4096)


def normalize(text: str) -> str:
    """Return the normal form of a text, which is matched when diacritics count.

    The text is composed (NFC) and case-folded, tones are put in their canonical place (`hoà` to `hòa`, `uỷ` to `ủy`),
    confusables are replaced (full width, ligatures, eth for đ, gha for ư, Cyrillic within a Latin word), zero-width
    characters and soft hyphens are removed, and lone surrogates become U+FFFD. White space and punctuation are kept.
    Any str is accepted; time is linear in its length.

    Raises:
        TypeError: `text` is not a str.
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
