"""`/feed.atom`: any search as an Atom feed (RFC 4287) with paging (RFC 5005) and OpenSearch response elements."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

from flask import Response, request

from ...model import Article, NotFound
from ...presentation.messages import text
from ...presentation.values import web_link
from ..http import parameters
from ..http.addresses import absolute, address, article_address, feed_address, home
from ..http.links import asset_link, search_link
from ..http.request import SearchRequest, read_strict, split
from ..site.site import Site

if TYPE_CHECKING:
    from ...model import ResultPage

ATOM = "application/atom+xml"
ENTRIES = 20
"""Default number of entries per page."""

_SUMMARY = 500
"""Maximum number of characters of a summary."""

_VIETNAM = timezone(timedelta(hours=7))
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNDATED = "1970-01-01T00:00:00Z"
"""The `updated` time of undated articles. RFC 4287 requires one; it must be constant, or readers would show the entry
as new, and the earliest, since undated articles come last in every search."""


def feed(site: Site) -> Response:
    """`GET /feed.atom`: takes the parameters of a search; newest first by default."""
    table = parameters.feed(site.max_limit)
    search_request = read_strict(split(request.query_string), max_limit=site.max_limit, table=table)
    index = site.live.get()
    limit = search_request.limit or min(ENTRIES, site.max_limit)
    page = index.search(
        search_request.query,
        filters=search_request.filters,
        facets=(),
        sort=search_request.sort or "newest",
        page=search_request.page,
        limit=limit,
    )
    articles = []
    for hit in page.hits:
        try:
            articles.append(index.article(hit.id))
        except NotFound:  # deleted since the search
            continue
    root = _feed(site, search_request, page, articles)
    body = b'<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="utf-8")
    return Response(body, content_type=f"{ATOM}; charset=utf-8")


def urn(name: str) -> str:
    """Return a URN for a name, as an entry id that does not change when the site moves."""
    return uuid5(NAMESPACE_URL, f"timtin:{name}").urn


def clean(value: str) -> str:
    """Replace characters that XML does not allow."""
    return _NO_XML.sub("\ufffd", value)


def rfc3339(value: str | None) -> str | None:
    """Format a time as RFC 3339, a day alone as midnight in Vietnam; None if it is missing or invalid."""
    if not value:
        return None
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        return None
    return (when if when.tzinfo else when.replace(tzinfo=_VIETNAM)).isoformat(timespec="seconds")


def _feed(site: Site, search_request: SearchRequest, page: ResultPage, articles: Iterable[Article]) -> Element:
    root = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "vi"})
    root.set("xmlns:os", "http://a9.com/-/spec/opensearch/1.1/")
    first = search_request.at_page(1)
    _add(root, "id", urn(f"{home(site)}?{first.query_string()}"))
    _add(root, "title", f"{site.name}: {search_request.query}" if search_request.query else site.name)
    entries = [_entry(site, article) for article in articles]
    times = [time for each in entries if (time := each.findtext("updated")) and time != _UNDATED]
    _add(root, "updated", max(times, key=datetime.fromisoformat) if times else _UNDATED)
    _add(SubElement(root, "author"), "name", site.name)
    _add(root, "generator", "timtin")
    _add(root, "icon", absolute(site, asset_link("mark.svg")))
    for rel, number in _pages(search_request, page):
        _link(root, rel, feed_address(site, search_request.at_page(number)), ATOM)
    _link(root, "alternate", absolute(site, search_link(search_request)), "text/html")
    _link(root, "search", address(site, "opensearch"), "application/opensearchdescription+xml")
    _add(root, "os:totalResults", str(page.total))
    _add(root, "os:startIndex", str((page.page - 1) * page.limit + 1))
    _add(root, "os:itemsPerPage", str(page.limit))
    root.extend(entries)
    return root


def _pages(search_request: SearchRequest, page: ResultPage) -> list[tuple[str, int]]:
    current, last = search_request.page, min(page.pages, parameters.MAX_PAGE)
    pages = [("self", current), ("first", 1), ("last", last)]
    pages += [("previous", min(current - 1, last))] if current > 1 else []
    return pages + ([("next", current + 1)] if current < last else [])


def _entry(site: Site, article: Article) -> Element:
    entry = Element("entry")
    published = rfc3339(article.published)
    _add(entry, "id", urn(f"article:{article.id}"))
    _add(entry, "title", article.title or text("hit.untitled"))
    _add(entry, "updated", rfc3339(article.updated) or published or _UNDATED)
    if published:
        _add(entry, "published", published)
    _add(SubElement(entry, "author"), "name", article.author or article.source or site.name)
    _link(entry, "alternate", article_address(site, article.id), "text/html")
    if original := web_link(article.url):
        _link(entry, "via", original, None)
    for topic in article.topics:
        SubElement(entry, "category", {"term": clean(topic)})
    _add(entry, "summary", summary(article))
    return entry


def summary(article: Article, max_length: int = _SUMMARY) -> str:
    """Return the lead of an article, or the beginning of its text, cut between words."""
    words = " ".join((article.summary or article.body).split())
    if len(words) <= max_length:
        return words
    return (words[:max_length].rpartition(" ")[0].rstrip(" ,;:.") or words[:max_length]) + "…"


def _add(parent: Element, name: str, value: str) -> None:
    SubElement(parent, name).text = clean(value)


def _link(parent: Element, rel: str, href: str, kind: str | None) -> None:
    SubElement(parent, "link", {"rel": rel, "href": clean(href)} | ({"type": kind} if kind else {}))
