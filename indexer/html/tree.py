"""A parsed HTML page, and look-ups in it: elements, attributes, metadata, attachments, pictures."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, cast

from lxml import etree, html

from ...model import Attachment
from ..page import Page
from .text import Element, one_line, text_lines
from .urls import absolute_url, own_url

_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|odt|ods)$", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_NESTED = re.compile(r"((?:<[a-zA-Z][^<>]{0,200}>\s*){1,4}?)(?:\1){20,}")
"""The same one to four tags opened over and over."""
HUGE = 100_000
"""Elements. No template makes so large a page; only what every page needs is done with a larger one."""


@dataclass(frozen=True)
class HtmlPage:
    """A parsed page: the page as it was read, its text, its tree, its own address.

    Relative links are resolved against `base`, if that is known.
    """

    raw: Page
    text: str
    root: Element
    url: str | None
    base: str | None

    @cached_property
    def lines(self) -> list[str]:
        """The visible text of the whole page; callers must not change the list."""
        return text_lines(self.root)

    @cached_property
    def elements(self) -> int:
        """The number of elements, on which the cost of repeated searches depends."""
        return sum(1 for _ in self.root.iter())

    @cached_property
    def line_set(self) -> frozenset[str]:
        """The lines as a set, for membership tests."""
        return frozenset(self.lines)


def parse(page: Page, text: str) -> HtmlPage | None:
    """Parse the text of a page, repairing it as browsers do; return None if nothing can be read from it."""
    text = text.replace("\x00", "")
    root, parser = _parse(text)
    if any("xcessive depth" in entry.message for entry in parser.error_log):  # it omits what is nested over 256 deep
        text = _NESTED.sub(r"\1", text)
        root = parse_tree(text)
    if root is None:
        return None
    base = attribute(root, "//base/@href")
    canonical = attribute(root, "//link[translate(@rel, 'CANOIL', 'canoil')='canonical']/@href")
    page_base = absolute_url(base, page.url or page.base_url) or page.url or page.base_url
    declared = (absolute_url(link, page_base) for link in (canonical, meta(root, "og:url")))
    url = own_url(declared, absolute_url(page.url, page.base_url))
    return HtmlPage(page, text, root, url, absolute_url(base, url or page.base_url) or url or page.base_url)


def parse_tree(text: str) -> Element | None:
    """Return the tree of an HTML page or fragment without NULs, repaired as browsers do; None if there is none."""
    return _parse(text)[0]


def _parse(text: str) -> tuple[Element | None, html.HTMLParser]:
    parser = html.HTMLParser(encoding="utf-8", recover=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser), parser
    except (etree.LxmlError, ValueError, AssertionError):
        return None, parser


def find(root: Element, path: str) -> list[Element]:
    """Return the elements an XPath selects, in document order."""
    return [element for element in cast("list[Any]", _path(path)(root)) if isinstance(element, html.HtmlElement)]


def attribute(root: Element, path: str) -> str | None:
    """Return the first non-empty value of an XPath that selects attributes or texts."""
    for value in cast("list[Any]", _path(path)(root)):
        line = _SPACES.sub(" ", str(value)).strip()
        if line:
            return line
    return None


@lru_cache(maxsize=256)
def _path(path: str) -> etree.XPath:
    return etree.XPath(path)


def meta(root: Element, *names: str) -> str | None:
    """Return the content of the first of these meta elements (by property, name or itemprop) that has one."""
    for name in names:
        content = attribute(root, f"//meta[@property='{name}' or @name='{name}' or @itemprop='{name}']/@content")
        if content:
            return content
    return None


def has_class(name: str) -> str:
    """Return the XPath condition that an element has this class."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


def attachments(page: HtmlPage, *elements: Element) -> tuple[Attachment, ...]:
    """Return the links to documents in these elements, by name and absolute address."""
    files: dict[str, Attachment] = {}
    for element in elements:
        for link in find(element, ".//a[@href]"):
            address = absolute_url(link.get("href"), page.base)
            path = (address or link.get("href") or "").split("?")[0].split("#")[0]
            if _FILE.search(path):
                name = one_line(link) or path.rsplit("/", 1)[-1]
                files.setdefault(address or path, Attachment(name=name, url=address))
    return tuple(files.values())


def first_image(page: HtmlPage, element: Element) -> str | None:
    """Return the absolute address of the first picture in an element."""
    for image in find(element, ".//img"):
        address = absolute_url(image.get("data-src") or image.get("src"), page.base)
        if address:
            return address
    return None
