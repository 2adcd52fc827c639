"""The text of an HTML element as a reader sees it, one line per block.

Scripts, styles, form controls and hidden elements are not text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from lxml import etree, html

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
_SPACES = re.compile(r"\s+")
_GAP = "\ue000"
"""Stands for the omitted element among the pieces of a text."""
_BREAK = "\0"
"""Ends a line among the pieces of a text, whose own line ends count as spaces; no tree contains it."""


def is_hidden(element: Element) -> bool:
    """Return whether a class, style or attribute hides the element."""
    return bool(
        _HIDDEN_CLASS.search(element.get("class") or "")
        or _HIDDEN_STYLE.search(element.get("style") or "")
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
    )


def text_lines(element: Element, without: Callable[[Element], bool] = is_hidden) -> list[str]:
    """Return the visible text, one line per block, without empty lines and without descendants that match `without`."""
    return _lines(_pieces(element, None, without))


def lines_around(element: Element, inner: Element) -> tuple[list[str], list[str]]:
    """Return the lines of `element` above and below its descendant `inner`, whose own lines are left out."""
    pieces = _pieces(element, inner, is_hidden)
    at = pieces.index(_GAP) if _GAP in pieces else len(pieces)
    return _lines(pieces[:at]), _lines(pieces[at + 1 :])


def one_line(element: Element) -> str:
    """Return the visible text of an element on one line."""
    return " ".join(text_lines(element))


def _lines(pieces: list[str]) -> list[str]:
    lines = _SPACES.sub(" ", "".join(pieces)).split(_BREAK)
    return [line for line in map(str.strip, lines) if line]


def _pieces(element: Element, inner: Element | None, without: Callable[[Element], bool]) -> list[str]:
    """Return the pieces of text in document order, with a `_BREAK` around each block and a `_GAP` for `inner`."""
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
