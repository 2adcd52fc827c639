"""Documents that a text cites by number, each number completed as far as type, list, issuer and subject allow.

`strict` is meant for running text, where letter case distinguishes codes from words; queries are read without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ..aligned_text import AlignedText
from .central_documents import CentralDocument, central_documents_numbered, find_central_document
from .issuers import IssueDetails, complete_number, issuers_before, read_issue_details
from .laws import complete_law_number
from .numbers import BASE_TYPES, document_codes, format_digits, split_number
from .written_numbers import WrittenNumber, read_full_number, read_number_list

SUBJECT = re.compile(r"\s{0,2}(?:,\s)?(?:(?:ve|v/v)\b|[\"(:])")
"""Begins the subject of a document after its number."""

SUBJECT_CHARS = 240


class NumberMatch(NamedTuple):
    """A number in normal form, its offsets in the aligned text, and what was read around it."""

    number: str
    start: int
    end: int
    type_word: str | None = None
    """The name of the type before it, folded."""
    details: IssueDetails | None = None
    """What the text states after it; None if that refers to a later number of the list."""
    document: CentralDocument | None = None
    """The document that its subject or day identified."""
    may_be_short: bool = False
    """Whether it may be a short mention of a number that the text cites in full elsewhere."""


_WITHIN_ANOTHER = re.compile(r"[a-z0-9]$|[0-9][./,-]$")
_MAYBE_FULL = re.compile(r"[0-9]{1,5}[a-z]?(?=\s{0,2}[/-])")


def find_document_numbers(at: AlignedText, *, strict: bool) -> Iterator[NumberMatch]:
    """Yield the document numbers of a text in order."""
    position, folded = 0, at.folded
    heads, fulls = head_pattern().finditer(folded), _MAYBE_FULL.finditer(folded)
    head, full = next(heads, None), next(fulls, None)
    while head or full:
        if head and (not full or head.start() <= full.start()):
            if head.start() >= position:
                matches, position = _numbers_after_type(at, head, strict)
                yield from matches
            head = next(heads, None)
        elif full:
            first = full.start()
            is_candidate = first >= position and not _WITHIN_ANOTHER.search(folded, max(0, first - 2), first)
            item = read_full_number(at, first, after_type=False, strict=strict) if is_candidate else None
            if item and item.number:
                yield from _listed_before(folded, max(position, item.start - _LIST_CHARS), item)
                details = read_issue_details(folded, item.end)
                yield NumberMatch(item.number, item.start, item.end, details=details)
                position = item.end
            full = next(fulls, None)


@lru_cache(maxsize=1)
def head_pattern() -> re.Pattern[str]:
    """Return the pattern of the name of a type and of what may separate it from its number."""
    words = "|".join(re.escape(word) for word in sorted((*document_codes().types, "van ban"), key=len, reverse=True))
    return re.compile(
        rf"(?<![a-z0-9])(?P<type>{words})"
        r"(?:\s{1,3}(?:(?:khan|hoa toc)\s{1,3})?|\s?:\s?|(?P<glued>(?<=nq|qd|nd|kl)-?)(?=[0-9]{2}))"
        r"(?P<so>so\s{0,2}[:.]?\s{0,2})?(?=[0-9])"
    )


# Lists: a number takes its codes from the next full one.

_LIST_BEFORE = re.compile(
    r"(?:^|[\n(:;\"]|(?<![a-z])so)\s{0,3}(?P<list>(?:[0-9]{1,5}[a-e]?\s{0,2}(?:[,;&]|\bva)\s{0,2}(?:so\s{1,2})?){1,8})$"
)
_LISTED = re.compile(r"([0-9]{1,5})([a-e]?)")
_LIST_CHARS = 60


def _listed_before(folded: str, first: int, item: WrittenNumber) -> Iterator[NumberMatch]:
    """Yield the numbers of a list before its full one, for a list without a type before it: `217, 218-QĐ/TW`."""
    stretch = folded[first : item.start]
    listed = _LIST_BEFORE.search(stretch) if stretch[-1:] in {" ", ","} else None
    if listed is None or (first and listed.start() == 0 and listed["list"][0] == stretch[0]):
        return
    for match in _LISTED.finditer(stretch, listed.start("list")):
        digits = format_digits(match[1], match[2])
        if int(match[1]):
            number = _with_codes_of(item, digits)
            yield NumberMatch(number, first + match.start(), first + match.end())


def _with_codes_of(full: WrittenNumber, digits: str) -> str:
    """Return the number of a list that takes its codes from a full one: `217` before `218-QĐ/TW` is `217-QĐ/TW`."""
    return digits + (full.number or "")[len(full.digits) :]


# Numbers after the name of a type.

_LONGEST_ABBREVIATION = 5
_GLUED = frozenset({"NQ", "QĐ", "NĐ", "KL"})
"""Abbreviations that may directly precede a number: `QĐ217`; others do so in names of buildings (`CT5`)."""


def _numbers_after_type(at: AlignedText, head: re.Match[str], strict: bool) -> tuple[list[NumberMatch], int]:
    """Return the numbers after the name of a type, and the offset at which the search continues."""
    written = at.text[head.start("type") : head.end("type")]
    if strict and len(written) <= _LONGEST_ABBREVIATION and written == written.lower():
        return [], head.start() + 1
    if strict and head["glued"] is not None and written not in _GLUED:
        return [], head.start() + 1
    items = read_number_list(at, head.end(), strict=strict)
    matches = list(_complete_list(at, items, head, strict=strict)) if items else []
    return matches, (matches[-1].end if matches else head.end())


def _complete_list(
    at: AlignedText, items: list[WrittenNumber], head: re.Match[str], *, strict: bool
) -> Iterator[NumberMatch]:
    """Yield each number of a list in normal form: full, completed, or bare if it is still the number of a document."""
    head_type, word = document_codes().types.get(head["type"]), head["type"]  # no type code: `văn bản`
    details = read_issue_details(at.folded, items[-1].end)
    has_bare = False
    for index, item in enumerate(items):
        own_details = details if item is items[-1] or not item.number else None
        full = next((later for later in items[index:] if later.number), None)
        type_code = item.type_code or head_type
        if full:
            number = item.number or _with_codes_of(full, item.digits)
            yield NumberMatch(number, item.start, item.end, word, own_details)
        elif type_code:
            completed, document = _complete(at, item, type_code, head, details)
            if completed:
                yield NumberMatch(completed, item.start, item.end, word, own_details, document)
                continue
            if index:
                is_number = has_bare and _continues_list(at, item, items[-1])
            else:
                is_number = item.type_code is not None or _is_bare_number(at, item, type_code, head, strict)
            if is_number:
                has_bare = True
                bare = f"{item.digits}/{item.year}/{type_code}" if item.year else f"{item.digits}-{type_code}"
                may_be_short = _may_be_short(at, item, type_code, details)
                yield NumberMatch(bare, item.start, item.end, word, own_details, None, may_be_short)


def _complete(
    at: AlignedText, item: WrittenNumber, type_code: str, head: re.Match[str], details: IssueDetails
) -> tuple[str | None, CentralDocument | None]:
    """Return the full number that issuer, year, day or subject determine, and the central document if they did."""
    number = complete_number(type_code, item.digits, item.year, details)
    if number is None and not details.names_issuer and not details.issuers:
        issuers = issuers_before(at.folded, head.start("type"))
        if issuers:
            number = complete_number(type_code, item.digits, item.year, details._replace(issuers=issuers))
    if number is None and type_code == "PL" and item.year:
        number = complete_law_number(f"{item.digits}/{item.year}/PL-")
    if number is None:
        document = find_central_document(type_code, item.digits, *_subject(at.folded, item.end, details))
    else:
        is_decision = document_codes().types.get(head["type"]) == "QĐ"
        document = _other_type_of_day(number, details) if is_decision else None
    return (document.number if document else number), document


_SUBJECT_OR_DASH = re.compile(SUBJECT.pattern + r"|\s-\s(?=[a-z])")
_SUBJECT_OF_ISSUER = re.compile(r"\s{1,2}cua\s(?P<of>[^.;,\n]{2,40}?)\sve\b")
_SENTENCE_END = re.compile(r"[;\n]|\.\s")


def _subject(folded: str, position: int, details: IssueDetails) -> tuple[str, str | None]:
    """Return the subject after a number and the issuer named before it, to look them up among central documents."""
    if details.issuers and all(issuer.style not in {"year", "assembly"} for issuer in details.issuers):
        return "", None  # the table has no documents of this issuer
    with_issuer = _SUBJECT_OF_ISSUER.match(folded, details.end)
    start = with_issuer.end() if with_issuer else position
    if with_issuer is None and not (_SUBJECT_OR_DASH.match(folded, details.end) and (start := details.end) >= position):
        return "", None
    stop = _SENTENCE_END.search(folded, start, start + SUBJECT_CHARS)
    return folded[start : stop.start() if stop else start + SUBJECT_CHARS], with_issuer["of"] if with_issuer else None


def _other_type_of_day(number: str, details: IssueDetails) -> CentralDocument | None:
    """Return the central document of this number and day that has another code for a quy định: `08-QĐi/TW`."""
    split = split_number(number)
    if split is None or details.date is None or central_documents_numbered(number):
        return None
    others = (f"{split.digits}-{code}/{split.issuer}" for code in BASE_TYPES if code != split.type_code)
    documents = (document for other in others for document in central_documents_numbered(other))
    return next((document for document in documents if document.date == details.date), None)


# Bare numbers: `Nghị quyết 18` cites a document, `kế hoạch 5 năm` does not.

_AFTER_LIST = re.compile(
    r"\s{0,2}(?:[.;,)\"]|\n|$)|\s{1,2}(?:cua|ve|va|ngay|do|duoc|da|trong|tai|den|cho|theo|va cac)\b"
)
_NUMBERED_BY_YEAR = frozenset({"NĐ", "TT", "TTLT"})
_NAMES_ONLY = frozenset({"NQ", "CT", "NĐ", "TT", "TTLT", "PL"})
"""Types whose name is never a verb, so that a number after it is a document's unless it counts something."""

