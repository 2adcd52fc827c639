"""HTML pages: parsed once, then shown to one portal's recogniser after another."""

from __future__ import annotations

from collections.abc import Callable

from ...model import Article
from ..page import Page, Rejected
from . import generic, liferay, nukeviet
from .html import Web, attribute, parse
from .publisher import with_publisher

Recogniser = Callable[[Web], Article | Rejected | None]

RECOGNISERS: tuple[Recogniser, ...] = (nukeviet.recognise, liferay.recognise, generic.read_article)
"""In this order; the first that knows the page decides, the last knows every page."""


def extract_web(page: Page, text: str) -> Article | Rejected:
    """The article on an HTML page, or why there is none."""
    web = parse(page, text)
    if web is None:
        return Rejected(page.origin, "no text in it")
    reason = _print_copy(web)
    if reason is not None:
        return Rejected(page.origin, reason)
    for recognise in RECOGNISERS:
        found = recognise(web)
        if found is not None:
            return found if isinstance(found, Rejected) else with_publisher(found, _lines(web))
    return Rejected(page.origin, "no article text in it")


def _lines(web: Web) -> list[str]:
    return [*filter(None, [attribute(web.root, "//title/text()")]), *web.lines]


def _print_copy(web: Web) -> str | None:
    if attribute(web.root, "//body[contains(@onload, 'print(')]/@onload"):
        return "a print copy of an article, not its page"
    return None
