"""Publication dates as Vietnamese portals print them, with or without a time of day; the day precedes the month.

They come in ISO 8601 (also in NukeViet's malformed variant), in RFC 2822 (feeds) and in some forty printed forms
such as `Thứ 6, 01/07/2022 | 14:43:32 [GMT +7]`; `docs/dates.md` lists them. Implausible dates give None: days that
do not exist, those before 1990 and those after tomorrow.

The days printed in the text are found first (`printed_days`), the day of publication is chosen among them, and then the
time of day that belongs to it (`_time_beside`).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple

from ..aligned_text import align_text

VIETNAM = timezone(timedelta(hours=7))
"""Vietnam has one time zone and no summer time; its changes before 1975 are before the earliest date read here."""

_EARLIEST_YEAR = 1990
_FURTHEST_AHEAD = timedelta(days=1)
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
    """Return the publication time that a portal prints, a page declares or a record holds.

    `text` is any string that contains a date, with or without other words. Of several dates the first counts, except
    that one labelled as the posting's (`Ngày đăng`) precedes one labelled as an update's (`Cập nhật`). A time without
    a zone is Vietnam's. A day after tomorrow gives None; tests pass `now` to fix what tomorrow is.

    Returns `YYYY-MM-DDTHH:MM:SS+07:00`, or the day alone (`YYYY-MM-DD`) if no time of day is given, or None. Never
    raises.
    """
    text = text.strip()[:_LONGEST_PRINTED]
    if not _DIGIT.search(text):
        return None
    folded = align_text(text).folded
    latest = (now or datetime.now(UTC)).astimezone(VIETNAM).date() + _FURTHEST_AHEAD
    days = [printed for printed in printed_days(folded, latest.year) if not _LUNAR.match(folded, printed.end)]
    chosen = _publication_day(folded, days)
    if chosen is None:
        return None
    day, start, end = chosen
    floor = max((printed.end for printed in days if printed.end <= start), default=0)
    ceiling = min((printed.start for printed in days if printed.start >= end), default=len(folded))
    moment = _moment(folded, day, (floor, start, end, ceiling)) if day else None
    if day is None or (moment or day).year < _EARLIEST_YEAR or (moment.date() if moment else day) > latest:
        return None
    return moment.isoformat() if moment else day.isoformat()


def _publication_day(folded: str, days: list[PrintedDay]) -> PrintedDay | None:
    """Return the first day, or the one labelled as the posting's if the first is labelled as an update's."""
    if len(days) > 1 and _UPDATED.search(_label(folded, days, 0)):
        for number in range(1, len(days)):
            if _POSTED.search(_label(folded, days, number)):
                return days[number]
    return days[0] if days else None


def _label(folded: str, days: list[PrintedDay], number: int) -> str:
    """Return the words between a day and the previous one, at most `_LABEL_CHARS` characters."""
    start = days[number].start
    return folded[max(days[number - 1].end if number else 0, start - _LABEL_CHARS) : start]


def published_day(published: str | None) -> date | None:
    """Return the day, in Vietnam, of a value of `parse_published`; any other string is parsed first."""
    moment = _read(published)
    return moment.date() if moment else None


def published_seconds(published: str | None) -> int | None:
    """Return the seconds since 1900-01-01 00:00 in Vietnam; a day alone counts as its first second."""
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


# Days, in texts folded to ASCII.

_MONTH_WORDS = {
    "muoi mot": 11, "muoi hai": 12, "muoi": 10, "gieng": 1, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5,
    "sau": 6, "bay": 7, "tam": 8, "chin": 9, "chap": 12,
}  # fmt: skip
_ENGLISH = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}

_D = r"(?P<d>[0-9]{1,2})"
_M = r"(?P<m>[0-9]{1,2})"
_Y = r"(?P<y>[12][0-9]{3})"
_YY = r"(?P<y>[12][0-9]{3}|[0-9]{2})"
_MONTH = rf"(?P<m>[0-9]{{1,2}}|{'|'.join(_MONTH_WORDS)})\b"
_ENGLISH_MONTH = rf"(?P<m>{'|'.join(_ENGLISH)})[a-z]{{0,6}}\.?"
_ORDINAL = r"(?:st|nd|rd|th)?"
_FREE, _ENDS = r"(?<![0-9])(?<![0-9][./-])", r"(?![0-9])(?![./-][0-9])"
_LOOSE = r"(?![0-9])"
_INNER_CLOCK = r"[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?"

_FORMS = tuple(
    re.compile(form)
    for form in (
        r"^(?P<y>[12][0-9]{3})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?=t[0-9]|[0-9]{6}$|$)",
        rf"(?<![0-9]){_Y}(?P<s>[-/.])\s?{_M}\s?(?P=s)\s?{_D}{_LOOSE}",
        rf"(?<![0-9]){_Y}[-\s]{_ENGLISH_MONTH}[-\s]{_D}{_LOOSE}",
        rf"(?<![0-9]){_D}\s?(?P<s>[-/.])\s?{_M}\s?(?P=s)\s?{_Y}{_LOOSE}",
        rf"(?<![0-9]){_D}\s?[-/.]\s?{_M}\s{{1,2}}nam\s{{1,2}}{_Y}{_LOOSE}",
        rf"{_FREE}{_D}(?P<s>[-/]){_M}(?P=s)(?P<y>[0-9]{{2}}){_ENDS}",
        rf"{_FREE}(?P<d>[0-9]{{2}})\.(?P<m>[0-9]{{2}})\.(?P<y>[0-9]{{2}}){_ENDS}",
        rf"(?<![0-9]){_D}\s{{0,3}}[-/,]?\s{{0,3}}(?:thang\s{{1,3}}|thg\.?\s{{0,3}}|th(?=\d)){_MONTH}\s{{0,3}}[-/,.]?\s{{0,3}}(?:nam\s{{1,3}})?{_Y}{_LOOSE}",
        rf"\b(?:thang\s{{1,3}}|thg\.?\s{{0,3}}|th(?=\d)){_MONTH}\s{{1,3}}{_D}\s{{0,3}},?\s{{0,3}}{_Y}{_LOOSE}",
        rf"(?<![0-9]){_D}{_ORDINAL}[\s-]{{1,3}}{_ENGLISH_MONTH}[\s,-]{{1,3}}{_YY}{_LOOSE}(?!:)",
        rf"\b{_ENGLISH_MONTH}\s{{1,3}}{_D}{_ORDINAL},?\s{{1,3}}{_Y}{_LOOSE}",
        rf"\b{_ENGLISH_MONTH}\s{{1,3}}{_D}\s{{1,3}}(?P<clock>{_INNER_CLOCK}(?:\s(?:ict|gmt|utc|[+-][0-9]{{4}}))?)\s{_Y}{_LOOSE}",
    )
)
_AMERICAN = re.compile(r"\s{1,3}[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\s?[ap]m\b")
"""After `3/27/2024` it shows that the month comes first, in case no other order is possible."""


class PrintedDay(NamedTuple):
    """A printed day, None if the calendar has no such day, and its offsets."""

    day: date | None
    start: int
    end: int


def printed_days(folded: str, latest_year: int) -> list[PrintedDay]:
    """Return the days printed in a folded text, in order and not overlapping.

    Years of two digits are taken to be between 1990 and `latest_year`.
    """
    found: list[tuple[int, int, int, PrintedDay]] = []
    for form, pattern in enumerate(_FORMS):
        for match in pattern.finditer(folded):
            day = _day_of(match, latest_year) or _american_day(match, folded)
            if day is None and len(match["y"]) == 2:
                continue  # not a date: 08-38-29
            found.append((match.start(), -match.end(), form, PrintedDay(day, match.start(), match.end())))
    days: list[PrintedDay] = []
    for *_, printed in sorted(found, key=lambda entry: entry[:3]):  # the earliest, then the longest
        if not days or printed.start >= days[-1].end:
            days.append(printed)
    return days


def _day_of(match: re.Match[str], latest_year: int) -> date | None:
    year = int(match["y"])
    if len(match["y"]) == 2:
        year += 2000 if 2000 + year <= latest_year else 1900
    return calendar_day(year, match["m"], match["d"])


def _american_day(match: re.Match[str], folded: str) -> date | None:
    if match["m"].isdigit() and _AMERICAN.match(folded, match.end()) and len(match["y"]) == 4:
        return calendar_day(match["y"], match["d"], match["m"])
    return None


def calendar_day(year: str | int, month: str | int, day: str | int) -> date | None:
    """Return a calendar day, or None if there is no such day; the month may be a word of a printed date."""
    if isinstance(month, str) and not month.isdigit():
        month = _ENGLISH.get(month) or _MONTH_WORDS[month]
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


# Times of day and their zones, in texts folded to ASCII.

_FURTHEST_ZONE = timedelta(hours=14)

_ZONE = (
    r"(?P<z>z\b|(?:(?:gmt|utc)\s{0,2})(?P<zs>[+-])\s?(?P<zh>[0-9]{1,2})(?::?(?P<zm>[0-9]{2}))?(?![0-9:])"
    r"|(?P<bs>[+-])(?P<bh>[0-9]{1,2})(?::?(?P<bm>[0-9]{2}))?(?![0-9:/]))"
)
_HALF = r"(?P<half>[ap]\.?m\b\.?|sa\b|ch\b|sang\b|trua\b|chieu\b|toi\b|dem\b)"
_SECONDS = r"(?:\s?(?::|phut\s?|')\s?(?P<S>[0-5][0-9])(?![0-9:/]|-[0-9]{1,2}-|\.[0-9]{1,2}\.)(?:[.,][0-9]{1,9})?)?"
_WEEKDAY = r"(?:(?:thu\s(?:[2-7]|hai|ba|tu|nam|sau|bay)|chu nhat|cn|t[2-7])\b[\s,.()-]{0,4})?"
_CLOCK = re.compile(
    r"(?<![0-9:+./-])(?<![0-9]\s[:h])(?P<H>[01]?[0-9]|2[0-3])(?:"
    r"\s?(?::|h|g|gio)\s?(?P<M>[0-5][0-9])(?![0-9])" + _SECONDS + r"|\s?(?:h|gio)\b(?!\s?[0-9])|(?=\s?[ap]m\b))"
    rf"(?:\s?(?:phut|'))?(?:\s?{_HALF})?(?:\s{{0,3}}[\[(]?\s?(?:{_ZONE}|(?P<name>gmt|utc)\b))?"
)
_COMPACT = re.compile(
    r"t?(?P<H>[01][0-9]|2[0-3])(?P<M>[0-5][0-9])(?P<S>[0-5][0-9])?(?![0-9])(?:[.,][0-9]{1,9})?(?P<half>)(?P<name>)"
    rf"{_ZONE}?"
)
_NUKEVIET = re.compile(r"\+(?P<zh>[0-9]{2})(?P<H>[01][0-9]|2[0-3]):(?P<M>[0-5][0-9]):(?P<S>[0-5][0-9])(?![0-9])")
"""NukeViet writes the zone before the time: 2026-07-31+0723:25:00."""

_JOINS_AFTER = re.compile(r"(?:t|[\s|,;:.@()\[\]-]{0,6}(?:(?:vao\s)?luc|vao|hoi|at|gio)?[\s:|,-]{0,3})$")
_JOINS_BEFORE = re.compile(
    rf"^[\s|,;.@()\[\]-]{{0,6}}(?:(?:vao|of|on)\s)?{_WEEKDAY}"
    r"(?:ngay)?[\s:]{0,2}(?:(?:mung|mong)\s)?$"
)
_MORNING, _LATER = frozenset({"sa", "am"}), frozenset({"pm", "ch", "chieu", "toi"})


def _moment(folded: str, day: date, place: tuple[int, int, int, int]) -> datetime | None:
    """Return the moment, in Vietnam's zone, of a day with the time of day printed beside it.

    `place` gives four offsets: the end of the previous day, the start and end of this day, the start of the next one.
    A time that directly adjoins the day is preferred, one after it to one before it; then any time between the two
    neighbouring days counts. Returns None without a time of day, or if its zone is farther than 14 hours from UTC.
    """
    floor, start, end, ceiling = place
    malformed = _NUKEVIET.match(folded, end)
    if malformed:
        hour, minute, second = int(malformed["H"]), int(malformed["M"]), int(malformed["S"])
        return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=VIETNAM)
    clock = _time_beside(folded, floor, start, end, ceiling)
    zone = _zone(clock) if clock else None
    if clock is None or zone is None:
        return None
    minute, second = int(clock["M"] or 0), int(clock["S"] or 0)
    try:
        local = datetime(day.year, day.month, day.day, _hour(clock), minute, second, tzinfo=zone)
        return local.astimezone(VIETNAM)
    except OverflowError:
        return None


def _time_beside(folded: str, floor: int, start: int, end: int, ceiling: int) -> re.Match[str] | None:
    """Return the time of the day at `start`..`end`; one within it (`Mar 07 22:14:13 ICT 2024`) before all others."""
    compact = _COMPACT.match(folded, end)
    if compact and (folded[end] == "t" or end == len("20240307")):
        return compact
    within = _CLOCK.search(folded, start, end) if ":" in folded[start:end] else None
    if within:
        return within
    after = _CLOCK.search(folded, end, ceiling)
    before = next(iter([*_CLOCK.finditer(folded, floor, start)][::-1]), None)
    if after and _JOINS_AFTER.match(folded[end : after.start()]):
        return after
    if before and _JOINS_BEFORE.match(folded[before.end() : start]):
        return before
    if after and ceiling < len(folded) and _JOINS_BEFORE.match(folded[after.end() : ceiling]):
        after = None  # it belongs to the next day
    if before and floor and _JOINS_AFTER.match(folded[floor : before.start()]):
        before = None  # it belongs to the previous day
    return after or before


def _hour(clock: re.Match[str]) -> int:
    """Return the hour from 0 to 23, whichever half of the day is written beside it."""
    hour = int(clock["H"])
    half = (clock["half"] or "").replace(".", "")
    if hour <= 12 and half in _MORNING:
        return hour % 12
    if hour <= 12 and (half in _LATER or (half == "trua" and hour < 4) or (half == "dem" and 6 < hour < 12)):
        return hour % 12 + 12
    return hour


def _zone(clock: re.Match[str]) -> timezone | None:
    """Return the zone beside a time, Vietnam's if there is none, or None if it is not a zone in use."""
    if clock["z"] is None:
        return UTC if clock["name"] else VIETNAM
    if clock["z"] == "z":
        return UTC
    sign, hours, minutes = clock["zs"] or clock["bs"], clock["zh"] or clock["bh"], clock["zm"] or clock["bm"]
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if offset > _FURTHEST_ZONE:
        return None
    return timezone(-offset if sign == "-" else offset)
