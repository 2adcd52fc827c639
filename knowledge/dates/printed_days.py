"""Days as pages, feeds and content management systems print them, in texts folded to ASCII. Day, month, year."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

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
_TH = r"(?:st|nd|rd|th)?"
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
        rf"(?<![0-9]){_D}{_TH}[\s-]{{1,3}}{_ENGLISH_MONTH}[\s,-]{{1,3}}{_YY}{_LOOSE}(?!:)",
        rf"\b{_ENGLISH_MONTH}\s{{1,3}}{_D}{_TH},?\s{{1,3}}{_Y}{_LOOSE}",
        rf"\b{_ENGLISH_MONTH}\s{{1,3}}{_D}\s{{1,3}}(?P<clock>{_INNER_CLOCK}(?:\s(?:ict|gmt|utc|[+-][0-9]{{4}}))?)\s{_Y}{_LOOSE}",
    )
)
_AMERICAN = re.compile(r"\s{1,3}[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?\s?[ap]m\b")
"""Behind `3/27/2024` it tells that the month comes first, where nothing else is possible."""


class PrintedDay(NamedTuple):
    """A day (None: there is no such day) and where it is printed."""

    day: date | None
    start: int
    end: int


def printed_days(folded: str, latest_year: int) -> list[PrintedDay]:
    """The days printed in a text, in order, one a place. Years of two digits are the ones of 1990 to `latest_year`."""
    found: list[tuple[int, int, int, PrintedDay]] = []
    for form, pattern in enumerate(_FORMS):
        for match in pattern.finditer(folded):
            day = _day(match, latest_year) or _american(match, folded)
            if day is None and len(match["y"]) == 2:
                continue  # a number of another kind: 08-38-29
            found.append((match.start(), -match.end(), form, PrintedDay(day, match.start(), match.end())))
    days: list[PrintedDay] = []
    for *_, one in sorted(found, key=lambda each: each[:3]):
        if not days or one.start >= days[-1].end:
            days.append(one)
    return days


def _day(match: re.Match[str], latest_year: int) -> date | None:
    year = int(match["y"])
    if len(match["y"]) == 2:
        year += 2000 if 2000 + year <= latest_year else 1900
    return calendar_day(year, match["m"], match["d"])


def _american(match: re.Match[str], folded: str) -> date | None:
    if match["m"].isdigit() and _AMERICAN.match(folded, match.end()) and len(match["y"]) == 4:
        return calendar_day(match["y"], match["d"], match["m"])
    return None


def calendar_day(year: str | int, month: str | int, day: str | int) -> date | None:
    """A calendar day from what was written, or None where there is no such day."""
    if isinstance(month, str) and not month.isdigit():
        month = _ENGLISH.get(month) or _MONTH_WORDS[month]
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
