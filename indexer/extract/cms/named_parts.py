"""An article whose page names its parts: title above a text, both called so (`names`), the rest by what is printed.

WordPress, SharePoint, VNPT's portal and most ASP.NET portals are read here. Where a page names no text, or its title
is not found above it, this says nothing and the page is read like one of an unknown site.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from ....model import Article
from ...html.lines import is_paragraph, without_lead_in, words
from ...html.tree import HUGE, Element, Web, attachments, find, first_image, lines_around, one_line, text_lines
from ...page import Rejected
from ..boilerplate import is_no_title, is_stop, phrase
from ..fields.body import read_body
from ..fields.byline import as_printed, is_account, labelled, looks_like_name, person_credited, printed_byline
from ..fields.dateline import DateLine, read_dateline
from ..fields.parts import content_image, declared_title, own_lead, printed_date, publication, site_name, tags_of
from ..finish import absolute, finish
from ..learned_boilerplate import without_learnt
from .class_names import is_outside, role_of

_MOST_CANDIDATES = 40
_LONGEST_TITLE = 400
_NEAR = 14  # lines above or below the text in which its date and byline stand
_LEAST = 80  # characters
_OWN = 0.6
"""Share of an outer part's text that an inner one of the same name must hold to be the text itself."""
_MOST_LINKED = 0.5
_LEAST_SHARE = 0.35
"""Of a page's running text beside its asides: what is called the text must hold it."""


_ROLES = ("admin", "quan tri", "quantri", "bbt", "editor", "root", "webmaster")
"""With these the names of posting accounts begin."""


@dataclass(slots=True)
class _Parts:
    """The named parts of a page in its order, each with its place in that order."""

    titles: list[tuple[int, Element]] = field(default_factory=list)
    leads: list[tuple[int, Element]] = field(default_factory=list)
    bodies: list[tuple[int, Element]] = field(default_factory=list)
    authors: list[tuple[int, Element]] = field(default_factory=list)


def read_named(web: Web) -> Article | Rejected | None:
    """The article, or None where the page does not name its parts."""
    parts = _parts(web.root) if web.elements <= HUGE else _Parts()
    at, body = _body(parts.bodies)
    if body is None:
        return None
    titled = _title(web, parts.titles, at, body)
    if titled is None:
        return None
    title_at, heading, title = titled
    column = next(iter(element for element in body.iterancestors() if element in set(heading.iterancestors())), body)
    text = [line for line in text_lines(body, is_outside) if phrase(line) != phrase(title)]
    if _running_length(text) < _LEAST_SHARE * _running_length(text_lines(web.root, is_outside)):
        return None  # a part of the text, or of something else
    own = read_body([line for line in without_learnt(text, web.page.learnt) if read_dateline(line) is None], title)
    if not own.lines:
        return None
    above, below = lines_around(column, body)
    between = _below_title(above, title)
    near = _near(below)
    date = printed_date(between[:_NEAR]) or printed_date(_right_above(above, title)) or _worded(near)
    lead = " ".join(_leads(parts.leads, title_at, at, heading))
    lead = lead or " ".join(_running(between))
    author = printed_byline(between) or printed_byline(near) or own.author or _author(parts.authors, column, near)
    image = absolute(content_image(web), web.base) or first_image(web, body) or first_image(web, column)
    return finish(
        web.page,
        url=web.url,
        title=title,
        summary=own_lead(lead, own.lines) if lead else None,
        body="\n".join(own.lines),
        published=publication(web, date.published if date else None),
        author=author,
        source=site_name(web),
        image=image,
        tags=tags_of(web, web.root),
        attachments=attachments(web, column),
    )


def _parts(root: Element) -> _Parts:
    parts = _Parts()
    walker = etree.iterwalk(root, events=("start",))
    for place, (_, element) in enumerate(walker):
        if not isinstance(element.tag, str):
            continue
        if is_outside(element):
            walker.skip_subtree()
            continue
        role = role_of(element)
        if element.tag == "h1" or role == "title":
            parts.titles.append((place, element))
        elif role == "lead":
            parts.leads.append((place, element))
        elif (role == "body" and element.tag not in {"body", "html", "form", "span", "a", "p", "li"} | _headings()) or (
            role == "body" and element.tag == "span"
        ):
            parts.bodies.append((place, element))
        elif role == "author":
            parts.authors.append((place, element))
    return parts


def _headings() -> set[str]:
    return {"h1", "h2", "h3", "h4", "h5", "h6"}


def _body(candidates: Sequence[tuple[int, Element]]) -> tuple[int, Element | None]:
    """The innermost part named as the text that holds most of it; None where several of a kind make a list."""
    sized = []
    for place, element in candidates[:_MOST_CANDIDATES]:
        lines = text_lines(element, is_outside)
        size = sum(map(len, lines))
        if size >= _LEAST and _linked(element, size) < _MOST_LINKED:
            sized.append((place, element, size))
    if not sized:
        return 0, None
    place, best, size = max(sized, key=lambda one: one[2])
    inner = [one for one in sized if one[1] is not best and best in set(one[1].iterancestors())]
    for one in inner:
        if one[2] >= _OWN * size:
            place, best, size = one
    peers = [one for one in sized if one[1] is not best and not _nested(one[1], best)]
    return (0, None) if len(peers) >= 2 and sum(one[2] for one in peers) > size else (place, best)


