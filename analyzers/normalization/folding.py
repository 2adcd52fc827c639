"""Diacritic folding: the form under which tokens are matched when diacritics do not count.

This is the only module that uses `unidecode`, which is GPL-licensed and slow to call; its results are cached.
"""

from __future__ import annotations

import re

from ..cache import Cache
from .characters import RUN, require_text
from .normal_form import NORMAL_FORMS, normalize

_NOT_PLAIN = re.compile("[^a-z0-9]+")


def _to_ascii(text: str) -> str:
    # Modules that import `fold` for their tables must not load unidecode before anything is folded.
    from unidecode import unidecode  # noqa: PLC0415 - lazy

    return str(unidecode(text, errors="ignore")).lower()


def _fold_form(form: str) -> str:
    """Fold a token's normal form to ASCII letters and digits; never empty, so that token positions do not shift."""
    if form.isascii():
        return form
    folded = _NOT_PLAIN.sub("", _to_ascii(form))
    # A letter of a script that unidecode lacks is represented by its code point, equally in texts and queries.
    return folded or "".join(f"u{ord(letter):x}" for letter in form)


FOLDED_FORMS: Cache[str] = Cache(_fold_form)
"""Folded form by normal form of a token."""


def _fold_gap(gap: str) -> str:
    return gap if gap.isascii() else _to_ascii(normalize(gap))


_GAPS: Cache[str] = Cache(_fold_gap, limit=4096)


def fold(text: str) -> str:
    """Return the normal form without diacritics, in ASCII: `fold("Đường uỷ ban") == "duong uy ban"`.

    Each token folds to one or more lower-case letters and digits. White space and punctuation between tokens become
    their nearest ASCII characters (`–` becomes `-`). The result may differ in length from the text, so offsets refer to
    the text and never to its folded form. Any str is accepted; time is linear in its length.

    Raises:
        TypeError: `text` is not a str.
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
