"""Event dates: the days on which the reported event took place, read from the opening sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from unicodedata import is_normalized

from ...knowledge.aligned_text import AlignedText, align_text
from ...knowledge.dates import published_day
from ...knowledge.dates.prose import DateExpression, find_date_expressions
from ...model import Article
from .mentions import PartName, Passage

_OPENING_PARAGRAPHS = 3
_OPENING_CHARS = 1500
_BEFORE, _AFTER = 60, 24
_FAR = timedelta(days=366)
_ANNOUNCED = timedelta(days=31)
"""A series of days that begins later than this after publication is announced, not reported."""

_PARTS_OF_DAY = r"(?:rạng sáng|sáng|trưa|chiều|tối|đêm|hôm)"
_HOUR = r"(?:[0-9]{1,2}\s?(?:h|giờ|:)\s?(?:[0-9]{1,2})?\s?(?:phút)?)"
_CLAUSE_OPENING = re.compile(
    rf"(?:^|[^\w\s(])\s{{0,3}}(?:(?:vào|trong|lúc|khoảng|hồi|{_HOUR})\s{{1,2}}){{0,4}}"
    rf"(?:cả\s)?(?:(?:hai|ba|2|3)\s)?(?:{_PARTS_OF_DAY}\s?(?:nay|qua)?[\s,(]{{1,3}})?"
    r"(?:ngày[\s,(]{1,3}|thứ\s\w{1,4}[\s,(]{1,3}(?:ngày\s)?)?$"
)
"""Before the date of an event: the beginning of a clause, then a part of the day, an hour, `ngày`."""

_TAKES_PLACE = re.compile(
    rf"\b(?:diễn ra|tổ chức|khai mạc|bế mạc|xảy ra)\b[^.;,]{{0,45}}?\s(?:(?:vào|trong|lúc|hồi|{_HOUR})\s{{1,2}}){{0,3}}"
    rf"(?:(?:hai|ba|2|3)\s)?(?:{_PARTS_OF_DAY}\s)?(?:ngày\s)?$|\b(?:diễn ra|tổ chức)$"
)
"""Before the date of an event within a clause: a word for taking place."""

_DATE_WORD = re.compile(rf"(?:\bngày|\b{_PARTS_OF_DAY}(?:\s(?:nay|qua))?)[\s,(]{{1,3}}(?:ngày\s)?$")
_NUMBER_BEFORE = re.compile(
    r"(?:\bsố\s[0-9]{1,5}[a-z]?|[0-9]{1,5}[a-z]?[-/][\w./-]{1,40})[\s,(]{1,3}(?:ra\s|ký\s)?ngày\s$"
)
"""Before the date of a document: `24-CT/TU, ngày …`."""

_JOINED = re.compile(rf"[0-9]\s(?:và|,)\s(?:{_PARTS_OF_DAY}\s)?(?:ngày\s)?$")
_OF_A_DOCUMENT = re.compile(r"\s{1,3}(?:của|về|do|quy định)\b")
_EARLIER = re.compile(r"\s*(?:trước đó|trước đây)\b")
_MAYBE_DATE = re.compile(r"[0-9]\s?[^\w\s]\s?[0-9]|[0-9]\s{1,2}t|\s(?:nay|qua|mai|kia)\b|\stuần\s")
"""Occurs in every written date: `5/3`, `5 tháng 3`, `hôm qua`."""

_PERIOD = re.compile(r"[\s(]{0,2}(?:\btrong\s(?:[0-9]{1,2}|hai|ba|bốn|năm)\sngày[\s,(]{1,3})?\btừ\s(?:ngày\s)?$")
_MAX_EVENT_DURATION = 10
"""Days from `từ ngày` to `đến ngày` that an event may take; a longer period is a period under report, or a deadline."""

_AFTER_TODAY = re.compile(r"\s?[,(]|\s(?:tại|ngày)\b")

_SENTENCE_END = re.compile(r"[.!?…](?=\s{1,3}[^\W\d_])|\n")


def find_event_dates(article: Article) -> tuple[str, ...]:
    """Return the days (ISO) of the reported event, from the first sentence that dates it; often there are none.

    Only a date that opens a clause or follows a part of the day counts: not the dates of cited documents, deadlines,
    periods, anniversaries, or of what a sentence says happened before. A date more than a year from the publication
    does not count.
    """
    return tuple(dict.fromkeys(event.value for event in event_date_passages(article)))


def event_date_passages(article: Article) -> list[Passage]:
    """Return the same days, each with the words that state it (the days of one range share their words)."""
    for part, offset, paragraph in _opening(article):
        at = _lowered(paragraph)
        if not _MAYBE_DATE.search(at.lower):
            continue
        dates = list(find_date_expressions(at, article.published, relative=True))
        for start, end in _sentences(at.lower):
            if _EARLIER.match(at.lower, start):
                continue
            chosen = _dates_of_sentence(at, [one for one in dates if start <= one[1] < end], start)
            if chosen:
                return [
                    Passage(day.isoformat(), part, offset + at.origin(first), offset + at.origin(last))
                    for days, first, last in chosen
                    for day in _plausible(days, article.published)
                ]
    return []


def _lowered(text: str) -> AlignedText:
    """Return the text aligned with its lower case only; folding is expensive and not needed here."""
    lower = text.lower()
    if len(lower) == len(text) and is_normalized("NFC", text):
        return AlignedText(text, lower, lower, None)
    return align_text(text)


def _opening(article: Article) -> list[tuple[PartName, int, str]]:
    """Return the lead and the first paragraphs, each with its part and its offset in that part."""
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


def _dates_of_sentence(at: AlignedText, dates: list[DateExpression], sentence: int) -> list[DateExpression]:
    """Return the first date of the sentence that is an event's, and those joined to it (`sáng 5/3 và chiều 6/3`)."""
    chosen: list[DateExpression] = []
    for written_date in dates:
        days, start, end = written_date
        before = at.lower[max(sentence, start - _BEFORE) : start].lstrip()
        if chosen and not _JOINED.search(before):
            continue
        after = at.lower[end : end + _AFTER]
        if at.lower[start].isdigit():
            is_event = _is_event_date(before, after, days)
        else:
            is_event = _CLAUSE_OPENING.search(before) is not None and _names_a_day(before, at.lower[start:end], after)
        if is_event:
            chosen.append(written_date)
    return chosen


