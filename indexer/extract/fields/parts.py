"""What the recognisers share: a lead beside its body, where a title comes from, dates on the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ....knowledge.dates import parse_published
from ...html.lines import without_lead_in, words
from ...html.tree import Element, Web, attribute, find, is_hidden, meta, one_line
from .body import read_body
from .dateline import DateLine, read_dateline

_WORDS = re.compile(r"\w+")
_TAGGED = ".//*[contains(@class, 'ag') or contains(@class, 'khoa') or contains(@class, 'ey')]"
_TAGS_CLASS = re.compile(
    r"(?:^|\s)(?:(?:post|news|article|entry|detail|td|box|list)[-_]?tags?|tags?(?:[-_]?(?:links?|list))?|tags[-_]links"
    r"|divtags|tu-?khoa|keywords?)(?:\s|$)",
    re.IGNORECASE,
)
_CREATED = " or ".join(f"contains(@property, '{name}')" for name in ("dc:created", "schema:dateCreated", "dc:date"))
_TAGS_LABEL = re.compile(r"#?\s*(?:từ\s+(?:khóa|khoá)|tags?|keywords?|thẻ)\s*[:：]\s*", re.IGNORECASE)
_LONGEST_LABEL = 20
_FILED_UNDER = re.compile(r"/(?:category|chuyen-muc)/", re.IGNORECASE)
"""A section's address; WordPress calls links to sections and to tags alike."""
_TIME_ALONE = re.compile(r"\D{0,8}\d{1,2}\s?[:hg]\s?\d{2}(?:\s?[:p]\s?\d{2})?\s*(?:[AP]M|SA|CH)?", re.IGNORECASE)
_FEW_TIMES = 10
_LINE_PARTS = re.compile(r"\s+[/|•·]\s+")
_LONGEST_LINE = 300
_SITE_PART = re.compile(r"\s+[-–—|»:]\s+")


def own_lead(lead: str, body: Sequence[str]) -> str | None:
    """A page's lead where its body does not repeat it, else None."""
    wanted = _WORDS.findall(lead.lower())
    if not wanted:
        return None
    room = 4 * len(lead) + 2000
    start = " ".join(_WORDS.findall("\n".join(body)[:room].lower()))
    return None if f" {' '.join(wanted)} " in f" {start} " else lead


def printed_title(web: Web, *paths: str) -> str:
    """The first heading that the XPaths find, else what the page says of itself, without the site's name."""
    for path in paths:
        for element in find(web.root, path):
            title = without_lead_in(one_line(element))
            if title:
                return title
    return declared_title(web)


def declared_title(web: Web) -> str:
    """`og:title` or the title element, without the site's name behind it."""
    title = meta(web.root, "og:title", "twitter:title")
    if title:
        return without_lead_in(title)
    title = attribute(web.root, "//title/text()") or ""
    parts = _SITE_PART.split(title)
    longest = max(parts, key=len, default="")
    return without_lead_in(parts[0] if words(parts[0]) >= 4 or len(parts) == 1 else longest)


def printed_date(lines: Iterable[str]) -> DateLine | None:
    """The first date line among the lines; one that says it is the publication wins over one that does not.

    A time of day that stands alone on the line below a day is that day's.
    """
    dates: list[DateLine] = []
    above: DateLine | None = None
    for line in lines:
        date = read_dateline(line) or _date_of_part(line)
        if date is None and above is not None and above.published and _TIME_ALONE.fullmatch(line):
            timed = parse_published(f"{above.published} {line}")
            dates[-1] = replace(above, published=timed or above.published)
        above = date if date is not None and date.published and "T" not in date.published else None
        if date is not None and date.published is not None:
            dates.append(date)
    return next((date for date in dates if date.worded and not date.updated), dates[0] if dates else None)


def _date_of_part(line: str) -> DateLine | None:
    """The date among the several things that a line says, where bars or strokes part them."""
    parts = _LINE_PARTS.split(line) if len(line) <= _LONGEST_LINE else []
    dates = [date for part in parts if len(parts) > 1 and (date := read_dateline(part)) is not None]
    return dates[0] if len(dates) == 1 else None


def declared_date(web: Web) -> str | None:
    """The publication time in the page's metadata, where it is well formed."""
    given = meta(web.root, "article:published_time", "datePublished", "pubdate", "DC.date.issued", "dc.date.issued")
    given = given or attribute(web.root, "//*[@itemprop='datePublished']/@datetime | //article//time/@datetime")
    given = given or attribute(web.root, f"//*[{_CREATED}]/@content")  # Drupal's RDFa
    given = given or news_article(web).get("datePublished")
    return parse_published(given) if given and re.match(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}|$)", given) else None


