"""The numbers of documents in a text, each as far as it says what it is: the type before it, the issuer after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ..aligned_text import AlignedText
from .bare_numbers import Bare, numbers_a_document
from .central_documents import Known, known_by_number, known_document
from .issuers import After, after, before, completed
from .laws import law_begun
from .numbers import ASSEMBLY, FULL, GAPPED, SAME_TYPE, codes, normal_number, number_text, parts, written_code

_WITHIN_ANOTHER = re.compile(r"[a-z0-9]$|[0-9][./,-]$")
_FULL, _ASSEMBLY, _GAPPED = re.compile(FULL), re.compile(ASSEMBLY), re.compile(GAPPED)
_MAYBE_FULL = re.compile(r"[0-9]{1,5}[a-z]?(?=\s{0,2}[/-])")
_SHORT = re.compile(
    r"(?P<n>[0-9]{1,5})(?P<a>[a-e]?)(?:\s?/\s?(?P<y>(?:19|20)[0-9]{2}))?(?:(?P<s>[-/])(?P<code>[a-z]{2,12}))?"
    r"(?![a-z0-9%])(?!\s?[/-]\s?[0-9])(?!\.[0-9])(?!,[0-9](?![0-9]))"
)
_NEXT = re.compile(r"\s{0,2}(?:[,;&]|va\b)\s{0,2}(?:so\s{1,2})?(?=[0-9])")
SUBJECT = re.compile(r"\s{0,2}(?:,\s)?(?:(?:ve|v/v)\b|[\"(:])")
"""What begins the subject of a document behind its number."""
_SUBJECT_OR_DASH = re.compile(SUBJECT.pattern + r"|\s-\s(?=[a-z])")
_SUBJECT_OF_ISSUER = re.compile(r"\s{1,2}cua\s(?P<of>[^.;,\n]{2,40}?)\sve\b")
_SENTENCE_END = re.compile(r"[;\n]|\.\s")
SUBJECT_CHARS = 240
_LONGEST_ABBREVIATION = 5
_GLUED = frozenset({"NQ", "QĐ", "NĐ", "KL"})
"""Abbreviations that stand right before a number, too: `QĐ217`; others do in names of buildings (`CT5`)."""
_NUMBERED_BY_YEAR = frozenset({"NĐ", "TT", "TTLT"})
_PERMIT = re.compile(r"(?:giay phep|chung nhan|hop dong|chung chi|gcn|gpxd|gp|hoa don|dang ky)\b[^.;\n]{0,80}$")
_PERMIT_CHARS = 100
_CODE = re.compile(r"[a-z]+")


class Found(NamedTuple):
    """A number as it is written (`start:end` of the aligned text) in normal form, with what was read around it."""

    number: str
    start: int
    end: int
    word: str | None = None
    """The type before it, folded."""
    tail: After | None = None
    known: Known | None = None
    bare: bool = False
    """Whether nothing says of whose it is, so that it may be one that the text cites in full elsewhere."""


class _Item(NamedTuple):
    """One number as written: whole (`number`), or with what is missing."""

    start: int
    end: int
    digits: str
    number: str | None = None
    year: str | None = None
    kind: str | None = None


def scan(at: AlignedText, *, strict: bool) -> Iterator[Found]:
    """Numbers with their places in the aligned text; `strict` for prose, where letter case tells codes from words."""
    position, folded = 0, at.folded
    heads, fulls = head_pattern().finditer(folded), _MAYBE_FULL.finditer(folded)
    head, full = next(heads, None), next(fulls, None)
    while head or full:
        if head and (not full or head.start() <= full.start()):
            if head.start() >= position:
                found, position = _after_type(at, head, strict)
                yield from found
            head = next(heads, None)
        elif full:
            first = full.start()
            is_one = first >= position and not _WITHIN_ANOTHER.search(folded, max(0, first - 2), first)
            item = _whole(at, first, typed=False, strict=strict) if is_one else None
            if item and item.number:
                yield from _listed_before(folded, max(position, item.start - _LIST_CHARS), item)
                yield Found(item.number, item.start, item.end, tail=after(folded, item.end))
                position = item.end
            full = next(fulls, None)


_LIST_BEFORE = re.compile(
    r"(?:^|[\n(:;\"]|(?<![a-z])so)\s{0,3}(?P<list>(?:[0-9]{1,5}[a-e]?\s{0,2}(?:[,;&]|\bva)\s{0,2}(?:so\s{1,2})?){1,8})$"
)
_LISTED = re.compile(r"([0-9]{1,5})([a-e]?)")
_LIST_CHARS = 60


def _listed_before(folded: str, first: int, item: _Item) -> Iterator[Found]:
    """The numbers of a list before its whole one where no type leads it: `217, 218-QĐ/TW`."""
    stretch = folded[first : item.start]
    listed = _LIST_BEFORE.search(stretch) if stretch[-1:] in {" ", ","} else None
    if listed is None or (first and listed.start() == 0 and listed["list"][0] == stretch[0]):
        return
    for each in _LISTED.finditer(stretch, listed.start("list")):
        digits = number_text(each[1], each[2])
        if int(each[1]):
            yield Found(_lent(item._replace(digits=digits), item), first + each.start(), first + each.end())


def _after_type(at: AlignedText, head: re.Match[str], strict: bool) -> tuple[list[Found], int]:
    """The numbers after the word for a type, and where the search goes on."""
    written = at.text[head.start("type") : head.end("type")]
    if strict and len(written) <= _LONGEST_ABBREVIATION and written == written.lower():
        return [], head.start() + 1
    if strict and head["glued"] is not None and written not in _GLUED:
        return [], head.start() + 1
    items = _items(at, head.end(), strict)
    found = list(_numbered(at, items, head, strict=strict)) if items else []
    return found, (found[-1].end if found else head.end())


def _numbered(at: AlignedText, items: list[_Item], head: re.Match[str], *, strict: bool) -> Iterator[Found]:
    """Each item with its whole number: its own, that of the list it stands in, or what issuer and subject say."""
    kind, word = codes().types.get(head["type"]), head["type"]  # None: `văn bản`, of any type
    tail, listed = after(at.folded, items[-1].end), False
    for index, item in enumerate(items):
        here = tail if item is items[-1] or not item.number else None
        if item.number:
            yield Found(item.number, item.start, item.end, word, here)
            continue
        lender = next((later for later in items[index:] if later.number), None)
        own_kind = item.kind or kind
        if lender and lender.number:
            yield Found(_lent(item, lender), item.start, item.end, word, here)
        elif own_kind:
            number = completed(own_kind, item.digits, item.year, tail)
            if (
                number is None
                and not tail.of
                and not tail.issuers
                and (issuers := before(at.folded, head.start("type")))
            ):
                number = completed(own_kind, item.digits, item.year, tail._replace(issuers=issuers))
            if number is None and own_kind == "PL" and item.year:
                number = law_begun(f"{item.digits}/{item.year}/PL-")
            known = None if number else known_document(own_kind, item.digits, *_subject(at.folded, item.end, tail))
            if number and kind == "QĐ":
                known = _put_right(number, tail)
            if known:
                number = known.number
            bare = False
            if (
                number is None
                and (index == 0 or (listed and _is_listed(at, item, items[-1])))
                and (index or item.kind or numbers_a_document(_bare(item, own_kind, head), at, strict))
            ):
                number = f"{item.digits}/{item.year}/{own_kind}" if item.year else f"{item.digits}-{own_kind}"
                bare = (
                    own_kind in _NUMBERED_BY_YEAR or item.year is not None or not SUBJECT.match(at.folded, tail.about)
                )
                bare = bare and (bool(tail.issuers) or not tail.of)
                listed = True
            if number:
                yield Found(number, item.start, item.end, word, here, known, bare)


def _put_right(number: str, tail: After) -> Known | None:
    """The known quy định of this number and day, if it is numbered otherwise: `08-QĐi/TW`."""
    told = parts(number)
    if told is None or tail.date is None or known_by_number(number):
        return None
    others = (f"{told.digits}-{kind}/{told.issuer}" for kind in SAME_TYPE if kind != told.kind)
    return next((known for other in others for known in known_by_number(other) if known.date == tail.date), None)


_BEHIND_LIST = re.compile(
    r"\s{0,2}(?:[.;,)\"]|\n|$)|\s{1,2}(?:cua|ve|va|ngay|do|duoc|da|trong|tai|den|cho|theo|va cac)\b"
)


def _is_listed(at: AlignedText, item: _Item, last: _Item) -> bool:
    """Whether a further bare number of a list is one: of `Quyết định số 217, 218 được`, not of `… 217, 30 người`."""
    digits = at.folded[item.start : item.end]
    return (len(digits) > 1 or digits[0] == "0") and _BEHIND_LIST.match(at.folded, last.end) is not None


def _bare(item: _Item, kind: str, head: re.Match[str]) -> Bare:
    return Bare(kind, head.start("type"), head.end("type"), head["so"] is not None, item.start, item.end, item.year)


def _lent(item: _Item, lender: _Item) -> str:
    """`217` before `218-QĐ/TW` is `217-QĐ/TW`."""
    return item.digits + (lender.number or "")[len(lender.digits) :]


def _items(at: AlignedText, position: int, strict: bool) -> list[_Item]:
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


def _whole(at: AlignedText, position: int, *, typed: bool, strict: bool) -> _Item | None:
    """A whole number at this very place. In prose its codes must look like codes."""
    assembly = _ASSEMBLY.match(at.folded, position)
    if assembly:
        return _Item(position, assembly.end(), number_text(assembly["n"]), normal_number(assembly, at.text))
    match = _FULL.match(at.folded, position)
    if match is None and typed:
        match = _GAPPED.match(at.folded, position)
        match = match if match and match["c1"] in codes().types else None
    if match is None or (strict and not _is_in_prose(at, match, typed)):
        return None
    return _Item(position, match.end(), number_text(match["n"], match["a"]), normal_number(match, at.text))


def _is_in_prose(at: AlignedText, match: re.Match[str], typed: bool) -> bool:
    """Whether what has the shape of a whole number is written as one and no permit's or contract's."""
    known = codes().written
    if typed and match["c1"] in codes().types and all(code in known for code in _CODE.findall(match["rest"])):
        return True
    spaced = any(char.isspace() for char in match[0])
    pieces = [at.text[match.start("c1") : match.end("c1")], *re.split(r"[-/]", at.text[slice(*match.span("rest"))])]
    if not all(_looks_like_code(piece.strip(), spaced) for piece in pieces):
        return False
    if match["c1"].startswith("gp"):
        return False
    if typed:
        return True
    if match["c1"] not in codes().types and (spaced or match["s1"] == "-") and not _is_numbered(at.folded, match):
        return False
    return _PERMIT.search(at.folded, max(0, match.start() - _PERMIT_CHARS), match.start()) is None


def _is_numbered(folded: str, match: re.Match[str]) -> bool:
    """Whether `số` stands before it and one of its codes is known: `Giấy mời số 443/GM - UBND`."""
    before = folded[max(0, match.start() - 5) : match.start()].rstrip(" :.")
    known = codes().written
    return before.endswith(" so") and (
        match["c1"] in known or any(code in known for code in _CODE.findall(match["rest"]))
    )


def _looks_like_code(piece: str, spaced: bool) -> bool:
    """Whether a piece is written as codes are: capitals, more than the one that begins any word."""
    capitals = sum(char.isupper() for char in piece)
    return (
        capitals >= 2
        or piece.replace(".", "") in {"TƯ", "TW"}
        or (capitals >= 1 and (piece[-1].isdigit() or (not spaced and len(piece) <= 4)))
    )


def _short(at: AlignedText, position: int) -> _Item | None:
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
    if tail.issuers and all(issuer.style not in {"year", "assembly"} for issuer in tail.issuers):
        return "", None  # its issuer is named and is none of the table's
    named = _SUBJECT_OF_ISSUER.match(folded, tail.end)
    start = named.end() if named else position
    if named is None and not (_SUBJECT_OR_DASH.match(folded, tail.end) and (start := tail.end) >= position):
        return "", None
    stop = _SENTENCE_END.search(folded, start, start + SUBJECT_CHARS)
    return folded[start : stop.start() if stop else start + SUBJECT_CHARS], named["of"] if named else None


@lru_cache(maxsize=1)
def head_pattern() -> re.Pattern[str]:
    """The word for a type with what may stand between it and its number."""
    words = "|".join(re.escape(word) for word in sorted((*codes().types, "van ban"), key=len, reverse=True))
    return re.compile(
        rf"(?<![a-z0-9])(?P<type>{words})"
        r"(?:\s{1,3}(?:(?:khan|hoa toc)\s{1,3})?|\s?:\s?|(?P<glued>(?<=nq|qd|nd|kl)-?)(?=[0-9]{2}))"
        r"(?P<so>so\s{0,2}[:.]?\s{0,2})?(?=[0-9])"
    )
