"""Metadata in the head of a page: JSON-LD (schema.org), canonical URL, description, feed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from flask import request
from markupsafe import Markup

from ...model import Article
from ...presentation.messages import text
from ...presentation.values import address as address_of
from ...presentation.values import web_link
from ..feeds.atom import rfc3339, summary
from ..http.addresses import absolute, address, article_address, feed_address, home
from ..http.request import SearchRequest, split
from ..site.site import Site

_DESCRIPTION = 160
"""Approximate number of characters of a description that search engines show."""

_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def script_json(value: Any) -> Markup:
    """Serialize a value as JSON for a `<script>` element; nothing in it can end the element or begin a comment."""
    out = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode()
    return Markup(out.translate(_ESCAPED))  # noqa: S704 - escaped above


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The metadata of one page: absolute URLs and plain text."""

    canonical: str
    indexed: bool
    """Whether search engines may index the page: articles, documents, places and home, but not search results."""
    feed: str
    opensearch: str
    description: str
    title: str | None
    image: str | None
    data: Markup | None


def head(site: Site, search_request: SearchRequest | None, article: Article | None) -> Head:
    """Return the metadata of the current page: an article, a search, or another page."""
    at_home = (request.endpoint or "").endswith(".home")
    start = at_home and search_request in (None, SearchRequest())
    data = news_article(site, article) if article is not None else web_site(site) if start else None
    lead = summary(article, _DESCRIPTION) if article is not None else ""
    return Head(
        canonical=_canonical(site, search_request, article, at_home=at_home),
        indexed=start or not at_home,
        feed=feed_address(site, SearchRequest() if search_request is None else search_request.at_page(1)),
        opensearch=address(site, "opensearch"),
        description=lead or text("about.tagline"),
        title=article.title if article is not None else None,
        image=web_link(article.image) if article is not None else None,
        data=script_json(data) if data else None,
    )


def _canonical(site: Site, search_request: SearchRequest | None, article: Article | None, *, at_home: bool) -> str:
    """Return the canonical URL of the page, without language and highlight parameters."""
    if article is not None:
        return article_address(site, article.id)
    if at_home:
        plain = search_request is None or search_request == SearchRequest()
        return home(site) if plain or search_request is None else f"{home(site)}?{search_request.query_string()}"
    pairs = [pair for pair in split(request.query_string) if pair[0] in ("number", "path")]
    path = absolute(site, request.script_root + quote(request.path, safe="/!$&'()*+,:;=@~"))
    return f"{path}?{urlencode(pairs, safe='/')}" if pairs else path


def web_site(site: Site) -> dict[str, Any]:
    """Return the site as a schema.org WebSite with its SearchAction."""
    return {
        "@context": "https://schema.org",
        "@type": "WebSite",
        "name": site.name,
        "url": home(site),
        "inLanguage": "vi",
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{home(site)}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def news_article(site: Site, article: Article) -> dict[str, Any]:
    """Return an article as a schema.org NewsArticle without unknown properties."""
    page = article_address(site, article.id)
    properties = {
        "headline": article.title,
        "description": summary(article, _DESCRIPTION),
        "datePublished": _time(article.published),
        "dateModified": _time(article.updated) or _time(article.published),
        "author": {"@type": "Person", "name": article.author} if article.author else None,
        "publisher": {"@type": "Organization", "name": article.source} if article.source else None,
        "image": web_link(article.image),
        "isBasedOn": web_link(article.url),
        "articleSection": article.section,
        "keywords": [*article.topics, *article.tags],
        "contentLocation": [
            {"@type": "Place", "name": address_of(each.path_now) or each.name} for each in article.places
        ],
        "citation": list(article.citations),
    }
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": page,
        "url": page,
        "mainEntityOfPage": page,
        "inLanguage": "vi",
        **{name: value for name, value in properties.items() if value},
    }


def _time(value: str | None) -> str | None:
    """Return a time with its zone; a day without a time stays a day."""
    when = rfc3339(value)
    return value if when and value and len(value) == len("2024-03-07") else when
