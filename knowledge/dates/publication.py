"""Publication dates as Vietnamese portals print them. The order is day, month, year.

They come in ISO 8601 (also as NukeViet breaks it), RFC 2822 (feeds) and some forty printed forms such as
`Thứ 6, 01/07/2022 | 14:43:32 [GMT +7]`; `docs/dates.md` lists them. A date that cannot be, lies before 1990 or
after tomorrow is doubted: None.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from ..aligned_text import aligned
from .printed_days import PrintedDay, printed_days
from .printed_times import VIETNAM, moment_of

_EARLIEST_YEAR = 1990
_AHEAD = timedelta(days=1)
_LONGEST_PRINTED = 300
_EPOCH = datetime(1900, 1, 1, tzinfo=VIETNAM)

_POSTED = re.compile(
    r"\b(?:ngay dang|dang luc|dang ngay|dang tin|dang bai|dang|xuat ban|posted|published|created|pubdate)\b"
)
_UPDATED = re.compile(r"\b(?:cap nhat|sua doi|chinh sua|sua lan cuoi|updated|modified)\b")
_LUNAR = re.compile(r"\s{0,2}\(?\s?(?:nam\s[a-z]{2,5}\s[a-z]{2,5}\s)?(?:am lich|al\b|a\.l\b)")
_LABEL_CHARS = 30
_DIGIT = re.compile("[0-9]")
_NORMAL = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2}):([0-9]{2})\+07:00)?")


def parse_published(text: str, *, now: datetime | None = None) -> str | None:
    """The publication time that a portal printed, a page declared or a record holds.

    In: any string that holds one date, with or without words around it. Of several the first counts, but one that is
    said to be the posting's (`Ngày đăng`) comes before one that is said to be an update's (`Cập nhật`). A time without
    a zone is Vietnam's. `now` (for tests) is what "the future" is measured from: a day after tomorrow's is doubted.
    Out: `YYYY-MM-DDTHH:MM:SS+07:00`, the day alone (`YYYY-MM-DD`) where no time of day is told, or None. Never raises.
    """
    text = text.strip()[:_LONGEST_PRINTED]
    if not _DIGIT.search(text):
        return None
    folded = aligned(text).folded
    latest = (now or datetime.now(UTC)).astimezone(VIETNAM).date() + _AHEAD
    days = _days(folded, latest.year)
    found = _published_one(folded, days)
    if found is None:
        return None
    day, start, end = found
    before = max((one.end for one in days if one.end <= start), default=0)
    after = min((one.start for one in days if one.start >= end), default=len(folded))
    moment = moment_of(folded, day, (before, start, end, after)) if day else None
    if day is None or (moment or day).year < _EARLIEST_YEAR or (moment.date() if moment else day) > latest:
        return None
    return moment.isoformat() if moment else day.isoformat()


def _days(folded: str, latest_year: int) -> list[PrintedDay]:
    """The days of a text in its order, lunar ones left out."""
    return [one for one in printed_days(folded, latest_year) if not _LUNAR.match(folded, one.end)]


def _published_one(folded: str, days: list[PrintedDay]) -> PrintedDay | None:
    """The day that stands first, unless it is an update's and another one is the posting's."""
    if len(days) > 1 and _UPDATED.search(_label(folded, days, 0)):
        for number in range(1, len(days)):
            if _POSTED.search(_label(folded, days, number)):
                return days[number]
    return days[0] if days else None


def _label(folded: str, days: list[PrintedDay], number: int) -> str:
    """The words just before a day, since the day before it."""
    start = days[number].start
    return folded[max(days[number - 1].end if number else 0, start - _LABEL_CHARS) : start]


def published_day(published: str | None) -> date | None:
    """The day in Vietnam's calendar of what `parse_published` gave (any other form is parsed first)."""
    moment = _read(published)
    return moment.date() if moment else None


def published_seconds(published: str | None) -> int | None:
    """Seconds from 1900-01-01 00:00 Vietnam time; a day alone counts as its first second."""
    moment = _read(published)
    return int((moment - _EPOCH).total_seconds()) if moment else None


def _read(published: str | None) -> datetime | None:
    if not published:
        return None
    normal = _NORMAL.fullmatch(published) or _NORMAL.fullmatch(parse_published(published) or "")
    if normal is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in normal.groups())
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=VIETNAM)
    except ValueError:
        return None
