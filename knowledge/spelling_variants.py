"""Dates and numbers as other people write them: `7/3/2024` is `07-03-2024` and `ngày 7 tháng 3 năm 2024`, `1.500` is
`1500`. For a query: words in, other written forms out, as the syllables that an index holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, product
from typing import NamedTuple

from ..analyzers import fold
from .dates.printed_days import calendar_day

Form = tuple[str, ...]

_DAY = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([12][0-9]{3})")
_ISO = re.compile(r"([12][0-9]{3})-([0-9]{2})-([0-9]{2})")
_PAIR = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})")
_MONTH = re.compile(r"([0-9]{1,2})[/.-]([12][0-9]{3})")
_SMALL, _YEAR = re.compile(r"[0-9]{1,2}"), re.compile(r"[12][0-9]{3}")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([.,])[0-9]{3})(?:\1[0-9]{3}){0,4}")
_PLAIN = re.compile(r"[1-9][0-9]{3,14}")
_LIKE_A_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SIGNS = ".,;:!?…()[]“”\"'%"
_LEAP_YEAR = "2000"
_NGAY, _THANG, _NAM = "ngày", "tháng", "năm"


class Spelled(NamedTuple):
    """`words[start:end]` of the query, and the other ways to write it (syllables in normal form)."""

    start: int
    end: int
    forms: tuple[Form, ...]


def other_spellings(words: Sequence[str]) -> list[Spelled]:
    """The dates and numbers among written words; they do not overlap. Whoever looks them up leaves out what was typed.

    A day needs its year, or `ngày` or `tháng` beside it (`ngày 7/3`, `7 tháng 3`); 2024 is a year and no amount.
    """
    found: list[Spelled] = []
    bare = [word.strip(_SIGNS) for word in words]
    at = 0
    while at < len(bare):
        spelled = _at(bare, at) if bare[at][:1].isdigit() or fold(bare[at]) == "thang" else None
        if spelled and (not found or spelled.start >= found[-1].end):
            found.append(spelled)
            at = spelled.end
        else:
            at += 1
    return found


def _at(bare: Sequence[str], at: int) -> Spelled | None:
    led = at > 0 and fold(bare[at - 1]) == "ngay"
    start = at - 1 if led else at
    if match := _DAY.fullmatch(bare[at]):
        return _day(start, at + 1, match[1], match[3], match[4])
    if match := _ISO.fullmatch(bare[at]):
        return _day(start, at + 1, match[3], match[2], match[1])
    if led and (match := _PAIR.fullmatch(bare[at])):
        return _day(start, at + 1, match[1], match[2], None)
    worded = _worded(bare, at, start)
    if worded or fold(bare[at]) == "thang":
        return worded
    return _amount(bare[at], at)


def _worded(bare: Sequence[str], at: int, start: int) -> Spelled | None:
    """`7 tháng 3`, `7 tháng 3 năm 2024`, `7 tháng 3/2024`, `tháng 3/2024`, `tháng 3 năm 2024`."""
    day = bare[at] if _SMALL.fullmatch(bare[at]) else None
    then = at + 1 if day else at
    if then + 1 >= len(bare) or fold(bare[then]) != "thang":
        return None
    month = bare[then + 1]
    if match := _MONTH.fullmatch(month):
        return _day(start, then + 2, day, match[1], match[2])
    if not _SMALL.fullmatch(month):
        return None
    end = then + 2
    year = end + 1 if end < len(bare) and fold(bare[end]) == "nam" else end
    if year < len(bare) and _YEAR.fullmatch(bare[year]):
        return _day(start, year + 1, day, month, bare[year])
    return _day(start, end, day, month, None) if day else None


def _day(start: int, end: int, day: str | None, month: str, year: str | None) -> Spelled | None:
    """A day, or a month of a year, as it may be written; None where there is none."""
    if calendar_day(year or _LEAP_YEAR, month, day or "1") is None:
        return None
    months = _padded(month)
    if day is None:
        forms: Iterator[Form] = ((_THANG, m, *name, year or "") for m in months for name in ((), (_NAM,)))
    else:
        both = list(product(_padded(day), months))
        if year is None:
            forms = chain(((_NGAY, d, m) for d, m in both), ((d, _THANG, m) for d, m in both))
        else:
            named = ((d, *sign, m, *name, year) for d, m in both for sign, name in _BETWEEN)
            forms = chain(named, [(year, f"{int(month):02}", f"{int(day):02}")])
    return Spelled(start, end, tuple(dict.fromkeys(forms)))


_BETWEEN: tuple[tuple[Form, Form], ...] = (((), ()), ((_THANG,), (_NAM,)), ((_THANG,), ()))


def _padded(number: str) -> list[str]:
    """`3` and `03`."""
    return list(dict.fromkeys((str(int(number)), f"{int(number):02}")))


def _amount(word: str, at: int) -> Spelled | None:
    if _GROUPED.fullmatch(word):
        return Spelled(at, at + 1, ((re.sub("[.,]", "", word),),))
    if _PLAIN.fullmatch(word) and not _LIKE_A_YEAR.fullmatch(word):
        first = len(word) % 3 or 3
        return Spelled(at, at + 1, ((word[:first], *re.findall("[0-9]{3}", word[first:])),))
    return None
