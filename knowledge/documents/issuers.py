"""Issuers of documents as a text names them beside a number: `… số 43 của Ban Bí thư`, `… 16 Thủ tướng`."""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import NamedTuple

from ..tables import read_table, split_values
from .numbers import compose_number

_DATE = (
    r"(?:\s{0,2}[,(]?\s{0,2}(?:ra |ban hanh )?ngay\s{1,2}(?P<day>[0-9]{1,2})"
    r"(?:\s?[/.-]\s?(?P<month>[0-9]{1,2})\s?[/.-]\s?|\sthang\s(?P<named>[0-9]{1,2})(?:\snam\s|,\s))"
    r"(?P<dated>[12][0-9]{3})(?:\s?\))?)?"
)
_YEAR = r"(?:\s{0,2}[,(]?\s?nam\s{1,2}(?P<year>[12][0-9]{3})(?![0-9])(?!\s?-\s?[0-9])(?:\s?\))?)?"
_TERM = r"(?:\s{0,2}[,(]?\s?khoa\s{1,2}[ivxl]{1,6}\b(?:\s?\))?)?"
_COMMITTEE = (
    r"(?:hoi nghi\s{1,2}(?:lan thu\s\w{1,5}\s{1,2})?)?"
    r"(?:(?:ban thuong vu|btv|thuong vu|thuong truc|ban chap hanh|bch)\s{1,2})?"
)
_WITHOUT_CUA = frozenset({"TW", "CP", "TTg"})
"""Codes of issuers that may follow a number without `của`."""


class Issuer(NamedTuple):
    """An issuer and its style of numbering, from `data/issuers.tsv`; `types` restricts it to types (empty: all)."""

    code: str
    style: str
    types: frozenset[str]


class IssueDetails(NamedTuple):
    """What a text states after a document number about its issue."""

    issuers: tuple[Issuer, ...]
    """The issuers that the name may denote; empty if no known one is named."""
    year: str | None
    end: int
    """The offset where date, year and issuer end."""
    names_issuer: bool
    """Whether an issuer, known or not, follows (`của …`)."""
    date: str | None = None
    """The day (ISO 8601)."""
    date_end: int = 0
    """The offset where date and year end."""
    issuer_span: tuple[int, int] | None = None
    """The start and end of the issuer's name."""


def read_issue_details(folded: str, position: int) -> IssueDetails:
    """Return what a folded text states after a document number that ends at `position`."""
    pattern, table = _pattern()
    dated = _DATED.match(folded, position)
    end = dated.end() if dated else position
    year = (dated["year"] or dated["dated"]) if dated else None
    date = _day(dated) if dated and dated["dated"] else None
    match = pattern.match(folded, end)
    issuers = table[match["issuer"]] if match else ()
    if match and not match["of"] and not all(one.code in _WITHOUT_CUA or one.style == "year" for one in issuers):
        match, issuers = None, ()
    if match is None:
        return IssueDetails((), year, end, _CUA.match(folded, end) is not None, date, end)
    return IssueDetails(issuers, year, match.end(), bool(match["of"]), date, end, match.span("who"))


def issuers_before(folded: str, position: int) -> tuple[Issuer, ...]:
    """Return who issued the document whose type begins at `position`: `Bộ Chính trị ban hành Quyết định số 217`.

    Only an issuer with which the clause begins, or which follows `tham mưu` and similar words, is certain: `Ban Dân vận
    Tỉnh ủy` is a different issuer from `Tỉnh ủy`.
    """
    if not folded.endswith((" hanh ", " ra "), 0, position):
        return ()
    clause = _CLAUSE.search(folded, max(0, position - _CLAUSE_CHARS), position)
    match = _issuing_clause().fullmatch(clause[0]) if clause else None
    return _pattern()[1][match["issuer"]] if match else ()


def _day(dated: re.Match[str]) -> str | None:
    """Return the day in ISO 8601, or None if there is no such day."""
    try:
        return datetime.date(int(dated["dated"]), int(dated["month"] or dated["named"]), int(dated["day"])).isoformat()
    except ValueError:
        return None


