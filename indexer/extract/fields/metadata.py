"""Declarations in the markup of a page: title, site name, publication time, picture, and its JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from ....knowledge.dates import parse_published
from ...html.tree import HtmlPage, attribute, find, meta
from ..lines import clean_title, word_count

_CREATED = " or ".join(f"contains(@property, '{name}')" for name in ("dc:created", "schema:dateCreated", "dc:date"))
_ISO_TIME = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}|$)")
_MAX_TIMES = 10
_SITE_PART = re.compile(r"\s+[-–—|»:]\s+")
_PLACEHOLDER = re.compile(r"no[_-]?image|logo|default\.|favicon", re.IGNORECASE)
_PROPERTIES = ("headline", "datePublished", "dateModified", "publisher", "image", "articleSection")


def declared_title(page: HtmlPage) -> str:
    """Return `og:title` or the title element, without the site's name behind it."""
    title = meta(page.root, "og:title", "twitter:title")
    if title:
        return clean_title(title)
    title = attribute(page.root, "//title/text()") or ""
    parts = _SITE_PART.split(title)
    longest = max(parts, key=len, default="")
    return clean_title(parts[0] if word_count(parts[0]) >= 4 or len(parts) == 1 else longest)


def declared_time(page: HtmlPage) -> str | None:
    """Return the publication time in the page's metadata, if it is well formed."""
    given = meta(page.root, "article:published_time", "datePublished", "pubdate", "DC.date.issued", "dc.date.issued")
    given = given or attribute(page.root, "//*[@itemprop='datePublished']/@datetime | //article//time/@datetime")
    given = given or attribute(page.root, f"//*[{_CREATED}]/@content")  # Drupal's RDFa
    given = given or news_article(page).get("datePublished")
    return parse_published(given) if given and _ISO_TIME.match(given) else None


def publication_time(page: HtmlPage, printed: str | None) -> str | None:
    """Return the printed day, with the time that the page declares for the same day if it prints none.

    A printed day that is the declared one with month and day exchanged is in the American order, so that the declared
    one is returned. Without a printed day the declared time is returned.
    """
    declared = declared_time(page)
    if printed and declared and declared[:10] != printed[:10] == f"{declared[:4]}-{declared[8:10]}-{declared[5:7]}":
        return declared
    if printed and "T" not in printed:
        timed = (
            parse_published(str(time.get("datetime"))) for time in find(page.root, "//time[@datetime]")[:_MAX_TIMES]
        )
        return next((one for one in (declared, *timed) if one and one.startswith(f"{printed}T")), printed)
    return printed or declared


def declared_image(page: HtmlPage) -> str | None:
    """Return the picture that the page declares as its own, unless it is a template's placeholder."""
    image = meta(page.root, "og:image", "twitter:image") or attribute(page.root, "//link[@rel='image_src']/@href")
    image = image or news_article(page).get("image")
    return None if image is None or _PLACEHOLDER.search(image) else image


def site_name(page: HtmlPage) -> str | None:
    """Return the name of the portal."""
    publisher = "//*[@itemprop='publisher']//*[@itemprop='name']/text()"
    named = meta(page.root, "og:site_name", "application-name") or attribute(page.root, publisher)
    return named or news_article(page).get("publisher")


def news_article(page: HtmlPage) -> dict[str, str]:
    """Return the properties of the article that a page's JSON-LD declares and that have a value.

    They are `headline`, `datePublished`, `dateModified`, `publisher`, `image` and `articleSection`.
    """
    for item in json_ld(page):
        kind = item.get("@type")
        if any(str(one).endswith(("Article", "BlogPosting")) for one in (kind if isinstance(kind, list) else [kind])):
            values = {name: _text_of(item.get(name)) for name in _PROPERTIES}
            return {name: value for name, value in values.items() if value}
    return {}


def json_ld(page: HtmlPage) -> Iterator[dict[str, object]]:
    """Yield the objects of a page's JSON-LD, including those of its graphs; skip what is malformed."""
    for script in find(page.root, "//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _items(data)


def _items(data: object) -> list[dict[str, object]]:
    """Return the objects of a JSON-LD document: itself, those of a list, those of `@graph`."""
    listed = data if isinstance(data, list) else [data]
    graphs = (item.get("@graph") for item in listed if isinstance(item, dict))
    inner = (one for graph in graphs if isinstance(graph, list) for one in graph)
    return [item for item in (*listed, *inner) if isinstance(item, dict)]


def _text_of(value: object) -> str:
    """Return a text, or the name or address of the object that a JSON-LD property holds."""
    first = value[0] if isinstance(value, list) and value else value
    if isinstance(first, dict):
        first = first.get("name") or first.get("url")
    return " ".join(first.split()) if isinstance(first, str) else ""
