"""The gazetteer's table in memory: columns read from `data/places.tsv` once, at first use.

The file is an outline: a province at the margin (its new province, first day, last day), its districts one tab in,
their communes two tabs in (what they became; the day from which they stood no more, where it is before the reform's).
A line that begins with `= ` opens a province of today, with its communes one tab in. See `docs/places.md`.
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
from ..tables import rows as entries
from .names import SHORT, Kind, key

REFORM = date(2025, 7, 1)
"""From this day there are 34 provinces with communes directly below them and no districts."""

NOWHERE = -1

_SEPARATORS = re.compile(r"[^\w\n]+")


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, one entry a unit. `parent` is a row number or `NOWHERE`; `became` is the name (with the table's letters
    for its type) of the new commune, or for a province of the new province; "" where no one unit is certain."""

    name: list[str]
    kind: list[Kind]
    parent: list[int]
    became: list[str]
    since: list[date | None]
    until: list[date | None]
    by_key: dict[str, list[int]]


@cache
def table() -> Table:
    """The whole table. In: nothing; out: columns and the rows of every bare name's key."""
    text = (files(data) / "places.tsv").read_text("utf-8")
    columns = Table([], [], [], [], [], [], {})
    _read(text, columns)
    rows: dict[str, list[int]] = defaultdict(list)
    keys = _SEPARATORS.sub(" ", "\n".join(columns.name).lower())
    for row, name_key in enumerate(keys.split("\n")):
        rows[name_key].append(row)
    columns.by_key.update(rows)
    return columns


def _read(text: str, columns: Table) -> None:
    province = district = NOWHERE
    today = False
    span: tuple[date | None, date | None] = (None, REFORM)
    names, kinds, parents, became = columns.name, columns.kind, columns.parent, columns.became
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        fields = line.lstrip("\t").split("\t")
        depth = len(line) - len(line.lstrip("\t"))
        since, until = span
        if depth == 0:
            today = line.startswith("= ")
            name = fields[0].removeprefix("= ")
            kind: Kind = "tỉnh"
            since, until = _span(fields, today)
            span = (REFORM, None) if today else (since, until)
            province, parent = len(names), NOWHERE
        else:
            letters, _, name = fields[0].partition(" ")
            kind = SHORT[letters]
            parent = province if today or depth == 1 else district
            if depth == 1 and not today:
                district = len(names)
            if len(fields) > 2:
                until = date.fromisoformat(fields[2])
        names.append(name)
        kinds.append(kind)
        parents.append(parent)
        became.append(fields[0].removeprefix("= ") if today else fields[1] if len(fields) > 1 else "")
        columns.since.append(since)
        columns.until.append(until)


def _span(fields: list[str], today: bool) -> tuple[date | None, date | None]:
    """A province's first day and the day from which it stood no more."""
    days = [date.fromisoformat(field) if field else None for field in (*fields[2:], "", "")][:2]
    if today:
        return REFORM, None
    return days[0], days[1] or REFORM


@cache
def folded_rows() -> dict[str, list[int]]:
    """The rows of every bare name without diacritics; made at the first name that is typed without them."""
    columns = table()
    letters = {ord(letter): fold(letter) for letter in set("".join(columns.by_key))}
    rows: dict[str, list[int]] = defaultdict(list)
    for name, found in columns.by_key.items():
        rows[name.translate(letters)].extend(found)
    return dict(rows)


@cache
def aliases() -> dict[str, str]:
    """Keys of other written forms → the table's key (`data/places-aliases.tsv`), with and without diacritics."""
    return {key(written): key(name) for written, name in entries("places-aliases.tsv", 2)}