def complete_number(type_code: str, number: str, own_year: str | None, details: IssueDetails) -> str | None:
    """Return the full number of a document of this type if its issuer determines it; decrees need no issuer."""
    year = own_year or details.year
    if type_code == "NĐ" and year and (not details.names_issuer or details.issuers):
        return compose_number(number, year, type_code, "CP", party=False)
    for issuer in details.issuers:
        if issuer.types and type_code not in issuer.types:
            continue
        term = _assembly_term(year, details.date) if issuer.style == "assembly" and year else None
        if term:
            return f"{number}/{year}/{issuer.code}{term}"
        if issuer.style == "party":
            return compose_number(number, None, type_code, issuer.code, party=True)
        if issuer.style == "state" or (issuer.style == "year" and year):
            return compose_number(
                number, year if issuer.style == "year" else own_year, type_code, issuer.code, party=False
            )
    return None


def _assembly_term(year: str, date: str | None) -> int | None:
    """Return the National Assembly's term in a year; in a year of election the day is needed to decide."""
    begun = max((begin for begin in _TERMS_BEGIN if begin <= int(year)), default=None)
    if begun is None or begun != int(year):
        return _TERMS_BEGIN[begun] if begun else None
    if date is None or _LAST_MONTH_OF_OLD < date[5:7] < _FIRST_MONTH_OF_NEW:
        return None
    return _TERMS_BEGIN[begun] - (date[5:7] <= _LAST_MONTH_OF_OLD)


_TERMS_BEGIN = {2002: 11, 2007: 12, 2011: 13, 2016: 14, 2021: 15, 2026: 16}
"""Year of election → term; earlier terms numbered their documents in another way."""

_LAST_MONTH_OF_OLD, _FIRST_MONTH_OF_NEW = "03", "07"
"""In a year of election."""

_DATED = re.compile(_DATE + _YEAR + _TERM)
_CUA = re.compile(r"\s{0,2},?\s{1,2}cua\b")


_CLAUSE_CHARS = 120
_CLAUSE = re.compile(r"(?<![^\s])[^,.;:()\n]*$")


@lru_cache(maxsize=1)
def _issuing_clause() -> re.Pattern[str]:
    """Return the pattern of a clause in which an issuer issues a document: `… Bộ Chính trị đã ban hành`."""
    names = "|".join(re.escape(phrase) for phrase in sorted(_pattern()[1], key=len, reverse=True))
    return re.compile(
        r"\s*(?:[^,.;]{0,80}\b(?:tham muu(?: cho| giup)?|sau khi|theo do|nam [0-9]{4}|ngay [0-9./-]{3,10}|vua qua)\s)?"
        rf"(?:{_COMMITTEE})(?P<issuer>{names})(?:\s(?!cua\b|tham\b|ve\b|va\b)[a-z]+){{0,4}}?"
        rf"\s(?:(?:da|vua|cung|se) )?(?:ban hanh|ra)\s(?:cac\s)?"
    )


@lru_cache(maxsize=1)
def _pattern() -> tuple[re.Pattern[str], dict[str, tuple[Issuer, ...]]]:
    """Return the pattern of an issuer after a number, and the issuers by phrase."""
    table: dict[str, tuple[Issuer, ...]] = {}
    for code, style, types, phrases in read_table("issuers.tsv", 4):
        issuer = Issuer(code, style, frozenset(split_values(types)))
        for phrase in split_values(phrases):
            table[phrase] = (*table.get(phrase, ()), issuer)
    names = "|".join(re.escape(phrase) for phrase in sorted(table, key=len, reverse=True))
    return re.compile(
        rf"(?:\s{{0,2}},?\s{{1,2}}(?P<of>cua|do)\s{{1,2}}|\s{{1,2}}|\s?\()(?P<who>(?:{_COMMITTEE})(?P<issuer>{names}))(?![a-z0-9])"
    ), table
