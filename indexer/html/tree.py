"""An HTML page as a tree, and its text as lines. Scripts, forms' controls and hidden parts are no text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, TypeAlias, cast
from urllib.parse import urlsplit

from lxml import etree, html

from ...model import Attachment
from ..extract.finish import absolute
from ..page import Page

Element: TypeAlias = html.HtmlElement  # type: ignore[no-any-unimported, unused-ignore]

_DROPPED = {
    "script", "style", "noscript", "template", "iframe", "object", "embed", "svg", "math", "canvas", "audio", "video",
    "map", "select", "textarea", "button", "input", "option", "head", "link", "meta", "frame", "frameset", "applet",
}  # fmt: skip
_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "nobr", "o:p", "q", "s", "samp", "small", "span", "strike", "strong", "st1:place", "sub",
    "sup", "time", "tt", "u", "var", "wbr", "img", "picture", "source",
}  # fmt: skip
_CELLS = frozenset({"td", "th"})
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:hidden|hide|d-none|sr-only|visually-hidden|screen-reader-text)(?:\s|$)", re.IGNORECASE
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z|odt|ods)$", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_START = re.compile(
    r"/*(?:(?:default|index|home|trang-?chu)\.(?:aspx?|php|html?)|vi(?:-vn)?/?|trang-chu|home)?/*", re.IGNORECASE
)
_ARTICLE_ID = re.compile(r"(?:^|&)\w*(?:id|news|tin|bai|item|p|detail|article)\w*=\w", re.IGNORECASE)
_NESTED = re.compile(r"((?:<[a-zA-Z][^<>]{0,200}>\s*){1,4}?)(?:\1){20,}")
"""The same few tags opened over and over."""
HUGE = 100_000
"""Elements of a page that no template made: only what every page needs is done with it."""
_GAP = "\ue000"
_BREAK = "\0"
"""Ends a line among the pieces of a text, whose own line ends are spaces; no tree holds it."""


@dataclass(frozen=True)
class Web:
    """A parsed page. `base` is what its relative links stand on, where that is known."""

    page: Page
    text: str
    root: Element
    url: str | None
    base: str | None

    @cached_property
    def lines(self) -> list[str]:
        """The text of the whole page as a reader sees it; not to be changed."""
        return text_lines(self.root)

    @cached_property
    def elements(self) -> int:
        """How many elements the page has: what is looked for again and again depends on it."""
        return sum(1 for _ in self.root.iter())

    @cached_property
    def line_set(self) -> frozenset[str]:
        """The same lines, to ask whether one is there."""
        return frozenset(self.lines)


def parse(page: Page, text: str) -> Web | None:
    """The tree of a page, mended as browsers mend it; None where nothing of it can be read."""
    text = text.replace("\x00", "")
    root, deep = _tree(text)
    if deep:  # the parser leaves out what is nested more than 256 deep
        text = _NESTED.sub(r"\1", text)
        root, _ = _tree(text)
    if root is None:
        return None
    base = attribute(root, "//base/@href")
    url = _address(root, absolute(base, page.url or page.base_url) or page.url or page.base_url, page)
    return Web(page, text, root, url, absolute(base, url or page.base_url) or url or page.base_url)


def _tree(text: str) -> tuple[Element | None, bool]:
    """The tree, and whether some of it was nested too deep to be kept."""
    parser = html.HTMLParser(encoding="utf-8", recover=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        root = None
    return root, any("xcessive depth" in entry.message for entry in parser.error_log)


def _address(root: Element, base: str | None, page: Page) -> str | None:
    """The page's own address: as it declares it, where that can be true, else as the reader knows it.

    Some portals declare their start page, or an address without the query that tells their articles apart, on
    every page; some are mirrored under another host. Such declarations are passed over.
    """
    known = absolute(page.url, page.base_url)
    canonical = attribute(root, "//link[translate(@rel, 'CANOIL', 'canoil')='canonical']/@href")
    for declared in (absolute(canonical, base), absolute(meta(root, "og:url"), base)):
        if declared and _can_be(declared, known):
            return declared
    return known


def _can_be(declared: str, known: str | None) -> bool:
    one = urlsplit(declared)
    if not one.query and _START.fullmatch(one.path):
        return known is not None and known.rstrip("/") == declared.rstrip("/")
    if known is None:
        return True
    other = urlsplit(known)
    if _host(one.hostname) != _host(other.hostname):
        return False
    return not (other.query and not one.query and one.path.rstrip("/").lower() == other.path.rstrip("/").lower()
                and _ARTICLE_ID.search(other.query))  # fmt: skip


def _host(name: str | None) -> str:
    return (name or "").removeprefix("www.")


def find(root: Element, path: str) -> list[Element]:
    """The elements an XPath names, in the order of the page."""
    return [element for element in cast("list[Any]", _path(path)(root)) if isinstance(element, html.HtmlElement)]


def attribute(root: Element, path: str) -> str | None:
    """The first non-empty value an XPath of attributes names."""
    for value in cast("list[Any]", _path(path)(root)):
        line = _SPACES.sub(" ", str(value)).strip()
        if line:
            return line
    return None


@lru_cache(maxsize=256)
def _path(path: str) -> etree.XPath:
    return etree.XPath(path)


def meta(root: Element, *names: str) -> str | None:
    """The content of the first of these meta elements (by property, name or itemprop) that is there."""
    for name in names:
        content = attribute(root, f"//meta[@property='{name}' or @name='{name}' or @itemprop='{name}']/@content")
        if content:
            return content
    return None


def has_class(name: str) -> str:
    """The XPath condition that an element has this class."""
    return f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')"


def is_hidden(element: Element) -> bool:
    """It is not shown, by its class or style."""
    return bool(
        _HIDDEN_CLASS.search(element.get("class") or "")
        or _HIDDEN_STYLE.search(element.get("style") or "")
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
    )


def text_lines(element: Element, without: Callable[[Element], bool] = is_hidden) -> list[str]:
    """The text as a reader sees it, a block a line, left out what `without` says; empty lines are left out."""
    return _lines(_pieces(element, None, without))


def lines_around(element: Element, inner: Element) -> tuple[list[str], list[str]]:
    """The lines of `element` above and below the one of its descendants `inner`, whose own are left out."""
    pieces = _pieces(element, inner, is_hidden)
    at = pieces.index(_GAP) if _GAP in pieces else len(pieces)
    return _lines(pieces[:at]), _lines(pieces[at + 1 :])


def _lines(pieces: list[str]) -> list[str]:
    lines = _SPACES.sub(" ", "".join(pieces)).split(_BREAK)
    return [line for line in map(str.strip, lines) if line]


def _pieces(element: Element, inner: Element | None, without: Callable[[Element], bool]) -> list[str]:
    pieces: list[str] = []
    walker = etree.iterwalk(element, events=("start", "end"))
    for event, node in walker:
        tag = node.tag if isinstance(node.tag, str) else ""
        block = tag not in _INLINE
        if event == "end":
            if block:
                pieces.append(" " if tag in _CELLS else _BREAK)
            if node is not element and node.tail:
                pieces.append(node.tail)
        elif node is inner:
            pieces.append(_GAP)
            walker.skip_subtree()
        elif tag in _DROPPED or (node is not element and without(node)):
            walker.skip_subtree()
        else:
            if block and tag not in _CELLS:
                pieces.append(_BREAK)
            if node.text:
                pieces.append(node.text)
    return pieces


def one_line(element: Element) -> str:
    """The text of an element on one line."""
    return " ".join(text_lines(element))


def attachments(web: Web, *elements: Element) -> tuple[Attachment, ...]:
    """Links to documents, by name and absolute address."""
    found: dict[str, Attachment] = {}
    for element in elements:
        for link in find(element, ".//a[@href]"):
            address = absolute(link.get("href"), web.base)
            path = (address or link.get("href") or "").split("?")[0].split("#")[0]
            if _FILE.search(path):
                name = one_line(link) or path.rsplit("/", 1)[-1]
                found.setdefault(address or path, Attachment(name=name, url=address))
    return tuple(found.values())


def first_image(web: Web, element: Element) -> str | None:
    """The first picture in an element, as an absolute address."""
    for image in find(element, ".//img"):
        address = absolute(image.get("data-src") or image.get("src"), web.base)
        if address:
            return address
    return None
