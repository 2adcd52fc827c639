"""SharePoint, versions 2007 to 2019, with web parts of Vietnamese makers; its lists, searches and own pages are no
articles."""

from __future__ import annotations

from ....model import Article
from ...html.tree import HtmlPage, attribute, find, has_class, meta
from ...page import Rejected
from ..boilerplate import phrase_key
from .generic import extract_generic
from .named_parts import extract_named_parts

_SHAREPOINT = (
    "//*[@id='s4-workspace' or @id='s4-ribbonrow' or @id='MSO_ContentTable' or @id='MSOLayout_InDesignMode']"
    f" | //*[{has_class('ms-rtestate-field')}] | //script[contains(text(), '_spPageContextInfo')]"
    " | //link[contains(@href, '/_layouts/')] | //script[contains(@src, '/_layouts/')]"
)
_LIST = (
    f"//table[{has_class('ms-listviewtable')}] | //*[@id='onetidDoclibViewTbl0'] | //*[{has_class('ms-srch-result')}]"
)
_ERROR_TITLES = (
    "sorry something went wrong", "an unexpected error has occurred", "error access denied", "file not found",
    "the webpage cannot be found", "rat tiec da xay ra loi",
)  # fmt: skip


def extract_sharepoint(page: HtmlPage) -> Article | Rejected | None:
    """Return the article, the reason why there is none, or None if this is another system's page."""
    generator = (meta(page.root, "generator") or "").lower()
    if "sharepoint" not in generator and not find(page.root, _SHAREPOINT):
        return None
    origin = page.raw.origin
    title = phrase_key(attribute(page.root, "//title/text()") or "")
    if find(page.root, f"//*[@id='ms-error' or {has_class('ms-error')}]") or title.startswith(_ERROR_TITLES):
        return Rejected(origin, "no article: an error page")
    result = extract_named_parts(page)
    if result is None and find(page.root, _LIST):
        return Rejected(origin, "a list or the results of a search, not an article")
    result = result or extract_generic(page)
    if isinstance(result, Article) and result.published is None:
        return Rejected(origin, "a static page or a list, not an article: no printed date")
    return result
