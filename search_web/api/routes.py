"""Routes for programs (API, feeds, discovery), and the checks that precede them: size, rate limit, API key."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response, g, request
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, RequestURITooLarge

from ..feeds import atom, opensearch, sitemap
from ..site import rate_limits
from ..site.api_keys import KeyRequired
from ..site.site import Site
from . import endpoints

ROUTES: tuple[tuple[str, Callable[..., Response], tuple[str, ...]], ...] = (
    ("api_search", endpoints.api_search, ("/api/search",)),
    ("api_article", endpoints.api_article, ("/api/articles", "/api/articles/<path:id>")),
    ("api_suggest", endpoints.api_suggest, ("/api/suggest",)),
    ("api_similar", endpoints.api_similar, ("/api/similar", "/api/similar/<path:id>")),
    ("api_queries", endpoints.api_queries, ("/api/queries",)),
    ("api_openapi", endpoints.api_openapi, ("/api/openapi.json",)),
    ("api_unknown", endpoints.api_unknown, ("/api", "/api/<path:rest>")),
    ("feed", atom.feed, ("/feed.atom",)),
    ("opensearch", opensearch.opensearch, ("/opensearch.xml",)),
    ("sitemap", sitemap.sitemap, ("/sitemap.xml",)),
    ("sitemap_part", sitemap.sitemap_part, ("/sitemap-<part>.xml",)),
    ("healthz", endpoints.healthz, ("/healthz",)),
    ("readyz", endpoints.readyz, ("/readyz",)),
    ("metrics", endpoints.metrics, ("/metrics",)),
)
"""Endpoint, view, rules."""

ROOT_ROUTES: tuple[tuple[str, Callable[..., Response], tuple[str, ...]], ...] = (
    ("robots", opensearch.robots, ("/robots.txt",)),
)
"""Routes of the stand-alone app only: crawlers request them at the root of the host, which otherwise belongs to the
host application."""

KEYED = frozenset({"api_search", "api_article", "api_suggest", "api_similar", "api_queries"})
"""Endpoints that require a key if keys are set."""

LIMITED = KEYED | {"api_openapi", "api_unknown", "feed", "opensearch", "sitemap", "sitemap_part"}
"""Endpoints subject to the rate limit."""

ABSOLUTE = frozenset({"feed", "opensearch", "sitemap", "sitemap_part", "robots"})
"""Endpoints whose responses need absolute URLs."""

MAX_BODY = 64 * 1024
"""Maximum request body in bytes that is ignored silently; no endpoint reads one."""

MAX_URL = 200_000
"""Maximum length of path and query string in bytes, far beyond the longest query."""


def guard(site: Site) -> None:
    """Refuse requests that are too large, too many, or lack a required key; runs before every view.

    Raises:
        RequestEntityTooLarge: the body exceeds `MAX_BODY`.
        RequestURITooLarge: the URL exceeds `MAX_URL`.
        BadRequest: the response needs absolute URLs, and the request has no valid `Host` header.
        TooManyRequests: the client exceeded its rate limit.
        KeyRequired: the API requires a key, and the request has no valid one.
    """
    if (request.content_length or 0) > MAX_BODY:
        raise RequestEntityTooLarge
    if len(request.path) + len(request.query_string) > MAX_URL:
        raise RequestURITooLarge
    endpoint = (request.endpoint or "").rpartition(".")[2]
    if endpoint in ABSOLUTE and not (site.base_url or request.host):
        raise BadRequest
    if endpoint not in LIMITED:
        return
    holder = site.keys.holder(request) if site.keys else None
    if site.limiter is not None:
        client = f"key {holder}" if holder else rate_limits.client_of(request.remote_addr)
        g.timtin_quota = site.limiter.count(client)
    if site.keys and holder is None and endpoint in KEYED and not _from_our_page(endpoint):
        raise KeyRequired("The API requires a key: send Authorization: Bearer KEY, or X-API-Key: KEY.")


def _from_our_page(endpoint: str) -> bool:
    """Return whether the search box of this site requests completions.

    The header can be forged, but completions are public on the page anyway: keys identify clients, they hide nothing.
    """
    return endpoint == "api_suggest" and request.headers.get("Sec-Fetch-Site") == "same-origin"
