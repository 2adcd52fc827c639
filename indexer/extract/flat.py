"""Pages saved as flat text, with all their menus, counters and captions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...model import Article
from ..page import Page, Rejected
from .body import read_body
from .dateline import read_dateline
from .finish import finish
from .furniture import is_page_title
from .head import read_head, read_meta_head
from .lines import clean_lines, is_paragraph, words

_ROBOTS = re.compile(r"^(?:#.*|(?:user-agent|disallow|allow|sitemap|crawl-delay|host)\s*:.*)$", re.IGNORECASE)


def extract_flat(page: Page, text: str) -> Article | Rejected:
    """The article in a flat text, or why there is none."""
    lines = clean_lines(text)
    reason = _no_article(lines)
    if reason is not None:
        return Rejected(page.origin, reason)
    head = read_meta_head(lines) or read_head(lines)
    body = read_body(lines[head.start :], head.title)
    if is_page_title(head.title) and sum(map(words, body.lines)) < 60:
        return Rejected(page.origin, f"no article: a page called {head.title!r}")
    return finish(
        page,
        url=head.url,
        title=head.title,
        body="\n".join(body.lines),
        published=head.published,
        author=body.author or head.author,
        source=head.source,
        image=head.image,
        attachments=body.attachments,
    )


def _no_article(lines: Sequence[str]) -> str | None:
    filled = [line for line in lines if line]
    if not any(c.isalnum() for line in filled for c in line):
        return "no text in it"
    if len(filled) > 1 and all(_ROBOTS.match(line) for line in filled):
        return "no article: rules for robots"
    dates = sum(1 for line in filled if read_dateline(line) is not None)
    if dates >= 4 and sum(map(is_paragraph, filled)) <= dates and not any("./." in line for line in filled):
        return "a list of articles, not an article"
    return None
