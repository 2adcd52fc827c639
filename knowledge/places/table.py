"""The gazetteer's table in memory: columns read once from `data/places.tsv`, when they are first needed.

The file is an outline. A province has no indentation (its new province, first day, the day from which it no longer
existed); its districts are indented by one tab, their communes by two (what they became; the day from which they no
longer existed, where that was before the reform). A line that begins with `= ` is a province of today, followed by its
communes with one tab. See `docs/places.md`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from ...analyzers import fold
from .. import data
from ..tables import read_table
from .names import TYPE_LETTERS, UnitType, name_key

REFORM = date(2025, 7, 1)
"""The reform: from this day there are 34 provinces with communes directly below them and no districts."""

NO_PARENT = -1
"""The `parent` of a province."""

_SEPARATORS = re.compile(r"[^\w\n]+")


@dataclass(frozen=True, slots=True)
class UnitTable:
    """Parallel columns with one entry for each unit.

    `parent` is a row number or `NO_PARENT`. `became` is the new commune, with the table's letters for its type
    (`X Bến Lức`), or for a province the new province; "" where no single unit is certain. A unit existed from `since`
    until the day before `until` (None: no limit known). `by_key` maps the key of a bare name to its rows.
    """

    name: list[str]
    type: list[UnitType]
    parent: list[int]
    became: list[str]
    since: list[date | None]
    until: list[date | None]
    by_key: dict[str, list[int]]


@cache
def unit_table() -> UnitTable:
    """Return the whole table, read at the first call."""
    text = (files(data) / "places.tsv").read_text("utf-8")
    columns = UnitTable([], [], [], [], [], [], {})
    _read_units(text, columns)
    rows: dict[str, list[int]] = defaultdict(list)
    keys = _SEPARATORS.sub(" ", "\n".join(columns.name).lower())  # all at once: the table is in normal form already
    for row, key in enumerate(keys.split("\n")):
        rows[key].append(row)
    columns.by_key.update(rows)
    return columns


def _read_units(text: str, columns: UnitTable) -> None:
    """Fill all columns but `by_key` from the text of the table."""
    province = district = NO_PARENT
    today = False
    period: tuple[date | None, date | None] = (None, REFORM)
    names, types, parents, became = columns.name, columns.type, columns.parent, columns.became
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        fields = line.lstrip("\t").split("\t")
        depth = len(line) - len(line.lstrip("\t"))
        since, until = period
        if depth == 0:
            today = line.startswith("= ")
            name = fields[0].removeprefix("= ")
            unit_type: UnitType = "tỉnh"
            since, until = _province_period(fields, today)
            period = (REFORM, None) if today else (since, until)
            province, parent = len(names), NO_PARENT
        else:
            letters, _, name = fields[0].partition(" ")
            unit_type = TYPE_LETTERS[letters]
            parent = province if today or depth == 1 else district
            if depth == 1 and not today:
                district = len(names)
            if len(fields) > 2:
                until = date.fromisoformat(fields[2])
        names.append(name)
        types.append(unit_type)
        parents.append(parent)
        became.append(fields[0].removeprefix("= ") if today else fields[1] if len(fields) > 1 else "")
        columns.since.append(since)
        columns.until.append(until)


def _province_period(fields: list[str], today: bool) -> tuple[date | None, date | None]:
    """Return a province's first day and the day from which it no longer existed."""
    days = [date.fromisoformat(field) if field else None for field in (*fields[2:], "", "")][:2]
    if today:
        return REFORM, None
    return days[0], days[1] or REFORM


@cache
def folded_rows() -> dict[str, list[int]]:
    """Return the rows of every bare name by its folded key; made when a name without diacritics is first looked up."""
    columns = unit_table()
    letters = {ord(letter): fold(letter) for letter in set("".join(columns.by_key))}
    rows: dict[str, list[int]] = defaultdict(list)
    for name, named in columns.by_key.items():
        rows[name.translate(letters)].extend(named)
    return dict(rows)


@cache
def name_aliases() -> dict[str, str]:
    """Map the keys of other written forms to the table's keys (`data/places-aliases.tsv`)."""
    return {name_key(written): name_key(name) for written, name in read_table("places-aliases.tsv", 2)}
