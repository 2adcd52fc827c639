"""Days, months and years as a query or a filter writes them: `2024`, `2024-03`, `2024-03-07`, ranges with `..`."""

from __future__ import annotations

import re
from calendar import monthrange

from whoosh.query.qcore import NullQuery, Query
from whoosh.query.ranges import NumericRange

from ...engines import fields

_PERIOD = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)

Days = tuple[int, int]
"""First and last day, both as YYYYMMDD and both included."""

ALL_DAYS: Days = (1, 99991231)
"""Every dated article; undated ones have day 0."""


def period(text: str) -> Days | None:
    """The days of `YYYY[-MM[-DD]]`; None where it is written otherwise or does not exist."""
    found = _PERIOD.fullmatch(text)
    if not found:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    if year == 0 or (found[2] and not 1 <= month <= 12):
        return None
    if found[3]:
        return (year * 10000 + month * 100 + day,) * 2 if 1 <= day <= monthrange(year, month)[1] else None
    if found[2]:
        return year * 10000 + month * 100 + 1, year * 10000 + month * 100 + monthrange(year, month)[1]
    return year * 10000 + 101, year * 10000 + 1231


def span(text: str) -> Days | None:
    """The days of a period or of a range `from..to` with either end left open; None where it is neither."""
    start, dots, end = text.partition("..")
    if not dots:
        return period(text)
    first, last = period(start), period(end)
    if (start and not first) or (end and not last) or not (start or end):
        return None
    return (first or ALL_DAYS)[0], (last or ALL_DAYS)[1]


def within(days: Days) -> Query:
    """The articles published on these days; a range that ends before it begins holds none."""
    first, last = days
    return NumericRange(fields.DAY, first, last) if first <= last else NullQuery
