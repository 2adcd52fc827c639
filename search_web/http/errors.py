"""Error responses: one JSON shape for programs, a page for people, never a traceback or a file path."""

from __future__ import annotations

import re

from flask import Response, current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from ...model import IndexUnavailable, NotFound, TimtinError
from ...presentation.messages import has, text
from ..site.api_keys import KeyRequired
from ..site.rate_limits import TooManyRequests
from ..site.site import Site
from .request import SearchRequest, query_of, split
from .responses import error_response

_UNAVAILABLE = {
    "index_missing": "There is no index yet; the operator can build one with `timtin index`.",
    "index_damaged": "The index cannot be read; the operator can rebuild it with `timtin index --rebuild`.",
    "index_version": "The index has another format version; the operator can rebuild it with `timtin index --rebuild`.",
}
"""Public messages; the original message, which contains the folder, goes to the log."""

_RETRY_AFTER = 30
"""Seconds for `Retry-After` when the index is unavailable."""

_HTTP = {
    400: ("bad_request", "The request is malformed."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "Only GET, HEAD and OPTIONS are allowed."),
    413: ("too_large", "The request body is too large; no endpoint accepts one."),
    414: ("address_too_long", "The URL is too long."),
}

_MACHINE_ENDPOINTS = frozenset(
    {"healthz", "readyz", "metrics", "feed", "opensearch", "sitemap", "sitemap_part", "robots", "embed"}
)
"""Endpoints for programs besides those of the API."""

_MACHINE_PATH = re.compile(
    r"/(api(/.*)?|feed\.atom|opensearch\.xml|sitemap[^/]*\.xml|robots\.txt|healthz|readyz|metrics|embed\.js)", re.DOTALL
)
"""The paths of all endpoints for programs, for requests that match no route."""


def wants_json() -> bool:
    """Return whether errors of this request are JSON: those of the API, the feeds and the health checks."""
    endpoint = (request.endpoint or "").rpartition(".")[2]
    if endpoint:
        return endpoint.startswith("api_") or endpoint in _MACHINE_ENDPOINTS
    return _MACHINE_PATH.fullmatch(request.path) is not None


def on_timtin_error(site: Site, error: TimtinError) -> Response:
    """Respond to a `TimtinError` with its status and message; messages for the operator are replaced and logged."""
    message = str(error)
    if isinstance(error, IndexUnavailable):
        site.live.forget()
        current_app.logger.warning("%s", error)
        message = _UNAVAILABLE.get(error.code, "The index cannot be read at the moment; try again in a few minutes.")
    elif isinstance(error, NotFound) and error.field == "id":
        message = "There is no article with this id."
    elif error.status >= 500:  # not caused by the request
        current_app.logger.error("%s", error)
        message = "The server could not answer this request."
    if wants_json():
        response = error_response(error.code, message, error.status, error.field)
        if isinstance(error, TooManyRequests):
            response.headers["Retry-After"] = str(error.wait)
        elif isinstance(error, KeyRequired):
            response.headers["WWW-Authenticate"] = 'Bearer realm="timtin"'
        elif isinstance(error, IndexUnavailable):
            response.headers["Retry-After"] = str(_RETRY_AFTER)
        return response
    return _page(site, error.status, code=error.code, field=error.field, article=isinstance(error, NotFound))


def on_http_error(site: Site, error: HTTPException) -> Response:
    """Respond to a routing error: an unknown path or method."""
    status = error.get_response().status_code
    code, message = _HTTP.get(status, ("error", f"{error.name.capitalize()}."))
    # With a malformed Host header no link can be generated, so there is no HTML page.
    no_links = error is request.routing_exception and status == 400
    response = error_response(code, message, status) if no_links or wants_json() else _page(site, status, code=code)
    if status == 405:
        response.headers["Allow"] = "GET, HEAD, OPTIONS"
    return response


def on_crash(site: Site, error: Exception) -> Response:
    """Respond to an unexpected exception with a generic message, and log the traceback."""
    current_app.logger.exception("cannot answer %s", request.path)
    if wants_json():
        return error_response("internal_error", "The server could not answer this request.", 500)
    return _page(site, 500, code="internal_error")


def _page(site: Site, status: int, *, code: str, field: str | None = None, article: bool = False) -> Response:
    kind = "article" if article else str(status) if has(f"error.{status}") else "500" if status >= 500 else "400"
    unavailable = None
    if status == 503:
        unavailable = code if has(f"index.{code}") else "index_unavailable"
        advice = text(f"index.{unavailable}")
    elif kind == "400":
        advice = text("error.400.advice", field=_name(field)) if field else text("error.400.advice_plain")
    else:
        advice = text(f"error.{kind}.advice")
    body = render_template(
        "timtin/error.html",
        search_request=SearchRequest(query=query_of(split(request.query_string), max_query=site.max_query)),
        heading=text(f"error.{kind}"),
        advice=advice,
        unavailable=unavailable,
        rebuild=code in ("index_damaged", "index_version"),
    )
    return make_response(body, status)


def _name(field: str) -> str:
    """Return the label of a parameter: `Năm (year)`."""
    return f"{text(f'chip.{field}')} ({field})" if has(f"chip.{field}") else field
