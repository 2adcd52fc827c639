"""Dates as Vietnamese prose writes them: `ngày 18/01/2024`, `Sáng 31-7`, `từ ngày 5 đến ngày 7/3/2024`, `sáng nay`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from ..aligned_text import Aligned, aligned
from .printed_days import calendar_day
from .publication import published_day

_LONGEST_RANGE = 31
_FURTHEST_AHEAD = timedelta(days=90)

_PARTS_OF_DAY = r"(?:rạng sáng|sáng|trưa|chiều|tối|đêm|khuya|hôm)"
_WEEKDAYS = {
    "hai": 0, "2": 0, "ba": 1, "3": 1, "tư": 2, "4": 2, "năm": 3, "5": 3, "sáu": 4, "6": 4, "bảy": 5, "7": 5,
    "chủ nhật": 6,
}  # fmt: skip
_MONTHS = {
    "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
    "mười một": 11, "mười hai": 12,
}  # fmt: skip
"""Names of months; `giêng` and `chạp` are the moon's."""

_LEAD = re.compile(
    rf"(?:\bngày|\b{_PARTS_OF_DAY}(?:\s(?:nay|qua|ngày))?|\bthứ\s(?:[2-7]|hai|ba|tư|năm|sáu|bảy)|\bchủ nhật)"
    r"[\s,(]{1,3}(?:mùng\s|mồng\s)?$"
)
"""What makes a day and month without a year a date: the words just before it, with their marks."""

_FROM = re.compile(r"\btừ\s{1,2}$")
_MOON = re.compile(r"\b(?:mùng|mồng)\s{1,2}$")
_LUNAR = re.compile(r"\s{0,2},?\s?\(?(?:năm\s\w{2,5}\s\w{2,5}\s?\(?)?(?:âm lịch|âl\b|al\b|a\.l)")
"""A day of the lunar calendar is none of ours: said so, or counted by `mùng` without a year."""

_LEAD_CHARS = 24
_FREE, _ENDS = r"(?<![0-9])(?<![0-9][/.,:-])", r"(?![0-9])(?![/.,:-][0-9])"
_WORD_MONTH = rf"(?:[0-9]{{1,2}}|(?:{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b)"
_JOINT = r"-|và|,|đến\s(?:hết\s)?|tới\s(?:hết\s)?"
_BEFORE_LAST = (
    r"(?P<{d}>[0-9]{{1,2}})(?:\s?[/.-]\s?(?P<{m}>[0-9]{{1,2}})(?:\s?[/.-]\s?(?P<{y}>[12][0-9]{{3}}))?"
    r"|\stháng\s(?P<{w}>[0-9]{{1,2}}))?\s?(?P<{j}>" + _JOINT + r")\s?(?:{part}\s)?(?:ngày\s)?"
)
_EARLIER = re.compile(_BEFORE_LAST.format(d="d", m="m", y="y", w="w", j="j", part=_PARTS_OF_DAY))
_EARLIER_ANY = re.sub(r"\(\?P<\w+>", "(?:", _EARLIER.pattern)
_NUMERIC = (
    r"(?P<d>[0-9]{1,2})\s?(?P<sep>[/.-])\s?(?P<m>[0-9]{1,2})(?:\s?(?P=sep)\s?(?P<y>[12][0-9]{3})"
    r"|\snăm\s(?P<ny>[12][0-9]{3}))?"
)
_WORDED = (
    r"(?P<wd>[0-9]{1,2})(?:\s{1,2}|/)tháng\s{1,2}"
    rf"(?P<wm>{_WORD_MONTH})(?:,?\s{{1,2}}năm\s{{1,2}}(?P<wy>[12][0-9]{{3}}))?"
)
_WRITTEN = re.compile(rf"{_FREE}(?P<before>(?:{_EARLIER_ANY}){{0,6}})(?:{_WORDED}|{_NUMERIC}){_ENDS}")

_RELATIVE = re.compile(
    r"\b(?:(?P<day>hôm nay|hôm qua|hôm kia|ngày mai|ngày kia)"
    r"|(?:rạng sáng|sáng|trưa|chiều|tối|đêm)(?:\sngày)?\s(?P<part>nay|qua|mai)"
    r"|(?:thứ\s(?P<weekday>hai|ba|tư|năm|sáu|bảy|[2-7])|(?P<sunday>chủ nhật))\stuần\s(?P<week>trước|qua|này|tới|sau))\b"
    r"(?![\s,(]{1,3}(?:ngày\s)?[0-9]{1,2}\s?[/.-]|\stháng|\snăm|\s[^\W\d_]+\ssau)"
)
"""A day told from the publication's; not where the date itself follows (`sáng nay 7/3`, `hôm nay (7/3)`)."""

