"""Laws, codes, ordinances and the Constitution: the names of `data/laws.tsv`, and what was passed under each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ..tables import read_table, split_values


class Version(NamedTuple):
    """One law of a name: the year, its number and its day (`2013-11-29`), where the table tells them."""

    year: str
    number: str | None
    date: str | None


class Law(NamedTuple):
    """One row of the table: `Luật Đất đai`, and what was passed under this name."""

    kind: str
    title: str
    versions: tuple[Version, ...]


def law_form(title: str, year: str | None) -> str:
    """`Luật Đất đai 2013`, for there are several; `Luật Thực hiện dân chủ ở cơ sở`, for there is one."""
    law = _table().by_title.get(title)
    alone = law is not None and len(law.versions) == 1 and law.versions[0].year == year
    return f"{title} {year}" if year and not alone else title


def law_called(form: str) -> tuple[Law, Version | None] | None:
    """The law of a normal form, and which of its versions it says; None if the table doesn't have it."""
    title, year = (form[:-5], form[-4:]) if re.search(r"\s[0-9]{4}$", form) else (form, None)
    law = _table().by_title.get(title)
    if law is None:
        return None
    fitting = [version for version in law.versions if year in (None, version.year)]
    return law, fitting[0] if len(fitting) == 1 else None


def law_numbered(number: str) -> tuple[Law, Version] | None:
    """The law that bears a number, `10/2022/QH15`."""
    return _table().by_number.get(number)


def law_begun(number: str) -> str | None:
    """The only number in the table that begins so: `34/2007/PL-`."""
    fitting = [each for each in _table().by_number if each.startswith(number)]
    return fitting[0] if len(fitting) == 1 else None


def written_titles() -> Iterator[tuple[str, str]]:
    """Every title with each way to write it, itself the first."""
    yield from _table().written


def same_law(asked: str, cited: str) -> bool:
    """Whether a cited normal form is the law that is asked for, by name or number; a name alone asks for any."""
    one, other = _law(asked), _law(cited)
    if one is None or other is None or one[0] != other[0]:
        return False
    return _asks_for_any(asked, one[0]) or (one[1] is not None and one[1] == other[1])


def law_prefixes(number: str) -> tuple[str, ...]:
    """What the other normal forms of a law, given by name or number, begin with; () for what is none."""
    called = _law(number)
    if called is None:
        return ()
    law, version = called
    versions = law.versions if version is None or _asks_for_any(number, law) else (version,)
    return (law.title, *(each.number for each in versions if each.number))


def _law(number: str) -> tuple[Law, Version | None] | None:
    return law_numbered(number) or law_called(number)


def _asks_for_any(number: str, law: Law) -> bool:
    return number == law.title


class _Table(NamedTuple):
    by_title: dict[str, Law]
    by_number: dict[str, tuple[Law, Version]]
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


def _version(cell: str) -> Version:
    number, _, date = cell.rpartition("=")
    return Version(date[:4], number or None, date if len(date) > 4 else None)
