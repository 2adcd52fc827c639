"""How a place's name is written: its type word, its bare name, and the keys under which written forms meet.

A *key* is the name's syllables in normal form with one space between (`bà rịa vũng tàu`, `ea h leo`), so dashes,
apostrophes, case, tone placement and Unicode form never matter; the *folded* key has no diacritics either.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, get_args

from ...analyzers import normalize
from ...model import Level

Kind = Literal[
    "tỉnh", "thành phố", "quận", "huyện", "thị xã", "phường", "xã", "thị trấn", "đặc khu"
]  # fmt: skip

DISTRICT_KINDS: frozenset[str] = frozenset({"quận", "huyện", "thị xã", "thành phố"})
COMMUNE_KINDS: frozenset[str] = frozenset({"phường", "xã", "thị trấn", "đặc khu"})

SHORT: dict[str, Kind] = {
    "TP": "thành phố", "Q": "quận", "H": "huyện", "TX": "thị xã",
    "P": "phường", "X": "xã", "TT": "thị trấn", "ĐK": "đặc khu",
}  # fmt: skip
"""The table's letters for type words."""

WRITTEN: dict[str, Kind] = {
    "tỉnh": "tỉnh", "thành phố": "thành phố", "tp": "thành phố", "quận": "quận", "q": "quận",
    "huyện": "huyện", "h": "huyện", "thị xã": "thị xã", "tx": "thị xã", "phường": "phường", "p": "phường",
    "xã": "xã", "thị trấn": "thị trấn", "tt": "thị trấn", "đặc khu": "đặc khu",
}  # fmt: skip
"""Every written type word, as a key."""


def _plain(word: str) -> str:
    """Without diacritics; as `fold`, which takes long to load."""
    return "".join(
        letter for letter in unicodedata.normalize("NFD", word) if not unicodedata.combining(letter)
    ).replace("đ", "d")


WRITTEN_FOLDED: dict[str, Kind] = {_plain(word): kind for word, kind in WRITTEN.items()}
"""The same without diacritics."""

COMMITTEES: dict[str, Kind] = {
    "tỉnh": "tỉnh", "thành": "thành phố", "thị": "thị xã", "quận": "quận", "huyện": "huyện"
}  # fmt: skip
"""What stands before `ủy` in the name of a Party committee, and the kind of unit that has it."""

COMMITTEES_FOLDED: dict[str, Kind] = {f"{_plain(word)} uy": kind for word, kind in COMMITTEES.items()}
"""The same without diacritics, with the `ủy`."""

_SYLLABLE = re.compile(r"[^\W_]+")
_GLUED = re.compile(r"^(q|p|tp)(\d+|hcm)$")


def key(text: str) -> str:
    """The key of a written name: normal syllables, one space between; `Q1`, `P.06` and `TPHCM` are taken apart."""
    parts: list[str] = []
    for syllable in _SYLLABLE.findall(normalize(text)):
        glued = _GLUED.match(syllable)
        parts.extend(glued.groups() if glued else (syllable,))
    return " ".join(part.lstrip("0") if part.isdecimal() and part.strip("0") else part for part in parts)


def split_kind(name_key: str, *, folded: bool = False) -> tuple[Kind | None, str]:
    """A key's type word, if it begins with one and goes on, and the key of the bare name."""
    table = WRITTEN_FOLDED if folded else WRITTEN
    words = name_key.split(" ")
    for size in (2, 1):
        kind = table.get(" ".join(words[:size]))
        if kind is not None and len(words) > size:
            return kind, " ".join(words[size:])
    return None, name_key


def written_names(name: str) -> tuple[str, ...]:
    """The normal forms by which one part of a path is found: with its type word and, unless a mere number is left
    (`quận 1`), without. Whoever writes an index and whoever asks it take them from here."""
    whole = normalize(name)
    for kind in get_args(Kind):
        if whole.startswith(kind + " "):
            bare = whole[len(kind) + 1 :]
            return (whole,) if bare.isdigit() else (whole, bare)
    return (whole,)


def level_of(kind: str) -> Level:
    """The level of a kind of unit; `thành phố` is a district unless it is one of the provinces so called."""
    return "province" if kind == "tỉnh" else "district" if kind in DISTRICT_KINDS else "commune"


def with_kind(kind: str, bare: str) -> str:
    """`("thị xã", "Duy Tiên")` → `Thị xã Duy Tiên`, as paths write it."""
    return f"{kind[0].upper()}{kind[1:]} {bare}"
