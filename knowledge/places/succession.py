"""Succession: the successors of units in the reform of 1 July 2025, and the predecessors of today's units.

The source is the column `became` of the table; `Unit.now` holds the successor of each unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import takewhile

from ...model import Path
from .gazetteer import gazetteer
from .names import TYPE_LETTERS
from .table import REFORM, unit_table
from .units import Unit, provinces, unit_at


def current_path(path: Sequence[str]) -> Path:
    """Return the path of today's unit that contains the unit of a path from before or after the reform.

    Only the levels that are certain are returned; an unknown path gives `()`. Public API for library users: no module
    of timtin calls it, since `units.unit_at` computes `Unit.now`.
    """
    unit = gazetteer().unit(path)
    return unit.now if unit else ()


def predecessors(unit: Unit) -> tuple[Unit, ...]:
    """Return the units before the reform that wholly became part of a unit of today, ordered by path.

    These are communes for a commune, provinces for a province. A unit that ended with the reform, or earlier, has none.
    """
    if unit.since != REFORM:
        return ()
    if unit.level == "province":
        found = [old for old in provinces() if old.since != REFORM and old.now == unit.path]
    else:
        letters = {unit_type: letters for letters, unit_type in TYPE_LETTERS.items()}
        became = f"{letters[unit.type]} {unit.name[len(unit.type) + 1 :]}"
        columns = unit_table()
        rows = (row for row, name in enumerate(columns.became) if name == became and columns.until[row] is not None)
        found = [old for row in rows if (old := unit_at(row)).now == unit.path]
    return tuple(sorted(found, key=lambda old: old.path))


def predecessor_area(unit: Unit) -> Unit | None:
    """Return the lowest unit before the reform that contained all predecessors of a commune of today.

    Its `now` is set to that commune, and its `level` to `commune` if the predecessors were of several districts.
    Returns None for any other unit, and for a commune without predecessors.
    """
    if unit.since != REFORM or len(unit.path) != 2:
        return None
    paths = list(zip(*(old.path for old in predecessors(unit)), strict=False))
    shared = tuple(parts[0] for parts in takewhile(lambda parts: len(set(parts)) == 1, paths))
    last_day = REFORM - timedelta(days=1)
    area = gazetteer().unit(shared, last_day) if shared else None
    if area is not None and area.level == "commune" and area.name[len(area.type) :] != unit.name[len(unit.type) :]:
        area = gazetteer().unit(area.path[:-1], last_day)  # parts of other communes became part of it, too
    if area is None:
        return None
    return replace(area, now=unit.path, level="commune" if area.level == "province" else area.level)
