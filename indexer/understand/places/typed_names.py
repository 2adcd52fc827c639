"""Places named with the type of unit: by a type word (`xã X`) or a Party committee (`Huyện ủy X`).

Also in texts without any diacritics: `huyen Ben Luc`, `UBND XA BINH PHU`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ....knowledge import Gazetteer, Unit
from ....knowledge.places.names import (
    COMMITTEE_WORDS,
    COMMUNE_TYPES,
    FOLDED_COMMITTEE_WORDS,
    FOLDED_TYPE_WORDS,
    TYPE_WORDS,
    UnitType,
)
from ....knowledge.places.table import REFORM
from .capital_runs import Run, is_all_capitals, read_run, runs_on

_TYPES: dict[str, tuple[UnitType, ...]] = {word: (unit_type,) for word, unit_type in TYPE_WORDS.items()}
_TYPES.update((f"{word} {uy}", (unit_type,)) for word, unit_type in COMMITTEE_WORDS.items() for uy in ("ủy", "uỷ"))

# The first letter is a character class by itself, followed by the lookbehind for what must not precede it: so `re` only
# tries positions with such a letter.
_TYPED = re.compile(
    r"[TQHPXĐtqhpxđ](?<![^\W_].)(?:"
    r"(?<=[Tt])(?i:ỉnh(?:\s+(?:ủy|uỷ))?|hành\s+(?:ủy|uỷ|phố)|hị\s+(?:ủy|uỷ|xã|trấn))"
    r"|(?<=[QqHh])(?i:(?<=q)uận|(?<=h)uyện)(?i:\s+(?:ủy|uỷ))?"
    r"|(?<=[PpXxĐđ])(?i:(?<=p)hường|(?<=x)ã|(?<=đ)ặc\s+khu)"
    r"|(?:(?<=T)(?:\.?[PXT]|[pxt])|(?<=[QHP])(?=[.\d]|[ \u00a0][A-ZĐÀ-Ỹ]))\.?"
    r")\s*(?=[^\W_])"
)
_LETTER = frozenset({"H ", "Q ", "P ", "H\u00a0", "Q\u00a0", "P\u00a0"})
"""Type words of one letter without a full stop."""
_BEFORE_NAME = re.compile(r"(?:(?<![^\W_])[A-ZĐÀ-Ỹ][^\W\d_]*[^\W\d_A-ZĐÀ-Ỹ]|\b(?:ông|bà|anh|chị|em))\s+$")

SURNAMES = frozenset({
    "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ", "ngô", "dương",
    "lý", "đào", "đinh", "trịnh", "trương", "lâm", "mai", "cao", "lương", "tạ", "hà", "tô", "chu", "thái", "châu",
    "tống", "kiều", "vương", "quách", "phùng", "tăng", "lưu", "đoàn",
})  # fmt: skip
_OFFICE = re.compile(r"(?i)(chủ\s+tịch|bí\s+thư|trưởng|phó|ông|bà|đồng\s+chí|đ/c)[^.;:\n]{0,40}$")

LONGEST_FOLDED_NAME = 5
"""Words of the longest name that is looked up in a text without diacritics."""

_FOLDED_TYPES: dict[str, UnitType] = {
    **{word: unit_type for word, unit_type in FOLDED_TYPE_WORDS.items() if len(word) > 1},
    **FOLDED_COMMITTEE_WORDS,
}
_ALTERNATIVES = "|".join(word.replace(" ", r"\s+") for word in sorted(_FOLDED_TYPES, key=len, reverse=True))
_FOLDED_TYPED = re.compile(rf"(?<![^\W_])(?P<word>{_ALTERNATIVES})\.?\s+(?=[^\W_])", re.IGNORECASE)


class PlaceMention(NamedTuple):
    """A place named at `start`..`end` of a text, with every unit of the date that it can be.

    `types` are the unit types that its type word allows, None for a bare name; `bare` is the key of the name without a
    type word.
    """

    types: tuple[str, ...] | None
    bare: str
    units: tuple[Unit, ...]
    start: int
    end: int

    @property
    def level(self) -> str:
        """The highest level that it can be of."""
        levels = [unit.level for unit in self.units]
        return next(level for level in ("province", "district", "commune") if level in levels)


def typed_mentions(
    text: str, gazetteer: Gazetteer, on: date | None, *, check_context: bool = True
) -> Iterator[PlaceMention]:
    """Yield every place that a text names with a type word.

    Unless `check_context` is false, a name that is longer than any in the gazetteer, or a person's, is left out.
    """
    for match in _TYPED.finditer(text):
        start, at = match.span()
        run = read_run(text, at)
        if not run.keys:
            continue
        types = _types(match)
        size, units = gazetteer.longest_name(run.keys, on, types=frozenset(types))
        if match[0] in _LETTER and (size < 2 or _BEFORE_NAME.search(text, max(0, start - 20), start)):
            continue  # `Bà H`, not a district
        if size and (not check_context or _is_whole_name(text, start, at, run, size)):
            yield PlaceMention(types, " ".join(run.keys[:size]), units, start, at + run.ends[size - 1])


def folded_typed_mentions(text: str, gazetteer: Gazetteer, on: date | None) -> Iterator[PlaceMention]:
    """Yield every place that a text without diacritics names with a type word, the longest name that is known."""
    for match in _FOLDED_TYPED.finditer(text):
        unit_type = _FOLDED_TYPES[" ".join(match["word"].lower().split())]
        run = read_run(text, match.end())
        for size in range(min(len(run.keys), LONGEST_FOLDED_NAME), 0, -1):
            bare = " ".join(run.keys[:size])
            named = gazetteer.find(f"{unit_type} {bare}" if bare.isdecimal() else bare, on)
            units = tuple(unit for unit in named if _is_of_type(unit, unit_type))
            if units:
                yield PlaceMention((unit_type,), bare, units, match.start(), match.end() + run.ends[size - 1])
                break


def _is_of_type(unit: Unit, unit_type: UnitType) -> bool:
    """Return whether a unit is of that type; `thanh pho` may be a province."""
    return unit.type == unit_type or (unit_type == "thành phố" and unit.level == "province")


def unknown_levels(text: str, gazetteer: Gazetteer, on: date | None) -> set[str]:
    """Return the levels (`district`, `commune`) of the units that a text names but the gazetteer lacks for that day."""
    levels = set()
    for match in _TYPED.finditer(text):
        types = frozenset(_types(match))
        if is_all_capitals(text[match.start() : match.end() + 12]):
            continue  # in such a text capitals do not show what is a name
        keys = read_run(text, match.end()).keys
        if len(keys) > 1 and "tỉnh" not in types and not gazetteer.longest_name(keys, on, types=types)[0]:
            levels.add("commune" if types & COMMUNE_TYPES else "district")
    return levels if on is None or on < REFORM else levels - {"district"}


def _types(match: re.Match[str]) -> tuple[str, ...]:
    return _TYPES[" ".join(match[0].lower().replace(".", "").split())]


def _is_whole_name(text: str, start: int, at: int, run: Run, size: int) -> bool:
    """Return whether the name at `at` is a place's whole name and not a person's; capitalised words may follow it.

    `phường Yên Nghĩa Lê Xuân Hoàn` names Yên Nghĩa; `xã Tân Phú Trung` does not name Tân Phú; in `Chủ tịch UBND xã Trần
    Phú Hùng` the name is a man's. `start` is where the type word begins.
    """
    first = run.keys[0]
    rest = run.keys[size:] if runs_on(text, at + run.ends[size - 1]) else ()
    may_be_person = first in SURNAMES
    if may_be_person and rest:
        return False
    if may_be_person and size > 2 and _OFFICE.search(text, max(0, start - 60), start):
        return False
    is_separate = not rest or len(rest) > 1 or rest[0] in SURNAMES or first[0].isdecimal()
    return is_separate or is_all_capitals(text[start : at + 12])
