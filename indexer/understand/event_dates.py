"""When the reported event took place, read from the opening sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from unicodedata import is_normalized

from ...knowledge.aligned_text import Aligned, aligned
from ...knowledge.dates import published_day
from ...knowledge.dates.prose import WrittenDate, written
from ...model import Article
from .mentions import PartName, Passage

_OPENING_PARAGRAPHS = 3
_OPENING_CHARS = 1500
_BEFORE, _AFTER = 60, 24
_FAR = timedelta(days=366)
_ANNOUNCED = timedelta(days=31)
"""A series of days that begins later than this after publication is announced for some day, not reported."""

_PARTS_OF_DAY = r"(?:rạng sáng|sáng|trưa|chiều|tối|đêm|hôm)"
_HOUR = r"(?:[0-9]{1,2}\s?(?:h|giờ|:)\s?(?:[0-9]{1,2})?\s?(?:phút)?)"
_OPENS_A_CLAUSE = re.compile(
    rf"(?:^|[^\w\s(])\s{{0,3}}(?:(?:vào|trong|lúc|khoảng|hồi|{_HOUR})\s{{1,2}}){{0,4}}"
    rf"(?:cả\s)?(?:(?:hai|ba|2|3)\s)?(?:{_PARTS_OF_DAY}\s?(?:nay|qua)?[\s,(]{{1,3}})?"
    r"(?:ngày[\s,(]{1,3}|thứ\s\w{1,4}[\s,(]{1,3}(?:ngày\s)?)?$"
)
"""What stands before the date of an event: the beginning of a clause, then a part of the day, an hour, `ngày`."""

_TAKES_PLACE = re.compile(
    rf"\b(?:diễn ra|tổ chức|khai mạc|bế mạc|xảy ra)\b[^.;,]{{0,45}}?\s(?:(?:vào|trong|lúc|hồi|{_HOUR})\s{{1,2}}){{0,3}}"
    rf"(?:(?:hai|ba|2|3)\s)?(?:{_PARTS_OF_DAY}\s)?(?:ngày\s)?$|\b(?:diễn ra|tổ chức)$"
)
"""Or within a clause a word that says that something takes place."""

_SAID_TO_BE_A_DATE = re.compile(rf"(?:\bngày|\b{_PARTS_OF_DAY}(?:\s(?:nay|qua))?)[\s,(]{{1,3}}(?:ngày\s)?$")
_NUMBER_BEFORE = re.compile(
    r"(?:\bsố\s[0-9]{1,5}[a-z]?|[0-9]{1,5}[a-z]?[-/][\w./-]{1,40})[\s,(]{1,3}(?:ra\s|ký\s)?ngày\s$"
)
"""The date of a document: `24-CT/TU, ngày …`."""

_JOINED = re.compile(rf"[0-9]\s(?:và|,)\s(?:{_PARTS_OF_DAY}\s)?(?:ngày\s)?$")
_OF_A_DOCUMENT = re.compile(r"\s{1,3}(?:của|về|do|quy định)\b")
_EARLIER = re.compile(r"\s*(?:trước đó|trước đây)\b")
_MAYBE_DATE = re.compile(r"[0-9]\s?[^\w\s]\s?[0-9]|[0-9]\s{1,2}t|\s(?:nay|qua|mai|kia)\b|\stuần\s")
"""What every written date has in it: `5/3`, `5 tháng 3`, `hôm qua`."""

_PERIOD = re.compile(r"[\s(]{0,2}(?:\btrong\s(?:[0-9]{1,2}|hai|ba|bốn|năm)\sngày[\s,(]{1,3})?\btừ\s(?:ngày\s)?$")
_LONGEST_EVENT = 10
"""Days from `từ ngày` to `đến ngày` that an event may take; a longer period is what is reported of, or a deadline."""

_DAY_GOES_ON = re.compile(r"\s?[,(]|\s(?:tại|ngày)\b")

_SENTENCE_END = re.compile(r"[.!?…](?=\s{1,3}[^\W\d_])|\n")


def find_event_dates(article: Article) -> tuple[str, ...]:
    """The days (ISO) on which the reported event took place, as the first sentence that dates it says; often none.

    Only a date that opens a clause or follows a part of the day counts: not the dates of cited documents, deadlines,
    periods, anniversaries or what a sentence says happened before. A date more than a year away from publication is
    another matter.
    """
    return tuple(dict.fromkeys(event.value for event in read_event_dates(article)))


def read_event_dates(article: Article) -> list[Passage]:
    """The same, each day with the words that say it (the days of one range share them)."""
    for part, offset, paragraph in _opening(article):
        at = _lowered(paragraph)
        if not _MAYBE_DATE.search(at.lower):
            continue
        dates = list(written(at, article.published, relative=True))
        for start, end in _sentences(at.lower):
            if _EARLIER.match(at.lower, start):
                continue
            chosen = _dates_of_sentence(at, [found for found in dates if start <= found[1] < end], start)
            if chosen:
                return [
                    Passage(day.isoformat(), part, offset + at.origin(first), offset + at.origin(last))
                    for days, first, last in chosen
                    for day in _fitting(days, article.published)
                ]
    return []


def _lowered(text: str) -> Aligned:
    """The text aligned with its lower case, which is all that is looked at here; folding it costs most."""
    lower = text.lower()
    if len(lower) == len(text) and is_normalized("NFC", text):
        return Aligned(text, lower, lower, None)
    return aligned(text)


def _opening(article: Article) -> list[tuple[PartName, int, str]]:
    """The lead and the first paragraphs, as far as an opening goes, each with its part and where it begins there."""
    kept: list[tuple[PartName, int, str]] = []
    summary = article.summary or ""
    if summary.strip():
        kept.append(("summary", len(summary) - len(summary.lstrip()), summary.strip()[:_OPENING_CHARS]))
    at = 0
    for line in article.body[: 4 * _OPENING_CHARS].splitlines(keepends=True):
        if line.strip():
            kept.append(("body", at + len(line) - len(line.lstrip()), line.strip()[:_OPENING_CHARS]))
        at += len(line)
    return kept[:_OPENING_PARAGRAPHS]


def _sentences(lower: str) -> list[tuple[int, int]]:
    ends = [match.end() for match in _SENTENCE_END.finditer(lower)]
    starts = [0, *ends]
    return list(zip(starts, [*ends, len(lower)], strict=True))


def _dates_of_sentence(at: Aligned, dates: list[WrittenDate], sentence: int) -> list[WrittenDate]:
    """The first date of the sentence that is an event's, and those joined to it (`sáng 5/3 và chiều 6/3`)."""
    chosen: list[WrittenDate] = []
    for found in dates:
        days, start, end = found
        before = at.lower[max(sentence, start - _BEFORE) : start].lstrip()
        if chosen and not _JOINED.search(before):
            continue
        after = at.lower[end : end + _AFTER]
        if at.lower[start].isdigit():
            happened = _happened(before, after, days)
        else:
            happened = _OPENS_A_CLAUSE.search(before) is not None and _is_a_day(before, at.lower[start:end], after)
        if happened:
            chosen.append(found)
    return chosen


