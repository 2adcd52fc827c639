"""Publication dates as Vietnamese portals print them. The order is day, month, year.

They come in ISO 8601 (also as NukeViet breaks it), RFC 2822 (feeds) and some forty printed forms such as
`Thứ 6, 01/07/2022 | 14:43:32 [GMT +7]`; `docs/dates.md` lists them. A date that cannot be, lies before 1990 or more
than two days ahead is doubted: None.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

from .aligned import aligned

VIETNAM = timezone(timedelta(hours=7))
"""Vietnam keeps one zone without summer time (the changes of before 1975 are of no matter here)."""

_EARLIEST_YEAR = 1990
_AHEAD = timedelta(days=2)
_LONGEST_PRINTED = 300
_EPOCH = datetime(1900, 1, 1, tzinfo=VIETNAM)

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
_MONTH = rf"(?P<m>[0-9]{{1,2}}|{'|'.join(_MONTH_WORDS)})"
_ENGLISH_MONTH = rf"(?P<m>{'|'.join(_ENGLISH)})[a-z]{{0,6}}\.?"
_FREE, _ENDS = r"(?<![0-9])", r"(?![0-9])"

_DAY_FORMS = tuple(
    re.compile(form)
    for form in (
        r"^(?P<y>[12][0-9]{3})(?P<m>[0-9]{2})(?P<d>[0-9]{2})(?=t[0-9]|$)",
        rf"{_FREE}(?P<y>[12][0-9]{{3}})(?P<s>[-/.])(?P<m>[0-9]{{1,2}})(?P=s){_D}{_ENDS}",
        rf"{_FREE}{_D}\s?(?P<s>[-/.])\s?(?P<m>[0-9]{{1,2}})\s?(?P=s)\s?(?P<y>[12][0-9]{{3}}){_ENDS}",
        rf"{_FREE}{_D}\s{{1,3}}thang\s{{1,3}}{_MONTH}(?:\s{{0,3}},\s{{0,3}}|\s{{1,3}})(?:nam\s{{1,3}})?(?P<y>[12][0-9]{{3}}){_ENDS}",
        rf"\bthang\s{{1,3}}{_MONTH}\s{{1,3}}{_D}\s{{0,3}},\s{{0,3}}(?P<y>[12][0-9]{{3}}){_ENDS}",
        rf"{_FREE}{_D}[\s-]{{1,3}}{_ENGLISH_MONTH}[\s,-]{{1,3}}(?P<y>[12][0-9]{{3}}){_ENDS}",
        rf"\b{_ENGLISH_MONTH}\s{{1,3}}{_D},?\s{{1,3}}(?P<y>[12][0-9]{{3}}){_ENDS}",
    )
)
_SIGNED_ZONE = r"(?P<z>z\b|(?:gmt|utc)?\s?(?P<zs>[+-])(?P<zh>[0-9]{1,2})(?::?(?P<zm>[0-9]{2}))?(?![0-9:]))"
_CLOCK = re.compile(
    r"(?<![0-9:+])(?P<H>[01]?[0-9]|2[0-3])\s?(?::|h|gio)\s?(?P<M>[0-5][0-9])(?![0-9])"
    r"(?:\s?(?::|phut\s?)(?P<S>[0-5][0-9])(?![0-9])(?:[.,][0-9]{1,9})?)?"
    r"(?:\s?(?P<half>[ap]\.?m\b|sa\b|ch\b))?"
    rf"(?:\s{{0,3}}[\[(]?\s?(?:{_SIGNED_ZONE}|(?P<name>gmt|utc)\b))?"
)
_COMPACT_CLOCK = re.compile(
    rf"t(?P<H>[01][0-9]|2[0-3])(?P<M>[0-5][0-9])(?P<S>[0-5][0-9])?(?![0-9])(?P<half>)(?P<name>)(?:[.,][0-9]{{1,9}})?{_SIGNED_ZONE}?"
)
_NUKEVIET_CLOCK = re.compile(r"\+(?P<zh>[0-9]{2})(?P<H>[01][0-9]|2[0-3]):(?P<M>[0-5][0-9]):(?P<S>[0-5][0-9])(?![0-9])")
_NORMAL = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2}):([0-9]{2})\+07:00)?")


def parse_published(text: str, *, now: datetime | None = None) -> str | None:
    """The publication time that a portal printed, a page declared or a record holds.

    In: any string that holds one date, with or without words around it; the first date of several counts. A time
    without a zone is Vietnam's. `now` (for tests) is what "the future" is measured from.
    Out: `YYYY-MM-DDTHH:MM:SS+07:00`, the day alone (`YYYY-MM-DD`) where no time of day is told, or None. Never raises.
    """
    at = aligned(text.strip()[:_LONGEST_PRINTED])
    found = _first_day(at.folded)
    if found is None:
        return None
    day, start, end = found
    moment = _moment(at.folded, day, start, end)
    latest = (now or datetime.now(UTC)).astimezone(VIETNAM) + _AHEAD
    if moment is None:
        return day.isoformat() if day.year >= _EARLIEST_YEAR and day <= latest.date() else None
    return moment.isoformat() if moment.year >= _EARLIEST_YEAR and moment <= latest else None


def _first_day(folded: str) -> tuple[date, int, int] | None:
    """The day that stands first, and where; an impossible one makes the whole string doubtful."""
    matches = [match for match in (form.search(folded) for form in _DAY_FORMS) if match]
    if not matches:
        return None
    first = min(matches, key=lambda match: match.start())
    day = calendar_day(first["y"], first["m"], first["d"])
    return None if day is None else (day, first.start(), first.end())


def calendar_day(year: str | int, month: str | int, day: str | int) -> date | None:
    """A calendar day from what was written, or None where there is no such day."""
    if isinstance(month, str) and not month.isdigit():
        month = _ENGLISH.get(month) or _MONTH_WORDS[month]
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _moment(folded: str, day: date, start: int, end: int) -> datetime | None:
    """The moment, where a time of day is printed after the day or else before it."""
    broken = _NUKEVIET_CLOCK.match(folded, end)
    if broken:  # NukeViet writes the zone before the clock: 2026-07-31+0723:25:00
        return datetime(
            day.year, day.month, day.day, int(broken["H"]), int(broken["M"]), int(broken["S"]), tzinfo=VIETNAM
        )
    clock = _COMPACT_CLOCK.match(folded, end) or _CLOCK.search(folded, end) or _CLOCK.search(folded[:start])
    if clock is None:
        return None
    hour = int(clock["H"])
    if clock["half"] and hour <= 12:
        hour = hour % 12 + (12 if clock["half"][0] in "pc" else 0)
    zone = _zone(clock)
    if zone is None:
        return None
    try:
        local = datetime(day.year, day.month, day.day, hour, int(clock["M"]), int(clock["S"] or 0), tzinfo=zone)
        return local.astimezone(VIETNAM)
    except OverflowError:
        return None


def _zone(clock: re.Match[str]) -> timezone | None:
    """The zone beside a clock, Vietnam's without one, None where what is written is no zone of this earth."""
    written = clock["z"]
    if written is None:
        return UTC if clock["name"] else VIETNAM
    if written == "z":
        return UTC
    offset = timedelta(hours=int(clock["zh"]), minutes=int(clock["zm"] or 0))
    if offset > timedelta(hours=14):
        return None
    return timezone(-offset if clock["zs"] == "-" else offset)


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
