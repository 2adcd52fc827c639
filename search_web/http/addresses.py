"""Absolute URLs, for feeds, sitemaps, canonical links and `Link` headers."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

from ..site.site import Site
from .links import BLUEPRINT, FRAGILE
from .request import Pairs, SearchRequest


def address(site: Site, endpoint: str, pairs: Pairs | None = None, **values: Any) -> str:
    """Return the absolute URL of an endpoint, with `pairs` as its query string."""
    path = absolute(site, url_for(f"{_blueprint_name()}.{endpoint}", **values))
    return f"{path}?{urlencode(pairs, safe='/')}" if pairs else path


def home(site: Site) -> str:
    """Return the absolute URL of the home page: the setting `base_url`, else from the request.

    Without a valid `Host` header it is the path alone.
    """
    if site.base_url:
        return site.base_url + "/"
    return url_for(f"{_blueprint_name()}.home", _external=bool(request.host))


def absolute(site: Site, link: str) -> str:
    """Turn a link of `links` (`/tim/articles/x`) into an absolute URL."""
    return home(site) + link.removeprefix(_mount_path())


def article_address(site: Site, id: str) -> str:
    """Return the canonical URL of an article page, independent of the current language."""
    if FRAGILE.search(id):
        return address(site, "article", [("id", id)])
    return address(site, "article", id=id)


def feed_address(site: Site, search_request: SearchRequest) -> str:
    """Return the absolute URL of the feed of a search."""
    pairs = [pair for pair in search_request.pairs() if pair != ("q", "")]
    return address(site, "feed", pairs)


def _mount_path() -> str:
    return url_for(f"{_blueprint_name()}.home")


def _blueprint_name() -> str:
    return request.blueprint or BLUEPRINT
