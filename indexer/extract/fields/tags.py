"""The tags of an article: the keywords that it lists."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...html.text import Element, is_hidden, one_line
from ...html.tree import HtmlPage, find

_MAY_HOLD_TAGS = ".//*[contains(@class, 'ag') or contains(@class, 'khoa') or contains(@class, 'ey')]"
_TAGS_CLASS = re.compile(
    r"(?:^|\s)(?:(?:post|news|article|entry|detail|td|box|list)[-_]?tags?|tags?(?:[-_]?(?:links?|list))?|tags[-_]links"
    r"|divtags|tu-?khoa|keywords?)(?:\s|$)",
    re.IGNORECASE,
)
_TAGS_LABEL = re.compile(r"#?\s*(?:từ\s+(?:khóa|khoá)|tags?|keywords?|thẻ)\s*[:：]\s*", re.IGNORECASE)
_MIN_LABEL_LENGTH, _MAX_LABEL_LENGTH = 4, 20
_FILED_UNDER = re.compile(r"/(?:category|chuyen-muc)/", re.IGNORECASE)
"""In the address of a section: WordPress marks links to sections and to tags alike."""
_MAX_TAG_LENGTH = 100
_KEYWORDS = re.compile(r"^(?:từ\s+khóa|từ\s+khoá|tags?|keywords?)\s*[:：]\s*(?P<tags>[^.!?]{2,200})$", re.IGNORECASE)


def tags_of(page: HtmlPage) -> tuple[str, ...]:
    """Return the keywords of a page: links marked as tags, links in an element named so, or links behind a label.

    A cloud of all the site's tags is not read.
    """
    links = find(page.root, ".//a[@rel='tag' or @rel='dofollow tag']")
    links = links or [
        link
        for part in find(page.root, _MAY_HOLD_TAGS)
        if _TAGS_CLASS.search((part.get("class") or "")[:300])
        for link in find(part, ".//a[@href]")
    ]
    links = links or _labelled_tags(page.root)
    tags = [one_line(link).lstrip("#").strip() for link in links if not _FILED_UNDER.search(link.get("href") or "")]
    return tuple(dict.fromkeys(tag for tag in tags if tag and len(tag) <= _MAX_TAG_LENGTH))


def _labelled_tags(element: Element) -> list[Element]:
    """Return the links behind a label `Từ khóa:` or `Tags:`, in its own element or among those that follow it."""
    for part in element.iter("strong", "b", "span", "label", "em", "div", "p", "td", "li", "h3", "h4", "h5"):
        label = (part.text or "").strip()
        if _MIN_LABEL_LENGTH <= len(label) <= _MAX_LABEL_LENGTH and _TAGS_LABEL.fullmatch(label):
            links = find(part, ".//a[@href]") or find(part, "following-sibling::a | following-sibling::*//a[@href]")
            if links:
                return [link for link in links if not is_hidden(link)]
    return []


def printed_tags(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the keywords behind a label on a line of a flat page."""
    keywords = next((match["tags"] for line in lines if (match := _KEYWORDS.match(line))), "")
    return tuple(dict.fromkeys(tag for part in re.split(r"\s*[,;#]\s*", keywords) if (tag := part.strip(" ."))))
