"""Documents cited in a text, each in one normal form. The rules and their limits: `docs/citations.md`.

A whole number (`217-QĐ/TW`, `30/2020/NĐ-CP`) counts wherever it stands; a number that lacks its code counts after the
word for a type (`Quyết định 217, 218 của Bộ Chính trị`), where what follows says that it is a number of a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from .aligned import Aligned, aligned
from .bare_numbers import Bare, numbers_a_document
from .central_documents import known_document
from .document_numbers import ASSEMBLY, FULL, codes, normal_number, number_text, written_code
from .issuers import After, after, completed

_NO_NUMBER_BEFORE = r"(?<![a-z0-9])(?<![0-9][./-])(?<![0-9],)"
_FULL, _ASSEMBLY = re.compile(FULL), re.compile(ASSEMBLY)
_MAYBE_FULL = re.compile(_NO_NUMBER_BEFORE + r"[0-9]{1,5}[a-z]?(?=\s{0,2}[/-])")
_SHORT = re.compile(
    r"(?P<n>[0-9]{1,5})(?P<a>[a-e]?)(?:\s?/\s?(?P<y>(?:19|20)[0-9]{2}))?(?:(?P<s>[-/])(?P<code>[a-z]{2,12}))?"
    r"(?![a-z0-9%])(?!\s?[/-]\s?[0-9])(?!\.[0-9])(?!,[0-9](?![0-9]))"
)
_BARE = re.compile(
    r"(?P<n>[0-9]{1,5})(?P<a>[a-e]?)(?:\s?/\s?(?P<y>(?:19|20)[0-9]{2}))?(?P<s>[\s/-])(?P<code>[a-z]{2,12}[0-9]{0,2})"
)
_NEXT = re.compile(r"\s{0,2}(?:[,;&]|va\b)\s{0,2}(?:so\s{1,2})?(?=[0-9])")
_SUBJECT = re.compile(r"\s{0,2}(?:,\s)?(?:(?:ve|v/v)\b|[\"(:])")
_SUBJECT_OF_ISSUER = re.compile(r"\s{1,2}cua\s(?P<of>[^.;,\n]{2,40}?)\sve\b")
_SENTENCE_END = re.compile(r"[;\n]|\.\s")
_SUBJECT_CHARS = 240
_LONGEST_ABBREVIATION = 5


@dataclass(frozen=True, slots=True)
class Citation:
    """A cited document: its number in normal form, and `text[start:end]`, the number as it was written."""

    number: str
    start: int
    end: int


class _Item(NamedTuple):
    """One number as written: whole (`number`), or with what is missing."""

    start: int
    end: int
    digits: str
    number: str | None = None
    year: str | None = None
    kind: str | None = None


def find_citations(text: str) -> list[Citation]:
    """Every document number cited in a text, in order of appearance (repetitions included); linear in its length."""
    at = aligned(text)
    return [Citation(number, at.origin(start), at.origin(end)) for number, start, end in _scan(at, strict=True)]


def normal_citation(text: str) -> str | None:
    """The normal form of one document number in any written form, or None if the text is nothing but one.

    Letter case, diacritics, the type's name or abbreviation before it, `số`, spaces for dashes and an issuer after it
    make no difference: `217-qd/tw`, `qd 217 qd tw` and `Quyết định 217 của Bộ Chính trị` are all `217-QĐ/TW`.
    """
    written = text.strip(" \t\r\n\"'“”.,;:()")
    if not written or len(written) > _SUBJECT_CHARS:
        return None
    at = aligned(written)
    found = list(_scan(at, strict=False))
    if len({number for number, _, _ in found}) == 1:
        number, start, end = found[0]
        head = _head().match(at.folded)
        if start == (head.end() if head else 0) and _is_whole(at.folded, end):
            return number
    return _spaced_number(at) or _bare_number(at)


def _spaced_number(at: Aligned) -> str | None:
    """A whole number with blanks where dashes belong."""
    spaced = _spaced().fullmatch(at.folded)
    if spaced is None:
        return None
    pieces = [written_code(piece) for piece in re.split(r"[\s/-]+", at.text[slice(*spaced.span("codes"))])]
    joined = "/".join(filter(None, (spaced["n"] + spaced["a"], spaced["y"], pieces[0]))) + "-" + "-".join(pieces[1:])
    whole = _FULL.fullmatch(aligned(joined).folded)
    return normal_number(whole, joined) if whole else None


def _bare_number(at: Aligned) -> str | None:
    """A number that says its type and no issuer, as `find_citations` gives it: `25-NQ`, `33/2014/QĐ`, `123/UBND`."""
    match = _BARE.fullmatch(at.folded)
    if match is None:
        return None
    digits, kind, written = (
        number_text(match["n"], match["a"]),
        codes().types.get(match["code"]),
        at.text[match.start("code") :],
    )
    if kind:
        return f"{digits}/{match['y']}/{kind}" if match["y"] else f"{digits}-{kind}"
    return f"{digits}/{written_code(written)}" if match["s"] == "/" and written.isupper() else None


def _is_whole(folded: str, end: int) -> bool:
    """Whether nothing but an issuer, a date or a subject follows."""
    tail = after(folded, end)
    return tail.end == len(folded) or _SUBJECT.match(folded, tail.end) is not None


def _scan(at: Aligned, *, strict: bool) -> Iterator[tuple[str, int, int]]:
    """Numbers with their places in the aligned text; `strict` for prose, where letter case tells codes from words."""
    position, folded = 0, at.folded
    heads, fulls = _head().finditer(folded), _MAYBE_FULL.finditer(folded)
    head, full = next(heads, None), next(fulls, None)
    while head or full:
        if head and (not full or head.start() <= full.start()):
            if head.start() >= position:
                found, position = _after_type(at, head, strict)
                yield from found
            head = next(heads, None)
        elif full:
            item = _whole(at, full.start(), typed=False, strict=strict) if full.start() >= position else None
            if item and item.number:
                yield item.number, item.start, item.end
                position = item.end
            full = next(fulls, None)


def _after_type(at: Aligned, head: re.Match[str], strict: bool) -> tuple[list[tuple[str, int, int]], int]:
    """The numbers after the word for a type, and where the search goes on."""
    written = at.text[head.start("type") : head.end("type")]
    if strict and len(written) <= _LONGEST_ABBREVIATION and written == written.lower():
        return [], head.start() + 1
    items = _items(at, head.end(), strict)
    numbered = _numbered(at, items, head, strict=strict) if items else ()
    found = [(number, item.start, item.end) for item, number in numbered if number]
    return found, (found[-1][2] if found else head.end())


def _numbered(
    at: Aligned, items: list[_Item], head: re.Match[str], *, strict: bool
) -> Iterator[tuple[_Item, str | None]]:
    """Each item with its whole number: its own, that of the list it stands in, or what issuer and subject say."""
    kind = codes().types.get(head["type"])  # None: `văn bản`, of any type
    tail = after(at.folded, items[-1].end)
    for index, item in enumerate(items):
        if item.number:
            yield item, item.number
            continue
        lender = next((later for later in items[index:] if later.number), None)
        own_kind = item.kind or kind
        if lender and lender.number:
            yield item, _lent(item, lender)
        elif own_kind is None:
            yield item, None
        else:
            number = completed(own_kind, item.digits, item.year, tail)
            number = number or known_document(own_kind, item.digits, *_subject(at.folded, item.end, tail))
            if (
                number is None
                and index == 0
                and (item.kind or numbers_a_document(_bare(item, own_kind, head), at, strict))
            ):
                number = f"{item.digits}/{item.year}/{own_kind}" if item.year else f"{item.digits}-{own_kind}"
            yield item, number


def _bare(item: _Item, kind: str, head: re.Match[str]) -> Bare:
    return Bare(kind, head.start("type"), head.end("type"), head["so"] is not None, item.start, item.end, item.year)


def _lent(item: _Item, lender: _Item) -> str:
    """`217` before `218-QĐ/TW` is `217-QĐ/TW`."""
    return item.digits + (lender.number or "")[len(lender.digits) :]


def _items(at: Aligned, position: int, strict: bool) -> list[_Item]:
    """The numbers of a list, whole or not: `217, 218-QĐ/TW và số 219`."""
    items: list[_Item] = []
    while True:
        item = _whole(at, position, typed=True, strict=strict) or _short(at, position)
        if item is None:
            return items
        items.append(item)
        follows = _NEXT.match(at.folded, item.end)
        if follows is None:
            return items
        position = follows.end()


def _whole(at: Aligned, position: int, *, typed: bool, strict: bool) -> _Item | None:
    """A whole number at this very place. In prose its codes must look like codes."""
    assembly = _ASSEMBLY.match(at.folded, position)
    if assembly:
        return _Item(position, assembly.end(), number_text(assembly["n"]), normal_number(assembly, at.text))
    match = _FULL.match(at.folded, position)
    if match is None:
        return None
    known = match["c1"] in codes().types
    if strict:
        spaced = any(char.isspace() for char in match[0])
        pieces = [at.text[match.start("c1") : match.end("c1")], *re.split(r"[-/]", at.text[slice(*match.span("rest"))])]
        if not all(_looks_like_code(piece.strip(), spaced) for piece in pieces):
            return None
        if not known and not typed and (spaced or match["s1"] == "-"):
            return None
    return _Item(position, match.end(), number_text(match["n"], match["a"]), normal_number(match, at.text))


def _looks_like_code(piece: str, spaced: bool) -> bool:
    """Whether a piece is written as codes are: capitals, more than the one that begins any word."""
    capitals = sum(char.isupper() for char in piece)
    return (
        capitals >= 2 or (piece.replace(".", "") in {"TƯ", "TW"}) or (capitals >= 1 and not spaced and len(piece) <= 4)
    )


def _short(at: Aligned, position: int) -> _Item | None:
    """A number without its code, or with its type alone (`25-NQ`), or with an agency's alone (`123/UBND`)."""
    match = _SHORT.match(at.folded, position)
    if match is None:
        return None
    digits = number_text(match["n"], match["a"])
    if int(match["n"]) == 0:
        return None
    if match["code"] is None:
        return _Item(position, match.end(), digits, year=match["y"])
    written = at.text[match.start("code") : match.end("code")]
    if match["code"] in codes().types:
        return _Item(position, match.end(), digits, year=match["y"], kind=codes().types[match["code"]])
    if match["s"] == "/" and written.isupper():
        return _Item(position, match.end(), digits, f"{digits}/{written_code(written)}")
    return None


