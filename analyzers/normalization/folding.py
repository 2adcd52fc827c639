"""The folded form: what a token is matched by when its marks don't count. The only module that knows unidecode.

`unidecode` is GPL and slow to call; it stands behind this one door and behind a cache.
"""

from __future__ import annotations

import re

from ..cache import Cache
from .characters import RUN, require_text
from .normal_form import NORMAL_FORMS, normalize

_NOT_PLAIN = re.compile("[^a-z0-9]+")


def _to_ascii(text: str) -> str:
    # Imported here: rooms that import `fold` for their tables shouldn't load it before anything is folded.
    from unidecode import unidecode  # noqa: PLC0415

    return str(unidecode(text, errors="ignore")).lower()


def _fold_form(form: str) -> str:
    """Fold a token's normal form to letters and digits of ASCII; never empty, so positions never shift."""
    if form.isascii():
        return form
    folded = _NOT_PLAIN.sub("", _to_ascii(form))
    # unidecode doesn't know every script: such a letter keeps its code point as a name, the same in text and query.
    return folded or "".join(f"u{ord(letter):x}" for letter in form)


FOLDED_FORMS: Cache[str] = Cache(_fold_form)
"""Folded form of a token's normal form."""


def _fold_gap(gap: str) -> str:
    return gap if gap.isascii() else _to_ascii(normalize(gap))


_GAPS: Cache[str] = Cache(_fold_gap, limit=4096)


def fold(text: str) -> str:
    """The normal form without diacritics, in ASCII: `fold("Đường uỷ ban") == "duong uy ban"`.

    Each token folds to lower-case letters and digits and to at least one of them; white space and punctuation between
    tokens become their ASCII likeness (`–` to `-`), of whatever length: offsets belong to the text, never to its fold.

    Raises:
        TypeError: not a str. No str raises; time is linear in its length.
    """
    require_text("fold", text)
    out, position = [], 0
    for match in RUN.finditer(text):
        start, end = match.span()
        if start > position:
            out.append(_GAPS[text[position:start]])
        out.append(FOLDED_FORMS[NORMAL_FORMS[match[0]]])
        position = end
    out.append(_GAPS[text[position:]])
    return "".join(out)
