"""Days, months and years as written in a query or a filter: `2024`, `2024-03`, `2024-03-07`, ranges with `..`."""

from __future__ import annotations

import re
from calendar import monthrange

from whoosh.query.qcore import NullQuery, Query
from whoosh.query.ranges import NumericRange

from ...engines import fields

_PERIOD = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)

DayRange = tuple[int, int]
"""First and last day, both as YYYYMMDD and both included."""

ALL_DAYS: DayRange = (1, 99991231)
"""The days of every dated article; undated articles have day 0."""


def parse_period(text: str) -> DayRange | None:
    """Return the days of `YYYY[-MM[-DD]]`, or None where the text has another form or the date does not exist."""
    match = _PERIOD.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    if year == 0 or (match[2] and not 1 <= month <= 12):
        return None
    if match[3]:
        return (year * 10000 + month * 100 + day,) * 2 if 1 <= day <= monthrange(year, month)[1] else None
    if match[2]:
        return year * 10000 + month * 100 + 1, year * 10000 + month * 100 + monthrange(year, month)[1]
    return year * 10000 + 101, year * 10000 + 1231


def parse_period_range(text: str) -> DayRange | None:
    """Return the days of a period or of a range `from..to`, either end of which may be open; None for other text."""
    start, dots, end = text.partition("..")
    if not dots:
        return parse_period(text)
    first, last = parse_period(start), parse_period(end)
    if (start and not first) or (end and not last) or not (start or end):
        return None
    return (first or ALL_DAYS)[0], (last or ALL_DAYS)[1]


def published_within(days: DayRange) -> Query:
    """Return a query for the articles published on these days; a range that ends before it begins matches none."""
    first, last = days
    return NumericRange(fields.DAY, first, last) if first <= last else NullQuery
