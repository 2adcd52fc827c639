"""WordPress with the themes that authorities use: the class of `<body>` states what kind of page it is.

`single` is a post; lists (`archive`, `category`, `blog`), searches, errors and pages (`page`) have their own classes. A
page is static unless it prints a date. Themes print the posting account as the author, so that a byline in the text
has precedence.
"""

from __future__ import annotations

from ....model import Article
from ...html.tree import HtmlPage, attribute, find, has_class, meta
from ...page import Rejected
from .generic import extract_generic
from .named_parts import extract_named_parts

_OWN_CLASSES = {"single-post", "wp-singular", "wp-custom-logo"}
_THEME = "//link[contains(@href, '/wp-content/')]"
_SEARCH = {"search", "search-results", "search-no-results"}
_LIST = {"archive", "category", "tag", "author", "date", "blog", "tax", "post-type-archive", "paged"}


def extract_wordpress(page: HtmlPage) -> Article | Rejected | None:
    """Return the article, the reason why there is none, or None if this is another system's page."""
    classes = set((attribute(page.root, "//body/@class") or "").split())
    generator = (meta(page.root, "generator") or "").lower()
    if "wordpress" not in generator and not classes & _OWN_CLASSES and not find(page.root, _THEME):
        return None
    reason = _rejection(classes)
    if reason is not None:
        return Rejected(page.raw.origin, reason)
    result = extract_named_parts(page) or extract_generic(page)
    may_be_undated = "single" in classes or not classes & {"page", "home"}
    if isinstance(result, Rejected) or may_be_undated or _prints_date(page, result):
        return result
    return Rejected(page.raw.origin, "a static page, not an article: no printed date")


def _rejection(classes: set[str]) -> str | None:
    """Return why a page with these classes of `<body>` holds no article, or None if it may hold one."""
    if "error404" in classes:
        return "no article: a page that was not found"
    if classes & _SEARCH:
        return "the results of a search, not an article"
    if "attachment" in classes:
        return "a picture's or a file's own page, not an article"
    return "a list of articles, not an article" if "single" not in classes and classes & _LIST else None


def _prints_date(page: HtmlPage, article: Article) -> bool:
    """Return whether a date is printed near the title, rather than in the metadata alone."""
    dated = f"//time[{has_class('entry-date')}] | //*[{has_class('posted-on')} or {has_class('entry-date')}]"
    return article.published is not None and (
        bool(find(page.root, dated)) or not meta(page.root, "article:modified_time")
    )
