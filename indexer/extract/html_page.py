"""HTML pages: parsed once, then shown to one portal's recogniser after another."""

from __future__ import annotations

from collections.abc import Callable

from ...model import Article
from ..html.tree import Web, attribute, parse
from ..page import Page, Rejected
from .cms import aspnet, generic, liferay, nukeviet, sharepoint, wordpress
from .fields.details import with_details
from .fields.publisher import with_publisher
from .non_articles import refuse_article, refuse_empty, refuse_page

Recogniser = Callable[[Web], Article | Rejected | None]

RECOGNISERS: tuple[Recogniser, ...] = (
    nukeviet.recognise,
    liferay.recognise,
    wordpress.recognise,
    sharepoint.recognise,
    aspnet.recognise,
    generic.read_article,
)
"""In this order; the first that knows the page decides, the last knows every page."""

_NO_TEXT = "no article text in it"


def extract_web(page: Page, text: str) -> Article | Rejected:
    """The article on an HTML page, or why there is none."""
    web = parse(page, text)
    if web is None:
        return Rejected(page.origin, "no text in it")
    reason = refuse_page(web)
    if reason is not None:
        return Rejected(page.origin, reason)
    found = next((found for recognise in RECOGNISERS if (found := recognise(web)) is not None), None)
    if found is None or (isinstance(found, Rejected) and found.reason == _NO_TEXT):
        return Rejected(page.origin, refuse_empty(web))
    if isinstance(found, Rejected):
        return found
    reason = refuse_article(web, found)
    if reason is not None:
        return Rejected(page.origin, reason)
    return with_details(web, with_publisher(found, _lines(web)))


def _lines(web: Web) -> list[str]:
    return [*filter(None, [attribute(web.root, "//title/text()")]), *web.lines]
