"""`/embed.js`: the custom element `<timtin-search>`, a search box for pages of other sites."""

from __future__ import annotations

from functools import cache

from flask import Response

from .http.links import STATIC
from .site.site import Site

_DAY = 24 * 3600


def script(site: Site) -> Response:
    """`GET /embed.js`: a classic script for every page, a module for origins that `cors_origin` allows.

    The URL has no version, so the script is cached for a day, and for another week while it is revalidated.
    """
    response = Response(_source(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = f"public, max-age={_DAY}, stale-while-revalidate={7 * _DAY}"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@cache
def _source() -> bytes:
    return (STATIC / "embed.js").read_bytes()
