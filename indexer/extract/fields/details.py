"""Details of an article besides its text: section, tags, time of the last change, caption."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from ....knowledge.dates import parse_published
from ....model import Article
from ...html.tree import HtmlPage, attribute, has_class, meta
from ..boilerplate import phrase_key
from .caption import caption_of
from .metadata import news_article
from .section import lines_around_title, printed_section, section_of
from .tags import printed_tags

_UPDATED = re.compile(
    r"(?:cập\s+nhật(?:\s+(?:lần\s+cuối|mới\s+nhất|cuối(?:\s+cùng)?|lúc|ngày|vào))*"
    r"|(?:chỉnh\s+)?sửa(?:\s+đổi)?\s+(?:lần\s+cuối|lúc|ngày)(?:\s+(?:lúc|vào|ngày))*"
    r"|lần\s+sửa\s+cuối|last\s+(?:updated|modified)(?:\s+on)?|updated(?:\s+on)?)\s*[:：]?\s*\(?(?P<time>[^|•]{6,60})",
    re.IGNORECASE,
)
_ISO_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")
_MAX_LINE_LENGTH = 200


def with_details(page: HtmlPage, article: Article) -> Article:
    """Return the article with its `section`, `updated` and `image_caption`, as far as the HTML page states them."""
    return replace(
        article,
        section=article.section or section_of(page, article.title),
        updated=article.updated or updated_of(page, article),
        image_caption=article.image_caption or caption_of(page, article.image, article.title),
    )


def with_printed_details(article: Article, lines: Sequence[str]) -> Article:
    """Return the article with its `section`, `tags` and `updated`, as far as the lines of a flat page state them.

    Only unmistakable lines are read: a path that begins with the start page, keywords behind their label, a time of
    change near the title.
    """
    title = phrase_key(article.title)
    at = next((index for index, line in enumerate(lines) if title and phrase_key(line) == title), len(lines))
    updated = (_updated_in(line, article.published) for line in lines[at + 1 : at + 12])
    return replace(
        article,
        section=printed_section(lines[:at], title),
        tags=article.tags or printed_tags(lines[at:]),
        updated=next((time for time in updated if time), None),
    )


def updated_of(page: HtmlPage, article: Article) -> str | None:
    """Return when the page was last changed: as printed near its date, or as declared if later than publication."""
    near = (_updated_in(line, article.published) for line in (*_near_title(page, article), *_below_text(page, article)))
    printed = next((time for time in near if time), None)
    if printed is not None:
        return _with_declared_time(page, printed)
    published = _declared(page, "article:published_time", "datePublished")
    changed = _declared(page, "article:modified_time", "dateModified")
    shown = attribute(page.root, f"//time[{has_class('updated')} and not({has_class('published')})]/@datetime")
    changed = changed or (parse_published(shown) if shown and _ISO_TIME.match(shown) else None)
    known = published or article.published
    return changed if changed and known and len(known) > 10 and changed > known else None


def _with_declared_time(page: HtmlPage, day: str) -> str:
    """Return a printed day with the time that the page declares for its change, if that is on the same day."""
    marked = attribute(page.root, "//*[@itemprop='dateModified']/@datetime")
    changed = _declared(page, "article:modified_time", "dateModified") or (parse_published(marked) if marked else None)
    return changed if changed and "T" not in day and changed.startswith(f"{day}T") else day


def _updated_in(line: str, published: str | None) -> str | None:
    """Return the time of change that a line states, if it is later than the publication."""
    match = _UPDATED.search(line) if published and len(line) <= _MAX_LINE_LENGTH else None
    time = parse_published(match["time"].strip()) if match else None
    return time if time and published and time > published[: len(time)] else None


def _near_title(page: HtmlPage, article: Article) -> Sequence[str]:
    own = set(article.body.split("\n"))
    lines = lines_around_title(page, phrase_key(article.title))
    return [line for line in lines if line not in own and len(line) <= _MAX_LINE_LENGTH]


def _below_text(page: HtmlPage, article: Article) -> Sequence[str]:
    last = article.body.rpartition("\n")[2]
    at = next((index for index, line in enumerate(page.lines) if last and line == last), len(page.lines))
    return page.lines[at + 1 : at + 4]


def _declared(page: HtmlPage, *names: str) -> str | None:
    """Return the time in one of these meta elements, or in the JSON-LD property with the last name."""
    given = meta(page.root, *names) or news_article(page).get(names[-1])
    return parse_published(given) if given and _ISO_TIME.match(given) else None
