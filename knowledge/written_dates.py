"""Dates as Vietnamese prose writes them: `ngày 18/01/2024`, `Sáng 31-7`, `ngày 5 tháng 6 năm 2023`, `5-7/3/2024`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .aligned import Aligned, aligned
from .printed_days import calendar_day
from .published import published_day

_LONGEST_RANGE = 31
_FURTHEST_AHEAD = timedelta(days=90)

_PARTS_OF_DAY = r"(?:rạng sáng|sáng|trưa|chiều|tối|đêm|khuya|hôm)"
_LEAD = re.compile(
    rf"(?:\bngày|\b{_PARTS_OF_DAY}(?:\s(?:nay|qua|ngày))?|\bthứ\s(?:[2-7]|hai|ba|tư|năm|sáu|bảy))[\s,(]{{1,3}}$"
)
"""What makes a day and month without a year a date: the words just before it, with their marks."""

_LEAD_CHARS = 24
_FREE, _ENDS = r"(?<![0-9])(?<![0-9][/.,:-])", r"(?![0-9])(?![/.,:-][0-9])"
_NUMERIC = (
    r"(?:(?P<from>[0-9]{1,2})\s?(?P<to>-|và|,|đến)\s?(?:ngày\s)?)?"
    r"(?P<d>[0-9]{1,2})\s?(?P<sep>[/.-])\s?(?P<m>[0-9]{1,2})(?:\s?(?P=sep)\s?(?P<y>[12][0-9]{3}))?"
)
_WORDED = (
    r"(?:(?P<wfrom>[0-9]{1,2})\s?(?P<wto>-|và|,|đến)\s?(?:ngày\s)?)?"
    r"(?P<wd>[0-9]{1,2})\s{1,2}tháng\s{1,2}(?P<wm>[0-9]{1,2})(?:,?\s{1,2}năm\s{1,2}(?P<wy>[12][0-9]{3}))?"
)
_WRITTEN = re.compile(rf"{_FREE}(?:{_WORDED}|{_NUMERIC}){_ENDS}")


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A day written in a text: `text[start:end]` is how (the days of one range share a span)."""

    day: date
    start: int
    end: int


WrittenDate = tuple[tuple[date, ...], int, int]
"""The days that a written date or range says, and where it stands in an aligned text."""


def find_dates(text: str, published: str | None = None) -> list[FoundDate]:
    """Every day written in a text, in order.

    A day and month without a year need a word before them that says they are a date (`ngày`, `sáng`, `thứ hai`, …)
    and take the year that puts them nearest to the publication date and not far after it; without a publication date
    they are left out.
    """
    at = aligned(text)
    return [
        FoundDate(day, at.origin(start), at.origin(end)) for days, start, end in written(at, published) for day in days
    ]


def written(at: Aligned, published: str | None) -> Iterator[WrittenDate]:
    """The days of each written date or range, with its place in the aligned text."""
    reference = published_day(published)
    dashed = at.lower.translate(_DASHES)
    for match in _WRITTEN.finditer(dashed):
        kind = "w" if match["wd"] else ""
        led = _LEAD.search(dashed[max(0, match.start() - _LEAD_CHARS) : match.start()]) is not None
        year = match[kind + "y"]
        if not led and (year is None or match[kind + "from"]):
            yield from _without_range(match, kind, year)
            continue
        last = _resolve(year, match[kind + "m"], match[kind + "d"], reference)
        if last is None:
            continue
        first = match[kind + "from"]
        yield _span(first, match[kind + "to"], last) if first else (last,), match.start(), match.end()


def _without_range(match: re.Match[str], kind: str, year: str | None) -> Iterator[WrittenDate]:
    """A number before a full date, with no word that makes them a range, belongs to something else."""
    day = calendar_day(year, match[kind + "m"], match[kind + "d"]) if year else None
    if day:
        yield (day,), match.start(kind + "d"), match.end()


def _resolve(year: str | None, month: str, day: str, reference: date | None) -> date | None:
    """The day meant; without a year the one nearest to the reference and not far after it."""
    if year:
        return calendar_day(year, month, day)
    if reference is None:
        return None
    days = (calendar_day(reference.year + step, month, day) for step in (-1, 0, 1))
    fitting = [day for day in days if day and day - reference <= _FURTHEST_AHEAD]
    return min(fitting, key=lambda day: abs(day - reference), default=None)


def _span(first: str, joint: str, last: date) -> tuple[date, ...]:
    """The days from a first day of the month to the last (`5-7/3`), or the two that are named (`5 và 7/3`)."""
    start = calendar_day(last.year, last.month, first)
    if start is None or not start < last:
        return (last,)
    if joint in {"và", ","} or (last - start).days > _LONGEST_RANGE:
        return (start, last)
    return tuple(start + timedelta(days=step) for step in range((last - start).days + 1))


_DASHES = {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2212"}
