"""Who issued a document, as a text says it after the number: `… số 43 của Ban Bí thư`, `… 16 Thủ tướng`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from .document_numbers import compose
from .tables import alternatives, rows

_DATE = (
    r"(?:\s{0,2}[,(]?\s{0,2}(?:ra |ban hanh )?ngay\s{1,2}[0-9]{1,2}"
    r"(?:\s?[/.-]\s?[0-9]{1,2}\s?[/.-]\s?|\sthang\s[0-9]{1,2}(?:\snam\s|,\s))(?P<dated>[12][0-9]{3})(?:\s?\))?)?"
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
    all that ends, and whether an issuer is named at all (`của …`), known or not.
    """

    issuers: tuple[Issuer, ...]
    year: str | None
    end: int
    of: bool


def after(folded: str, position: int) -> After:
    """Read what follows a document number in folded text."""
    pattern, table = _pattern()
    about = _ABOUT.match(folded, position)
    end = about.end() if about else position
    year = (about["year"] or about["dated"]) if about else None
    match = pattern.match(folded, end)
    issuers = table[match["issuer"]] if match else ()
    if match and not match["of"] and not all(issuer.code in _WITHOUT_OF for issuer in issuers):
        match, issuers = None, ()
    if match is None:
        return After((), year, end, _OF.match(folded, end) is not None)
    return After(issuers, year, match.end(), bool(match["of"]))


def completed(kind: str, number: str, own_year: str | None, tail: After) -> str | None:
    """The whole number of a document of this type, if its issuer says it; only decrees need none to be told."""
    year = own_year or tail.year
    if kind == "NĐ" and year and (not tail.of or tail.issuers):
        return compose(number, year, kind, "CP", party=False)
    for issuer in tail.issuers:
        if issuer.types and kind not in issuer.types:
            continue
        if issuer.style == "party":
            return compose(number, None, kind, issuer.code, party=True)
        if issuer.style == "state" or (issuer.style == "year" and year):
            return compose(number, year if issuer.style == "year" else own_year, kind, issuer.code, party=False)
    return None


_ABOUT = re.compile(_DATE + _YEAR + _TERM)
_OF = re.compile(r"\s{0,2},?\s{1,2}cua\b")


@lru_cache(maxsize=1)
def _pattern() -> tuple[re.Pattern[str], dict[str, tuple[Issuer, ...]]]:
    table: dict[str, tuple[Issuer, ...]] = {}
    for code, style, types, phrases in rows("issuers.tsv", 4):
        issuer = Issuer(code, style, frozenset(alternatives(types)))
        for phrase in alternatives(phrases):
            table[phrase] = (*table.get(phrase, ()), issuer)
    names = "|".join(re.escape(phrase) for phrase in sorted(table, key=len, reverse=True))
    return re.compile(
        rf"(?:\s{{0,2}},?\s{{1,2}}(?P<of>cua|do)\s{{1,2}}|\s{{1,2}}|\s?\()(?:{_BODY})(?P<issuer>{names})(?![a-z0-9])"
    ), table
