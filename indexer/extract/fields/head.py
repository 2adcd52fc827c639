"""The head of a flat page: title, dateline, byline, and where the text begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from ....knowledge.dates import find_dates, parse_published, published_day
from ..boilerplate import cannot_be_title, is_stop_line
from ..lines import clean_title, ends_sentence, is_paragraph, word_count
from .byline import clean_byline, is_account_name, is_credit, labelled_name, looks_like_name
from .dateline import Dateline, byline_beside, read_dateline
from .publisher import is_office

_ISO_LINE = re.compile(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?$")
_URL_LINE = re.compile(r"^https?://\S+$", re.IGNORECASE)
_IMAGE_URL = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp|svg)(?:[?#]\S*)?$", re.IGNORECASE)
_FAR = 60  # lines of boilerplate that may stand between a title and its dateline
_LEAD = 2  # lines of a lead, a gap among them, that may stand between title and dateline
_MAX_DELAY = timedelta(days=10)
_OPENING, _OPENING_CHARS = 4, 2000
_TITLE_DATE = re.compile(r"^[(\[](?P<before>[^)\]]{8,60})[)\]]\s*(?=\S)|\s*[(\[](?P<behind>[^(\[]{8,60})[)\]]$")
_OFFICE = re.compile(
    r"^(?:đài|trang|cổng|báo|ubnd|ủy ban|uỷ ban|ban|đảng|(?:huyện|thành|thị|tỉnh) (?:ủy|uỷ)|website"
    r"|hội|đoàn|sở|trung tâm)\b",
    re.IGNORECASE,
)
_REACH = 20  # non-empty lines at the top within which a metadata block begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The part of a page above the text.

    `start` is the index of the first line below the head. `lead` holds the paragraphs of the text that stand within it,
    between title and dateline.
    """

    title: str
    start: int
    published: str | None = None
    author: str | None = None
    url: str | None = None
    image: str | None = None
    source: str | None = None
    lead: tuple[str, ...] = ()


def read_metadata_head(lines: Sequence[str]) -> Head | None:
    """Return the head of a page whose hidden metadata was saved as text; None if the page has another layout.

    The order is that of schema.org's NewsArticle as NukeViet prints it: title, author, times, URLs, image, publisher,
    logo. Any of these may be missing except the title and a bare ISO time below it.
    """
    numbered = [(index, line) for index, line in enumerate(lines) if line][:_REACH]
    first = next((at for at, (_, line) in enumerate(numbered) if _ISO_LINE.match(line)), None)
    if first is None:
        return None
    above = [line for _, line in numbered[:first] if not cannot_be_title(line) and read_dateline(line) is None]
    if not above:
        return None
    author = None
    if len(above) > 1 and word_count(above[-2]) >= 3 and _may_sign(above[-1]) and not looks_like_name(above[-2]):
        author = above.pop()
    last, url, image, source = _metadata_below(numbered, first)
    return Head(
        title=clean_title(above[-1]),
        start=numbered[last][0] + 1,
        published=parse_published(numbered[first][1]),
        author=clean_byline(author) if author != source else None,
        url=url,
        image=image,
        source=source,
    )


def _metadata_below(numbered: Sequence[tuple[int, str]], first: int) -> tuple[int, str | None, str | None, str | None]:
    """Return the position of the last metadata line below the first time, then URL, image and publisher."""
    last, url, image, source = first, None, None, None
    for at in range(first + 1, len(numbered)):
        line = numbered[at][1]
        if _URL_LINE.match(line):
            if url is None and not _IMAGE_URL.search(line):
                url = line
            elif image is None and source is None and _IMAGE_URL.search(line):
                image = line
            last = at
        elif _ISO_LINE.match(line):
            last = at
        elif source is None and _is_publisher(numbered, at):
            source, last = line, at
        else:
            break
    return last, url, image, source


def _may_sign(line: str) -> bool:
    """Return whether a line in the author's place is a name, or a posting account (which `clean_byline` rejects)."""
    return looks_like_name(line) or is_account_name(line)


def _is_publisher(numbered: Sequence[tuple[int, str]], at: int) -> bool:
    """Return whether a short line is followed by its logo's URL, or names an office right above the text."""
    line, below = numbered[at][1], numbered[at + 1][1] if at + 1 < len(numbered) else ""
    if word_count(line) > 16 or ends_sentence(line):
        return False
    return bool(_URL_LINE.match(below)) or (
        bool(_OFFICE.match(line)) and word_count(line) <= 10 and is_paragraph(below)
    )


def read_head(lines: Sequence[str]) -> Head:
    """Return the head of an ordinary page, found by its dateline, or else by its first paragraph."""
    first_paragraph = _first_paragraph(lines)
    best = _publication_dateline(lines, first_paragraph)
    if best is None:
        return _head_without_date(lines, first_paragraph)
    index, date = best
    if index > first_paragraph + _LEAD:  # the date closes the page
        return replace(_head_without_date(lines, first_paragraph), published=date.published)
    at, author = _title_above(lines, index)
    start = index + 1
    if at is None:  # the date stands above the title
        at = _title_below(lines, index, first_paragraph)
        start = at + 1 if at is not None else start
    lead = tuple(line for line in lines[at + 1 : index] if is_paragraph(line)) if at is not None else ()
    title = clean_title(lines[at]) if at is not None else ""
    return Head(
        title=title,
        start=start,
        published=date.published,
        author=clean_byline(author or byline_beside(date)),
        lead=lead,
    )


