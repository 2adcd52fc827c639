"""Document numbers as they are written at one place in a text: full ones, and those that lack codes.

A full number (`217-QĐ/TW`) has a normal form by itself. An incomplete one (`217`, `25-NQ`) is completed in
`numbered_citations` by its list, its issuer or its subject.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ..aligned_text import AlignedText
from .numbers import (
    ASSEMBLY_NUMBER,
    FULL_NUMBER,
    GAPPED_NUMBER,
    document_codes,
    format_digits,
    normalize_code,
    normalize_number,
)

_FULL, _ASSEMBLY, _GAPPED = re.compile(FULL_NUMBER), re.compile(ASSEMBLY_NUMBER), re.compile(GAPPED_NUMBER)
_SHORT = re.compile(
    r"(?P<n>[0-9]{1,5})(?P<a>[a-e]?)(?:\s?/\s?(?P<y>(?:19|20)[0-9]{2}))?(?:(?P<s>[-/])(?P<code>[a-z]{2,12}))?"
    r"(?![a-z0-9%])(?!\s?[/-]\s?[0-9])(?!\.[0-9])(?!,[0-9](?![0-9]))"
)
_NEXT = re.compile(r"\s{0,2}(?:[,;&]|va\b)\s{0,2}(?:so\s{1,2})?(?=[0-9])")
_PERMIT = re.compile(r"(?:giay phep|chung nhan|hop dong|chung chi|gcn|gpxd|gp|hoa don|dang ky)\b[^.;\n]{0,80}$")
"""Before the number of a permit, a certificate or a contract."""
_PERMIT_CHARS = 100

_CODE = re.compile(r"[a-z]+")


class WrittenNumber(NamedTuple):
    """One number in an aligned text: `number` is its normal form if it is full; otherwise some parts are missing."""

    start: int
    end: int
    digits: str
    number: str | None = None
    year: str | None = None
    type_code: str | None = None


def read_number_list(at: AlignedText, position: int, *, strict: bool) -> list[WrittenNumber]:
    """Return the numbers of the list that begins at a position: `217, 218-QĐ/TW và số 219`."""
    items: list[WrittenNumber] = []
    while True:
        item = read_full_number(at, position, after_type=True, strict=strict) or _read_short_number(at, position)
        if item is None:
            return items
        items.append(item)
        follows = _NEXT.match(at.folded, item.end)
        if follows is None:
            return items
        position = follows.end()


def read_full_number(at: AlignedText, position: int, *, after_type: bool, strict: bool) -> WrittenNumber | None:
    """Return the full number at a position, or None.

    `after_type` states that the name of a type precedes it, `strict` that its codes must be in capitals.
    """
    assembly = _ASSEMBLY.match(at.folded, position)
    if assembly:
        number = normalize_number(assembly, at.text)
        return WrittenNumber(position, assembly.end(), format_digits(assembly["n"]), number)
    match = _FULL.match(at.folded, position)
    if match is None and after_type:
        match = _GAPPED.match(at.folded, position)
        match = match if match and match["c1"] in document_codes().types else None
    if match is None or (strict and not _is_document_number(at, match, after_type)):
        return None
    digits = format_digits(match["n"], match["a"])
    return WrittenNumber(position, match.end(), digits, normalize_number(match, at.text))


def _is_document_number(at: AlignedText, match: re.Match[str], after_type: bool) -> bool:
    """Return whether text in the shape of a full number is written as one and is not that of a permit or contract."""
    known = document_codes().written
    if (
        after_type
        and match["c1"] in document_codes().types
        and all(code in known for code in _CODE.findall(match["rest"]))
    ):
        return True
    spaced = any(char.isspace() for char in match[0])
    pieces = [at.text[match.start("c1") : match.end("c1")], *re.split(r"[-/]", at.text[slice(*match.span("rest"))])]
    if not all(_looks_like_code(piece.strip(), spaced) for piece in pieces):
        return False
    if match["c1"].startswith("gp"):
        return False
    if after_type:
        return True
    if (
        match["c1"] not in document_codes().types
        and (spaced or match["s1"] == "-")
        and not _follows_so(at.folded, match)
    ):
        return False
    return _PERMIT.search(at.folded, max(0, match.start() - _PERMIT_CHARS), match.start()) is None


def _follows_so(folded: str, match: re.Match[str]) -> bool:
    """Return whether `số` precedes a number that has a known code: `Giấy mời số 443/GM - UBND`."""
    before = folded[max(0, match.start() - 5) : match.start()].rstrip(" :.")
    known = document_codes().written
    return before.endswith(" so") and (
        match["c1"] in known or any(code in known for code in _CODE.findall(match["rest"]))
    )


def _looks_like_code(piece: str, spaced: bool) -> bool:
    """Return whether a piece may be a code.

    A code has two or more capitals, is `TƯ` or `TW`, or has one capital and ends in a digit or (unless `spaced`) has at
    most four characters.
    """
    capitals = sum(char.isupper() for char in piece)
    return (
        capitals >= 2
        or piece.replace(".", "") in {"TƯ", "TW"}
        or (capitals >= 1 and (piece[-1].isdigit() or (not spaced and len(piece) <= 4)))
    )


def _read_short_number(at: AlignedText, position: int) -> WrittenNumber | None:
    """Return a number without codes, with a type code alone (`25-NQ`) or with an agency's alone (`123/UBND`)."""
    match = _SHORT.match(at.folded, position)
    if match is None:
        return None
    digits = format_digits(match["n"], match["a"])
    if int(match["n"]) == 0:
        return None
    if match["code"] is None:
        return WrittenNumber(position, match.end(), digits, year=match["y"])
    written = at.text[match.start("code") : match.end("code")]
    if match["code"] in document_codes().types:
        return WrittenNumber(
            position, match.end(), digits, year=match["y"], type_code=document_codes().types[match["code"]]
        )
    if match["s"] == "/" and written.isupper():
        return WrittenNumber(position, match.end(), digits, f"{digits}/{normalize_code(written)}")
    return None
