"""NukeViet, the CMS of many Vietnamese portals (versions 3 and 4, any theme that keeps its class names).

An article of its news module has a body in `#news-bodyhtml` and the day it was posted printed above; all else (lists,
forms, static pages) has none. `article:published_time` is malformed, the hidden author may be the posting account.
"""

from __future__ import annotations

from ....model import Article
from ...html.tree import (
    Element,
    Web,
    attachments,
    find,
    first_image,
    has_class,
    is_hidden,
    lines_around,
    meta,
    text_lines,
)
from ...page import Rejected
from ..fields.byline import printed_byline
from ..fields.parts import content_image, own_lead, printed_date, printed_title, signed, site_name, tags_of
from ..finish import absolute, finish

_BODY = f"//*[@id='news-bodyhtml' or @id='bodyhtml' or @itemprop='articleBody' or {has_class('bodytext')}]"
_LEAD = f".//*[@id='hometext' or {has_class('hometext')}]"
_COLUMN = f"ancestor::*[{has_class('news_column')} or @itemtype][1]"


def recognise(web: Web) -> Article | Rejected | None:
    """The article, the reason why there is none, or None where this is another system's page."""
    generator = meta(web.root, "generator") or ""
    if "nukeviet" not in generator.lower() and not find(web.root, "//*[@id='news-bodyhtml']"):
        return None
    bodies = [element for element in find(web.root, _BODY) if not is_hidden(element)]
    if not bodies:
        return Rejected(web.page.origin, _without_body(web))
    body = bodies[0]
    column = next(iter(find(body, _COLUMN)), body.getparent())
    above, below = lines_around(column, body)
    date = printed_date(above)
    if date is None:
        return Rejected(web.page.origin, "a static page, not an article: no printed date")
    title = printed_title(web, f"//h1[@itemprop='headline'] | //h1[{has_class('title')}]", "//h1")
    lines = text_lines(body)
    leads = (element for element in find(column, _LEAD) if not is_hidden(element))
    lead = " ".join(line for element in leads for line in text_lines(element, _is_no_lead))
    return finish(
        web.page,
        url=web.url,
        title=title,
        summary=own_lead(lead, lines),
        body="\n".join(lines),
        published=date.published,
        author=printed_byline(below) or printed_byline(above) or signed(lines, title),
        source=site_name(web),
        image=absolute(content_image(web), web.base) or first_image(web, column),
        tags=tags_of(web, web.root),
        attachments=attachments(web, column),
    )


def _is_no_lead(element: Element) -> bool:
    """Hidden, or the caption of the picture that version 3 puts into the lead's box."""
    return is_hidden(element) or element.tag == "figcaption" or "imgalt" in (element.get("class") or "").split()


def _without_body(web: Web) -> str:
    if meta(web.root, "og:type") == "article":
        return "no article text in it"
    return "a list of articles or a form, not an article"
