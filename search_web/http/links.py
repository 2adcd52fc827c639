"""Addresses within the blueprint, wherever it is mounted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from flask import request, url_for

from .language import asked
from .request import Pairs, SearchRequest, split

STATIC = Path(__file__).parents[1] / "static"

OWN_NAME = "timtin"
"""The blueprint's name in an app of its own."""

FRAGILE = re.compile(r"^/|//|(^|/)\.{1,2}(/|$)|[\x00-\x1f\x7f\\]")
"""What browsers, proxies or routers change in a path: leading and doubled slashes, dot segments, control characters."""

_LONGEST, _MOST = 2_000, 60
"""What is taken over of the present address into a link: characters of a value, values."""


def _url(endpoint: str, **values: Any) -> str:
    """`url_for` within the blueprint; an address that no route knows has no blueprint, and only our own app sees it."""
    return url_for(f"{request.blueprint or OWN_NAME}.{endpoint}", **values)


def _page(endpoint: str, pairs: Pairs | None = None, **values: Any) -> str:
    """The address of a page, in the language that the present address asks for, if it does."""
    said = asked()
    pairs = [*(pairs or []), *([("lang", said)] if said else [])]
    path = _url(endpoint, **values)
    return f"{path}?{urlencode(pairs, safe='/')}" if pairs else path


def _named(endpoint: str, parameter: str, value: str, pairs: Pairs) -> str:
    """The page of one thing: its name in the path, or in a parameter where a path would not carry it unharmed."""
    if FRAGILE.search(value):
        return _page(endpoint, [(parameter, value), *pairs])
    return _page(endpoint, pairs, **{parameter: value})


def search_link(wanted: SearchRequest) -> str:
    """The address of a search."""
    return _page("home", wanted.pairs())


def exact_link(wanted: SearchRequest) -> str:
    """The same, never with another spelling in its place."""
    return _page("home", [*wanted.pairs(), ("exact", "1")])


def home_link() -> str:
    """The address of the home page."""
    return _page("home")


def help_link() -> str:
    """The address of the page on how to search."""
    return _page("help")


def about_link() -> str:
    """The address of the page on this site and what it holds."""
    return _page("about")


def form_link() -> str:
    """Where the search form sends its fields."""
    return _url("home")


def language_link(name: str) -> str:
    """The present page in another language."""
    pairs = [(key, value[:_LONGEST]) for key, value in split(request.query_string) if key != "lang"][:_MOST]
    return f"{quote(request.script_root + request.path)}?{urlencode([*pairs, ('lang', name)], safe='/')}"


def api_link(wanted: SearchRequest) -> str:
    """The same search for programs."""
    return f"{_url('api_search')}?{wanted.query_string()}"


def api_path() -> str:
    """Where programs search."""
    return _url("api_search")


def openapi_link() -> str:
    """The description of the API."""
    return _url("api_openapi")


def feed_link(wanted: SearchRequest) -> str:
    """What is new under the same query and filters, as a feed."""
    pairs = [pair for pair in SearchRequest(query=wanted.query, filters=wanted.filters).pairs() if pair != ("q", "")]
    return f"{_url('feed')}?{urlencode(pairs, safe='/')}" if pairs else _url("feed")


def suggest_link() -> str:
    """Where completions for the search box come from."""
    return _url("api_suggest")


def filter_link(name: str, value: str) -> str:
    """The address of everything under one filter."""
    return search_link(SearchRequest(filters={name: (value,)}))


def article_link(id: str, query: str = "") -> str:
    """The address of an article's page; `query` is what shall be marked in it."""
    return _named("article", "id", id, [("q", query)] if query else [])


def article_parameter() -> str:
    """The beginning of an article's address to which a program adds its id, percent-encoded."""
    pairs = [("lang", said)] if (said := asked()) else []
    return f"{_url('article')}?{urlencode([*pairs, ('id', '')])}"


def value_link(name: str, value: str) -> str:
    """The page of a facet value: documents and places have one of their own, others the search for them."""
    if name == "citation":
        return document_link(value)
    return place_link(value) if name in ("place", "place_then") else filter_link(name, value)


def document_link(number: str) -> str:
    """The address of the page of a cited document."""
    return _named("document", "number", number, [])


def place_link(path: Sequence[str] | str) -> str:
    """The address of a place's page, from its path in either form."""
    return _named("place", "path", path if isinstance(path, str) else "/".join(path), [])


def asset_link(name: str) -> str:
    """The address of a static file; it changes with the content, so browsers may keep what they have for good."""
    return _url("static", filename=name, v=_digest(name))


@cache
def _digest(name: str) -> str:
    return hashlib.blake2b((STATIC / name).read_bytes(), digest_size=6).hexdigest()
