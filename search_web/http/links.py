"""Relative links to the endpoints of the blueprint, wherever it is mounted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from flask import request, url_for

from .language import requested
from .request import Pairs, SearchRequest, split

STATIC = Path(__file__).parents[1] / "static"

BLUEPRINT = "timtin"
"""The name of the blueprint in a stand-alone app."""

FRAGILE = re.compile(r"^/|//|(^|/)\.{1,2}(/|$)|[\x00-\x1f\x7f\\]")
"""What browsers, proxies or routers change in a path: leading and double slashes, dot segments, control characters."""

_MAX_VALUE, _MAX_PAIRS = 2_000, 60
"""Limits on parameters copied from the current URL into a link: characters of a value, number of pairs."""


def _url(endpoint: str, **values: Any) -> str:
    """Return `url_for` within the blueprint; unrouted URLs, in the stand-alone app only, have no blueprint."""
    return url_for(f"{request.blueprint or BLUEPRINT}.{endpoint}", **values)


def _page(endpoint: str, pairs: Pairs | None = None, **values: Any) -> str:
    """Return the link to a page, keeping the parameter `lang` of the current URL."""
    language = requested()
    pairs = [*(pairs or []), *([("lang", language)] if language else [])]
    path = _url(endpoint, **values)
    return f"{path}?{urlencode(pairs, safe='/')}" if pairs else path


def _named(endpoint: str, parameter: str, value: str, pairs: Pairs) -> str:
    """Return the link to a page with `value` in the path, or in a parameter if a path would alter it."""
    if FRAGILE.search(value):
        return _page(endpoint, [(parameter, value), *pairs])
    return _page(endpoint, pairs, **{parameter: value})


def search_link(search_request: SearchRequest) -> str:
    """Return the link to a search."""
    return _page("home", search_request.pairs())


def exact_link(search_request: SearchRequest) -> str:
    """Return the link to a search exactly as typed, without replacement by a spelling suggestion."""
    return _page("home", [*search_request.pairs(), ("exact", "1")])


def home_link() -> str:
    """Return the link to the home page."""
    return _page("home")


def help_link() -> str:
    """Return the link to the help page."""
    return _page("help")


def about_link() -> str:
    """Return the link to the page about the site."""
    return _page("about")


def form_link() -> str:
    """Return the action of the search form."""
    return _url("home")


def language_link(name: str) -> str:
    """Return the link to the current page in another language."""
    pairs = [(key, value[:_MAX_VALUE]) for key, value in split(request.query_string) if key != "lang"][:_MAX_PAIRS]
    return f"{quote(request.script_root + request.path)}?{urlencode([*pairs, ('lang', name)], safe='/')}"


def api_link(search_request: SearchRequest) -> str:
    """Return the link to the same search in the API."""
    return f"{_url('api_search')}?{search_request.query_string()}"


def api_path() -> str:
    """Return the path of the search API."""
    return _url("api_search")


def openapi_link() -> str:
    """Return the link to the OpenAPI description."""
    return _url("api_openapi")


def feed_link(search_request: SearchRequest) -> str:
    """Return the link to the feed of a query and its filters."""
    pairs = [
        pair
        for pair in SearchRequest(query=search_request.query, filters=search_request.filters).pairs()
        if pair != ("q", "")
    ]
    return f"{_url('feed')}?{urlencode(pairs, safe='/')}" if pairs else _url("feed")


def suggest_link() -> str:
    """Return the path of the completions API."""
    return _url("api_suggest")


def filter_link(name: str, value: str) -> str:
    """Return the link to all articles with one filter value."""
    return search_link(SearchRequest(filters={name: (value,)}))


def article_link(id: str, query: str = "") -> str:
    """Return the link to an article page; terms of `query` are highlighted on it."""
    return _named("article", "id", id, [("q", query)] if query else [])


def article_parameter() -> str:
    """Return the prefix of an article link to which a script appends the percent-encoded id."""
    pairs = [("lang", language)] if (language := requested()) else []
    return f"{_url('article')}?{urlencode([*pairs, ('id', '')])}"


def value_link(name: str, value: str) -> str:
    """Return the link of a facet value: the page of a document or a place, else the search for the value."""
    if name == "citation":
        return document_link(value)
    return place_link(value) if name in ("place", "place_then") else filter_link(name, value)


def document_link(number: str) -> str:
    """Return the link to the page of a cited document."""
    return _named("document", "number", number, [])


def place_link(path: Sequence[str] | str) -> str:
    """Return the link to the page of a place, given as a path or as joined text."""
    return _named("place", "path", path if isinstance(path, str) else "/".join(path), [])


def asset_link(name: str) -> str:
    """Return the link to a static file; it contains a digest of the content, so that browsers may cache it forever."""
    return _url("static", filename=name, v=_digest(name))


@cache
def _digest(name: str) -> str:
    return hashlib.blake2b((STATIC / name).read_bytes(), digest_size=6).hexdigest()