def _names_a_day(before: str, word: str, after: str) -> bool:
    """Return whether a word names a day: `hôm nay` may also mean "nowadays", unless it begins a sentence."""
    return word != "hôm nay" or (not before and _AFTER_TODAY.match(after) is not None)


def _is_event_date(before: str, after: str, days: tuple[date, ...]) -> bool:
    """Return whether the words around a date make it the date of the reported event."""
    period = _PERIOD.search(before)
    if period:
        if not 1 < len(days) <= _MAX_EVENT_DURATION or len(days) <= (days[-1] - days[0]).days:
            return False
        before = before[: period.start()]
        return bool(_CLAUSE_OPENING.search(before) or _TAKES_PLACE.search(before))
    if not _DATE_WORD.search(before) or not _precedes_event_date(before):
        return False
    return not (_NUMBER_BEFORE.search(before) or _OF_A_DOCUMENT.match(after))


def _precedes_event_date(before: str) -> bool:
    return any(pattern.search(before) for pattern in (_CLAUSE_OPENING, _TAKES_PLACE, _JOINED))


def _plausible(days: Sequence[date], published: str | None) -> Sequence[date]:
    """Return the days that are near enough to the publication."""
    reference = published_day(published)
    if reference is None:
        return days
    if len(days) > 1 and days[0] - reference > _ANNOUNCED:
        return []
    return [day for day in days if abs(day - reference) <= _FAR]
