"""Pages whose templates name their parts: a title above a text, both named so (`class_names`).

WordPress, SharePoint, VNPT's portal and most ASP.NET portals are read here. A page that names no text, or has no title
above it, is left to the extractor for unknown systems.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from ....model import Article
from ...html.text import Element, lines_around, one_line, text_lines
from ...html.tree import HUGE, HtmlPage, attachments, find, first_image
from ...html.urls import absolute_url
from ...page import Rejected
from ..boilerplate import cannot_be_title, is_stop_line, phrase_key
from ..build_article import build_article
from ..fields.body import Body, lead_unless_repeated, read_body
from ..fields.byline import (
    clean_byline,
    credited_person,
    find_byline,
    is_account_name,
    labelled_name,
    looks_like_name,
)
from ..fields.dateline import find_dateline, find_worded_dateline, read_dateline
from ..fields.metadata import declared_image, declared_title, publication_time, site_name
from ..fields.tags import tags_of
from ..learned_boilerplate import without_learned_lines
from ..lines import clean_title, is_paragraph, word_count
from .class_names import is_outside_article, role_of

_MAX_CANDIDATES = 40
_MAX_TITLE_LENGTH = 400
_NEAR = 14  # lines above or below the text in which its date and byline stand
_MIN_TEXT_LENGTH = 80  # characters
_OWN = 0.6
"""Share of an outer part's text that an inner part named as the text must hold to be preferred."""
_MAX_LINKED_SHARE = 0.5
_MIN_SHARE = 0.35
"""Share of a page's running text, asides not counted, that a part named as the text must hold."""
_NOT_A_TEXT = {"body", "html", "form", "a", "p", "li", "h1", "h2", "h3", "h4", "h5", "h6"}
"""Elements that are not the text whatever their name."""
_ACCOUNTS = ("admin", "quan tri", "quantri", "bbt", "editor", "root", "webmaster")
"""With these the names of posting accounts begin."""


