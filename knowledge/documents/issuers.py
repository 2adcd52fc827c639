"""Who issued a document, as a text says it after the number: `… số 43 của Ban Bí thư`, `… 16 Thủ tướng`."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import NamedTuple

from ..tables import read_table, split_values
from .numbers import compose

_DATE = (
    r"(?:\s{0,2}[,(]?\s{0,2}(?:ra |ban hanh )?ngay\s{1,2}(?P<day>[0-9]{1,2})"
    r"(?:\s?[/.-]\s?(?P<month>[0-9]{1,2})\s?[/.-]\s?|\sthang\s(?P<named>[0-9]{1,2})(?:\snam\s|,\s))"
    r"(?P<dated>[12][0-9]{3})(?:\s?\))?)?"
)
_YEAR = r"(?:\s{0,2}[,(]?\s?nam\s{1,2}(?P<year>[12][0-9]{3})(?![0-9])(?!\s?-\s?[0-9])(?:\s?\))?)?"
_TERM = r"(?:\s{0,2}[,(]?\s?khoa\s{1,2}[ivxl]{1,6}\b(?:\s?\))?)?"
_BODY = (
    r"(?:hoi nghi\s{1,2}(?:lan thu\s\w{1,5}\s{1,2})?)?"
    r"(?:(?:ban thuong vu|btv|thuong vu|thuong truc|ban chap hanh|bch)\s{1,2})?"
)
_WITHOUT_OF = frozenset({"TW", "CP", "TTg"})


class Issuer(NamedTuple):
    """One row of the table, without its phrases."""

    code: str
    style: str
    types: frozenset[str]


class After(NamedTuple):
    """What follows a number: who issued it (empty: nobody known is named), the year it bears or is dated with, where
    all that ends, and whether an issuer is named at all (`của …`), known or not; the day (ISO 8601), where date and
    year end, and `who` the issuer is, as start and end.
    """

    issuers: tuple[Issuer, ...]
    year: str | None
    end: int
    of: bool
    date: str | None = None
    about: int = 0
    who: tuple[int, int] | None = None


def after(folded: str, position: int) -> After:
    """Read what follows a document number in folded text."""
    pattern, table = _pattern()
    about = _ABOUT.match(folded, position)
    end = about.end() if about else position
    year = (about["year"] or about["dated"]) if about else None
    date = _day(about) if about and about["dated"] else None
    match = pattern.match(folded, end)
    issuers = table[match["issuer"]] if match else ()
    if match and not match["of"] and not all(one.code in _WITHOUT_OF or one.style == "year" for one in issuers):
        match, issuers = None, ()
    if match is None:
        return After((), year, end, _OF.match(folded, end) is not None, date, end)
    return After(issuers, year, match.end(), bool(match["of"]), date, end, match.span("who"))


def before(folded: str, position: int) -> tuple[Issuer, ...]:
    """Who issued the document whose type begins there, as it stands before `ban hành`: `Bộ Chính trị ban hành Quyết
    định số 217`. Only an issuer with which the clause begins is certain, or one behind `tham mưu` and its like: `Ban
    Dân vận Tỉnh ủy` is another one.
    """
    if not folded.endswith((" hanh ", " ra "), 0, position):
        return ()
    clause = _CLAUSE.search(folded, max(0, position - _CLAUSE_CHARS), position)
    found = _issues().fullmatch(clause[0]) if clause else None
    return _pattern()[1][found["issuer"]] if found else ()


def _day(about: re.Match[str]) -> str | None:
    """The day in ISO 8601, if there is such a day."""
    try:
        return datetime.date(int(about["dated"]), int(about["month"] or about["named"]), int(about["day"])).isoformat()
    except ValueError:
        return None


def completed(kind: str, number: str, own_year: str | None, tail: After) -> str | None:
    """The whole number of a document of this type, if its issuer says it; only decrees need none to be told."""
    year = own_year or tail.year
    if kind == "NĐ" and year and (not tail.of or tail.issuers):
        return compose(number, year, kind, "CP", party=False)
    for issuer in tail.issuers:
        if issuer.types and kind not in issuer.types:
            continue
        term = _assembly(year, tail.date) if issuer.style == "assembly" and year else None
        if term:
            return f"{number}/{year}/{issuer.code}{term}"
        if issuer.style == "party":
            return compose(number, None, kind, issuer.code, party=True)
        if issuer.style == "state" or (issuer.style == "year" and year):
            return compose(number, year if issuer.style == "year" else own_year, kind, issuer.code, party=False)
    return None


def _assembly(year: str, date: str | None) -> int | None:
    """The National Assembly's term in that year; in a year of change only the day tells."""
    begun = max((begin for begin in _TERMS_BEGIN if begin <= int(year)), default=None)
    if begun is None or begun != int(year):
        return _TERMS_BEGIN[begun] if begun else None
    if date is None or _LAST_OF_OLD < date[5:7] < _FIRST_OF_NEW:
        return None
    return _TERMS_BEGIN[begun] - (date[5:7] <= _LAST_OF_OLD)


_TERMS_BEGIN = {2002: 11, 2007: 12, 2011: 13, 2016: 14, 2021: 15, 2026: 16}
"""Earlier ones numbered their documents otherwise."""
_LAST_OF_OLD, _FIRST_OF_NEW = "03", "07"
_ABOUT = re.compile(_DATE + _YEAR + _TERM)
_OF = re.compile(r"\s{0,2},?\s{1,2}cua\b")


_CLAUSE_CHARS = 120
_CLAUSE = re.compile(r"(?<![^\s])[^,.;:()\n]*$")


@lru_cache(maxsize=1)
def _issues() -> re.Pattern[str]:
    names = "|".join(re.escape(phrase) for phrase in sorted(_pattern()[1], key=len, reverse=True))
    return re.compile(
        r"\s*(?:[^,.;]{0,80}\b(?:tham muu(?: cho| giup)?|sau khi|theo do|nam [0-9]{4}|ngay [0-9./-]{3,10}|vua qua)\s)?"
        rf"(?:{_BODY})(?P<issuer>{names})(?:\s(?!cua\b|tham\b|ve\b|va\b)[a-z]+){{0,4}}?"
        rf"\s(?:(?:da|vua|cung|se) )?(?:ban hanh|ra)\s(?:cac\s)?"
    )


@lru_cache(maxsize=1)
def _pattern() -> tuple[re.Pattern[str], dict[str, tuple[Issuer, ...]]]:
    table: dict[str, tuple[Issuer, ...]] = {}
    for code, style, types, phrases in read_table("issuers.tsv", 4):
        issuer = Issuer(code, style, frozenset(split_values(types)))
        for phrase in split_values(phrases):
            table[phrase] = (*table.get(phrase, ()), issuer)
    names = "|".join(re.escape(phrase) for phrase in sorted(table, key=len, reverse=True))
    return re.compile(
        rf"(?:\s{{0,2}},?\s{{1,2}}(?P<of>cua|do)\s{{1,2}}|\s{{1,2}}|\s?\()(?P<who>(?:{_BODY})(?P<issuer>{names}))(?![a-z0-9])"
    ), table
