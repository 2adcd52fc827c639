"""Normal forms of document numbers: `217-QĐ/TW` for Party documents, `30/2020/NĐ-CP` for those of the state.

Numbers below 10 have two digits. A code is spelled as in `data/document_codes.tsv`, an unknown one in capitals. A
number of a Party issuer in the state's style (`217/QĐ-TW`) is corrected, and the other way round.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from ...analyzers import fold, normalize
from ..tables import read_table, split_values

_LETTERS = r"[a-z]{2,12}"
_ISSUER = r"(?:(?:p|pc|pa|pv|vp)\s?[0-9]{1,2}|v\.[ivx]{1,3}|[a-z][a-z&]{1,15}[0-9]{0,2}|t\.?[uw])"
_YEAR = r"(?:19|2\s?0)[0-9]{2}"
_GAP = r"\s{0,2}"
_NUMBER = r"(?P<n>[0-9]{1,5})(?P<a>[a-z]?)"
FULL_NUMBER = (
    rf"{_NUMBER}{_GAP}(?:[/-]{_GAP}(?P<y>{_YEAR}){_GAP})?(?P<s1>[/-]){_GAP}"
    rf"(?P<c1>{_LETTERS}[0-9]{{0,2}}){_GAP}(?P<s2>[/-]){_GAP}(?P<rest>{_ISSUER}(?:{_GAP}[-/]{_GAP}{_ISSUER}){{0,3}})(?![a-z0-9])"
)
"""A full number in folded text: digits, optionally a year, a code and one to four more codes."""

ASSEMBLY_NUMBER = (
    rf"{_NUMBER}{_GAP}/{_GAP}(?P<y>{_YEAR}){_GAP}/{_GAP}"
    r"(?P<c1>qh\s?[0-9]{1,2}|ubtvqh\s?[0-9]{1,2})(?![a-z0-9])"
)
"""A number of the National Assembly, which contains no type code: 72/2020/QH14."""

GAPPED_NUMBER = FULL_NUMBER.replace("(?P<s1>[/-])", r"(?P<s1>\s)")
"""A full number with a blank before the type code: `195 KL/TTCP`."""

_PARTS = re.compile(
    r"(?P<n>[0-9]+)(?P<a>[a-z]?)(?:/(?P<y>[0-9]{4}))?[-/](?P<kind>[^\W\d_]+)(?:(?P<s>[-/])(?P<rest>.+))?"
)
BASE_TYPES = {"QĐi": "QĐ", "QyĐ": "QĐ"}
"""Type codes that share a numbering: a quy định is numbered with any of the three."""


class NumberParts(NamedTuple):
    """The parts of a number in normal form: `30/2020/NĐ-CP` is 30, 2020, NĐ, CP; absent ones are None."""

    digits: str
    year: str | None
    type_code: str
    issuer: str | None

    @property
    def base_type(self) -> str:
        """The type code, the same for all that share a numbering."""
        return base_type(self.type_code)


def split_number(number: str) -> NumberParts | None:
    """Split a number in normal form; None for numbers of the National Assembly (no type code) and for names."""
    match = _PARTS.fullmatch(number)
    return NumberParts(match["n"] + match["a"], match["y"], match["kind"], match["rest"]) if match else None


def base_type(type_code: str) -> str:
    """Return the type code that stands for all codes sharing a numbering."""
    return BASE_TYPES.get(type_code, type_code)


def is_document_type(code: str) -> bool:
    """Return whether a code in normal form is a type code."""
    return code in document_codes().type_codes


class DocumentCodes(NamedTuple):
    """The table of codes (`data/document_codes.tsv`)."""

    written: dict[str, str]
    """Folded code → its normal form."""
    types: dict[str, str]
    """Folded name or code of a type → its code: `nghi quyet` and `nq` → `NQ`."""
    type_codes: frozenset[str]
    """All type codes."""
    names: dict[str, str]
    """Code → the name that is shown."""
    party: frozenset[str]
    """Codes of issuers that number in the Party's style."""
    state: frozenset[str]
    """Codes of issuers that number in the state's style."""


@lru_cache(maxsize=1)
def document_codes() -> DocumentCodes:
    """Return the table of codes, read at the first call."""
    written: dict[str, str] = {}
    types: dict[str, str] = {}
    issuers: dict[str, set[str]] = {"party": set(), "state": set(), "other": set()}
    names: dict[str, str] = {}
    for code, role, words, name in read_table("document_codes.tsv", 4):
        written[fold(code)] = code
        if name:
            names[code] = name
        if role == "type":
            types.update(dict.fromkeys([fold(code), *split_values(words)], code))
        else:
            issuers[role].add(code)
    return DocumentCodes(
        written, types, frozenset(types.values()), names, frozenset(issuers["party"]), frozenset(issuers["state"])
    )


_DEPARTMENT = re.compile(r"v\.[ivx]{1,3}")
"""Departments of the Office of the Government: `V.I`."""


def normalize_code(code: str) -> str:
    """Return the normal form of a code: `qd` → `QĐ`, `ttg` → `TTg`, `T.Ư` → `TW`, an unknown one in capitals."""
    code = "".join(normalize(code).split())
    if _DEPARTMENT.fullmatch(code):
        return code.upper()
    code = code.replace(".", "")
    if code in {"tư", "trung ương"}:
        return "TW"
    known = document_codes().written.get(fold(code))
    if known and normalize(known) != code and fold(code) != code:
        known = None  # `HĐ` is not `HD`: a written đ counts, a missing one may be a lack of diacritics
    return known or code.upper()


def format_digits(digits: str, letter: str = "") -> str:
    """Return the digits of a number in normal form: `5` → `05`, `005` → `05`, `36A` → `36a`."""
    return f"{int(digits):02d}{letter.lower()}"


def compose_number(number: str, year: str | None, type_code: str, issuer: str, *, party: bool) -> str:
    """Return the full number with these parts, in the style of the Party or of the state."""
    if party:
        return f"{number}-{type_code}/{issuer}"
    return f"{number}/{year}/{type_code}-{issuer}" if year else f"{number}/{type_code}-{issuer}"


def normalize_number(match: re.Match[str], text: str) -> str:
    """Return the normal form of a match of `FULL_NUMBER` or `ASSEMBLY_NUMBER`; `text` is the unfolded, aligned text."""

    def part(name: str) -> str:
        return text[match.start(name) : match.end(name)]

    number, year = format_digits(match["n"], match["a"]), "".join((match["y"] or "").split()) or None
    first = normalize_code(part("c1"))
    if "rest" not in match.re.groupindex:
        return f"{number}/{year}/{first}"
    pieces = [normalize_code(piece.strip()) for piece in re.split(r"[-/]", part("rest"))]
    issuer, table = "-".join(pieces), document_codes()
    party = match["s1"] == "-" and match["s2"] == "/"
    if issuer in table.party:
        party = True
    elif issuer in table.state or year or match["s1"] == match["s2"]:
        party = False
    return compose_number(number, year, first, issuer, party=party)