_NEVER_BARE = frozenset({"CTr", "CTHĐ", "ĐA", "PA", "BC"})
"""Programmes, schemes and reports: the numbers of `chương trình 135`, `đề án 06`, `báo cáo 9` are not those of
documents."""

_COUNTS = re.compile(
    r"\s{0,2}(?:nam\b(?!\s[12][0-9]{3}\b(?!\s?-))|ngay\b(?!\s[0-9])|\"|(?:thang|tuan|quy\b(?!\sdinh)|gio|phut|lan|"
    r"nguoi|ho|dieu\b(?!\s(?:chinh|dong|tra|hanh|tiet))|khoan|muc|chuong|trang|diem|noi dung|van de|nhiem vu|nhom|"
    r"phan|y kien|dieu kien|dong|nghin|ngan|trieu|ty|ti|truong hop|don vi|du an|can bo|cap|loai|buoc|km|m2|m3|ha)\b)"
)
_OF_OR_ABOUT = re.compile(
    r"\s{1,2}(?:cua|ve|phe duyet|ngay\s[0-9]|khoa\s[ivxl]|nam\s[12][0-9]{3}\b(?!\s?-))|\s?\((?:ngay|nam)\s[0-9]|"
    r"\s{1,2}va\s{1,2}(?:quyet|nghi|chi|thong|ket|huong|ke|cong) [a-z]{2,5}\s{1,2}(?:so\s)?[0-9]"
)
_DATED = re.compile(r"\s{1,2}ngay\s{1,2}[0-9]{1,2}\s?[/.-]\s?[0-9]{1,2}\s?[/.-]\s?[0-9]{4}")
_YEARS = range(1900, 2101)
_FIRST_DISTINCTIVE = 10
"""A smaller number is a count far more often than the number of a document."""