@dataclass(slots=True)
class _Parts:
    """The named parts of a page in document order, each with its position in that order."""

    titles: list[tuple[int, Element]] = field(default_factory=list)
    leads: list[tuple[int, Element]] = field(default_factory=list)
    bodies: list[tuple[int, Element]] = field(default_factory=list)
    authors: list[tuple[int, Element]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Layout:
    """The elements that hold title and text; `column` is the smallest element that holds both."""

    title: str
    heading: Element
    heading_at: int
    body: Element
    body_at: int
    column: Element


def extract_named_parts(page: HtmlPage) -> Article | Rejected | None:
    """Return the article, or None if the page does not name its parts."""
    parts = _parts(page.root) if page.elements <= HUGE else _Parts()
    layout = _layout(page, parts)
    body = _read_body(page, layout) if layout else None
    if layout is None or body is None:
        return None
    column, title = layout.column, layout.title
    above, below = lines_around(column, layout.body)
    between, near = _below_title(above, title), _near(below)
    date = (
        find_dateline(between[:_NEAR]) or find_dateline(_right_above_title(above, title)) or find_worded_dateline(near)
    )
    lead = " ".join(_named_leads(parts.leads, layout)) or " ".join(_printed_lead(between))
    author = find_byline(between) or find_byline(near) or body.author or _author(parts.authors, column, near)
    image = absolute_url(declared_image(page), page.base) or first_image(page, layout.body) or first_image(page, column)
    return build_article(
        page.raw,
        url=page.url,
        title=title,
        summary=lead_unless_repeated(lead, body.lines) if lead else None,
        body="\n".join(body.lines),
        published=publication_time(page, date.published if date else None),
        author=author,
        source=site_name(page),
        image=image,
        tags=tags_of(page),
        attachments=attachments(page, column),
    )


def _parts(root: Element) -> _Parts:
    """Return the named parts; every first-level heading may be the title."""
    parts = _Parts()
    walker = etree.iterwalk(root, events=("start",))
    for place, (_, element) in enumerate(walker):
        if not isinstance(element.tag, str):
            continue
        if is_outside_article(element):
            walker.skip_subtree()
            continue
        role = role_of(element)
        if element.tag == "h1" or role == "title":
            parts.titles.append((place, element))
        elif role == "lead":
            parts.leads.append((place, element))
        elif role == "body" and element.tag not in _NOT_A_TEXT:
            parts.bodies.append((place, element))
        elif role == "author":
            parts.authors.append((place, element))
    return parts


def _layout(page: HtmlPage, parts: _Parts) -> _Layout | None:
    """Return the elements of title and text, or None if one of them is missing."""
    at, body = _body(parts.bodies)
    if body is None:
        return None
    titled = _title(page, parts.titles, at, body)
    if titled is None:
        return None
    heading_at, heading, title = titled
    around_heading = set(heading.iterancestors())
    column = next((element for element in body.iterancestors() if element in around_heading), body)
    return _Layout(title, heading, heading_at, body, at, column)


def _read_body(page: HtmlPage, layout: _Layout) -> Body | None:
    """Return the body, or None if the part named as the text holds too little of the page's running text."""
    title = layout.title
    text = [line for line in text_lines(layout.body, is_outside_article) if phrase_key(line) != phrase_key(title)]
    if _running_length(text) < _MIN_SHARE * _running_length(text_lines(page.root, is_outside_article)):
        return None  # a part of the text, or of something else
    text = without_learned_lines(text, page.raw.learned_lines)
    body = read_body([line for line in text if read_dateline(line) is None], title)
    return body if body.lines else None


def _body(candidates: Sequence[tuple[int, Element]]) -> tuple[int, Element | None]:
    """Return the innermost part named as the text that holds most of it, with its position.

    None if there is no such part, or if the page is a list because it has several such parts of similar size.
    """
    sized = []
    for place, element in candidates[:_MAX_CANDIDATES]:
        lines = text_lines(element, is_outside_article)
        size = sum(map(len, lines))
        if size >= _MIN_TEXT_LENGTH and _linked_share(element, size) < _MAX_LINKED_SHARE:
            sized.append((place, element, size))
    if not sized:
        return 0, None
    place, best, size = max(sized, key=lambda one: one[2])
    inner = [one for one in sized if one[1] is not best and best in set(one[1].iterancestors())]
    for one in inner:
        if one[2] >= _OWN * size:
            place, best, size = one
    peers = [one for one in sized if one[1] is not best and not _are_nested(one[1], best)]
    return (0, None) if len(peers) >= 2 and sum(one[2] for one in peers) > size else (place, best)


def _are_nested(one: Element, other: Element) -> bool:
    return one in set(other.iterancestors()) or other in set(one.iterancestors())


def _linked_share(element: Element, size: int) -> float:
    """Return the share of an element's text, `size` characters, that consists of links."""
    return sum(len(one_line(link)) for link in find(element, ".//a[@href]")) / max(1, size)


def _title(
    page: HtmlPage, candidates: Sequence[tuple[int, Element]], at: int, body: Element
) -> tuple[int, Element, str] | None:
    """Return the heading above the text that is most like the declared title; among equal ones the nearest.

    `at` is the position of the text. The result is the heading's position, the heading and its text.
    """
    declared, site = set(phrase_key(declared_title(page)).split()), phrase_key(site_name(page) or "")
    best: tuple[float, int, Element, str] | None = None
    around_body = set(body.iterancestors())
    for place, element in candidates[-_MAX_CANDIDATES:]:
        if place > at or element in around_body:
            continue
        title = clean_title(one_line(element))
        key = phrase_key(title)
        own = set(key.split())
        if not own or len(title) > _MAX_TITLE_LENGTH or word_count(title) < 2 or key == site or cannot_be_title(title):
            continue
        if element.tag != "h1" and page.url and _links_elsewhere(page, element):
            continue
        likeness = len(own & declared) / len(own | declared) if declared else 0.0
        score = round(likeness, 1) + 0.05 * (element.tag == "h1")
        if best is None or (score, place) > best[:2]:
            best = (score, place, element, title)
    return best[1:] if best else None


def _links_elsewhere(page: HtmlPage, element: Element) -> bool:
    links = find(element, ".//a[@href]") or ([element] if element.tag == "a" else [])
    address = absolute_url(links[0].get("href"), page.base) if links else None
    return address is not None and address.split("#")[0] != (page.url or "").split("#")[0]


def _below_title(above: Sequence[str], title: str) -> list[str]:
    """Return those of the lines above the text that are below the title."""
    wanted = phrase_key(title)
    at = max((index for index, line in enumerate(above) if phrase_key(line) == wanted), default=-1)
    return list(above[at + 1 :])


def _right_above_title(above: Sequence[str], title: str) -> Sequence[str]:
    """Return the two lines above the title; lines further up may be the page's clock."""
    end = len(above) - len(_below_title(above, title)) - 1
    return above[max(0, end - 2) : max(0, end)]


def _near(below: Sequence[str]) -> list[str]:
    """Return the lines right below the text, up to the first stop line."""
    near: list[str] = []
    for line in below[:_NEAR]:
        if is_stop_line(line) and labelled_name(line) is None:
            break
        near.append(line)
    return near


def _running_length(lines: Sequence[str]) -> int:
    return sum(len(line) for line in lines if is_paragraph(line))


def _printed_lead(between: Sequence[str]) -> list[str]:
    """Return the running text between title and text, if it is at most two paragraphs."""
    lead = [
        line for line in between if is_paragraph(line) and read_dateline(line) is None and labelled_name(line) is None
    ]
    return lead if len(lead) <= 2 else []


def _named_leads(leads: Sequence[tuple[int, Element]], layout: _Layout) -> list[str]:
    """Return the texts named as a lead between heading and text; of nested parts the outermost."""
    kept: list[Element] = []
    for place, element in leads:
        is_between = layout.heading_at < place < layout.body_at
        if is_between and not any(_are_nested(element, other) for other in (*kept, layout.heading)):
            kept.append(element)
    return [line for line in map(one_line, kept) if read_dateline(line) is None]


def _author(named: Sequence[tuple[int, Element]], column: Element, near: Sequence[str]) -> str | None:
    """Return the name where a template prints the author, unless it is a posting account by its name or by the address
    of its page; else a bare name or a credited person right below the text."""
    for _, element in named:
        if column not in set(element.iterancestors()):
            continue
        links = [link.get("href") or "" for link in (*find(element, ".//a[@href]"), element) if link.get("href")]
        if any(map(_is_account_page, links)):
            continue
        text = _without_by(one_line(element)).strip(" -–—|,;")
        name = labelled_name(text) or (text if looks_like_name(text) else None)
        author = clean_byline(name)
        if author is not None:
            return author
    below = next(iter(near), "")
    return clean_byline(below) if looks_like_name(below) else credited_person(near)


def _is_account_page(link: str) -> bool:
    """Return whether a link leads to the page of a posting account (`/author/admin/`)."""
    slug = link.rstrip("/").rsplit("/", 1)[-1]
    return is_account_name(slug) and phrase_key(slug.replace("-", " ")).startswith(_ACCOUNTS)


def _without_by(text: str) -> str:
    first, _, rest = text.partition(" ")
    return rest if first.lower().strip(":") in {"bởi", "by"} else text
