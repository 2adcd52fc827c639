"""The normal form of a document's number: `217-QĐ/TW` for the Party's, `30/2020/NĐ-CP` for the state's.

Numbers below 10 have two digits. A code is written as `data/document_codes.tsv` has it, one that is not in there in
capitals. A number of a party issuer written the state's way (`217/QĐ-TW`) is put right, and the other way round.
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
FULL = (
    rf"{_NUMBER}{_GAP}(?:[/-]{_GAP}(?P<y>{_YEAR}){_GAP})?(?P<s1>[/-]){_GAP}"
    rf"(?P<c1>{_LETTERS}[0-9]{{0,2}}){_GAP}(?P<s2>[/-]){_GAP}(?P<rest>{_ISSUER}(?:{_GAP}[-/]{_GAP}{_ISSUER}){{0,3}})(?![a-z0-9])"
)
"""A whole number in folded text: number, perhaps a year, a code and one to four more."""

ASSEMBLY = (
    rf"{_NUMBER}{_GAP}/{_GAP}(?P<y>{_YEAR}){_GAP}/{_GAP}"
    r"(?P<c1>qh\s?[0-9]{1,2}|ubtvqh\s?[0-9]{1,2})(?![a-z0-9])"
)
"""A number of the National Assembly, which names no type: 72/2020/QH14."""


GAPPED = FULL.replace("(?P<s1>[/-])", r"(?P<s1>\s)")
"""The same with a blank before the type: `195 KL/TTCP`."""

_PARTS = re.compile(
    r"(?P<n>[0-9]+)(?P<a>[a-z]?)(?:/(?P<y>[0-9]{4}))?[-/](?P<kind>[^\W\d_]+)(?:(?P<s>[-/])(?P<rest>.+))?"
)
SAME_TYPE = {"QĐi": "QĐ", "QyĐ": "QĐ"}
"""A quy định is numbered with any of the three."""


class Parts(NamedTuple):
    """A number in normal form, taken apart: `30/2020/NĐ-CP` is 30, 2020, NĐ, CP; what it lacks is None."""

    digits: str
    year: str | None
    kind: str
    issuer: str | None

    @property
    def family(self) -> str:
        """The type, one for all codes that number the same."""
        return family(self.kind)


def parts(number: str) -> Parts | None:
    """A number in normal form taken apart; None for the National Assembly's, which tell no type, and for names."""
    match = _PARTS.fullmatch(number)
    return Parts(match["n"] + match["a"], match["y"], match["kind"], match["rest"]) if match else None


def family(kind: str) -> str:
    """A type's code, one for all that number the same documents."""
    return SAME_TYPE.get(kind, kind)


def is_type(code: str) -> bool:
    """Whether a code in normal form is a type's."""
    return code in codes().kinds


class Codes(NamedTuple):
    """What the table of codes says."""

    written: dict[str, str]
    """Folded code → as it is written."""
    types: dict[str, str]
    """Folded words or code of a type → its code: `nghi quyet` and `nq` → `NQ`."""
    kinds: frozenset[str]
    """The codes of types."""
    names: dict[str, str]
    """Code → what it stands for, as it is shown."""
    party: frozenset[str]
    state: frozenset[str]


@lru_cache(maxsize=1)
def codes() -> Codes:
    """The table of codes, read once."""
    written: dict[str, str] = {}
    types: dict[str, str] = {}
    issuers: dict[str, set[str]] = {"party": set(), "state": set(), "other": set()}
    names: dict[str, str] = {}
    for code, kind, words, name in read_table("document_codes.tsv", 4):
        written[fold(code)] = code
        if name:
            names[code] = name
        if kind == "type":
            types.update(dict.fromkeys([fold(code), *split_values(words)], code))
        else:
            issuers[kind].add(code)
    return Codes(
        written, types, frozenset(types.values()), names, frozenset(issuers["party"]), frozenset(issuers["state"])
    )


_ROOM = re.compile(r"v\.[ivx]{1,3}")
"""Departments of the Government's office: `V.I`."""


def written_code(code: str) -> str:
    """A code in its normal form: `qd` → `QĐ`, `ttg` → `TTg`, `T.Ư` → `TW`, one unknown in capitals."""
    code = "".join(normalize(code).split())
    if _ROOM.fullmatch(code):
        return code.upper()
    code = code.replace(".", "")
    if code in {"tư", "trung ương"}:
        return "TW"
    known = codes().written.get(fold(code))
    if known and normalize(known) != code and fold(code) != code:
        known = None  # `HĐ` is no `HD`: a written đ counts, a missing one may be a missing key
    return known or code.upper()


def number_text(digits: str, letter: str = "") -> str:
    """`5` → `05`, `005` → `05`, `36A` → `36a`."""
    return f"{int(digits):02d}{letter.lower()}"


def compose(number: str, year: str | None, kind: str, issuer: str, *, party: bool) -> str:
    """A whole number from its parts, the Party's way or the state's."""
    if party:
        return f"{number}-{kind}/{issuer}"
    return f"{number}/{year}/{kind}-{issuer}" if year else f"{number}/{kind}-{issuer}"


def normal_number(match: re.Match[str], text: str) -> str:
    """The normal form of what `FULL` or `ASSEMBLY` matched; `text` is the unfolded text beside the one matched in."""

    def part(name: str) -> str:
        return text[match.start(name) : match.end(name)]

    number, year = number_text(match["n"], match["a"]), "".join((match["y"] or "").split()) or None
    first = written_code(part("c1"))
    if "rest" not in match.re.groupindex:
        return f"{number}/{year}/{first}"
    pieces = [written_code(piece.strip()) for piece in re.split(r"[-/]", part("rest"))]
    issuer, table = "-".join(pieces), codes()
    party = match["s1"] == "-" and match["s2"] == "/"
    if issuer in table.party:
        party = True
    elif issuer in table.state or year or match["s1"] == match["s2"]:
        party = False
    return compose(number, year, first, issuer, party=party)
