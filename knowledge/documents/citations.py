"""Documents that a text cites, each in one normal form. `docs/citations.md` describes the rules and their limits.

A full number (`217-QĐ/TW`, `30/2020/NĐ-CP`) counts anywhere. A number without codes counts after the name of a type
(`Quyết định 217, 218 của Bộ Chính trị`) if its context shows that it is the number of a document. Laws are cited by
their names (`Luật Đất đai 2013`), resolutions of the Central Committee also by the meeting that passed them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from ..aligned_text import AlignedText, align_text
from .coreference import resolve_bare_numbers, resolve_law_versions
from .details import CitationDetails, citation_details, details_in_text
from .issuers import read_issue_details
from .laws import law_by_number
from .named_citations import LawMatch, find_laws, find_plenums, sole_law
from .numbered_citations import SUBJECT, SUBJECT_CHARS, NumberMatch, find_document_numbers, head_pattern
from .numbers import FULL_NUMBER, document_codes, format_digits, normalize_code, normalize_number

_FULL = re.compile(FULL_NUMBER)
_BARE = re.compile(
    r"(?P<n>[0-9]{1,5})(?P<a>[a-e]?)(?:\s?/\s?(?P<y>(?:19|20)[0-9]{2}))?(?P<s>[\s/-])(?P<code>[a-z]{2,12}[0-9]{0,2})"
)
_LAW_AND_NUMBER = re.compile(r"\s{0,2}[,(]?\s{0,2}(?:(?:bo )?luat\s)?(?:so\s{0,2}:?\s{0,2})?")


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation, `text[start:end]`, of the document with this number or name in normal form.

    The details are None if unknown: `type` in words (`Quyết định`), `year`, `issuer` in words, and `date` (ISO 8601).
    `details.citation_details` returns those that follow from a normal form alone.
    """

    number: str
    start: int
    end: int
    type: str | None = None
    year: int | None = None
    issuer: str | None = None
    date: str | None = None


def find_citations(text: str) -> list[Citation]:
    """Return every citation of a text in order, repetitions included; time is linear in the length of the text."""
    at = align_text(text)
    numbers = resolve_bare_numbers(list(find_document_numbers(at, strict=True)))
    laws = _without_numbers(find_laws(at), numbers, at)
    found = [
        *((match.start, match.end, match.number, details_in_text(match, at)) for match in numbers),
        *_law_citations(laws, numbers),
        *((match.start, match.end, match.number, citation_details(match.number)) for match in find_plenums(at)),
    ]
    return [
        Citation(number, at.origin(start), at.origin(end), *details)
        for start, end, number, details in _without_overlaps(found)
    ]


_Placed = tuple[int, int, str, CitationDetails]


def _law_citations(laws: list[LawMatch], numbers: list[NumberMatch]) -> Iterator[_Placed]:
    for law, number in zip(laws, resolve_law_versions(laws, [match.number for match in numbers]), strict=True):
        details = citation_details(number)
        date, year = law.date or details.date, law.year or details.year
        yield law.start, law.end, number, details._replace(date=date, year=int(year) if year else None)


def _without_numbers(laws: list[LawMatch], numbers: list[NumberMatch], at: AlignedText) -> list[LawMatch]:
    """Return the laws except for those followed by their number: then the number is the citation."""
    if not laws:
        return laws
    starts = {
        match.start for match in numbers if law_by_number(match.number) or match.number.split("/")[-1][:2] == "QH"
    }
    return [law for law in laws if not starts or _number_start(at.folded, law.end) not in starts]


def _number_start(folded: str, end: int) -> int:
    """Return where a number would begin after the name of a law."""
    match = _LAW_AND_NUMBER.match(folded, end)
    return match.end() if match else end


def _without_overlaps(found: list[_Placed]) -> Iterator[_Placed]:
    """Yield the citations in order, without those that overlap an earlier one."""
    position = -1
    for placed in sorted(found, key=lambda placed: (placed[0], -placed[1])):
        if placed[0] >= position:
            yield placed
            position = placed[1]


