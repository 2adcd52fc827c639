"""Response headers: content security policy, CORS, caching, rate-limit headers."""

from __future__ import annotations

import time
from datetime import UTC, datetime

from flask import Response, g, request

from ..site.api_keys import HEADER as KEY_HEADER
from ..site.site import Site
from .errors import wants_json

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    )
)
"""Resources of this origin only and nothing inline: a script injected by an article cannot run."""

_YEAR = 365 * 24 * 3600

_SETTLED = 2.0
"""Seconds after a commit before its time is used as `Last-Modified`, since header dates have whole seconds."""

_DATED = frozenset({"api_search", "api_article", "api_suggest", "api_similar", "feed", "sitemap"})
"""Endpoints whose responses depend on the index alone."""

_EXPOSED = "ETag, Last-Modified, Link, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset"
"""Response headers that scripts of other origins may read."""


def finish(site: Site, response: Response) -> Response:
    """Set the headers of a response; runs after every request."""
    head = response.headers
    head.setdefault("Content-Security-Policy", _POLICY)
    head.setdefault("X-Content-Type-Options", "nosniff")
    head.setdefault("X-Frame-Options", "SAMEORIGIN")
    head.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    if wants_json():
        _allow_origin(site, response)
        _set_rate_limit(response)
    if site.metrics is not None:
        site.metrics.count(response)
    if (request.endpoint or "").endswith(".static"):
        # The URL contains a digest of the content, so cached files never become stale.
        if request.query_string.startswith(b"v=") and response.status_code in (200, 304):
            head["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
        return response
    head.setdefault("Cache-Control", "no-cache")
    if site.keys and wants_json():
        head["Cache-Control"] = "private, no-cache"
        response.vary.update(("Authorization", KEY_HEADER))
    if request.method in ("GET", "HEAD") and response.status_code == 200 and not response.is_streamed:
        if _endpoint() in _DATED:
            _set_last_modified(site, response)
        response.add_etag()
        response.make_conditional(request)
    return response


def _set_last_modified(site: Site, response: Response) -> None:
    """Set `Last-Modified` of a response that depends on the index alone.

    Not right after a commit, since another commit in the same second would have the same date.
    """
    changed = site.live.changed
    if changed is not None and time.time() - changed > _SETTLED:
        response.last_modified = datetime.fromtimestamp(int(changed), UTC)


def _allow_origin(site: Site, response: Response) -> None:
    if not site.cors_origins or request.method not in ("GET", "HEAD", "OPTIONS") or _endpoint() == "metrics":
        return
    head = response.headers
    if "*" in site.cors_origins:
        head["Access-Control-Allow-Origin"] = "*"
    else:
        response.vary.add("Origin")
        origin = request.headers.get("Origin")
        if len(site.cors_origins) > 1 and origin not in site.cors_origins:
            return
        head["Access-Control-Allow-Origin"] = origin if origin in site.cors_origins else site.cors_origins[0]
    head["Access-Control-Expose-Headers"] = _EXPOSED
    if request.method == "OPTIONS":
        head["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        # The wildcard covers every header except Authorization.
        head["Access-Control-Allow-Headers"] = f"Authorization, {KEY_HEADER}, *"
        head["Access-Control-Max-Age"] = "86400"


def _endpoint() -> str:
    return (request.endpoint or "").rpartition(".")[2]


def _set_rate_limit(response: Response) -> None:
    quota = g.pop("timtin_quota", None)
    if quota is not None:
        response.headers["X-RateLimit-Limit"] = str(quota.limit)
        response.headers["X-RateLimit-Remaining"] = str(quota.left)
        response.headers["X-RateLimit-Reset"] = str(quota.seconds)
