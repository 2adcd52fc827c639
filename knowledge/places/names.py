"""Names of administrative units: their unit type, their bare name, and the keys under which written forms agree.

A *key* is the name's syllables in normal form with one space between them (`bà rịa vũng tàu`, `ea h leo`), so dashes,
apostrophes, letter case, tone placement and the Unicode form make no difference. A *folded* key has no diacritics
either. A *type word* is a written form of a unit type: `thị xã`, `TX`.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, get_args

from ...analyzers import normalize
from ...model import Level

UnitType = Literal[
    "tỉnh", "thành phố", "quận", "huyện", "thị xã", "phường", "xã", "thị trấn", "đặc khu"
]  # fmt: skip

DISTRICT_TYPES: frozenset[str] = frozenset({"quận", "huyện", "thị xã", "thành phố"})
COMMUNE_TYPES: frozenset[str] = frozenset({"phường", "xã", "thị trấn", "đặc khu"})

TYPE_LETTERS: dict[str, UnitType] = {
    "TP": "thành phố", "Q": "quận", "H": "huyện", "TX": "thị xã",
    "P": "phường", "X": "xã", "TT": "thị trấn", "ĐK": "đặc khu",
}  # fmt: skip
"""The letters that stand for a unit type in `data/places.tsv`."""

TYPE_WORDS: dict[str, UnitType] = {
    "tỉnh": "tỉnh", "thành phố": "thành phố", "tp": "thành phố", "quận": "quận", "q": "quận",
    "huyện": "huyện", "h": "huyện", "thị xã": "thị xã", "tx": "thị xã", "phường": "phường", "p": "phường",
    "xã": "xã", "thị trấn": "thị trấn", "tt": "thị trấn", "đặc khu": "đặc khu",
}  # fmt: skip
"""Every type word, as a key."""


def _without_diacritics(word: str) -> str:
    """Return what `fold` would return; `fold` itself takes long to load."""
    return "".join(
        letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter)
    ).replace("đ", "d")


FOLDED_TYPE_WORDS: dict[str, UnitType] = {_without_diacritics(word): type_ for word, type_ in TYPE_WORDS.items()}
"""Every type word, as a folded key."""

COMMITTEE_WORDS: dict[str, UnitType] = {
    "tỉnh": "tỉnh", "thành": "thành phố", "thị": "thị xã", "quận": "quận", "huyện": "huyện"
}  # fmt: skip
"""The word before `ủy` in the name of a Party committee (`Huyện ủy`), and the type of unit that the committee leads."""

FOLDED_COMMITTEE_WORDS: dict[str, UnitType] = {
    f"{_without_diacritics(word)} uy": type_ for word, type_ in COMMITTEE_WORDS.items()
}
"""The whole name of such a committee without diacritics (`huyen uy`)."""

_SYLLABLE = re.compile(r"[^\W_]+")
_GLUED = re.compile(r"^(q|p|tp)(\d+|hcm)$")


def name_key(text: str) -> str:
    """Return the key of a written name; `Q1`, `P.06` and `TPHCM` are split after the type word."""
    parts: list[str] = []
    for syllable in _SYLLABLE.findall(normalize(text)):
        glued = _GLUED.match(syllable)
        parts.extend(glued.groups() if glued else (syllable,))
    return " ".join(part.lstrip("0") if part.isdecimal() and part.strip("0") else part for part in parts)


def split_unit_type(key: str, *, folded: bool = False) -> tuple[UnitType | None, str]:
    """Split a key into the unit type of its leading type word and the key of the bare name.

    The unit type is None, and the key unchanged, if it has no type word or nothing else.
    """
    table = FOLDED_TYPE_WORDS if folded else TYPE_WORDS
    words = key.split(" ")
    for size in (2, 1):
        unit_type = table.get(" ".join(words[:size]))
        if unit_type is not None and len(words) > size:
            return unit_type, " ".join(words[size:])
    return None, key


def name_variants(name: str) -> tuple[str, ...]:
    """Return the normal forms under which one part of a path is searched: with its type word and without.

    A bare name that would be a mere number (`quận 1`) is left out. Indexing and searching both take the forms from
    here, so they agree.
    """
    whole = normalize(name)
    for unit_type in get_args(UnitType):
        if whole.startswith(unit_type + " "):
            bare = whole[len(unit_type) + 1 :]
            return (whole,) if bare.isdigit() else (whole, bare)
    return (whole,)


def unit_level(unit_type: str) -> Level:
    """Return the level of units of a type; a `thành phố` counts as a district, though a few are provinces."""
    return "province" if unit_type == "tỉnh" else "district" if unit_type in DISTRICT_TYPES else "commune"


def with_unit_type(unit_type: str, bare: str) -> str:
    """Return a name as paths write it: `("thị xã", "Duy Tiên")` becomes `Thị xã Duy Tiên`."""
    return f"{unit_type[0].upper()}{unit_type[1:]} {bare}"
