"""The time of day beside a printed day, and its zone, in texts folded to ASCII."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
"""Vietnam keeps one zone without summer time (the changes of before 1975 are of no matter here)."""

_FURTHEST = timedelta(hours=14)

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
"""NukeViet writes the zone before the clock: 2026-07-31+0723:25:00."""

_JOINS_BEHIND = re.compile(r"(?:t|[\s|,;:.@()\[\]-]{0,6}(?:(?:vao\s)?luc|vao|hoi|at|gio)?[\s:|,-]{0,3})$")
_JOINS_BEFORE = re.compile(
    rf"^[\s|,;.@()\[\]-]{{0,6}}(?:(?:vao|of|on)\s)?{_WEEKDAY}"
    r"(?:ngay)?[\s:]{0,2}(?:(?:mung|mong)\s)?$"
)
_MORNING, _LATER = frozenset({"sa", "am"}), frozenset({"pm", "ch", "chieu", "toi"})


def moment_of(folded: str, day: date, place: tuple[int, int, int, int]) -> datetime | None:
    """The moment in Vietnam's zone, where a time of day is printed beside the day.

    In: a folded text; a day of it; `place`: where the day before it ends, where it begins and ends, where the next one
    begins. What joins the day directly comes first, behind it before in front of it; then any clock of that stretch.
    Out: None without a time of day, or with one of no zone on earth.
    """
    floor, start, end, ceiling = place
    broken = _NUKEVIET.match(folded, end)
    if broken:
        hour, minute, second = int(broken["H"]), int(broken["M"]), int(broken["S"])
        return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=VIETNAM)
    clock = _clock(folded, floor, start, end, ceiling)
    zone = _zone(clock) if clock else None
    if clock is None or zone is None:
        return None
    minute, second = int(clock["M"] or 0), int(clock["S"] or 0)
    try:
        local = datetime(day.year, day.month, day.day, _hour(clock), minute, second, tzinfo=zone)
        return local.astimezone(VIETNAM)
    except OverflowError:
        return None


def _clock(folded: str, floor: int, start: int, end: int, ceiling: int) -> re.Match[str] | None:
    """The clock of the day at `start`..`end`; one within it (`Mar 07 22:14:13 ICT 2024`) before all others."""
    compact = _COMPACT.match(folded, end)
    if compact and (folded[end] == "t" or end == len("20240307")):
        return compact
    within = _CLOCK.search(folded, start, end) if ":" in folded[start:end] else None
    if within:
        return within
    behind = _CLOCK.search(folded, end, ceiling)
    before = next(iter([*_CLOCK.finditer(folded, floor, start)][::-1]), None)
    if behind and _JOINS_BEHIND.match(folded[end : behind.start()]):
        return behind
    if before and _JOINS_BEFORE.match(folded[before.end() : start]):
        return before
    if behind and ceiling < len(folded) and _JOINS_BEFORE.match(folded[behind.end() : ceiling]):
        behind = None  # the next day's
    if before and floor and _JOINS_BEHIND.match(folded[floor : before.start()]):
        before = None  # the last day's
    return behind or before


def _hour(clock: re.Match[str]) -> int:
    hour = int(clock["H"])
    half = (clock["half"] or "").replace(".", "")
    if hour <= 12 and half in _MORNING:
        return hour % 12
    if hour <= 12 and (half in _LATER or (half == "trua" and hour < 4) or (half == "dem" and 6 < hour < 12)):
        return hour % 12 + 12
    return hour


def _zone(clock: re.Match[str]) -> timezone | None:
    """The zone beside a clock, Vietnam's without one, None where what is written is no zone of this earth."""
    if clock["z"] is None:
        return UTC if clock["name"] else VIETNAM
    if clock["z"] == "z":
        return UTC
    sign, hours, minutes = clock["zs"] or clock["bs"], clock["zh"] or clock["bh"], clock["zm"] or clock["bm"]
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if offset > _FURTHEST:
        return None
    return timezone(-offset if sign == "-" else offset)
