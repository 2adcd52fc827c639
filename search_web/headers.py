"""Headers of every answer: what a browser may do with it, who may read it, how long it may be kept."""

from __future__ import annotations

from flask import Response, request

from .errors import wants_json
from .site import Site

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
"""Only what comes from here, nothing inline: a script that got into an article could not run."""

_YEAR = 365 * 24 * 3600


def finish(site: Site, response: Response) -> Response:
    """Set the headers; the last step of every request."""
    head = response.headers
    head.setdefault("Content-Security-Policy", _POLICY)
    head.setdefault("X-Content-Type-Options", "nosniff")
    head.setdefault("X-Frame-Options", "SAMEORIGIN")
    head.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    if wants_json():
        _allow_origin(site, response)
    if (request.endpoint or "").endswith(".static"):
        # The address carries a digest of the content, so what is kept is never stale.
        if request.query_string.startswith(b"v=") and response.status_code in (200, 304):
            head["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
        return response
    head.setdefault("Cache-Control", "no-cache")
    if request.method in ("GET", "HEAD") and response.status_code == 200:
        response.add_etag()
        response.make_conditional(request)
    return response


def _allow_origin(site: Site, response: Response) -> None:
    if not site.cors_origin or request.method not in ("GET", "HEAD", "OPTIONS"):
        return
    head = response.headers
    head["Access-Control-Allow-Origin"] = site.cors_origin
    if site.cors_origin != "*":
        head.add("Vary", "Origin")
    if request.method == "OPTIONS":
        head["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        head["Access-Control-Allow-Headers"] = "*"
        head["Access-Control-Max-Age"] = "86400"