def _first_paragraph(lines: Sequence[str]) -> int:
    """Return where running text begins. A long line without a full stop right above a dateline is a long title."""
    for index, line in enumerate(lines):
        if not is_paragraph(line) or read_dateline(line) is not None or cannot_be_title(line):
            continue
        below = next((other for other in lines[index + 1 : index + _FAR] if other), "")
        if ends_sentence(line) or read_dateline(below) is None:
            return index
    return len(lines)


def _publication_dateline(lines: Sequence[str], first_paragraph: int) -> tuple[int, Dateline] | None:
    """Return the dateline that is most likely the article's, with its index: not the page's clock, not a related
    item's."""
    best: tuple[int, int, Dateline] | None = None
    stopped = False
    for index, line in enumerate(lines):
        stopped = stopped or (index > first_paragraph and is_stop_line(line))
        date = read_dateline(line)
        if date is None or date.published is None or (stopped and not date.is_worded):
            continue
        score = _score(lines, index, date, first_paragraph)
        if score > 0 and (best is None or score > best[0]):
            best = (score, index, date)
    return (best[1], best[2]) if best else None


def _score(lines: Sequence[str], index: int, date: Dateline, first_paragraph: int) -> int:
    """Rate a dateline by its wording, by the title above it and by the text below it."""
    above, below = _neighbour(lines, index, -1), _neighbour(lines, index, 1)
    score = 4 * date.is_worded + date.has_seconds - 2 * date.is_update
    if index > first_paragraph + _LEAD:
        return score - 2  # below the text only a date worded as the publication counts
    score += 3 if above is not None and word_count(lines[above]) >= 4 else 1 if above is not None else -3
    if below is not None and is_paragraph(lines[below]):
        score += 3
    elif (
        above is None
        and below is not None
        and word_count(lines[below]) >= 4
        and not _is_clock(lines, date, first_paragraph)
    ):
        score += 4  # a bare date right above the title
    return score


def _is_clock(lines: Sequence[str], date: Dateline, first_paragraph: int) -> bool:
    """Return whether a date is the page's clock, which gives the day of the week.

    A dateline may do so, too; then the text's first lines name a day at most ten days before it.
    """
    day = published_day(date.published)
    if not date.has_weekday or day is None:
        return date.has_weekday
    opening = "\n".join(lines[first_paragraph : first_paragraph + _OPENING])[:_OPENING_CHARS]
    days = (written.day for written in find_dates(opening, date.published))
    return not any(timedelta(0) <= day - written <= _MAX_DELAY for written in days)


def _neighbour(lines: Sequence[str], index: int, step: int) -> int | None:
    """Return the index of the nearest line above (`step` -1) or below (1) that may be title or text."""
    for at in range(index + step, index + step * _FAR, step):
        if not 0 <= at < len(lines):
            break
        line = lines[at]
        if line and not _is_between_title_and_text(line):
            return at
    return None


def _is_between_title_and_text(line: str) -> bool:
    """Return whether a line is neither title nor text: boilerplate, the publisher, a date or a label."""
    if cannot_be_title(line) or is_office(line) or read_dateline(line) is not None:
        return True
    return labelled_name(line) is not None or is_credit(line)


def _title_above(lines: Sequence[str], index: int) -> tuple[int | None, str | None]:
    """Return the index of the nearest line above that can be a title, and a byline between it and the date."""
    author: str | None = None
    for line in lines[max(0, index - 3) : index]:
        author = labelled_name(line) or author
    at = _neighbour(lines, index, -1)
    over = _neighbour(lines, at, -1) if at is not None else None
    if at is None or over is None or word_count(lines[over]) < 5:
        return at, author
    if looks_like_name(lines[at]):
        return over, author or lines[at]
    is_lead = is_paragraph(lines[at]) and ends_sentence(lines[at]) and not is_paragraph(lines[over])
    return (over if is_lead or word_count(lines[at]) <= 3 else at), author


def _title_below(lines: Sequence[str], index: int, first_paragraph: int) -> int | None:
    at = _neighbour(lines, index, 1)
    return None if at is None or at >= first_paragraph else at


def _head_without_date(lines: Sequence[str], first_paragraph: int) -> Head:
    """Return the head of a page without a dateline.

    The title is the nearest line of five words or more above the first paragraph, or the first line if there is no
    paragraph.
    """
    above = [
        i for i in range(min(first_paragraph, len(lines))) if lines[i] and not _is_between_title_and_text(lines[i])
    ]
    if not above:
        return Head(title="", start=0)
    if first_paragraph == len(lines):  # no running text at all: a note of a few short lines
        return Head(title=clean_title(lines[above[0]]), start=above[0] + 1)
    at = next((i for i in reversed(above) if word_count(lines[i]) >= 5), above[-1])
    author = next((name for line in lines[at + 1 : first_paragraph] if (name := labelled_name(line))), None)
    title, published = _split_dated_title(lines[at])
    return Head(title=clean_title(title), start=at + 1, published=published, author=clean_byline(author))


def _split_dated_title(line: str) -> tuple[str, str | None]:
    """Return a title without the day in brackets before or behind it, and that day."""
    match = _TITLE_DATE.search(line)
    date = read_dateline(match["before"] or match["behind"]) if match else None
    if match is None or date is None or date.published is None:
        return line, None
    return line[: match.start()] + line[match.end() :], date.published
