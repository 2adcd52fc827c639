"""Addresses within the blueprint, wherever it is mounted."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

from .params import SearchRequest

STATIC = Path(__file__).parent / "static"

OWN_NAME = "timtin"
"""The blueprint's name in an app of its own."""

_FRAGILE = re.compile(r"^/|//|(^|/)\.{1,2}(/|$)|[\x00-\x1f\x7f\\]")
"""What browsers, proxies or routers change in a path: leading and doubled slashes, dot segments, control characters."""


def _url(endpoint: str, **values: Any) -> str:
    """`url_for` within the blueprint; an address that no route knows has no blueprint, and only our own app sees it."""
    return url_for(f"{request.blueprint or OWN_NAME}.{endpoint}", **values)


def search_link(wanted: SearchRequest) -> str:
    """The address of a search."""
    return f"{_url('home')}?{wanted.query_string()}"


def home_link() -> str:
    """The address of the home page."""
    return _url("home")


def api_link(wanted: SearchRequest) -> str:
    """The same search for programs."""
    return f"{_url('api_search')}?{wanted.query_string()}"


def filter_link(name: str, value: str) -> str:
    """The address of everything under one filter."""
    return search_link(SearchRequest(filters={name: (value,)}))


def article_link(id: str, query: str = "") -> str:
    """The address of an article's page; `query` is what shall be marked in it."""
    pairs = [("q", query)] if query else []
    if _FRAGILE.search(id):
        return f"{_url('article')}?{urlencode([('id', id), *pairs])}"
    path = _url("article", id=id)
    return f"{path}?{urlencode(pairs)}" if pairs else path


def asset_link(name: str) -> str:
    """The address of a static file; it changes with the content, so browsers may keep what they have for good."""
    return _url("static", filename=name, v=_digest(name))


@cache
def _digest(name: str) -> str:
    return hashlib.blake2b((STATIC / name).read_bytes(), digest_size=6).hexdigest()