def publication(web: Web, printed: str | None) -> str | None:
    """The printed day, with the time that the page declares for the same day where it prints none.

    A printed day that is the declared one with month and day exchanged was printed the American way.
    """
    declared = declared_date(web)
    if printed and declared and declared[:10] != printed[:10] == f"{declared[:4]}-{declared[8:10]}-{declared[5:7]}":
        return declared
    if printed and "T" not in printed:
        timed = (
            parse_published(str(time.get("datetime"))) for time in find(web.root, "//time[@datetime]")[:_FEW_TIMES]
        )
        return next((one for one in (declared, *timed) if one and one.startswith(f"{printed}T")), printed)
    return printed or declared


def signed(lines: Sequence[str], title: str) -> str | None:
    """The name an article's text closes with, which stays in the text."""
    return read_body(lines, title).author


def content_image(web: Web) -> str | None:
    """The picture the page names as its own; a template's placeholder is none."""
    image = meta(web.root, "og:image", "twitter:image") or attribute(web.root, "//link[@rel='image_src']/@href")
    image = image or news_article(web).get("image")
    return None if image is None or re.search(r"no[_-]?image|logo|default\.|favicon", image, re.IGNORECASE) else image


def site_name(web: Web) -> str | None:
    """What the portal calls itself."""
    publisher = "//*[@itemprop='publisher']//*[@itemprop='name']/text()"
    named = meta(web.root, "og:site_name", "application-name") or attribute(web.root, publisher)
    return named or news_article(web).get("publisher")


_TOLD = ("headline", "datePublished", "dateModified", "publisher", "image", "articleSection")


def news_article(web: Web) -> dict[str, str]:
    """What a page's JSON-LD says of the article on it: `headline`, `datePublished`, `dateModified`, `publisher`,
    `image` and `articleSection`."""
    for item in json_ld(web):
        kind = item.get("@type")
        if any(str(one).endswith(("Article", "BlogPosting")) for one in (kind if isinstance(kind, list) else [kind])):
            told = {name: _text_of(item.get(name)) for name in _TOLD}
            return {name: value for name, value in told.items() if value}
    return {}


def json_ld(web: Web) -> Iterator[dict[str, object]]:
    """The objects of a page's JSON-LD, those of its graphs among them; what is malformed is passed over."""
    for script in find(web.root, "//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _items(data)


def _items(data: object) -> list[dict[str, object]]:
    """The objects of a JSON-LD document: itself, a list's, those of `@graph`."""
    listed = data if isinstance(data, list) else [data]
    graphs = (item.get("@graph") for item in listed if isinstance(item, dict))
    inner = (one for graph in graphs if isinstance(graph, list) for one in graph)
    return [item for item in (*listed, *inner) if isinstance(item, dict)]


def _text_of(value: object) -> str:
    """A text, or the name or address of what a JSON-LD property holds."""
    first = value[0] if isinstance(value, list) and value else value
    if isinstance(first, dict):
        first = first.get("name") or first.get("url")
    return " ".join(first.split()) if isinstance(first, str) else ""


def _labelled_tags(element: Element) -> list[Element]:
    """The links behind a label `Từ khóa:` or `Tags:`, in its own box or the one around."""
    for part in element.iter("strong", "b", "span", "label", "em", "div", "p", "td", "li", "h3", "h4", "h5"):
        label = (part.text or "").strip()
        if 4 <= len(label) <= _LONGEST_LABEL and _TAGS_LABEL.fullmatch(label):
            links = find(part, ".//a[@href]") or find(part, "following-sibling::a | following-sibling::*//a[@href]")
            if links:
                return [link for link in links if not is_hidden(link)]
    return []


def tags_of(web: Web, *elements: Element) -> tuple[str, ...]:
    """The keywords an article lists, as links marked as tags or in a part called so; a cloud of all tags is none."""
    links = [link for element in elements for link in find(element, ".//a[@rel='tag' or @rel='dofollow tag']")]
    links = links or [
        link
        for element in elements
        for part in find(element, _TAGGED)
        if _TAGS_CLASS.search((part.get("class") or "")[:300])
        for link in find(part, ".//a[@href]")
    ]
    links = links or [link for element in elements for link in _labelled_tags(element)]
    found = [one_line(link).lstrip("#").strip() for link in links if not _FILED_UNDER.search(link.get("href") or "")]
    return tuple(dict.fromkeys(tag for tag in found if tag and len(tag) <= 100))
