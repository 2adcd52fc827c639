"""`/embed.js`: the custom element `<timtin-search>`, for any page of any site."""

from __future__ import annotations

from functools import cache

from flask import Response

from .http.links import STATIC
from .site.site import Site

_DAY = 24 * 3600


def script(site: Site) -> Response:
    """`GET /embed.js`: a classic script for every page, a module for those that `cors_origin` allows.

    Its address has no version in it, so it is kept for a day, and for a week more while a newer one is fetched.
    """
    answer = Response(_source(), content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = f"public, max-age={_DAY}, stale-while-revalidate={7 * _DAY}"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@cache
def _source() -> bytes:
    return (STATIC / "embed.js").read_bytes()
