"""Abbreviations that a text defines itself: `dân vận khéo (DVK)`, `DVK (dân vận khéo)`, `… (sau đây gọi tắt là DVK)`.

Precision matters more than recall: the initials must agree letter by letter, however clear the punctuation is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..aligned_text import AlignedText, align_text

_CAPITAL = "A-ZĐƯÔÂ"
_SHORT = re.compile(
    rf"(?<![\w/.&-])[{_CAPITAL}][{_CAPITAL}gr]{{1,11}}(?:[-/.&][{_CAPITAL}]{{1,8}}){{0,3}}(?![\w/&-]|\.\w)"
)
_CALLED = (
    r"(?:(?:sau|từ|dưới)\sđây\s)?(?:xin\s)?(?:được\s)?(?:gọi|viết)\s(?:tắt|chung\s|ngắn\sgọn\s|là\s|tắt\s|:|\s){0,4}"
)
_QUOTES = "\"'“”‘’"
_BETWEEN_LONG_AND_SHORT = re.compile(rf"(?:\s?\(\s?(?:{_CALLED})?|\s?,?\s{_CALLED})[{_QUOTES}]?\s?$")
_CLOSED = re.compile(rf"\s?[{_QUOTES}]?\s?[),;:]")
_STANDS_FOR = r"\s(?:là|có nghĩa là|:)\s(?:(?:từ|chữ|cụm từ)\s)?(?:viết tắt|gọi tắt)\s(?:của|cho)\s(?:(?:từ|cụm từ)\s)?"
_BETWEEN_SHORT_AND_LONG = re.compile(rf"[{_QUOTES}]?(?:\s?\(\s?|{_STANDS_FOR})[{_QUOTES}]?")
_SYLLABLE = re.compile(r"[^\W\d_]+")
_WITHIN = re.compile(rf"\s{{1,3}}|\s{{0,2}}[,–-]\s{{0,2}}|\s?[{_QUOTES}]\s?")
_LINKS = frozenset({"và", "của", "các", "về", "trong", "cho", "với", "những", "theo", "ở", "để", "thuộc"})
"""Words that need no letter in the abbreviation: `khoa học và công nghệ (KHCN)`."""

_CONTEXT = 200
"""Characters before or after the abbreviation that are searched for the long form."""


@dataclass(frozen=True, slots=True)
class Definition:
    """`text[start:end]` defines that `short` stands for `long`; both are as written there."""

    short: str
    long: str
    start: int
    end: int


def find_definitions(text: str) -> list[Definition]:
    """Return the abbreviations that a text defines, in order, repetitions included; time is linear in its length.

    The long form comes before or after the abbreviation; one of them is in parentheses, or words such as `gọi tắt là`
    or `viết tắt của` join them. Each letter must begin a syllable of the long form, which may contain no other
    syllables but words like `và` and `của`. Definitions of another kind (`Tổ chức Y tế Thế giới (WHO)`) are left out.
    """
    at = align_text(text)
    return [
        Definition(at.text[a:b], at.text[c:d], at.origin(min(a, c)), at.origin(max(b, d))) for a, b, c, d in _scan(at)
    ]


def _scan(at: AlignedText) -> Iterator[tuple[int, int, int, int]]:
    """Yield the start and end of the short form and of the long form of each definition."""
    for match in _SHORT.finditer(at.text):
        start, end = match.span()
        letters = [char.lower() for char in match[0] if char.isupper()]
        if len(letters) < 2:
            continue
        long = _long_form_before(at, start, end, letters) or _long_form_after(at, end, letters)
        if long:
            yield start, end, *long


def _long_form_before(at: AlignedText, start: int, end: int, letters: Sequence[str]) -> tuple[int, int] | None:
    """Find the long form in `long (SHORT)`, `long, gọi tắt là SHORT`."""
    floor = max(0, start - _CONTEXT)
    joint = _BETWEEN_LONG_AND_SHORT.search(at.lower, floor, start)
    if joint is None or ("(" in joint[0] and not _CLOSED.match(at.text, end)):
        return None
    run = _run_before(at.text, floor, joint.start())
    first = _count_abbreviated(run[::-1], letters[::-1], at)
    return (run[-first][0], run[-1][1]) if first else None


def _long_form_after(at: AlignedText, end: int, letters: Sequence[str]) -> tuple[int, int] | None:
    """Find the long form in `SHORT (long)`, `SHORT là viết tắt của long`."""
    joint = _BETWEEN_SHORT_AND_LONG.match(at.lower, end)
    if joint is None:
        return None
    run = _run_after(at.text, joint.end(), joint.end() + _CONTEXT)
    count = _count_abbreviated(run, letters, at)
    if not count or ("(" in joint[0] and not _CLOSED.match(at.text, run[count - 1][1])):
        return None
    return run[0][0], run[count - 1][1]


_Spans = list[tuple[int, int]]


def _run_before(text: str, floor: int, end: int) -> _Spans:
    """Return the syllables before `end` that only spaces, dashes and commas separate from each other and from it."""
    spans = [match.span() for match in _SYLLABLE.finditer(text, floor, end)]
    run: _Spans = []
    edge = end
    for start, stop in reversed(spans):
        if text[stop:edge].strip(_QUOTES + " ") if not run else not _WITHIN.fullmatch(text, stop, edge):
            break
        run.insert(0, (start, stop))
        edge = start
    return run


def _run_after(text: str, start: int, most: int) -> _Spans:
    """Return the syllables from an offset on that only spaces, dashes and commas separate from each other."""
    run: _Spans = []
    for match in _SYLLABLE.finditer(text, start, most):
        if match.start() != start if not run else not _WITHIN.fullmatch(text, run[-1][1], match.start()):
            break
        run.append(match.span())
    return run


def _count_abbreviated(run: _Spans, letters: Sequence[str], at: AlignedText) -> int:
    """Return how many of the first syllables the letters abbreviate; 0 if they do not."""
    words = [at.lower[start:end] for start, end in run]
    count = _align_letters(words, letters)
    used = run[:count]
    return count if any(end - start > 1 for start, end in used) else 0


def _align_letters(words: Sequence[str], letters: Sequence[str]) -> int:
    """Return the smallest number of words whose initials are the letters; words of `_LINKS` may be skipped."""
    ways = {0}  # the possible numbers of letters used so far
    for number, word in enumerate(words, 1):
        begun = {used + 1 for used in ways if _begins(word, letters[used])}
        if len(letters) in begun:
            return number
        ways = begun | ({used for used in ways if used} if word in _LINKS else set())
        if not ways:
            return 0
    return 0


def _begins(word: str, letter: str) -> bool:
    if word[0] == letter:
        return True
    if letter == "w":  # TW
        return word[0] in "ưừứửữự"
    if letter == "đ" or word[0] == "đ":
        return False
    return unicodedata.normalize("NFD", word[0])[0] == unicodedata.normalize("NFD", letter)[0]
