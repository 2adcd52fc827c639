"""Portals whose page names its parts: VNPT's, ASP.NET with controls called `lblTieuDe`, mojoPortal, DNN and others.

There an article prints its day; where nothing of it is dated, it is one of the portal's own pages.
"""

from __future__ import annotations

from ....model import Article
from ...html.tree import Web, find
from ...page import Rejected
from .named_parts import read_named

_MENUS = 8
"""Links that make a page part of a site."""


def recognise(web: Web) -> Article | Rejected | None:
    """The article, the reason why there is none, or None where the page does not name its parts."""
    found = read_named(web)
    if isinstance(found, Article) and found.published is None and len(find(web.root, "//a[@href]")) >= _MENUS:
        return Rejected(web.page.origin, "a static page or a list, not an article: no printed date")
    return found