def _subject(folded: str, position: int, tail: After) -> tuple[str, str | None]:
    """The subject after a number and the issuer that is named before it, for the table of known documents."""
    if tail.issuers and all(issuer.style != "year" for issuer in tail.issuers):
        return "", None  # its issuer is named and is none of the table's
    named = _SUBJECT_OF_ISSUER.match(folded, tail.end)
    start = named.end() if named else position
    if named is None and not (_SUBJECT.match(folded, tail.end) and (start := tail.end) >= position):
        return "", None
    stop = _SENTENCE_END.search(folded, start, start + _SUBJECT_CHARS)
    return folded[start : stop.start() if stop else start + _SUBJECT_CHARS], named["of"] if named else None


@lru_cache(maxsize=1)
def _head() -> re.Pattern[str]:
    """The word for a type with what may stand between it and its number."""
    words = "|".join(re.escape(word) for word in sorted((*codes().types, "van ban"), key=len, reverse=True))
    return re.compile(
        rf"(?<![a-z0-9])(?P<type>{words})(?:\s{{1,3}}(?:(?:khan|hoa toc)\s{{1,3}})?|\s?:\s?)"
        r"(?P<so>so\s{0,2}[:.]?\s{0,2})?(?=[0-9])"
    )


@lru_cache(maxsize=1)
def _spaced() -> re.Pattern[str]:
    """A whole number of known codes with blanks where dashes belong, as somebody types it into a search box."""
    types = "|".join(sorted((word for word in codes().types if " " not in word), key=len, reverse=True))
    issuers = "|".join(sorted(codes().written, key=len, reverse=True))
    words = "|".join(re.escape(word) for word in sorted(codes().types, key=len, reverse=True))
    return re.compile(
        rf"(?:(?:{words})\s{{1,3}})?(?:so\s{{0,2}}:?\s{{0,2}})?(?P<n>[0-9]{{1,5}})(?P<a>[a-e]?)"
        rf"(?:[\s/-]{{1,3}}(?P<y>(?:19|20)[0-9]{{2}}))?[\s/-]{{1,3}}"
        rf"(?P<codes>(?:{types})[\s/-]{{1,3}}(?:{issuers})(?:[\s/-]{{1,3}}(?:{issuers})){{0,3}})"
    )
