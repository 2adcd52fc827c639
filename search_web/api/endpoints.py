"""The endpoints of the JSON API, health checks and metrics."""

from __future__ import annotations

import hashlib
from typing import Any

from flask import Response, request
from prometheus_client.exposition import choose_encoder

from ...model import NotFound, ResultPage, TimtinError
from ..http import parameters
from ..http.addresses import address, home
from ..http.parameters import Pairs, read
from ..http.request import SearchRequest, read_strict, split
from ..http.responses import json_response
from ..site import query_usage
from ..site.site import Site
from .openapi import describe

_MAX_LINK_HEADER = 6000
"""Maximum size of the `Link` header in bytes; clients and proxies refuse larger ones."""

SUGGESTIONS = 8
"""Default number of completions."""


def api_search(site: Site) -> Response:
    """`GET /api/search`: the result of `Index.search`, with its other pages in the `Link` header."""
    search_request = read_strict(_pairs(), max_limit=site.max_limit)
    page = site.live.get().search(
        search_request.query,
        filters=search_request.filters,
        facets=search_request.facets,
        sort=search_request.sort or "relevance",
        page=search_request.page,
        limit=search_request.limit or site.limit,
        explain=search_request.explain,
        facet_limit=search_request.facet_limit,
        facet_sort=search_request.facet_sort,
    )
    query_usage.record_search(page, on_page=False)
    result = page.to_dict()
    response = json_response(result)
    # The duration is not part of the result and would change the ETag of every response.
    response.set_etag(_digest({**result, "took_ms": 0}), weak=True)
    links = _pages(site, search_request, page)
    if len(links) <= _MAX_LINK_HEADER:
        response.headers["Link"] = links
    return response


def _digest(value: Any) -> str:
    return hashlib.blake2b(json_response(value).get_data(), digest_size=16).hexdigest()


def _pages(site: Site, search_request: SearchRequest, page: ResultPage) -> str:
    """Return the other pages of a search as the value of a `Link` header (RFC 8288)."""
    last = min(page.pages, parameters.MAX_PAGE)
    pages = {"first": 1, "prev": min(page.page - 1, last), "next": page.page + 1, "last": last}
    if page.page <= 1:
        del pages["prev"]
    if page.page >= last:
        del pages["next"]
    return ", ".join(
        f'<{address(site, "api_search", search_request.at_page(number).api_pairs())}>; rel="{rel}"'
        for rel, number in pages.items()
    )


def api_article(site: Site, id: str | None = None) -> Response:
    """`GET /api/articles/<id>`, or `/api/articles?id=` for ids that cannot be part of a URL path (`a//b`, `../x`)."""
    given = read(_pairs(), parameters.NOTHING if id else parameters.ARTICLE)
    return json_response(site.live.get().article(id or given["id"][0]).to_dict())


def api_suggest(site: Site) -> Response:
    """`GET /api/suggest?q=&limit=&format=`: completions of a partly typed query."""
    given = read(_pairs(), parameters.suggest(site.max_limit))
    query, limit = (given[name][0] if name in given else None for name in ("q", "limit"))
    completions = site.live.get().suggest(query or "", int(limit or min(SUGGESTIONS, site.max_limit)))
    if given.get("format") == ("opensearch",):
        return json_response([query or "", [each.text for each in completions]], kind="application/x-suggestions+json")
    return json_response({"query": query or "", "suggestions": [each.to_dict() for each in completions]})


def api_similar(site: Site, id: str | None = None) -> Response:
    """`GET /api/similar/<id>?limit=`, or `/api/similar?id=`: articles similar to one article."""
    table = parameters.similar(site.max_limit)
    given = read(_pairs(), table if id else (*parameters.ARTICLE, *table))
    article_id = id or given["id"][0]
    hits = site.live.get().similar(article_id, int(given["limit"][0]) if "limit" in given else site.limit)
    return json_response({"id": article_id, "hits": [hit.to_dict() for hit in hits]})


def api_queries(site: Site) -> Response:
    """`GET /api/queries?limit=`: popular, empty and abandoned queries, if the setting `use_log_api` allows it."""
    given = read(_pairs(), parameters.queries(site.max_limit))
    log = query_usage.readable_log()
    if log is None:
        raise NotFound("There is nothing at this address of the API.")
    return json_response(log.report(limit=int(given["limit"][0]) if "limit" in given else site.limit).to_dict())


def _pairs() -> Pairs:
    return split(request.query_string)


def api_openapi(site: Site) -> Response:
    """`GET /api/openapi.json`: the OpenAPI description."""
    read(_pairs(), parameters.NOTHING)
    document = describe(
        title=site.name,
        server=home(site).removesuffix("/"),
        max_limit=site.max_limit,
        keys=bool(site.keys),
        limited=site.limiter is not None,
    )
    return json_response(document)


def api_unknown(site: Site, rest: str = "") -> Response:
    """Any other path under `/api`.

    Raises:
        NotFound: always.
    """
    raise NotFound("There is nothing at this address of the API.")


def healthz(site: Site) -> Response:
    """`GET /healthz`: liveness of the process, independent of the index."""
    return json_response({"status": "ok"})


def readyz(site: Site) -> Response:
    """`GET /readyz`: readiness, that is, the index opens and counts its articles."""
    try:
        count = site.live.get().count()
    except TimtinError:
        site.live.forget()
        raise
    return json_response({"status": "ready", "articles": count})


def metrics(site: Site) -> Response:
    """`GET /metrics`.

    Raises:
        NotFound: the setting `metrics` is 0.
    """
    if site.metrics is None:
        raise NotFound("There is nothing at this address.")
    encoder, content_type = choose_encoder(request.headers.get("Accept", ""))
    return Response(encoder(site.metrics.registry), content_type=content_type)
