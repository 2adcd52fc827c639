"""Pages saved as flat text, with all their menus, counters and captions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ...model import Article
from ..page import Page, Rejected
from .boilerplate import is_non_article_title, is_stop_line
from .build_article import build_article
from .fields.body import read_body
from .fields.dateline import read_dateline
from .fields.details import with_printed_details
from .fields.head import Head, read_head, read_metadata_head
from .fields.publisher import with_publisher
from .learned_boilerplate import LearnedLines, is_on_most_pages, without_learned_lines
from .lines import clean_lines, ends_sentence, has_end_mark, is_paragraph, join_labels, word_count

_SENTENCE = 6  # words
_LIST_DATES, _LIST_SHARE = 6, 0.75
_MIN_WORDS = 60
"""A page with so many words in its body is an article even if its title is that of a list or a form."""
_ROBOTS = re.compile(r"^(?:#.*|(?:user-agent|disallow|allow|sitemap|crawl-delay|host)\s*:.*)$", re.IGNORECASE)


def extract_flat_text(page: Page, text: str) -> Article | Rejected:
    """Return the article in a flat text, or the reason why there is none."""
    lines = join_labels(clean_lines(text))
    reason = _rejection(lines)
    if reason is not None:
        return Rejected(page.origin, reason)
    head = _head(lines, page.learned_lines)
    body = read_body((*head.lead, *without_learned_lines(lines[head.start :], page.learned_lines)), head.title)
    if is_non_article_title(head.title) and sum(map(word_count, body.lines)) < _MIN_WORDS:
        return Rejected(page.origin, f"no article: a page called {head.title!r}")
    article = build_article(
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


def _head(lines: Sequence[str], learned: LearnedLines | None) -> Head:
    """Return the head.

    A title that is on most pages of the site is taken for the site's name, and the head is read again without such
    lines. The second head is used only if it has a title and still has a date if the first had one, since every page
    of a small site may list a real title, too.
    """
    head = read_metadata_head(lines) or read_head(lines)
    if not (head.title and is_on_most_pages(head.title, learned) and lines.count(head.title) == 1):
        return head
    other = read_head(["" if is_on_most_pages(line, learned) else line for line in lines])
    return other if other.title and (other.published or not head.published) else head


def _rejection(lines: Sequence[str]) -> str | None:
    """Return why the lines hold no article, or None if they may hold one."""
    filled = [line for line in lines if line]
    if not any(c.isalnum() for line in filled for c in line):
        return "no text in it"
    if len(filled) > 1 and all(_ROBOTS.match(line) for line in filled):
        return "no article: rules for robots"
    return "a list of articles, not an article" if _is_list(filled) else None


def _is_list(lines: Sequence[str]) -> bool:
    """Return whether there are several dates with hardly a sentence after each, above the lines that end an article."""
    running = False
    sentences = [0]  # between one date and the next
    for line in lines:
        running = running or is_paragraph(line)
        if has_end_mark(line) or (running and is_stop_line(line)):
            break
        if read_dateline(line) is not None:
            sentences.append(0)
        elif is_paragraph(line) or (ends_sentence(line) and word_count(line) >= _SENTENCE):
            sentences[-1] += 1
    dates, filled = len(sentences) - 1, sum(map(bool, sentences))
    if dates >= _LIST_DATES and sum(count <= 1 for count in sentences) >= _LIST_SHARE * len(sentences):
        return True  # a start page with one box of more text
    return max(sentences) <= 1 and ((dates >= 4 and filled <= dates) or (dates >= 3 and filled >= 2))
