"""The top of a flat page: title, publication line, and where the text begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from ....knowledge.dates import find_dates, parse_published, published_day
from ...html.lines import ends_sentence, is_paragraph, without_lead_in, words
from ..boilerplate import is_no_title, is_stop
from .byline import as_printed, is_account, is_credit, labelled, looks_like_name
from .dateline import DateLine, name_beside, read_dateline
from .publisher import is_office

_ISO_LINE = re.compile(r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?$")
_URL_LINE = re.compile(r"^https?://\S+$", re.IGNORECASE)
_IMAGE = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp|svg)(?:[?#]\S*)?$", re.IGNORECASE)
_FAR = 60  # lines between a title and its date line, all furniture, before they are strangers
_LEAD = 2  # lines of a lead, a gap among them, that may stand between title and date line
_NEWS = timedelta(days=10)
_OPENING, _OPENING_CHARS = 4, 2000
_TITLE_DATE = re.compile(r"^[(\[](?P<before>[^)\]]{8,60})[)\]]\s*(?=\S)|\s*[(\[](?P<behind>[^(\[]{8,60})[)\]]$")
_OFFICE = re.compile(
    r"^(?:đài|trang|cổng|báo|ubnd|ủy ban|uỷ ban|ban|đảng|(?:huyện|thành|thị|tỉnh) (?:ủy|uỷ)|website"
    r"|hội|đoàn|sở|trung tâm)\b",
    re.IGNORECASE,
)
_REACH = 20  # non-empty lines at the top in which a metadata block begins


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands above the text. `start` is the index of the first line below it; `lead` what of the text is above."""

    title: str
    start: int
    published: str | None = None
    author: str | None = None
    url: str | None = None
    image: str | None = None
    source: str | None = None
    lead: tuple[str, ...] = ()


def read_meta_head(lines: Sequence[str]) -> Head | None:
    """The head of a page whose hidden metadata was saved as text: title, author, times, urls, image, publisher, logo.

    That is the order of schema.org's NewsArticle as NukeViet prints it; any part may be missing but a bare ISO time
    and the title above it. None: the page is of another layout.
    """
    numbered = [(index, line) for index, line in enumerate(lines) if line][:_REACH]
    times = [at for at, (_, line) in enumerate(numbered) if _ISO_LINE.match(line)]
    if not times:
        return None
    first = times[0]
    above = [line for _, line in numbered[:first] if not is_no_title(line) and read_dateline(line) is None]
    if not above:
        return None
    author = None
    if len(above) > 1 and words(above[-2]) >= 3 and _may_sign(above[-1]) and not looks_like_name(above[-2]):
        author = above.pop()
    last, url, image, source = first, None, None, None
    for at in range(first + 1, len(numbered)):
        line = numbered[at][1]
        if _URL_LINE.match(line):
            if url is None and not _IMAGE.search(line):
                url = line
            elif image is None and source is None and _IMAGE.search(line):
                image = line
            last = at
        elif _ISO_LINE.match(line):
            last = at
        elif source is None and _is_publisher(numbered, at):
            source, last = line, at
        else:
            break
    author = as_printed(author) if author != source else None
    return Head(
        title=without_lead_in(above[-1]),
        start=numbered[last][0] + 1,
        published=parse_published(numbered[first][1]),
        author=author,
        url=url,
        image=image,
        source=source,
    )


def _may_sign(line: str) -> bool:
    """It stands where the author does: a name, or the account that posted (which `as_printed` refuses later)."""
    return looks_like_name(line) or is_account(line)


def _is_publisher(numbered: Sequence[tuple[int, str]], at: int) -> bool:
    """A short line that its logo's url follows, or that names an office right above the text."""
    line, below = numbered[at][1], numbered[at + 1][1] if at + 1 < len(numbered) else ""
    if words(line) > 16 or ends_sentence(line):
        return False
    return bool(_URL_LINE.match(below)) or (bool(_OFFICE.match(line)) and words(line) <= 10 and is_paragraph(below))


def read_head(lines: Sequence[str]) -> Head:
    """The head of an ordinary page, found by its publication line, or else by its first paragraph."""
    first_paragraph = _first_paragraph(lines)
    best = _publication_line(lines, first_paragraph)
    if best is None:
        return _without_date(lines, first_paragraph)
    index, date = best
    if index > first_paragraph + _LEAD:  # the date closes the page
        return replace(_without_date(lines, first_paragraph), published=date.published)
    at, author = _title_above(lines, index)
    start = index + 1
    if at is None:  # the date stands above the title
        at = _title_below(lines, index, first_paragraph)
        start = at + 1 if at is not None else start
    lead = tuple(line for line in lines[at + 1 : index] if is_paragraph(line)) if at is not None else ()
    title = without_lead_in(lines[at]) if at is not None else ""
    return Head(
        title=title, start=start, published=date.published, author=as_printed(author or name_beside(date)), lead=lead
    )


