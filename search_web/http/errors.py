"""Errors as answers: one JSON shape under `/api`, a page of ours everywhere else, never a traceback or a path."""

from __future__ import annotations

import re

from flask import Response, current_app, make_response, render_template, request
from werkzeug.exceptions import HTTPException

from ...model import IndexUnavailable, NotFound, TimtinError
from ...presentation.messages import has, text
from ..site.api_keys import KeyNeeded
from ..site.rate_limits import TooMany
from ..site.site import Site
from .request import SearchRequest, query_of, split
from .responses import error_response

_UNAVAILABLE = {
    "index_missing": "There is no index yet; its operator can build one with `timtin index`.",
    "index_damaged": "The index cannot be read; its operator can build it anew with `timtin index --rebuild`.",
    "index_version": "Another version built the index; its operator can build it anew with `timtin index --rebuild`.",
}
"""What the world is told; the searcher's own message, with the folder in it, goes to the log."""

_LATER = 30
"""Seconds after which an index that cannot be read may be asked for again."""

_HTTP = {
    400: ("bad_request", "The request is malformed."),
    404: ("not_found", "There is nothing at this address."),
    405: ("method_not_allowed", "Only GET, HEAD and OPTIONS are answered here."),
    413: ("too_large", "Nothing here reads the body of a request; send none."),
    414: ("address_too_long", "The address is too long."),
}

_PROGRAMS = frozenset(
    {"healthz", "readyz", "metrics", "feed", "opensearch", "sitemap", "sitemap_part", "robots", "embed"}
)
"""Endpoints beside those of the API that programs ask for."""

_PROGRAM_PATH = re.compile(
    r"/(api(/.*)?|feed\.atom|opensearch\.xml|sitemap[^/]*\.xml|robots\.txt|healthz|readyz|metrics|embed\.js)", re.DOTALL
)
"""Their addresses, for methods that no route has."""


def wants_json() -> bool:
    """Whether this request is one of a program: under `/api`, a feed, a health check."""
    endpoint = (request.endpoint or "").rpartition(".")[2]
    if endpoint:
        return endpoint.startswith("api_") or endpoint in _PROGRAMS
    return _PROGRAM_PATH.fullmatch(request.path) is not None


def on_timtin_error(site: Site, error: TimtinError) -> Response:
    """An error that was raised on purpose: its own status; its own message, unless that is the operator's."""
    message = str(error)
    if isinstance(error, IndexUnavailable):
        site.live.forget()
        current_app.logger.warning("%s", error)
        message = _UNAVAILABLE.get(error.code, "The index cannot be read at the moment; try again in a few minutes.")
    elif isinstance(error, NotFound) and error.field == "id":
        message = "There is no article with this id."
    elif error.status >= 500:  # nothing that a request can cause
        current_app.logger.error("%s", error)
        message = "The server could not answer this request."
    if wants_json():
        response = error_response(error.code, message, error.status, error.field)
        if isinstance(error, TooMany):
            response.headers["Retry-After"] = str(error.wait)
        elif isinstance(error, KeyNeeded):
            response.headers["WWW-Authenticate"] = 'Bearer realm="timtin"'
        elif isinstance(error, IndexUnavailable):
            response.headers["Retry-After"] = str(_LATER)
        return response
    return _page(site, error.status, code=error.code, field=error.field, article=isinstance(error, NotFound))


def on_http_error(site: Site, error: HTTPException) -> Response:
    """An error of the routing: no such address, no such method."""
    answer = error.get_response()
    status = answer.status_code
    code, message = _HTTP.get(status, ("error", f"{error.name.capitalize()}."))
    # A malformed Host header: no address can be written, so there can be no page.
    nowhere = error is request.routing_exception and status == 400
    ours = error_response(code, message, status) if nowhere or wants_json() else _page(site, status, code=code)
    if status == 405:
        ours.headers["Allow"] = "GET, HEAD, OPTIONS"
    return ours


def on_crash(site: Site, error: Exception) -> Response:
    """A mistake of ours: logged whole, told to nobody."""
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
        wanted=SearchRequest(query=query_of(split(request.query_string), max_query=site.max_query)),
        heading=text(f"error.{kind}"),
        advice=advice,
        unavailable=unavailable,
        rebuild=code in ("index_damaged", "index_version"),
    )
    return make_response(body, status)


def _name(field: str) -> str:
    """A parameter as a person knows it: `Năm (year)`."""
    return f"{text(f'chip.{field}')} ({field})" if has(f"chip.{field}") else field
