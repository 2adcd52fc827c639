"""NukeViet, the system of many Vietnamese portals (versions 3 and 4, any theme that keeps its class names).

An article of its news module has a body in `#news-bodyhtml` and the day it was posted printed above; all other pages
(lists, forms, static pages) have none. `article:published_time` is malformed and the hidden author may be the posting
account, so that neither is read.
"""

from __future__ import annotations

from ....model import Article
from ...html.text import Element, is_hidden, lines_around, one_line, text_lines
from ...html.tree import HtmlPage, attachments, find, first_image, has_class, meta
from ...html.urls import absolute_url
from ...page import Rejected
from ..build_article import NO_TEXT, build_article
from ..fields.body import lead_unless_repeated, read_body
from ..fields.byline import find_byline
from ..fields.dateline import find_dateline
from ..fields.metadata import declared_image, declared_title, site_name
from ..fields.tags import tags_of
from ..lines import clean_title

_BODY = f"//*[@id='news-bodyhtml' or @id='bodyhtml' or @itemprop='articleBody' or {has_class('bodytext')}]"
_LEAD = f".//*[@id='hometext' or {has_class('hometext')}]"
_COLUMN = f"ancestor::*[{has_class('news_column')} or @itemtype][1]"
_TITLES = (f"//h1[@itemprop='headline'] | //h1[{has_class('title')}]", "//h1")


def extract_nukeviet(page: HtmlPage) -> Article | Rejected | None:
    """Return the article, the reason why there is none, or None if this is another system's page."""
    generator = meta(page.root, "generator") or ""
    if "nukeviet" not in generator.lower() and not find(page.root, "//*[@id='news-bodyhtml']"):
        return None
    bodies = [element for element in find(page.root, _BODY) if not is_hidden(element)]
    if not bodies:
        is_article = meta(page.root, "og:type") == "article"
        return Rejected(page.raw.origin, NO_TEXT if is_article else "a list of articles or a form, not an article")
    body = bodies[0]
    column = next(iter(find(body, _COLUMN)), body.getparent())
    above, below = lines_around(column, body)
    date = find_dateline(above)
    if date is None:
        return Rejected(page.raw.origin, "a static page, not an article: no printed date")
    title = _title(page)
    lines = text_lines(body)
    return build_article(
        page.raw,
        url=page.url,
        title=title,
        summary=lead_unless_repeated(_lead(column), lines),
        body="\n".join(lines),
        published=date.published,
        # The name that signs the text stays in it.
        author=find_byline(below) or find_byline(above) or read_body(lines, title).author,
        source=site_name(page),
        image=absolute_url(declared_image(page), page.base) or first_image(page, column),
        tags=tags_of(page),
        attachments=attachments(page, column),
    )


def _title(page: HtmlPage) -> str:
    """Return the first heading that holds a title, else the declared title."""
    headings = (clean_title(one_line(element)) for path in _TITLES for element in find(page.root, path))
    return next(filter(None, headings), None) or declared_title(page)


def _lead(column: Element) -> str:
    leads = (element for element in find(column, _LEAD) if not is_hidden(element))
    return " ".join(line for element in leads for line in text_lines(element, _is_no_lead))


def _is_no_lead(element: Element) -> bool:
    """Return whether an element is hidden, or the caption of the picture that version 3 puts into the lead's box."""
    return is_hidden(element) or element.tag == "figcaption" or "imgalt" in (element.get("class") or "").split()
