"""Equivalent notations of the dates and amounts in a query.

`7/3/2024` is also written `07-03-2024` and `ngày 7 tháng 3 năm 2024`, `1.500` also `1500`. Notations are given as the
syllables that an index holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain, product
from typing import NamedTuple

from ..analyzers import fold
from .dates.publication import calendar_day

Notation = tuple[str, ...]
"""Syllables in normal form."""

_DAY = re.compile(r"([0-9]{1,2})([/.-])([0-9]{1,2})\2([12][0-9]{3})")
_ISO = re.compile(r"([12][0-9]{3})-([0-9]{2})-([0-9]{2})")
_DAY_AND_MONTH = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})")
_MONTH = re.compile(r"([0-9]{1,2})[/.-]([12][0-9]{3})")
_DAY_OR_MONTH, _YEAR = re.compile(r"[0-9]{1,2}"), re.compile(r"[12][0-9]{3}")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([.,])[0-9]{3})(?:\1[0-9]{3}){0,4}")
_PLAIN = re.compile(r"[1-9][0-9]{3,14}")
_LIKE_A_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_PUNCTUATION = ".,;:!?…()[]“”\"'%"
_LEAP_YEAR = "2000"
_NGAY, _THANG, _NAM = "ngày", "tháng", "năm"


class NotationMatch(NamedTuple):
    """A date or amount, `words[start:end]` of the query, and its notations, possibly including the one in the query."""

    start: int
    end: int
    forms: tuple[Notation, ...]


def equivalent_notations(words: Sequence[str]) -> list[NotationMatch]:
    """Return the dates and amounts among the words of a query; they do not overlap.

    A day needs its year, or `ngày` or `tháng` beside it (`ngày 7/3`, `7 tháng 3`). A number such as 2024 is a year, not
    an amount.
    """
    found: list[NotationMatch] = []
    bare = [word.strip(_PUNCTUATION) for word in words]
    at = 0
    while at < len(bare):
        match = _match_at(bare, at) if bare[at][:1].isdigit() or fold(bare[at]) == "thang" else None
        if match and (not found or match.start >= found[-1].end):
            found.append(match)
            at = match.end
        else:
            at += 1
    return found


def _match_at(bare: Sequence[str], at: int) -> NotationMatch | None:
    """Return the date or amount whose number, or `tháng`, is the word at an index; a preceding `ngày` belongs to it."""
    after_ngay = at > 0 and fold(bare[at - 1]) == "ngay"
    start = at - 1 if after_ngay else at
    if match := _DAY.fullmatch(bare[at]):
        return _day(start, at + 1, match[1], match[3], match[4])
    if match := _ISO.fullmatch(bare[at]):
        return _day(start, at + 1, match[3], match[2], match[1])
    if after_ngay and (match := _DAY_AND_MONTH.fullmatch(bare[at])):
        return _day(start, at + 1, match[1], match[2], None)
    with_word = _month_by_word(bare, at, start)
    if with_word or fold(bare[at]) == "thang":
        return with_word
    return _amount(bare[at], at)


def _month_by_word(bare: Sequence[str], at: int, start: int) -> NotationMatch | None:
    """Return a date with the word `tháng`: `7 tháng 3`, `7 tháng 3 năm 2024`, `tháng 3/2024`, `tháng 3 năm 2024`."""
    day = bare[at] if _DAY_OR_MONTH.fullmatch(bare[at]) else None
    then = at + 1 if day else at
    if then + 1 >= len(bare) or fold(bare[then]) != "thang":
        return None
    month = bare[then + 1]
    if match := _MONTH.fullmatch(month):
        return _day(start, then + 2, day, match[1], match[2])
    if not _DAY_OR_MONTH.fullmatch(month):
        return None
    end = then + 2
    year = end + 1 if end < len(bare) and fold(bare[end]) == "nam" else end
    if year < len(bare) and _YEAR.fullmatch(bare[year]):
        return _day(start, year + 1, day, month, bare[year])
    return _day(start, end, day, month, None) if day else None


def _day(start: int, end: int, day: str | None, month: str, year: str | None) -> NotationMatch | None:
    """Return the notations of a day, or of a month of a year; None if the calendar has no such day."""
    if calendar_day(year or _LEAP_YEAR, month, day or "1") is None:
        return None
    months = _padded(month)
    if day is None:
        forms: Iterator[Notation] = ((_THANG, m, *name, year or "") for m in months for name in ((), (_NAM,)))
    else:
        both = list(product(_padded(day), months))
        if year is None:
            forms = chain(((_NGAY, d, m) for d, m in both), ((d, _THANG, m) for d, m in both))
        else:
            named = ((d, *sign, m, *name, year) for d, m in both for sign, name in _BETWEEN)
            forms = chain(named, [(year, f"{int(month):02}", f"{int(day):02}")])
    return NotationMatch(start, end, tuple(dict.fromkeys(forms)))


_BETWEEN: tuple[tuple[Notation, Notation], ...] = (((), ()), ((_THANG,), (_NAM,)), ((_THANG,), ()))


def _padded(number: str) -> list[str]:
    """Return a number without and with a leading zero: `3`, `03`."""
    return list(dict.fromkeys((str(int(number)), f"{int(number):02}")))


def _amount(word: str, at: int) -> NotationMatch | None:
    if _GROUPED.fullmatch(word):
        return NotationMatch(at, at + 1, ((re.sub("[.,]", "", word),),))
    if _PLAIN.fullmatch(word) and not _LIKE_A_YEAR.fullmatch(word):
        first = len(word) % 3 or 3
        return NotationMatch(at, at + 1, ((word[:first], *re.findall("[0-9]{3}", word[first:])),))
    return None
