"""Portals whose pages name their parts: VNPT's, ASP.NET with controls such as `lblTieuDe`, mojoPortal, DNN and others.

They print a day on every article; a page without one is one of the portal's own.
"""

from __future__ import annotations

from ....model import Article
from ...html.tree import HtmlPage, find
from ...page import Rejected
from .named_parts import extract_named_parts

_MIN_LINKS = 8
"""Links with which a page is part of a site."""


def extract_aspnet(page: HtmlPage) -> Article | Rejected | None:
    """Return the article, the reason why there is none, or None if the page does not name its parts."""
    result = extract_named_parts(page)
    is_undated = isinstance(result, Article) and result.published is None
    if is_undated and len(find(page.root, "//a[@href]")) >= _MIN_LINKS:
        return Rejected(page.raw.origin, "a static page or a list, not an article: no printed date")
    return result
