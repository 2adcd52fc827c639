"""Resolutions of the Central Committee that texts cite by its meeting: `Nghị quyết Trung ương 4 (khóa XII)`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ..aligned_text import AlignedText

_ORDINALS = ("nhat", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai", "muoi ba")
_COUNT = rf"(?P<n>[0-9]{{1,2}}|{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})"
_CENTRAL = r"(?:trung uong|t\.?[uw])"
_COMMITTEE = rf"(?:\s(?:cua\s)?(?:ban chap hanh|bch)\s?{_CENTRAL}(?:\sdang)?(?:\scong san viet nam)?)?"
_PLENUM = re.compile(
    rf"(?:nghi quyet|nq)\s{{0,2}}(?:hoi nghi\s)?(?:(?:lan thu\s)?{_CENTRAL}\s{{0,2}}(?:lan thu\s)?|lan thu\s)"
    rf"{_COUNT}{_COMMITTEE}\s{{0,2}}[,(]?\s?khoa\s{{1,2}}(?P<term>[ivx]{{1,5}}|[0-9]{{1,2}})(?![a-z0-9])"
)
_TERMS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi")


class Plenum(NamedTuple):
    """`start:end` of an align_text text cite a meeting's resolution; `number` is its normal form."""

    number: str
    start: int
    end: int


def find_plenums(at: AlignedText) -> Iterator[Plenum]:
    """The meetings of the Central Committee whose resolution a text cites; only with their term are they one."""
    if "khoa" not in at.folded:
        return
    for word in ("nghi quyet", "nq"):
        place = at.folded.find(word)
        while place >= 0:
            match = _PLENUM.match(at.folded, place)
            term = _term(match["term"]) if match and not at.folded[place - 1 : place].isalnum() else None
            if match and term:
                count = int(match["n"]) if match["n"].isdigit() else _ORDINALS.index(match["n"]) + 1
                yield Plenum(f"Nghị quyết Trung ương {count} khóa {term}", place, match.end())
            place = at.folded.find(word, place + 1)


def _term(written: str) -> str | None:
    """The term in Roman numerals, however it is written."""
    if written.isdigit():
        return _TERMS[int(written) - 1].upper() if 0 < int(written) <= len(_TERMS) else None
    return written.upper() if written in _TERMS else None
