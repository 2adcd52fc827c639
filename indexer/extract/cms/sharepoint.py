"""SharePoint (2007 to 2019, with web parts of Vietnamese makers): lists, searches and its own pages are no articles."""

from __future__ import annotations

from ....model import Article
from ...html.tree import Web, attribute, find, has_class, meta
from ...page import Rejected
from ..boilerplate import phrase
from .generic import read_article
from .named_parts import read_named

_MARK = (
    "//*[@id='s4-workspace' or @id='s4-ribbonrow' or @id='MSO_ContentTable' or @id='MSOLayout_InDesignMode']"
    f" | //*[{has_class('ms-rtestate-field')}] | //script[contains(text(), '_spPageContextInfo')]"
    " | //link[contains(@href, '/_layouts/')] | //script[contains(@src, '/_layouts/')]"
)
_LIST = (
    f"//table[{has_class('ms-listviewtable')}] | //*[@id='onetidDoclibViewTbl0'] | //*[{has_class('ms-srch-result')}]"
)
_ERROR = (
    "sorry something went wrong", "an unexpected error has occurred", "error access denied", "file not found",
    "the webpage cannot be found", "rat tiec da xay ra loi",
)  # fmt: skip


def recognise(web: Web) -> Article | Rejected | None:
    """The article, the reason why there is none, or None where this is another system's page."""
    generator = (meta(web.root, "generator") or "").lower()
    if "sharepoint" not in generator and not find(web.root, _MARK):
        return None
    origin = web.page.origin
    title = phrase(attribute(web.root, "//title/text()") or "")
    if find(web.root, f"//*[@id='ms-error' or {has_class('ms-error')}]") or any(map(title.startswith, _ERROR)):
        return Rejected(origin, "no article: an error page")
    found = read_named(web)
    if found is None and find(web.root, _LIST):
        return Rejected(origin, "a list or the results of a search, not an article")
    found = found or read_article(web)
    if isinstance(found, Article) and found.published is None:
        return Rejected(origin, "a static page or a list, not an article: no printed date")
    return found
