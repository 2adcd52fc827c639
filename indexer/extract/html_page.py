"""HTML pages: parsed once, then offered to the extractor of one content management system after another."""

from __future__ import annotations

from collections.abc import Callable

from ...model import Article
from ..html.tree import HtmlPage, attribute, parse
from ..page import Page, Rejected
from .build_article import NO_TEXT
from .cms.aspnet import extract_aspnet
from .cms.generic import extract_generic
from .cms.liferay import extract_liferay
from .cms.nukeviet import extract_nukeviet
from .cms.sharepoint import extract_sharepoint
from .cms.wordpress import extract_wordpress
from .fields.details import with_details
from .fields.publisher import with_publisher
from .non_articles import article_rejection, no_text_rejection, page_rejection

Extractor = Callable[[HtmlPage], Article | Rejected | None]
"""Returns the article on a page, the reason why there is none, or None if the page is of another system."""

EXTRACTORS: tuple[Extractor, ...] = (
    extract_nukeviet,
    extract_liferay,
    extract_wordpress,
    extract_sharepoint,
    extract_aspnet,
    extract_generic,
)
"""In order of precedence: the first that does not return None decides; the last never returns None."""


def extract_html(page: Page, text: str) -> Article | Rejected:
    """Return the article on an HTML page with this text, or the reason why there is none."""
    html_page = parse(page, text)
    if html_page is None:
        return Rejected(page.origin, "no text in it")
    reason = page_rejection(html_page)
    if reason is not None:
        return Rejected(page.origin, reason)
    result = next((result for extract in EXTRACTORS if (result := extract(html_page)) is not None), None)
    if result is None or (isinstance(result, Rejected) and result.reason == NO_TEXT):
        return Rejected(page.origin, no_text_rejection(html_page))
    if isinstance(result, Rejected):
        return result
    reason = article_rejection(html_page, result)
    if reason is not None:
        return Rejected(page.origin, reason)
    return with_details(html_page, with_publisher(result, _lines(html_page)))


def _lines(page: HtmlPage) -> list[str]:
    """Return the title that a browser shows, then the lines of the page."""
    return [*filter(None, [attribute(page.root, "//title/text()")]), *page.lines]
