"""What a page says of itself to machines: JSON-LD (schema.org), the canonical address, a description, feeds."""

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
from ..feeds.atom import moment, summary
from ..http.addresses import address, article_address, feed_address, home, whole
from ..http.request import SearchRequest, split
from ..site.site import Site

_DESCRIPTION = 160
"""Characters of a description that search engines show, about."""

_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def script_json(value: Any) -> Markup:
    """A value as JSON that may stand in a `<script>`: nothing in it can end the element or begin a comment."""
    out = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode()
    return Markup(out.translate(_ESCAPED))  # noqa: S704 - escaped above


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What the head of one page says; whole addresses, plain text."""

    canonical: str
    indexed: bool
    """Whether search engines may list the page: articles, documents, places, home; not the endless results."""
    feed: str
    opensearch: str
    description: str
    title: str | None
    image: str | None
    data: Markup | None


def head(site: Site, wanted: SearchRequest | None, article: Article | None) -> Head:
    """The head of the present page: of an article, of a search, or of whatever else the address leads to."""
    at_home = (request.endpoint or "").endswith(".home")
    start = at_home and wanted in (None, SearchRequest())
    data = news_article(site, article) if article is not None else web_site(site) if start else None
    lead = summary(article, _DESCRIPTION) if article is not None else ""
    return Head(
        canonical=_canonical(site, wanted, article, at_home=at_home),
        indexed=start or not at_home,
        feed=feed_address(site, SearchRequest() if wanted is None else wanted.at_page(1)),
        opensearch=address(site, "opensearch"),
        description=lead or text("about.tagline"),
        title=article.title if article is not None else None,
        image=web_link(article.image) if article is not None else None,
        data=script_json(data) if data else None,
    )


def _canonical(site: Site, wanted: SearchRequest | None, article: Article | None, *, at_home: bool) -> str:
    """The one address of what is shown, without language and without what is marked in it."""
    if article is not None:
        return article_address(site, article.id)
    if at_home:
        plain = wanted is None or wanted == SearchRequest()
        return home(site) if plain or wanted is None else f"{home(site)}?{wanted.query_string()}"
    pairs = [pair for pair in split(request.query_string) if pair[0] in ("number", "path")]
    path = whole(site, request.script_root + quote(request.path, safe="/!$&'()*+,:;=@~"))
    return f"{path}?{urlencode(pairs, safe='/')}" if pairs else path


def web_site(site: Site) -> dict[str, Any]:
    """The site as schema.org's WebSite, with how to search it."""
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
    """An article as schema.org's NewsArticle; what is not known is left out."""
    page = article_address(site, article.id)
    said = {
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
        **{name: value for name, value in said.items() if value},
    }


def _time(value: str | None) -> str | None:
    """A time with its zone; a day alone stays one."""
    when = moment(value)
    return value if when and value and len(value) == len("2024-03-07") else when
