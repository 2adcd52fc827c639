"""Administrative units of both eras: one `Unit` for each row of the gazetteer's table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

from ...model import Level, Path
from .names import DISTRICT_TYPES, TYPE_LETTERS, UnitType, with_unit_type
from .table import NO_PARENT, REFORM, unit_table

CITY_PROVINCES = frozenset({"Hà Nội", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Huế"})
"""The provinces that are called `thành phố`; every other `thành phố X` is a district."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One administrative unit, which existed from `since` until the day before `until` (None: no limit known).

    `now` is the part of today's path that is certain: the new commune if the whole unit became part of one, otherwise
    the new province alone. A unit of today has its own path.
    """

    path: Path
    type: UnitType
    level: Level
    now: Path
    since: date | None
    until: date | None

    @property
    def name(self) -> str:
        """The last part of the path: `Phường Trường Xuân`."""
        return self.path[-1]

    def existed(self, on: date | None) -> bool:
        """Return whether the unit may have existed on a day; always true without a day."""
        return on is None or ((self.since is None or self.since <= on) and (self.until is None or on < self.until))


@cache
def unit_at(row: int) -> Unit:
    """Return the unit of a row of the table."""
    columns = unit_table()
    name, since, until, parent = columns.name[row], columns.since[row], columns.until[row], columns.parent[row]
    if parent == NO_PARENT:
        return Unit((name,), "tỉnh", "province", (columns.became[row],), since, until)
    above = unit_at(parent)
    unit_type = columns.type[row]
    level: Level = "district" if unit_type in DISTRICT_TYPES else "commune"
    path = (*above.path, with_unit_type(unit_type, name))
    if since == REFORM:
        return Unit(path, unit_type, level, path, since, until)
    letters, _, became = columns.became[row].partition(" ")
    now = (above.now[0], with_unit_type(TYPE_LETTERS[letters], became)) if became else above.now[:1]
    return Unit(path, unit_type, level, now, since, until)


@cache
def provinces() -> tuple[Unit, ...]:
    """Return the provinces of both eras in the order of the table."""
    return tuple(unit_at(row) for row, parent in enumerate(unit_table().parent) if parent == NO_PARENT)


def may_be_called(row: int, unit_type: str) -> bool:
    """Return whether the unit of a row may bear a type word of this type; a few provinces are `thành phố`."""
    columns = unit_table()
    if columns.parent[row] != NO_PARENT:
        return columns.type[row] == unit_type
    return (unit_type == "thành phố") == (columns.name[row] in CITY_PROVINCES) and unit_type in ("tỉnh", "thành phố")
