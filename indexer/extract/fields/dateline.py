"""The line that says when an article was published, as portals print it above the text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ....analyzers import fold
from ....knowledge.dates import parse_published
from ..boilerplate import is_furniture
from .byline import labelled, looks_like_name

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
_WORDING = re.compile(
    r"\b(?:ngay dang|dang ngay|dang luc|cap nhat|xuat ban|ngay viet|ngay tao|dang tai|post(?:ed)?|publish(?:ed)?"
    r"|dang boi|duoc dang|ngay dua tin|thoi gian dang|ngay phat hanh|dua len|dang vao)\b"
)
_UPDATED = re.compile(r"\b(?:cap nhat|sua|updated?|modified)\b")
_EXPECTED = re.compile(
    r"thu|hai|ba|tu|nam|sau|bay|chu|nhat|cn|t[2-7]|ngay|thang|hom|nay|luc|vao|gio|phut|giay|am|pm|sa|ch|dang|cap|nhat"
    r"|xuat|ban|viet|tao|tai|len|thoi|gian|phat|hanh|dua|tin|bai|trang|in|lan|cuoi|gmt|utc|aa?|so|da|luot|xem|doc"
    r"|publish(?:ed)?|post(?:ed)?|date|on|at|updated?|last|views?|count"
    r"|(?:mon|tue|wed|thu|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?"
)
_LICENCE = re.compile(r"\b(?:giay phep|gp\s?-\s?\w+|cap ngay|thanh lap|ban quyen|copyright|hieu luc|quyet dinh so)\b")
"""What a page's foot dates: the portal's own papers."""
_SIGNED = re.compile(r"^\s*[(\[].*[)\]]\s*\.?$")
"""Name and day in brackets below a text."""

_BY = re.compile(r"^(?:viết |đăng )?bởi\s+|^by\s+", re.IGNORECASE)
_PARTS = re.compile(r"\s{2,}|[|•]|\s[-–—]\s|,")
_MOST_CHARS = 140


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that is a date and little else. `rest` is what else it says (a name, a section), as written."""

    published: str | None
    worded: bool
    updated: bool
    weekday: bool
    seconds: bool
    rest: str


def read_dateline(line: str) -> DateLine | None:
    """What a line says of the publication, or None where it is no date line (a sentence that names a day is none)."""
    if not line or len(line) > _MOST_CHARS or not any(c.isdigit() for c in line):
        return None
    iso = _ISO.search(line)
    day = iso or _DAY.search(line)
    if day is None:
        return None
    time = (
        None
        if iso and ":" in iso.group()
        else _TIME.search(line[: day.start()] + " " * len(day.group()) + line[day.end() :])
    )
    rest = _blank(line, day, time)
    folded = fold(rest)
    if _LICENCE.search(folded):
        return None
    others = [word for word in re.findall(r"[^\W\d_]+\d?", folded) if not _EXPECTED.fullmatch(word)]
    worded = bool(_WORDING.search(folded))
    signed = bool(_SIGNED.match(line)) and looks_like_name(_names(rest))
    crumbs = bool(others) and is_furniture(line)  # Trang chủ / Tin tức / 09-03-2021
    if len(others) > (12 if crumbs else 6) or (others and not (time or worded or signed or crumbs or "|" in line)):
        return None
    if others and line.rstrip().endswith((".", ";", ",")):
        return None
    published = parse_published(day.group() + (f" {time.group()}" if time else ""))
    return DateLine(
        published=published,
        worded=worded or signed,
        updated=bool(_UPDATED.search(folded)) and "dang" not in folded.split(),
        weekday=bool(re.search(r"\bthu\s*(?:hai|ba|tu|nam|sau|bay|[2-7])\b|\bchu nhat\b", fold(line))),
        seconds=bool(time and re.search(r"\d\s?[:mp]\s?\d{2}\s?[:mp]\s?\d", time.group())),
        rest=rest.strip() if others else "",
    )


def _names(rest: str) -> str:
    return rest.strip(" -–—|,;:()[]")


def name_beside(date: DateLine) -> str | None:
    """A byline on a date's own line: the last part of it that a label or its form makes a name."""
    for part in reversed(_PARTS.split(date.rest)):
        name = _names(part)
        if not any(not _EXPECTED.fullmatch(word) for word in re.findall(r"[^\W\d_]+\d?", fold(name))):
            continue  # a day of the week is capitalised like a name
        name = _BY.sub("", name)
        found = labelled(name)
        if found or looks_like_name(name):
            return found or name
    return None


def _blank(line: str, day: re.Match[str], time: re.Match[str] | None) -> str:
    for found in (day, time):
        if found is not None:
            line = line[: found.start()] + " " * (found.end() - found.start()) + line[found.end() :]
    return line
