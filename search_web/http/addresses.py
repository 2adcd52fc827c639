"""Whole addresses, for what leaves the site: feeds, sitemaps, canonical links, pages of an answer."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import request, url_for

from ..site.site import Site
from .links import FRAGILE, OWN_NAME
from .request import Pairs, SearchRequest


def address(site: Site, endpoint: str, pairs: Pairs | None = None, **values: Any) -> str:
    """The whole address of one of our endpoints, its parameters in the query string."""
    path = whole(site, url_for(f"{_mount()}.{endpoint}", **values))
    return f"{path}?{urlencode(pairs, safe='/')}" if pairs else path


def home(site: Site) -> str:
    """The whole address of the home page: the setting `base_url`, else what the request came to.

    A request that doesn't say where it came to (a missing or malformed `Host`) gets the path alone.
    """
    if site.base_url:
        return site.base_url + "/"
    return url_for(f"{_mount()}.home", _external=bool(request.host))


def whole(site: Site, link: str) -> str:
    """An address of ours (`/tim/articles/x`, as `links` writes it) as a whole one."""
    return home(site) + link.removeprefix(_mounted())


def article_address(site: Site, id: str) -> str:
    """The one address of an article's page, whatever language the present page is in."""
    if FRAGILE.search(id):
        return address(site, "article", [("id", id)])
    return address(site, "article", id=id)


def feed_address(site: Site, wanted: SearchRequest) -> str:
    """A search as a feed."""
    pairs = [pair for pair in wanted.pairs() if pair != ("q", "")]
    return address(site, "feed", pairs)


def _mounted() -> str:
    return url_for(f"{_mount()}.home")


def _mount() -> str:
    return request.blueprint or OWN_NAME