def normal_citation(text: str) -> str | None:
    """Return the normal form of the document that a text denotes, or None if it is not exactly one document.

    Letter case, diacritics, the type's name or abbreviation before a number, `số`, spaces for dashes and an issuer
    after it make no difference: `217-qd/tw`, `qd 217 qd tw` and `Quyết định 217 của Bộ Chính trị` are all `217-QĐ/TW`.
    The same holds for names: `luat dat dai nam 2013` is `Luật Đất đai 2013`.
    """
    written = text.strip(" \t\r\n\"'“”.,;:")
    written = written.strip("()") if written[:1] == "(" or written.count("(") != written.count(")") else written
    if not written or len(written) > SUBJECT_CHARS:
        return None
    at = align_text(written)
    found = list(find_document_numbers(at, strict=False))
    if len({match.number for match in found}) == 1:
        number, start, end = found[0][:3]
        head = head_pattern().match(at.folded)
        if start == (head.end() if head else 0) and _ends_after(at.folded, end):
            return number
    return _spaced_number(at) or _bare_number(at) or _name(at)


def _name(at: AlignedText) -> str | None:
    """Return the law, or the resolution cited by its meeting, that the whole text names."""
    meetings = [match.number for match in find_plenums(at) if match.start == 0 and match.end >= len(at.folded) - 1]
    return meetings[0] if meetings else sole_law(at)


def _spaced_number(at: AlignedText) -> str | None:
    """Return a full number with blanks in place of dashes."""
    spaced = _spaced_pattern().fullmatch(at.folded)
    if spaced is None:
        return None
    pieces = [normalize_code(piece) for piece in re.split(r"[\s/-]+", at.text[slice(*spaced.span("codes"))])]
    joined = "/".join(filter(None, (spaced["n"] + spaced["a"], spaced["y"], pieces[0]))) + "-" + "-".join(pieces[1:])
    full = _FULL.fullmatch(align_text(joined).folded)
    return normalize_number(full, joined) if full else None


def _bare_number(at: AlignedText) -> str | None:
    """Return a number with a type and no issuer, in the form of `find_citations`: `25-NQ`, `33/2014/QĐ`, `123/UBND`."""
    match = _BARE.fullmatch(at.folded)
    if match is None:
        return None
    digits, written = format_digits(match["n"], match["a"]), at.text[match.start("code") :]
    type_code = document_codes().types.get(match["code"])
    if type_code:
        return f"{digits}/{match['y']}/{type_code}" if match["y"] else f"{digits}-{type_code}"
    return f"{digits}/{normalize_code(written)}" if match["s"] == "/" and written.isupper() else None


def _ends_after(folded: str, end: int) -> bool:
    """Return whether nothing but an issuer, a date or a subject follows a number."""
    details = read_issue_details(folded, end)
    return details.end == len(folded) or SUBJECT.match(folded, details.end) is not None


@lru_cache(maxsize=1)
def _spaced_pattern() -> re.Pattern[str]:
    """Return the pattern of a full number of known codes with blanks in place of dashes, as typed in a search box."""
    types = "|".join(sorted((word for word in document_codes().types if " " not in word), key=len, reverse=True))
    issuers = "|".join(sorted(document_codes().written, key=len, reverse=True))
    words = "|".join(re.escape(word) for word in sorted(document_codes().types, key=len, reverse=True))
    return re.compile(
        rf"(?:(?:{words})\s{{1,3}})?(?:so\s{{0,2}}:?\s{{0,2}})?(?P<n>[0-9]{{1,5}})(?P<a>[a-e]?)"
        rf"(?:[\s/-]{{1,3}}(?P<y>(?:19|20)[0-9]{{2}}))?[\s/-]{{1,3}}"
        rf"(?P<codes>(?:{types})[\s/-]{{1,3}}(?:{issuers})(?:[\s/-]{{1,3}}(?:{issuers})){{0,3}})"
    )
