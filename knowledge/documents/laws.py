"""Laws, codes, ordinances and the Constitution by name and number, from `data/laws.tsv`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ..tables import read_table, split_values


class LawVersion(NamedTuple):
    """One of the laws of a name: its year and, if known, its number and its day (`2013-11-29`)."""

    year: str
    number: str | None
    date: str | None


class Law(NamedTuple):
    """One row of the table: a name such as `Luật Đất đai`, and the laws that were passed under it.

    `kind` is `Luật`, `Bộ luật`, `Pháp lệnh` or `Hiến pháp`; `title` begins with it.
    """

    kind: str
    title: str
    versions: tuple[LawVersion, ...]


def law_normal_form(title: str, year: str | None) -> str:
    """Return the normal form of a law: with its year if there are several of the title, otherwise the title alone.

    For example `Luật Đất đai 2013`, but `Luật Thực hiện dân chủ ở cơ sở`.
    """
    law = _table().by_title.get(title)
    alone = law is not None and len(law.versions) == 1 and law.versions[0].year == year
    return f"{title} {year}" if year and not alone else title


def law_by_name(form: str) -> tuple[Law, LawVersion | None] | None:
    """Return the law of a normal form and the version that it denotes; None if the table does not have the law.

    The version is None if the normal form does not determine it.
    """
    title, year = (form[:-5], form[-4:]) if re.search(r"\s[0-9]{4}$", form) else (form, None)
    law = _table().by_title.get(title)
    if law is None:
        return None
    fitting = [version for version in law.versions if year in (None, version.year)]
    return law, fitting[0] if len(fitting) == 1 else None


def law_by_number(number: str) -> tuple[Law, LawVersion] | None:
    """Return the law with a number such as `10/2022/QH15`."""
    return _table().by_number.get(number)


def complete_law_number(prefix: str) -> str | None:
    """Return the only number of the table that begins with a prefix such as `34/2007/PL-`, or None."""
    fitting = [number for number in _table().by_number if number.startswith(prefix)]
    return fitting[0] if len(fitting) == 1 else None


def title_spellings() -> Iterator[tuple[str, str]]:
    """Yield every title with each of its spellings, the title itself first."""
    yield from _table().written


def matches_law(requested: str, cited: str) -> bool:
    """Return whether a cited law, given by name or number, is the requested one; a name alone requests any version."""
    one, other = _find_law(requested), _find_law(cited)
    if one is None or other is None or one[0] != other[0]:
        return False
    return requested == one[0].title or (one[1] is not None and one[1] == other[1])


def law_prefixes(number: str) -> tuple[str, ...]:
    """Return the prefixes of all normal forms that match a law, given by name or number; () if it is not a law."""
    found = _find_law(number)
    if found is None:
        return ()
    law, version = found
    versions = law.versions if version is None or number == law.title else (version,)
    return (law.title, *(version.number for version in versions if version.number))


def _find_law(number: str) -> tuple[Law, LawVersion | None] | None:
    return law_by_number(number) or law_by_name(number)


class _Table(NamedTuple):
    by_title: dict[str, Law]
    by_number: dict[str, tuple[Law, LawVersion]]
    written: list[tuple[str, str]]


@lru_cache(maxsize=1)
def _table() -> _Table:
    table = _Table({}, {}, [])
    for kind, name, versions, also in read_table("laws.tsv", 4):
        title = kind if kind == name else f"{kind} {name}"
        law = Law(kind, title, tuple(map(_version, split_values(versions))))
        table.by_title[title] = law
        table.by_number.update({version.number: (law, version) for version in law.versions if version.number})
        table.written.extend((title, written) for written in (title, *split_values(also)))
    return table


def _version(cell: str) -> LawVersion:
    """Read a cell `number=date`, or a date or year alone."""
    number, _, date = cell.rpartition("=")
    return LawVersion(date[:4], number or None, date if len(date) > 4 else None)