_STEPS = {"hôm nay": 0, "nay": 0, "hôm qua": -1, "qua": -1, "hôm kia": -2, "ngày mai": 1, "mai": 1, "ngày kia": 2}
_WEEKS = {"trước": -7, "qua": -7, "này": 0, "tới": 7, "sau": 7}


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A day written in a text: `text[start:end]` is how (the days of one range share a span)."""

    day: date
    start: int
    end: int


WrittenDate = tuple[tuple[date, ...], int, int]
"""The days that a written date or range says, and where it stands in an aligned text."""


def find_dates(text: str, published: str | None = None, *, relative: bool = False) -> list[FoundDate]:
    """Every day written in a text, in order.

    A day and month without a year need a word before them that says they are a date (`ngày`, `sáng`, `thứ hai`, …)
    and take the year that puts them nearest to the publication date and not far after it; without a publication date
    they are left out. With `relative`, so are `hôm qua`, `sáng nay`, `thứ Hai tuần trước` told from the publication
    date. Days of the lunar calendar are not told.
    """
    at = aligned(text)
    found = written(at, published, relative=relative)
    return [FoundDate(day, at.origin(start), at.origin(end)) for days, start, end in found for day in days]


def written(at: Aligned, published: str | None, *, relative: bool = False) -> Iterator[WrittenDate]:
    """The days of each written date or range, with its place in the aligned text."""
    reference = published_day(published)
    dashed = at.lower.translate(_DASHES)
    dates = filter(None, (_written(dashed, match, reference) for match in _WRITTEN.finditer(dashed)))
    if relative and reference is not None:
        told = (_told(match, reference) for match in _RELATIVE.finditer(dashed))
        return iter(sorted(chain(dates, told), key=lambda one: one[1]))
    return dates


def _written(dashed: str, match: re.Match[str], reference: date | None) -> WrittenDate | None:
    start = match.start()
    kind = "w" if match["wd"] else ""
    before = dashed[max(0, start - _LEAD_CHARS) : start]
    year = match["wy"] or match["y"] or match["ny"]
    if _LUNAR.match(dashed, match.end()) or (_MOON.search(before) and not year):
        return None
    earlier = match["before"]
    led = _LEAD.search(before) is not None
    if not led and (earlier or not year) and not (earlier and _FROM.search(before) and "-" not in earlier):
        if not year:
            return None
        earlier, start = "", match.start(kind + "d")  # what stands before belongs to something else
    last = _resolve(year, match[kind + "m"], match[kind + "d"], reference)
    if last is None:
        return None
    return _with_earlier(earlier, last), start, match.end()


def _resolve(year: str | None, month: str, day: str, reference: date | None) -> date | None:
    """The day meant; without a year the one nearest to the reference and not far after it."""
    number = int(month) if month.isdigit() else _MONTHS[month]
    if year:
        return calendar_day(year, number, day)
    if reference is None:
        return None
    days = (calendar_day(reference.year + step, number, day) for step in (-1, 0, 1))
    fitting = [day for day in days if day and day - reference <= _FURTHEST_AHEAD]
    return min(fitting, key=lambda day: abs(day - reference), default=None)


def _with_earlier(earlier: str, last: date) -> tuple[date, ...]:
    """The days named before the last one (`5, 6 và 7/3`) and those between the ends of a range (`5-7/3`).

    Their month and year are the last one's where they don't say; a later month is of the year before.
    """
    days = [last]
    for one in reversed(list(_EARLIER.finditer(earlier))):
        following = days[0]
        month = int(one["m"] or one["w"] or following.month)
        year = int(one["y"] or following.year - (month > following.month))
        day = calendar_day(year, month, one["d"])
        if day is None or not day < following:
            break
        length = (following - day).days
        if one["j"][0] in "-đt" and length <= _LONGEST_RANGE:
            days = [day + timedelta(days=step) for step in range(length)] + days
        else:
            days = [day, *days]
    return tuple(days)


def _told(match: re.Match[str], reference: date) -> WrittenDate:
    """The day that a word tells from the publication's."""
    word = match["day"] or match["part"]
    if word:
        day = reference + timedelta(days=_STEPS[word])
    else:
        weekday = 6 if match["sunday"] else _WEEKDAYS[match["weekday"]]
        day = reference + timedelta(days=weekday - reference.weekday() + _WEEKS[match["week"]])
    return (day,), match.start(), match.end()


_DASHES = {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2212"}