def _continues_list(at: AlignedText, item: WrittenNumber, last: WrittenNumber) -> bool:
    """Return whether a later bare number belongs to a list, as in `số 217, 218 được` but not in `số 217, 30 người`."""
    digits = at.folded[item.start : item.end]
    return (len(digits) > 1 or digits[0] == "0") and _AFTER_LIST.match(at.folded, last.end) is not None


def _may_be_short(at: AlignedText, item: WrittenNumber, type_code: str, details: IssueDetails) -> bool:
    """Return whether a bare number has no subject and no unknown issuer of its own. See `NumberMatch.may_be_short`."""
    has_no_subject = not SUBJECT.match(at.folded, details.date_end)
    is_candidate = type_code in _NUMBERED_BY_YEAR or item.year is not None or has_no_subject
    return is_candidate and (bool(details.issuers) or not details.names_issuer)


def _is_bare_number(at: AlignedText, item: WrittenNumber, type_code: str, head: re.Match[str], strict: bool) -> bool:
    """Return whether a number without codes, after the name of a type, is the number of a document.

    In a query (not `strict`) nearly every number is, because nothing else is likely to be meant.
    """
    value = int(re.match(r"[0-9]+", at.folded[item.start : item.end])[0])  # type: ignore[index]
    is_distinctive = value >= _FIRST_DISTINCTIVE or at.folded[item.start] == "0"
    has_so = head["so"] is not None
    if not strict:
        return has_so or value not in _YEARS
    if has_so:
        return type_code not in _NEVER_BARE or is_distinctive
    if is_distinctive and _DATED.match(at.folded, item.end):
        return True
    if type_code in _NEVER_BARE or (value in _YEARS and not item.year) or is_count(at.folded, item.end):
        return False
    return _is_bare_without_so(at, item, type_code, head, is_distinctive)


def _is_bare_without_so(
    at: AlignedText, item: WrittenNumber, type_code: str, head: re.Match[str], is_distinctive: bool
) -> bool:
    start = head.start("type")
    is_spelled_out = " " in at.folded[start : head.end("type")]
    if type_code in _NAMES_ONLY and (is_spelled_out or item.year or at.folded[item.start] == "0"):
        return True
    if not is_distinctive:
        return False
    if _OF_OR_ABOUT.match(at.folded, item.end):
        return True
    return is_spelled_out and ((type_code == "QĐ" and item.year is not None) or _is_capitalized_name(at, start))


def is_count(folded: str, end: int) -> bool:
    """Return whether the text after a number shows that it counts something: years, articles, persons."""
    return _COUNTS.match(folded, end) is not None


def _is_capitalized_name(at: AlignedText, word: int) -> bool:
    """Return whether a word is capitalized though it does not begin a sentence: `theo Quyết định 367`."""
    before = at.text[max(0, word - 3) : word].rstrip()
    return at.text[word].isupper() and at.text[word + 1].islower() and before[-1:].isalpha()
