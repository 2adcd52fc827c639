"""Whether a number after the word for a type numbers a document: `Nghị quyết 18` does, `kế hoạch 5 năm` does not."""

from __future__ import annotations

import re
from typing import NamedTuple

from ..aligned_text import AlignedText

_NAMES_ONLY = frozenset({"NQ", "CT", "NĐ", "TT", "TTLT", "PL"})
"""Types whose word is never a verb, so that a number after it is the document's unless it counts something."""

_NEVER_BARE = frozenset({"CTr", "CTHĐ", "ĐA", "PA", "BC"})
"""Programmes, schemes and reports: `chương trình 135`, `đề án 06`, `báo cáo 9` are known by other numbers."""

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
_FIRST_TELLING = 10
"""Below it a number counts things far more often than it numbers a document."""


class Bare(NamedTuple):
    """A number without code, issuer or known subject, as it stands after the word for its type."""

    kind: str
    word: int
    word_end: int
    so: bool
    """Whether `số` stands before it."""
    start: int
    end: int
    year: str | None


def numbers_a_document(bare: Bare, at: AlignedText, strict: bool) -> bool:
    """Whether the number is a document's; `strict` for prose, else for a search box, where nothing else is meant."""
    value = int(re.match(r"[0-9]+", at.folded[bare.start : bare.end])[0])  # type: ignore[index]
    telling = value >= _FIRST_TELLING or at.folded[bare.start] == "0"
    if not strict:
        return bare.so or value not in _YEARS
    if bare.so:
        return bare.kind not in _NEVER_BARE or telling
    if telling and _DATED.match(at.folded, bare.end):
        return True
    if bare.kind in _NEVER_BARE or (value in _YEARS and not bare.year) or counts_something(at.folded, bare.end):
        return False
    return _without_so(bare, at, telling)


def counts_something(folded: str, end: int) -> bool:
    """Whether what follows a number says that it counts: years, articles, persons."""
    return _COUNTS.match(folded, end) is not None


def _without_so(bare: Bare, at: AlignedText, telling: bool) -> bool:
    spelled = " " in at.folded[bare.word : bare.word_end]
    if bare.kind in _NAMES_ONLY and (spelled or bare.year or at.folded[bare.start] == "0"):
        return True
    if not telling:
        return False
    if _OF_OR_ABOUT.match(at.folded, bare.end):
        return True
    return spelled and ((bare.kind == "QĐ" and bare.year is not None) or _is_named(at, bare.word))


def _is_named(at: AlignedText, word: int) -> bool:
    """Whether the word that begins here is a name: a capital that no sentence asks for (`theo Quyết định 367`)."""
    before = at.text[max(0, word - 3) : word].rstrip()
    return at.text[word].isupper() and at.text[word + 1].islower() and before[-1:].isalpha()
