"""The OpenAPI 3.1 description, generated from the parameter tables and the dataclasses of the responses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..._version import __version__
from ..http import parameters
from ..http.parameters import Table
from .schemas import components, ref

JSON = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation of the API: its endpoint, its parameters (given the setting `max_limit`) and its responses.

    `content`: the schema of a successful response by media type. `path_id`: the path ends in an article id. `open`: no
    key is needed. `errors`: the error statuses specific to the operation, besides those common to all.
    """

    name: str
    endpoint: str
    path: str
    summary: str
    table: Callable[[int], Table]
    content: dict[str, dict[str, Any]]
    errors: tuple[int, ...] = (400,)
    path_id: bool = False
    open: bool = False
    needs_index: bool = True


def _nothing(_most: int) -> Table:
    return parameters.NOTHING


def _article(_most: int) -> Table:
    return parameters.ARTICLE


def _similar_by_id(most: int) -> Table:
    return (*parameters.ARTICLE, *parameters.similar(most))


_TEXTS: dict[str, Any] = {"type": "array", "items": {"type": "string"}}
_OPENSEARCH: dict[str, Any] = {
    "type": "array",
    "description": "the typed text, then the completions",
    "items": {"anyOf": [{"type": "string"}, _TEXTS]},
    "minItems": 2,
    "maxItems": 2,
}

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        name="search",
        endpoint="api_search",
        path="/api/search",
        summary="Search: one page of results with facet counts",
        table=parameters.search,
        content={JSON: ref("ResultPage")},
    ),
    Operation(
        name="suggest",
        endpoint="api_suggest",
        path="/api/suggest",
        summary="Completions of a partly typed query",
        table=parameters.suggest,
        content={JSON: ref("Suggestions"), "application/x-suggestions+json": _OPENSEARCH},
    ),
    Operation(
        name="article",
        endpoint="api_article",
        path="/api/articles/{id}",
        summary="One article with everything extracted from it",
        table=_nothing,
        content={JSON: ref("Article")},
        errors=(400, 404),
        path_id=True,
    ),
    Operation(
        name="articleById",
        endpoint="api_article",
        path="/api/articles",
        summary="One article, for ids that cannot be part of a URL path (`a//b`, `../x`)",
        table=_article,
        content={JSON: ref("Article")},
        errors=(400, 404),
    ),
    Operation(
        name="similar",
        endpoint="api_similar",
        path="/api/similar/{id}",
        summary="Articles similar to one article, most similar first",
        table=parameters.similar,
        content={JSON: ref("Similar")},
        errors=(400, 404),
        path_id=True,
    ),
    Operation(
        name="similarById",
        endpoint="api_similar",
        path="/api/similar",
        summary="Similar articles, for ids that cannot be part of a URL path",
        table=_similar_by_id,
        content={JSON: ref("Similar")},
        errors=(400, 404),
    ),
    Operation(
        name="queries",
        endpoint="api_queries",
        path="/api/queries",
        summary="Report of the query log: popular, empty and abandoned queries (if the setting use_log_api is 1)",
        table=parameters.queries,
        content={JSON: ref("UseReport")},
        errors=(400, 404),
        needs_index=False,
    ),
    Operation(
        name="feed",
        endpoint="feed",
        path="/feed.atom",
        summary="Any search as an Atom feed, newest first by default",
        table=parameters.feed,
        content={"application/atom+xml": {"type": "string"}},
        open=True,
    ),
    Operation(
        name="openapi",
        endpoint="api_openapi",
        path="/api/openapi.json",
        summary="This description",
        table=_nothing,
        content={JSON: {"type": "object"}},
        open=True,
        needs_index=False,
    ),
    Operation(
        name="healthz",
        endpoint="healthz",
        path="/healthz",
        summary="Liveness of the process",
        table=_nothing,
        content={JSON: ref("Alive")},
        errors=(),
        open=True,
        needs_index=False,
    ),
    Operation(
        name="readyz",
        endpoint="readyz",
        path="/readyz",
        summary="Readiness of the index",
        table=_nothing,
        content={JSON: ref("Ready")},
        errors=(),
        open=True,
    ),
)
"""All documented operations in order."""

ERRORS = {
    400: "a parameter is unknown, malformed, missing or repeated; `field` names it",
    401: "an API key is required, and none or an invalid one was given",
    404: "there is no article with this id",
    405: "only GET, HEAD and OPTIONS are allowed",
    413: "the request body is too large",
    414: "the URL is too long",
    429: "too many requests; `Retry-After` gives the seconds to wait",
    500: "an internal error; see the server log",
    503: "the index is missing, damaged or of another version; try again later",
}
"""The meaning of each error status; all have the same JSON shape."""

UNLIMITED = ("healthz", "readyz")
"""Endpoints without a rate limit, so that monitoring always works."""


def describe(*, title: str, server: str, max_limit: int, keys: bool, limited: bool) -> dict[str, Any]:
    """Return the OpenAPI document.

    Args:
        title: name of the site.
        server: base URL of the paths.
        max_limit: the setting of this name, the maximum of `limit`.
        keys: whether the API requires a key.
        limited: whether there is a rate limit.
    """
    paths: dict[str, Any] = {}
    for operation in OPERATIONS:
        item = _operation(operation, max_limit, keys=keys, limited=limited)
        paths[operation.path] = {"get": item}
    parts: dict[str, Any] = {"schemas": components(), "responses": {str(status): _error(status) for status in ERRORS}}
    if keys:
        parts["securitySchemes"] = {
            "bearer": {"type": "http", "scheme": "bearer"},
            "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
        }
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": __version__, "description": "Search over local-government news."},
        "servers": [{"url": server}],
        "paths": paths,
        "components": parts,
    }


def _operation(operation: Operation, max_limit: int, *, keys: bool, limited: bool) -> dict[str, Any]:
    listed = [parameter.openapi() for parameter in operation.table(max_limit)]
    if operation.path_id:
        path_id = {"type": "string", "minLength": 1}
        listed.insert(0, {"name": "id", "in": "path", "required": True, "schema": path_id})
    needs_key = keys and not operation.open
    statuses = [*operation.errors, *((401,) if needs_key else ())]
    statuses += [429] if limited and operation.endpoint not in UNLIMITED else []
    statuses += [413, 414, 500, *((503,) if operation.needs_index else ())]
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": listed,
        "responses": {
            "200": {
                "description": operation.summary,
                "content": {kind: {"schema": schema} for kind, schema in operation.content.items()},
            },
            **{str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(statuses)},
        },
        **({"security": [{"bearer": []}, {"key": []}]} if needs_key else {}),
    }


def _error(status: int) -> dict[str, Any]:
    out: dict[str, Any] = {
        "description": ERRORS[status],
        "content": {JSON: {"schema": ref("Error")}},
    }
    if status == 429:
        out["headers"] = {"Retry-After": {"schema": {"type": "integer", "minimum": 1}, "description": "seconds"}}
    if status == 401:
        out["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}}}
    return out
