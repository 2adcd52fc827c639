"""What programs ask for: the routes of API, feeds and discovery, and what stands before them: size, limits, keys."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, g, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, RequestURITooLarge

from ..feeds import atom as feed
from ..feeds import opensearch, sitemap
from ..site import rate_limits as limits
from ..site.api_keys import KeyNeeded
from ..site.site import Site
from . import endpoints as api

ROUTES: tuple[tuple[str, Callable[..., Response], tuple[str, ...]], ...] = (
    ("api_search", api.api_search, ("/api/search",)),
    ("api_article", api.api_article, ("/api/articles", "/api/articles/<path:id>")),
    ("api_suggest", api.api_suggest, ("/api/suggest",)),
    ("api_similar", api.api_similar, ("/api/similar", "/api/similar/<path:id>")),
    ("api_queries", api.api_queries, ("/api/queries",)),
    ("api_openapi", api.api_openapi, ("/api/openapi.json",)),
    ("api_unknown", api.api_unknown, ("/api", "/api/<path:rest>")),
    ("feed", feed.feed, ("/feed.atom",)),
    ("opensearch", opensearch.opensearch, ("/opensearch.xml",)),
    ("sitemap", sitemap.sitemap, ("/sitemap.xml",)),
    ("sitemap_part", sitemap.sitemap_part, ("/sitemap-<part>.xml",)),
    ("healthz", api.healthz, ("/healthz",)),
    ("readyz", api.readyz, ("/readyz",)),
    ("metrics", api.metrics, ("/metrics",)),
)
"""Endpoint, view, rules."""

OWN_ROUTES: tuple[tuple[str, Callable[..., Response], tuple[str, ...]], ...] = (
    ("robots", opensearch.robots, ("/robots.txt",)),
)
"""What only an app of its own has: a crawler asks for it at the root of the host, which belongs to the host app."""

LOCKED = frozenset({"api_search", "api_article", "api_suggest", "api_similar", "api_queries"})
"""Endpoints that need a key, where keys are set."""

COUNTED = LOCKED | {"api_openapi", "api_unknown", "feed", "opensearch", "sitemap", "sitemap_part"}
"""Endpoints whose requests are counted, where a limit is set."""

PLACED = frozenset({"feed", "opensearch", "sitemap", "sitemap_part", "robots"})
"""Endpoints whose answers are of no use without whole addresses."""

MAX_BODY = 64 * 1024
"""Bytes of a body that is passed over in silence; nothing here reads any."""

MAX_ADDRESS = 200_000
"""Bytes of a path and its query string: far beyond what the longest query takes."""


def guard(site: Site) -> None:
    """Refuse what is too large, too much, or without a key; runs before every view of ours.

    Raises:
        RequestEntityTooLarge, RequestURITooLarge: as they say.
        BadRequest: the answer needs whole addresses, and the request doesn't say where it came to.
        TooMany: the client has used up its limit.
        KeyNeeded: the API asks for a key, and this request brings none that is good.
    """
    if (request.content_length or 0) > MAX_BODY:
        raise RequestEntityTooLarge
    if len(request.path) + len(request.query_string) > MAX_ADDRESS:
        raise RequestURITooLarge
    endpoint = (request.endpoint or "").rpartition(".")[2]
    if endpoint in PLACED and not (site.base_url or request.host):
        raise BadRequest
    if endpoint not in COUNTED:
        return
    holder = site.keys.holder(request) if site.keys else None
    if site.limiter is not None:
        client = f"key {holder}" if holder else limits.client_of(request.remote_addr)
        g.timtin_standing = site.limiter.count(client)
    if site.keys and holder is None and endpoint in LOCKED and not _from_our_page(endpoint):
        raise KeyNeeded("The API asks for a key: send Authorization: Bearer KEY, or X-API-Key: KEY.")


def _from_our_page(endpoint: str) -> bool:
    """Whether the search box of our own page asks for completions. Anybody can pretend to be it, and would learn only
    what the page shows everybody: a key tells programs apart, it hides nothing."""
    return endpoint == "api_suggest" and request.headers.get("Sec-Fetch-Site") == "same-origin"