def _is_a_day(before: str, told: str, after: str) -> bool:
    """Whether a word tells a day: `hôm nay` may also mean these times, unless a sentence begins with it."""
    return told != "hôm nay" or (not before and _DAY_GOES_ON.match(after) is not None)


def _happened(before: str, after: str, days: tuple[date, ...]) -> bool:
    """Whether the words around a date make it the time of what is reported."""
    period = _PERIOD.search(before)
    if period:
        if not 1 < len(days) <= _LONGEST_EVENT or len(days) <= (days[-1] - days[0]).days:
            return False
        before = before[: period.start()]
        return bool(_OPENS_A_CLAUSE.search(before) or _TAKES_PLACE.search(before))
    if not _SAID_TO_BE_A_DATE.search(before) or not _places_an_event(before):
        return False
    return not (_NUMBER_BEFORE.search(before) or _OF_A_DOCUMENT.match(after))


def _places_an_event(before: str) -> bool:
    return any(pattern.search(before) for pattern in (_OPENS_A_CLAUSE, _TAKES_PLACE, _JOINED))


def _fitting(days: Sequence[date], published: str | None) -> Sequence[date]:
    reference = published_day(published)
    if reference is None:
        return days
    if len(days) > 1 and days[0] - reference > _ANNOUNCED:
        return []
    return [day for day in days if abs(day - reference) <= _FAR]
