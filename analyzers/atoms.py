"""Pieces of text that are one thing however they are cut: document numbers, dates, e-mail addresses, URLs.

One regular expression finds them from left to right; each alternative is linear (a repetition never shares characters
with what follows it, or is bounded). Only the shape is looked at here: what a document number means, and its other
spellings, is known to `knowledge`.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Literal

from .characters import require_text

Atom = tuple[int, int, Literal["document", "date", "email", "url"]]

_GROUP = "[A-ZĐÐƯÂÔ]{1,16}[a-zđ]{0,2}[A-ZĐÐƯÂÔ]{0,16}[0-9]{0,4}"
# 217-QĐ/TW, 42-KH/BDVHU-UBND, 1027/CTK-CSCL; with a year one group is enough: 30/2020/NĐ-CP, 05/2023/QH15.
_DOCUMENT = rf"[0-9]{{1,6}}(?:/[0-9]{{4}}[-/]{_GROUP}(?:[-/]{_GROUP}){{0,6}}|[-/]{_GROUP}(?:[-/]{_GROUP}){{1,7}})(?!\w)"
_DATE = (
    r"[0-9]{1,2}(?P<sign>[/.-])[0-9]{1,2}(?P=sign)[0-9]{4}(?![\w/-])"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}(?=T[0-9]|(?![\w/-]))"
)
_EMAIL = r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+"
_URL = r"(?:https?|ftp)://[^\s<>\"]+|www\.[^\s<>\"]+"

_ATOM = re.compile(
    rf"(?<![\w@])(?P<url>{_URL})|(?<![\w.%+-])(?P<email>{_EMAIL})"
    rf"|(?<![\w/.-])(?P<document>{_DOCUMENT})|(?<![\w/-])(?P<date>{_DATE})"
)


def find_atoms(text: str) -> list[Atom]:
    """Start, end and kind of every atomic piece, in order; they don't overlap.

    Raises:
        TypeError: not a str. No str raises; time is linear in its length.
    """
    require_text("find_atoms", text)
    found: list[Atom] = []
    for match in _ATOM.finditer(text):
        start, end = match.span()
        if match["url"]:
            found.append((start, start + len(match[0].rstrip(".,;:!?…'”’)]}")), "url"))
        elif match["email"]:
            found.append((start, end, "email"))
        elif match["document"]:
            found.append((start, end, "document"))
        elif _is_day(match[0]):
            found.append((start, end, "date"))
    return found


def _is_day(written: str) -> bool:
    numbers = [int(part) for part in re.split("[/.-]", written)]
    day, month, year = numbers if numbers[2] > 999 else numbers[::-1]
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