def _nested(one: Element, other: Element) -> bool:
    return one in set(other.iterancestors()) or other in set(one.iterancestors())


def _linked(element: Element, size: int) -> float:
    return sum(len(one_line(link)) for link in find(element, ".//a[@href]")) / max(1, size)


def _title(
    web: Web, candidates: Sequence[tuple[int, Element]], at: int, body: Element
) -> tuple[int, Element, str] | None:
    """The heading above the text that is most like what the page declares as its title; of equals the nearest."""
    declared, site = set(phrase(declared_title(web)).split()), phrase(site_name(web) or "")
    best: tuple[float, int, Element, str] | None = None
    holders = set(body.iterancestors())
    for place, element in candidates[-_MOST_CANDIDATES:] if len(candidates) > _MOST_CANDIDATES else candidates:
        if place > at or element in holders:
            continue
        title = without_lead_in(one_line(element))
        own = set(phrase(title).split())
        if not own or len(title) > _LONGEST_TITLE or words(title) < 2 or phrase(title) == site or is_no_title(title):
            continue
        if element.tag != "h1" and web.url and _leads_elsewhere(web, element):
            continue
        likeness = len(own & declared) / len(own | declared) if declared else 0.0
        score = round(likeness, 1) + 0.05 * (element.tag == "h1")
        if best is None or (score, place) > best[:2]:
            best = (score, place, element, title)
    return best[1:] if best else None


def _leads_elsewhere(web: Web, element: Element) -> bool:
    links = find(element, ".//a[@href]") or ([element] if element.tag == "a" else [])
    address = absolute(links[0].get("href"), web.base) if links else None
    return address is not None and address.split("#")[0] != (web.url or "").split("#")[0]


def _below_title(above: Sequence[str], title: str) -> list[str]:
    wanted = phrase(title)
    at = max((index for index, line in enumerate(above) if phrase(line) == wanted), default=-1)
    return list(above[at + 1 :])


def _right_above(above: Sequence[str], title: str) -> Sequence[str]:
    """The two lines above the title: further up a clock may stand."""
    end = len(above) - len(_below_title(above, title)) - 1
    return above[max(0, end - 2) : max(0, end)]


def _near(below: Sequence[str]) -> list[str]:
    """The lines right below the text, up to what only stands below articles."""
    near: list[str] = []
    for line in below[:_NEAR]:
        if is_stop(line) and labelled(line) is None:
            break
        near.append(line)
    return near


def _worded(lines: Sequence[str]) -> DateLine | None:
    dates = (date for line in lines if (date := read_dateline(line)) is not None and date.published is not None)
    return next((date for date in dates if date.worded and not date.updated), None)


def _running_length(lines: Sequence[str]) -> int:
    return sum(len(line) for line in lines if is_paragraph(line))


def _running(between: Sequence[str]) -> list[str]:
    found = [line for line in between if is_paragraph(line) and read_dateline(line) is None and labelled(line) is None]
    return found if len(found) <= 2 else []


def _leads(named: Sequence[tuple[int, Element]], below: int, at: int, heading: Element) -> list[str]:
    """The texts named as a lead between heading and text, an inner one with the outer."""
    found: list[Element] = []
    for place, element in named:
        if below < place < at and not any(_nested(element, other) for other in (*found, heading)):
            found.append(element)
    return [line for line in map(one_line, found) if read_dateline(line) is None]


def _author(named: Sequence[tuple[int, Element]], column: Element, near: Sequence[str]) -> str | None:
    """Who is named where a template prints the author; no posting account, told by its name or its page's address."""
    for _, element in named:
        if column not in set(element.iterancestors()):
            continue
        links = [link.get("href") or "" for link in (*find(element, ".//a[@href]"), element) if link.get("href")]
        if any(is_account(link.rstrip("/").rsplit("/", 1)[-1]) and _is_role(link) for link in links):
            continue
        text = _without_by(one_line(element)).strip(" -–—|,;")
        name = labelled(text) or (text if looks_like_name(text) else None)
        author = as_printed(name)
        if author is not None:
            return author
    below = next(iter(near), "")
    return as_printed(below) if looks_like_name(below) else person_credited(near)


def _is_role(link: str) -> bool:
    slug = phrase(link.rstrip("/").rsplit("/", 1)[-1].replace("-", " "))
    return slug.startswith(_ROLES)


def _without_by(text: str) -> str:
    first, _, rest = text.partition(" ")
    return rest if first.lower().strip(":") in {"bởi", "by"} else text
