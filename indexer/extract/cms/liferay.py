"""Liferay, versions 6 and 7: an article is one asset in full with its day printed; most pages are lists of them."""

from __future__ import annotations

from ....model import Article
from ...html.tree import Web, find, has_class
from ...page import Rejected
from .generic import read_article

_MARK = "//script[contains(text(), 'Liferay.')] | //*[starts-with(@id, 'p_p_id_')]"
_ASSET = f"//*[{has_class('asset-abstract')} or {has_class('normal-news')}]"


def recognise(web: Web) -> Article | Rejected | None:
    """The article, the reason why there is none, or None where this is another system's page."""
    if not find(web.root, _MARK):
        return None
    if len(find(web.root, _ASSET)) > 1:
        return Rejected(web.page.origin, "a list of articles, not an article")
    found = read_article(web)
    if isinstance(found, Rejected):
        return found
    if found.published is None:
        return Rejected(web.page.origin, "a static page or a list, not an article: no printed date")
    return found
