"""The dateline: the line that states when an article was published, as portals print it above the text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ....analyzers import fold
from ....knowledge.dates import parse_published
from ..boilerplate import is_boilerplate
from ..lines import split_items
from .byline import labelled_name, looks_like_name

_ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?)?(?!\d)")
_MONTH = (
    r"(?:\d{1,2}|gi[eê]ng|m[oộ]t|hai|ba|t[uư]|b[oố]n|n[aă]m|s[aá]u|b[aảẩ]y"
    r"|t[aá]m|ch[ií]n|m[uư][oờ]i(?:\s+(?:m[oộ]t|hai))?)"
)
_MONTH_WORD = r"(?:th[aá]ng\s+|thg\.?\s*|th(?=\d))"
_ENGLISH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|tember|ober|ember)?\.?"
_DAY = re.compile(
    r"(?<!\d)(?:\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{4}"
    rf"|\d{{1,2}}\s+{_MONTH_WORD}{_MONTH}\s*,?\s+(?:n[aă]m\s+)?\d{{4}}|\d{{1,2}}[\s-]{_ENGLISH}[\s-]\d{{4}})(?!\d)"
    rf"|(?<!\w)(?:{_MONTH_WORD}{_MONTH}|{_ENGLISH})\s+\d{{1,2}}(?:st|nd|rd|th)?\s*,\s*\d{{4}}(?!\d)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?<!\d)\d{1,2}\s?(?:[:hg]|gi[ờo])\s?\d{2}(?:\s?(?:[:mp]|ph[úu]t)\s?\d{2})?(?:\s?(?:AM|PM|SA|CH)\b)?(?!\d)",
    re.IGNORECASE,
)
_PUBLICATION_WORDING = re.compile(
    r"\b(?:ngay dang|dang ngay|dang luc|cap nhat|xuat ban|ngay viet|ngay tao|dang tai|post(?:ed)?|publish(?:ed)?"
    r"|dang boi|duoc dang|ngay dua tin|thoi gian dang|ngay phat hanh|dua len|dang vao)\b"
)
_UPDATED = re.compile(r"\b(?:cap nhat|sua|updated?|modified)\b")
_EXPECTED_WORD = re.compile(
    r"thu|hai|ba|tu|nam|sau|bay|chu|nhat|cn|t[2-7]|ngay|thang|hom|nay|luc|vao|gio|phut|giay|am|pm|sa|ch|dang|cap|nhat"
    r"|xuat|ban|viet|tao|tai|len|thoi|gian|phat|hanh|dua|tin|bai|trang|in|lan|cuoi|gmt|utc|aa?|so|da|luot|xem|doc"
    r"|publish(?:ed)?|post(?:ed)?|date|on|at|updated?|last|views?|count"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?"
)
_LICENCE = re.compile(r"\b(?:giay phep|gp\s?-\s?\w+|cap ngay|thanh lap|ban quyen|copyright|hieu luc|quyet dinh so)\b")
"""Words beside the dates of a page's footer: the portal's own licences."""
_IN_BRACKETS = re.compile(r"^\s*[(\[].*[)\]]\s*\.?$")
"""Name and day in brackets below a text."""
_WEEKDAY = re.compile(r"\bthu\s*(?:hai|ba|tu|nam|sau|bay|[2-7])\b|\bchu nhat\b")
_SECONDS = re.compile(r"\d\s?[:mp]\s?\d{2}\s?[:mp]\s?\d")
_WORD = re.compile(r"[^\W\d_]+\d?")

_BY = re.compile(r"^(?:viết |đăng )?bởi\s+|^by\s+", re.IGNORECASE)
_PARTS = re.compile(r"\s{2,}|[|•]|\s[-–—]\s|,")
_MAX_CHARS = 140
_MAX_OTHER_WORDS, _MAX_WITH_BREADCRUMB = 6, 12
"""Unexpected words that a dateline may contain; more are allowed beside a breadcrumb."""

_TIME_ALONE = re.compile(r"\D{0,8}\d{1,2}\s?[:hg]\s?\d{2}(?:\s?[:p]\s?\d{2})?\s*(?:[AP]M|SA|CH)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dateline:
    """A line that consists of a date and little else.

    `is_worded`: its words say that it is the publication date, or it stands in brackets with a name. `is_update`: they
    say that it is the date of a change. `rest` is the rest of the line (a name, a section), as written.
    """

    published: str | None
    is_worded: bool
    is_update: bool
    has_weekday: bool
    has_seconds: bool
    rest: str


def read_dateline(line: str) -> Dateline | None:
    """Return the date that a line states, or None if it is no dateline (such as a sentence that names a day)."""
    if not line or len(line) > _MAX_CHARS or not any(c.isdigit() for c in line):
        return None
    iso = _ISO.search(line)
    day = iso or _DAY.search(line)
    if day is None:
        return None
    iso_has_time = iso is not None and ":" in iso.group()
    time = None if iso_has_time else _TIME.search(_blank(line, day))
    rest = _blank(line, day, time)
    folded = fold(rest)
    if _LICENCE.search(folded):
        return None
    others = _other_words(folded)
    is_worded = bool(_PUBLICATION_WORDING.search(folded)) or (
        bool(_IN_BRACKETS.match(line)) and looks_like_name(_without_punctuation(rest))
    )
    if others and not _may_have_other_words(line, others, is_worded=is_worded, has_time=time is not None):
        return None
    return Dateline(
        published=parse_published(day.group() + (f" {time.group()}" if time else "")),
        is_worded=is_worded,
        is_update=bool(_UPDATED.search(folded)) and "dang" not in folded.split(),
        has_weekday=bool(_WEEKDAY.search(fold(line))),
        has_seconds=bool(time and _SECONDS.search(time.group())),
        rest=rest.strip() if others else "",
    )


def _other_words(folded: str) -> int:
    """Return the number of words that are neither parts of a date nor expected beside one."""
    return sum(not _EXPECTED_WORD.fullmatch(word) for word in _WORD.findall(folded))


def _may_have_other_words(line: str, others: int, *, is_worded: bool, has_time: bool) -> bool:
    """Return whether a line with a date is a dateline in spite of `others` unexpected words."""
    is_breadcrumb = is_boilerplate(line)  # Trang chủ / Tin tức / 09-03-2021
    if others > (_MAX_WITH_BREADCRUMB if is_breadcrumb else _MAX_OTHER_WORDS):
        return False
    if not (has_time or is_worded or is_breadcrumb or "|" in line):
        return False
    return not line.rstrip().endswith((".", ";", ","))


def byline_beside(date: Dateline) -> str | None:
    """Return the byline on the dateline itself: the last part that has a label or looks like a name."""
    for part in reversed(_PARTS.split(date.rest)):
        name = _without_punctuation(part)
        if not _other_words(fold(name)):
            continue  # a day of the week is capitalised like a name
        name = _BY.sub("", name)
        labelled = labelled_name(name)
        if labelled or looks_like_name(name):
            return labelled or name
    return None


def find_dateline(lines: Iterable[str]) -> Dateline | None:
    """Return the first dateline among the lines, with precedence for one that says it is the publication date.

    A time of day that stands alone on the line below a day is added to that day.
    """
    dates: list[Dateline] = []
    above: Dateline | None = None
    for line in lines:
        date = read_dateline(line) or _dateline_of_item(line)
        if date is None and above is not None and above.published and _TIME_ALONE.fullmatch(line):
            timed = parse_published(f"{above.published} {line}")
            dates[-1] = replace(above, published=timed or above.published)
        above = date if date is not None and date.published and "T" not in date.published else None
        if date is not None and date.published is not None:
            dates.append(date)
    return next((date for date in dates if date.is_worded and not date.is_update), dates[0] if dates else None)


def find_worded_dateline(lines: Iterable[str]) -> Dateline | None:
    """Return the first dateline among the lines that says it is the publication date."""
    dates = (date for line in lines if (date := read_dateline(line)) is not None and date.published is not None)
    return next((date for date in dates if date.is_worded and not date.is_update), None)


def _dateline_of_item(line: str) -> Dateline | None:
    """Return the only dateline among the items that bars, dots or slashes separate on a line."""
    parts = split_items(line)
    dates = [date for part in parts if len(parts) > 1 and (date := read_dateline(part)) is not None]
    return dates[0] if len(dates) == 1 else None


def _without_punctuation(rest: str) -> str:
    return rest.strip(" -–—|,;:()[]")


def _blank(line: str, *matches: re.Match[str] | None) -> str:
    """Return the line with these matches replaced by as many spaces."""
    for match in matches:
        if match is not None:
            line = line[: match.start()] + " " * (match.end() - match.start()) + line[match.end() :]
    return line
