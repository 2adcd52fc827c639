"""Liferay, versions 6 and 7: an article is one asset in full with its day printed; most pages are lists of them."""

from __future__ import annotations

from ....model import Article
from ...html.tree import HtmlPage, find, has_class
from ...page import Rejected
from .generic import extract_generic

_LIFERAY = "//script[contains(text(), 'Liferay.')] | //*[starts-with(@id, 'p_p_id_')]"
_ASSET = f"//*[{has_class('asset-abstract')} or {has_class('normal-news')}]"


def extract_liferay(page: HtmlPage) -> Article | Rejected | None:
    """Return the article, the reason why there is none, or None if this is another system's page."""
    if not find(page.root, _LIFERAY):
        return None
    if len(find(page.root, _ASSET)) > 1:
        return Rejected(page.raw.origin, "a list of articles, not an article")
    result = extract_generic(page)
    if isinstance(result, Rejected):
        return result
    if result.published is None:
        return Rejected(page.raw.origin, "a static page or a list, not an article: no printed date")
    return result
