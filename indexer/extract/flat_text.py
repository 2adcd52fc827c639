"""Pages saved as flat text, with all their menus, counters and captions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...model import Article
from ..html.lines import clean_lines, ends_sentence, has_end_mark, is_paragraph, join_labels, words
from ..page import Page, Rejected
from .boilerplate import is_page_title, is_stop
from .fields.body import read_body
from .fields.dateline import read_dateline
from .fields.details import with_printed_details
from .fields.head import Head, read_head, read_meta_head
from .fields.publisher import with_publisher
from .finish import finish
from .learned_boilerplate import Learnt, is_everywhere, without_learnt

_SENTENCE = 6  # words
_MANY_DATES, _MOSTLY = 6, 0.75
_ROBOTS = re.compile(r"^(?:#.*|(?:user-agent|disallow|allow|sitemap|crawl-delay|host)\s*:.*)$", re.IGNORECASE)


def extract_flat(page: Page, text: str) -> Article | Rejected:
    """The article in a flat text, or why there is none."""
    lines = join_labels(clean_lines(text))
    reason = _no_article(lines)
    if reason is not None:
        return Rejected(page.origin, reason)
    head = _head(lines, page.learnt)
    body = read_body((*head.lead, *without_learnt(lines[head.start :], page.learnt)), head.title)
    if is_page_title(head.title) and sum(map(words, body.lines)) < 60:
        return Rejected(page.origin, f"no article: a page called {head.title!r}")
    article = finish(
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
    if isinstance(article, Rejected):
        return article
    return with_publisher(with_printed_details(article, lines), lines)


def _head(lines: Sequence[str], learnt: Learnt | None) -> Head:
    """The head, not headed by the site's name; a title that every page of a small site lists is a title for all that,
    which shows in what is left without it: no title, or none with a date."""
    head = read_meta_head(lines) or read_head(lines)
    if not (head.title and is_everywhere(head.title, learnt) and lines.count(head.title) == 1):
        return head
    other = read_head(["" if is_everywhere(line, learnt) else line for line in lines])
    return other if other.title and (other.published or not head.published) else head


def _no_article(lines: Sequence[str]) -> str | None:
    filled = [line for line in lines if line]
    if not any(c.isalnum() for line in filled for c in line):
        return "no text in it"
    if len(filled) > 1 and all(_ROBOTS.match(line) for line in filled):
        return "no article: rules for robots"
    return "a list of articles, not an article" if _is_list(filled) else None


def _is_list(lines: Sequence[str]) -> bool:
    """Several dates, each with hardly a sentence of its own: but only above what stands below any article."""
    running = False
    texts = [0]  # sentences between one date and the next
    for line in lines:
        running = running or is_paragraph(line)
        if has_end_mark(line) or (running and is_stop(line)):
            break
        if read_dateline(line) is not None:
            texts.append(0)
        elif is_paragraph(line) or (ends_sentence(line) and words(line) >= _SENTENCE):
            texts[-1] += 1
    dates, filled = len(texts) - 1, sum(map(bool, texts))
    if dates >= _MANY_DATES and sum(count <= 1 for count in texts) >= _MOSTLY * len(texts):
        return True  # a start page, one of whose boxes has more to say
    return max(texts) <= 1 and ((dates >= 4 and filled <= dates) or (dates >= 3 and filled >= 2))
