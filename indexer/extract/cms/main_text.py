"""The main text of a page of an unknown system: the text of a usual container, or the result of trafilatura."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence

from ...html.text import Element, text_lines
from ...html.tree import HUGE, HtmlPage, find
from ..lines import is_paragraph
from .class_names import is_outside_article

_CONTAINER = re.compile(
    r"(?:^|[\s_-])(?:article|entry|post|news|detail|content|noi-?dung|tin|bai-?viet|chi-?tiet)[_-]?"
    r"(?:body|content|detail|text|noi-?dung|chi-?tiet|html)s?(?:[\s_-]|$)"
    r"|(?:^|[\s_-])(?:noi-?dung|content|body|detail|chi-?tiet)[_-]?(?:tin|tin-?tuc|bai-?viet|bai|news|article|post)(?:[\s_-]|$)"
    r"|(?:^|\s)(?:journal-content-article|asset-content|ms-rtestate-field|externalclass\w*|fck_detail|td-post-content"
    r"|field-name-body|field--name-body|single-content|detail-content-body|the-?content|vnp-content|fulltext)(?:\s|$)",
    re.IGNORECASE,
)
_LARGEST_FOR_TRAFILATURA, _MAX_FOR_TRAFILATURA = 2 << 20, 30_000
"""Bytes and elements; its time grows faster than the page (500,000 paragraphs: 18 s)."""
_MAX_LINKED_SHARE = 0.4
_MIN_SHARE, _MIN_SHARE_WITHOUT_PARAGRAPHS = 0.45, 0.8
"""Of trafilatura's text: what a container has to hold to be preferred."""


def main_text(page: HtmlPage) -> list[str]:
    """Return the lines of the text: those of the container named as an article's, or trafilatura's main text."""
    best: list[str] = []
    for element in find(page.root, "//*[@itemprop='articleBody'] | //*[@class] | //*[@id]"):
        if not _is_container(element):
            continue
        lines = text_lines(element)
        if sum(map(len, lines)) > sum(map(len, best)) and _linked_share(element) < _MAX_LINKED_SHARE:
            best = lines
    main = _by_trafilatura(page)
    whole = sum(map(len, main))
    size = sum(map(len, best))
    if any(map(is_paragraph, best)) and (size >= _MIN_SHARE * whole or is_flattened(main)):
        return best
    return best if best and size >= _MIN_SHARE_WITHOUT_PARAGRAPHS * whole else main


def without_asides(page: HtmlPage, text: Sequence[str]) -> list[str]:
    """Return the text without short lines that the page only prints in menus, counters, share bars and other asides.

    Rows of a table, which trafilatura separates by bars, become lines as the page prints them.
    """
    if not is_flattened(text):
        text = [" ".join(line.strip("| ").split(" | ")) if line.startswith("|") else line for line in text]
    if page.elements > HUGE:
        return list(text)
    inside = set(text_lines(page.root, is_outside_article))
    kept = [line for line in text if line in inside or is_paragraph(line) or line not in page.line_set]
    return kept if any(map(is_paragraph, kept)) else list(text)


def is_flattened(text: Sequence[str]) -> bool:
    """Return whether trafilatura ran the paragraphs together: on one line, or as the cells of a layout table."""
    return len(text) == 1 or any(line.startswith("|") and is_paragraph(line.strip("| ")) for line in text)


def _is_container(element: Element) -> bool:
    if element.get("itemprop") == "articleBody":
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return element.tag in {"div", "section", "article", "td"} and bool(_CONTAINER.search(names))


def _linked_share(element: Element) -> float:
    """Return the share of an element's text that consists of links."""
    whole = len("".join(element.itertext()).strip()) or 1
    return sum(len("".join(link.itertext()).strip()) for link in find(element, ".//a[@href]")) / whole


def _by_trafilatura(page: HtmlPage) -> list[str]:
    """Return trafilatura's main text; the whole page's text if it finds none or the page is too large for it."""
    if len(page.text) <= _LARGEST_FOR_TRAFILATURA and page.elements <= _MAX_FOR_TRAFILATURA:
        import trafilatura  # noqa: PLC0415 - lazy: slow to import, and most pages do without

        logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
        try:
            document = trafilatura.bare_extraction(page.text, include_comments=False, include_tables=True)
        except Exception:  # noqa: BLE001 - a page on which the library fails is still a page
            document = None
        text = getattr(document, "text", None)
        if text:
            return [line for line in (" ".join(part.split()) for part in text.splitlines()) if line]
    return page.lines
