"""Documents cited in a text, each in one normal form. The rules and their limits: `docs/citations.md`.

A whole number (`217-QĐ/TW`, `30/2020/NĐ-CP`) counts wherever it stands; a number that lacks its code counts after the
word for a type (`Quyết định 217, 218 của Bộ Chính trị`), where what follows says that it is a number of a document.
Laws count by their names (`Luật Đất đai 2013`), resolutions of the Central Committee by its meeting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..aligned_text import AlignedText, align_text
from .coreference import law_numbers, with_full_numbers
from .details import Details, citation_details, details_read
from .issuers import after
from .law_names import NamedLaw, find_laws, law_alone
from .laws import law_numbered
from .numbers import FULL, codes, normal_number, number_text, written_code
from .plenums import find_plenums
from .scan import SUBJECT, SUBJECT_CHARS, Found, head_pattern, scan

__all__ = ["Citation", "Details", "citation_details", "find_citations", "normal_citation"]

_FULL = re.compile(FULL)
_BARE = re.compile(
    r"(?P<n>[0-9]{1,5})(?P<a>[a-e]?)(?:\s?/\s?(?P<y>(?:19|20)[0-9]{2}))?(?P<s>[\s/-])(?P<code>[a-z]{2,12}[0-9]{0,2})"
)
_LAW_AND_NUMBER = re.compile(r"\s{0,2}[,(]?\s{0,2}(?:(?:bo )?luat\s)?(?:so\s{0,2}:?\s{0,2})?")


@dataclass(frozen=True, slots=True)
class Citation:
    """A cited document: its number or name in normal form, and `text[start:end]`, as it was written.

    What else is told of it, None where it is not: `type` in words (`Quyết định`), `year`, `issuer` in words, and
    `date` (ISO 8601). See `citation_details` for what a normal form alone tells.
    """

    number: str
    start: int
    end: int
    type: str | None = None
    year: int | None = None
    issuer: str | None = None
    date: str | None = None


def find_citations(text: str) -> list[Citation]:
    """Every document cited in a text, in order of appearance (repetitions included); linear in its length."""
    at = align_text(text)
    numbers = with_full_numbers(list(scan(at, strict=True)))
    laws = _without_numbers(find_laws(at), numbers, at)
    found = [
        *((one.start, one.end, one.number, details_read(one, at)) for one in numbers),
        *_laws(laws, numbers),
        *((one.start, one.end, one.number, citation_details(one.number)) for one in find_plenums(at)),
    ]
    return [
        Citation(number, at.origin(start), at.origin(end), *details) for start, end, number, details in _apart(found)
    ]


_Placed = tuple[int, int, str, Details]


def _laws(laws: list[NamedLaw], numbers: list[Found]) -> Iterator[_Placed]:
    for law, number in zip(laws, law_numbers(laws, [one.number for one in numbers]), strict=True):
        details = citation_details(number)
        date, year = law.date or details.date, law.year or details.year
        yield law.start, law.end, number, details._replace(date=date, year=int(year) if year else None)


def _without_numbers(laws: list[NamedLaw], numbers: list[Found], at: AlignedText) -> list[NamedLaw]:
    """The laws but for those whose number stands right behind the name, which is cited then."""
    if not laws:
        return laws
    starts = {one.start for one in numbers if law_numbered(one.number) or one.number.split("/")[-1][:2] == "QH"}
    return [law for law in laws if not starts or _behind(at.folded, law.end) not in starts]


def _behind(folded: str, end: int) -> int:
    match = _LAW_AND_NUMBER.match(folded, end)
    return match.end() if match else end


def _apart(found: list[_Placed]) -> Iterator[_Placed]:
    """In order, and none within another."""
    done = -1
    for each in sorted(found, key=lambda each: (each[0], -each[1])):
        if each[0] >= done:
            yield each
            done = each[1]


def normal_citation(text: str) -> str | None:
    """The normal form of one document in any written form, or None if the text is nothing but one.

    Letter case, diacritics, the type's name or abbreviation before a number, `số`, spaces for dashes and an issuer
    after it make no difference: `217-qd/tw`, `qd 217 qd tw` and `Quyết định 217 của Bộ Chính trị` are all `217-QĐ/TW`.
    So with names: `luat dat dai nam 2013` is `Luật Đất đai 2013`.
    """
    written = text.strip(" \t\r\n\"'“”.,;:")
    written = written.strip("()") if written[:1] == "(" or written.count("(") != written.count(")") else written
    if not written or len(written) > SUBJECT_CHARS:
        return None
    at = align_text(written)
    found = list(scan(at, strict=False))
    if len({one.number for one in found}) == 1:
        number, start, end = found[0][:3]
        head = head_pattern().match(at.folded)
        if start == (head.end() if head else 0) and _is_whole(at.folded, end):
            return number
    return _spaced_number(at) or _bare_number(at) or _name(at)


def _name(at: AlignedText) -> str | None:
    """A law or a meeting of the Central Committee that the whole text names."""
    meetings = [one.number for one in find_plenums(at) if one.start == 0 and one.end >= len(at.folded) - 1]
    return meetings[0] if meetings else law_alone(at)


def _spaced_number(at: AlignedText) -> str | None:
    """A whole number with blanks where dashes belong."""
    spaced = _spaced().fullmatch(at.folded)
    if spaced is None:
        return None
    pieces = [written_code(piece) for piece in re.split(r"[\s/-]+", at.text[slice(*spaced.span("codes"))])]
    joined = "/".join(filter(None, (spaced["n"] + spaced["a"], spaced["y"], pieces[0]))) + "-" + "-".join(pieces[1:])
    whole = _FULL.fullmatch(align_text(joined).folded)
    return normal_number(whole, joined) if whole else None


def _bare_number(at: AlignedText) -> str | None:
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
    return tail.end == len(folded) or SUBJECT.match(folded, tail.end) is not None


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
