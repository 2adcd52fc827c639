"""WordPress with the themes that authorities use: the class of `<body>` says what kind of page it is.

`single` is a post; lists (`archive`, `category`, `blog`), searches, errors and pages (`page`) carry their own. A page
is static unless it prints a date. Posting accounts stand where themes print an author, so a byline in the text wins.
"""

from __future__ import annotations

from ....model import Article
from ...html.tree import Web, attribute, find, has_class, meta
from ...page import Rejected
from .generic import read_article
from .named_parts import read_named

_OWN = {"single-post", "wp-singular", "wp-custom-logo"}
_THEME = "//link[contains(@href, '/wp-content/')]"
_SEARCH = {"search", "search-results", "search-no-results"}
_LIST = {"archive", "category", "tag", "author", "date", "blog", "tax", "post-type-archive", "paged"}


def recognise(web: Web) -> Article | Rejected | None:
    """The article, the reason why there is none, or None where this is another system's page."""
    kinds = set((attribute(web.root, "//body/@class") or "").split())
    generator = (meta(web.root, "generator") or "").lower()
    if "wordpress" not in generator and not kinds & _OWN and not find(web.root, _THEME):
        return None
    reason = _reason(kinds)
    if reason is not None:
        return Rejected(web.page.origin, reason)
    found = read_named(web) or read_article(web)
    if isinstance(found, Rejected) or "single" in kinds or not kinds & {"page", "home"} or _prints_date(web, found):
        return found
    return Rejected(web.page.origin, "a static page, not an article: no printed date")


def _reason(kinds: set[str]) -> str | None:
    """What the classes of `<body>` say that a page is, if it is none of an article."""
    if "error404" in kinds:
        return "no article: a page that was not found"
    if kinds & _SEARCH:
        return "the results of a search, not an article"
    if "attachment" in kinds:
        return "a picture's or a file's own page, not an article"
    return "a list of articles, not an article" if "single" not in kinds and kinds & _LIST else None


def _prints_date(web: Web, article: Article) -> bool:
    """A date stands by the title for readers, not in the metadata alone."""
    dated = f"//time[{has_class('entry-date')}] | //*[{has_class('posted-on')} or {has_class('entry-date')}]"
    return article.published is not None and (
        bool(find(web.root, dated)) or not meta(web.root, "article:modified_time")
    )