def _first_paragraph(lines: Sequence[str]) -> int:
    """Where running text begins. A long line without a full stop right above a date line is a long title."""
    for index, line in enumerate(lines):
        if not is_paragraph(line) or read_dateline(line) is not None or is_no_title(line):
            continue
        below = next((other for other in lines[index + 1 : index + _FAR] if other), "")
        if ends_sentence(line) or read_dateline(below) is None:
            return index
    return len(lines)


def _publication_line(lines: Sequence[str], first_paragraph: int) -> tuple[int, DateLine] | None:
    """The date line that is most likely the article's: not the page's clock, not a related item's."""
    best: tuple[int, int, DateLine] | None = None
    stopped = False
    for index, line in enumerate(lines):
        stopped = stopped or (index > first_paragraph and is_stop(line))
        date = read_dateline(line)
        if date is None or date.published is None or (stopped and not date.worded):
            continue
        score = _score(lines, index, date, first_paragraph)
        if score > 0 and (best is None or score > best[0]):
            best = (score, index, date)
    return (best[1], best[2]) if best else None


def _score(lines: Sequence[str], index: int, date: DateLine, first_paragraph: int) -> int:
    above, below = _neighbour(lines, index, -1), _neighbour(lines, index, 1)
    score = 4 * date.worded + date.seconds - 2 * date.updated
    if index > first_paragraph + _LEAD:
        return score - 2  # below the text only what says that it is the publication date
    score += 3 if above is not None and words(lines[above]) >= 4 else 1 if above is not None else -3
    if below is not None and is_paragraph(lines[below]):
        score += 3
    elif (
        above is None and below is not None and words(lines[below]) >= 4 and not _is_clock(lines, date, first_paragraph)
    ):
        score += 4  # a bare date right above the title
    return score


def _is_clock(lines: Sequence[str], date: DateLine, first_paragraph: int) -> bool:
    """A clock gives the day of the week; so may a publication line, which the text's own days then bear out."""
    day = published_day(date.published)
    if not date.weekday or day is None:
        return date.weekday
    opening = "\n".join(lines[first_paragraph : first_paragraph + _OPENING])[:_OPENING_CHARS]
    return not any(timedelta(0) <= day - found.day <= _NEWS for found in find_dates(opening, date.published))


def _neighbour(lines: Sequence[str], index: int, step: int) -> int | None:
    """The nearest line above or below that may be the article's own."""
    for at in range(index + step, index + step * _FAR, step):
        if not 0 <= at < len(lines):
            break
        line = lines[at]
        if line and not _is_stranger(line):
            return at
    return None


def _is_stranger(line: str) -> bool:
    """Furniture, the publisher, a date or a label: neither title nor text."""
    if is_no_title(line) or is_office(line) or read_dateline(line) is not None:
        return True
    return labelled(line) is not None or is_credit(line)


def _title_above(lines: Sequence[str], index: int) -> tuple[int | None, str | None]:
    """The index of the nearest line above that can be a title, and a byline between it and the date."""
    author: str | None = None
    for line in lines[max(0, index - 3) : index]:
        author = labelled(line) or author
    at = _neighbour(lines, index, -1)
    over = _neighbour(lines, at, -1) if at is not None else None
    if at is None or over is None or words(lines[over]) < 5:
        return at, author
    if looks_like_name(lines[at]):
        return over, author or lines[at]
    is_lead = is_paragraph(lines[at]) and ends_sentence(lines[at]) and not is_paragraph(lines[over])
    return (over if is_lead or words(lines[at]) <= 3 else at), author


def _title_below(lines: Sequence[str], index: int, first_paragraph: int) -> int | None:
    at = _neighbour(lines, index, 1)
    return None if at is None or at >= first_paragraph else at


def _without_date(lines: Sequence[str], first_paragraph: int) -> Head:
    """No publication line: the title is the nearest longer line above the first paragraph, or the first line at all."""
    above = [i for i in range(min(first_paragraph, len(lines))) if lines[i] and not _is_stranger(lines[i])]
    if not above:
        return Head(title="", start=0)
    if first_paragraph == len(lines):  # no running text at all: a note of a few short lines
        return Head(title=without_lead_in(lines[above[0]]), start=above[0] + 1)
    at = next((i for i in reversed(above) if words(lines[i]) >= 5), above[-1])
    author = next((name for line in lines[at + 1 : first_paragraph] if (name := labelled(line))), None)
    title, published = _dated_title(lines[at])
    return Head(title=without_lead_in(title), start=at + 1, published=published, author=as_printed(author))


def _dated_title(line: str) -> tuple[str, str | None]:
    """A title with its day in brackets before or behind it."""
    found = _TITLE_DATE.search(line)
    date = read_dateline(found["before"] or found["behind"]) if found else None
    if found is None or date is None or date.published is None:
        return line, None
    return line[: found.start()] + line[found.end() :], date.published
