"""Dates in running Vietnamese text: `ngày 18/01/2024`, `Sáng 31-7`, `từ ngày 5 đến ngày 7/3/2024`, `sáng nay`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from ..aligned_text import AlignedText, align_text
from .publication import calendar_day, published_day

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
"""Month names; `giêng` and `chạp` are omitted because they belong to the lunar calendar."""

_DATE_WORD = re.compile(
    rf"(?:\bngày|\b{_PARTS_OF_DAY}(?:\s(?:nay|qua|ngày))?|\bthứ\s(?:[2-7]|hai|ba|tư|năm|sáu|bảy)|\bchủ nhật)"
    r"[\s,(]{1,3}(?:mùng\s|mồng\s)?$"
)
"""The words before a day and month without a year that make it a date; diacritics count."""

_FROM = re.compile(r"\btừ\s{1,2}$")
_LUNAR_DAY_WORD = re.compile(r"\b(?:mùng|mồng)\s{1,2}$")
_LUNAR = re.compile(r"\s{0,2},?\s?\(?(?:năm\s\w{2,5}\s\w{2,5}\s?\(?)?(?:âm lịch|âl\b|al\b|a\.l)")
"""Shows that a day is of the lunar calendar, as `mùng` without a year does; such days are left out."""

_BEFORE_CHARS = 24
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
"""A day relative to the publication, unless the date itself follows (`sáng nay 7/3`, `hôm nay (7/3)`)."""

_STEPS = {"hôm nay": 0, "nay": 0, "hôm qua": -1, "qua": -1, "hôm kia": -2, "ngày mai": 1, "mai": 1, "ngày kia": 2}
_WEEKS = {"trước": -7, "qua": -7, "này": 0, "tới": 7, "sau": 7}


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A day and the date or range `text[start:end]` that contains it; the days of one range share their offsets."""

    day: date
    start: int
    end: int


DateExpression = tuple[tuple[date, ...], int, int]
"""The days of a date, list or range, and its start and end in an aligned text."""


def find_dates(text: str, published: str | None = None, *, relative: bool = False) -> list[DateMatch]:
    """Return every day written in a text, in order.

    A day and month without a year need a word before them that marks them as a date (`ngày`, `sáng`, `thứ hai`, …).
    They get the year that brings them nearest to the publication date but at most 90 days after it, and are left out
    without a publication date. With `relative`, `hôm qua`, `sáng nay`, `thứ Hai tuần trước` are resolved against the
    publication date, too. Days of the lunar calendar are left out.
    """
    at = align_text(text)
    found = find_date_expressions(at, published, relative=relative)
    return [DateMatch(day, at.origin(start), at.origin(end)) for days, start, end in found for day in days]


def find_date_expressions(
    at: AlignedText, published: str | None, *, relative: bool = False
) -> Iterator[DateExpression]:
    """Yield the days of each date, list or range, with its offsets in the aligned text. See `find_dates`."""
    reference = published_day(published)
    dashed = at.lower.translate(_DASHES)
    dates = filter(None, (_date_expression(dashed, match, reference) for match in _WRITTEN.finditer(dashed)))
    if relative and reference is not None:
        relative_days = (_relative_day(match, reference) for match in _RELATIVE.finditer(dashed))
        return iter(sorted(chain(dates, relative_days), key=lambda expression: expression[1]))
    return dates


def _date_expression(dashed: str, match: re.Match[str], reference: date | None) -> DateExpression | None:
    """Return the days of a match of `_WRITTEN`, or None if it is not a date of the solar calendar."""
    start = match.start()
    kind = "w" if match["wd"] else ""
    before = dashed[max(0, start - _BEFORE_CHARS) : start]
    year = match["wy"] or match["y"] or match["ny"]
    if _LUNAR.match(dashed, match.end()) or (_LUNAR_DAY_WORD.search(before) and not year):
        return None
    earlier = match["before"]
    has_date_word = _DATE_WORD.search(before) is not None
    if not has_date_word and (earlier or not year) and not (earlier and _FROM.search(before) and "-" not in earlier):
        if not year:
            return None
        earlier, start = "", match.start(kind + "d")  # the text before it belongs to something else
    last = _resolve(year, match[kind + "m"], match[kind + "d"], reference)
    if last is None:
        return None
    return _with_earlier(earlier, last), start, match.end()


def _resolve(year: str | None, month: str, day: str, reference: date | None) -> date | None:
    """Return the day; without a year, the one nearest to the reference and not far after it."""
    number = int(month) if month.isdigit() else _MONTHS[month]
    if year:
        return calendar_day(year, number, day)
    if reference is None:
        return None
    days = (calendar_day(reference.year + step, number, day) for step in (-1, 0, 1))
    fitting = [day for day in days if day and day - reference <= _FURTHEST_AHEAD]
    return min(fitting, key=lambda day: abs(day - reference), default=None)


def _with_earlier(earlier: str, last: date) -> tuple[date, ...]:
    """Return all days up to the last one: those of a list (`5, 6 và 7/3`) and those within a range (`5-7/3`).

    A day without month or year takes them from the day after it; a later month belongs to the previous year.
    """
    days = [last]
    for part in reversed(list(_EARLIER.finditer(earlier))):
        following = days[0]
        month = int(part["m"] or part["w"] or following.month)
        year = int(part["y"] or following.year - (month > following.month))
        day = calendar_day(year, month, part["d"])
        if day is None or not day < following:
            break
        length = (following - day).days
        if part["j"][0] in "-đt" and length <= _LONGEST_RANGE:
            days = [day + timedelta(days=step) for step in range(length)] + days
        else:
            days = [day, *days]
    return tuple(days)


def _relative_day(match: re.Match[str], reference: date) -> DateExpression:
    """Return the day that words such as `hôm qua` denote, given the day of publication."""
    word = match["day"] or match["part"]
    if word:
        day = reference + timedelta(days=_STEPS[word])
    else:
        weekday = 6 if match["sunday"] else _WEEKDAYS[match["weekday"]]
        day = reference + timedelta(days=weekday - reference.weekday() + _WEEKS[match["week"]])
    return (day,), match.start(), match.end()


_DASHES = {ord(dash): "-" for dash in "\u2010\u2011\u2012\u2013\u2014\u2212"}
