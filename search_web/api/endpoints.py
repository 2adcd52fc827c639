"""The JSON API: search, one article, completions, similar articles, and whether the process and its index are well."""

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
from ..site import query_usage as use
from ..site.site import Site
from .openapi import describe

_MOST_LINKS = 6000
"""Bytes of the header with the other pages of a search; clients and proxies refuse longer ones."""

SUGGESTIONS = 8
"""Completions in an answer, unless asked for more or fewer."""


def api_search(site: Site) -> Response:
    """`GET /api/search`: what `Index.search(...).to_dict()` gives for the parameters, and in `Link` its other pages."""
    wanted = read_strict(_pairs(), max_limit=site.max_limit)
    page = site.live.get().search(
        wanted.query,
        filters=wanted.filters,
        facets=wanted.facets,
        sort=wanted.sort or "relevance",
        page=wanted.page,
        limit=wanted.limit or site.limit,
        explain=wanted.explain,
        facet_limit=wanted.facet_limit,
        facet_sort=wanted.facet_sort,
    )
    use.searched(page, on_page=False)
    found = page.to_dict()
    response = json_response(found)
    # How long it took is no part of what is found, and would make every answer a new one.
    response.set_etag(_digest({**found, "took_ms": 0}), weak=True)
    links = _pages(site, wanted, page)
    if len(links) <= _MOST_LINKS:
        response.headers["Link"] = links
    return response


def _digest(value: Any) -> str:
    return hashlib.blake2b(json_response(value).get_data(), digest_size=16).hexdigest()


def _pages(site: Site, wanted: SearchRequest, page: ResultPage) -> str:
    """The other pages of a search, as RFC 8288 links."""
    last = min(page.pages, parameters.MAX_PAGE)
    pages = {"first": 1, "prev": min(page.page - 1, last), "next": page.page + 1, "last": last}
    if page.page <= 1:
        del pages["prev"]
    if page.page >= last:
        del pages["next"]
    return ", ".join(
        f'<{address(site, "api_search", wanted.at_page(number).program_pairs())}>; rel="{rel}"'
        for rel, number in pages.items()
    )


def api_article(site: Site, id: str | None = None) -> Response:
    """`GET /api/articles/<id>`, or `/api/articles?id=` for ids that do not survive a path (`a//b`, `../x`)."""
    given = read(_pairs(), parameters.NOTHING if id else parameters.ARTICLE)
    return json_response(site.live.get().article(id or given["id"][0]).to_dict())


def api_suggest(site: Site) -> Response:
    """`GET /api/suggest?q=&limit=&format=`: completions for what was typed so far; none for nothing."""
    given = read(_pairs(), parameters.suggest(site.max_limit))
    query, limit = (given[name][0] if name in given else None for name in ("q", "limit"))
    found = site.live.get().suggest(query or "", int(limit or min(SUGGESTIONS, site.max_limit)))
    if given.get("format") == ("opensearch",):
        return json_response([query or "", [each.text for each in found]], kind="application/x-suggestions+json")
    return json_response({"query": query or "", "suggestions": [each.to_dict() for each in found]})


def api_similar(site: Site, id: str | None = None) -> Response:
    """`GET /api/similar/<id>?limit=`, or `/api/similar?id=`: articles like this one."""
    table = parameters.similar(site.max_limit)
    given = read(_pairs(), table if id else (*parameters.ARTICLE, *table))
    wanted = id or given["id"][0]
    hits = site.live.get().similar(wanted, int(given["limit"][0]) if "limit" in given else site.limit)
    return json_response({"id": wanted, "hits": [hit.to_dict() for hit in hits]})


def api_queries(site: Site) -> Response:
    """`GET /api/queries?limit=`: popular, empty and abandoned queries; there only where the setting allows it."""
    given = read(_pairs(), parameters.queries(site.max_limit))
    log = use.told()
    if log is None:
        raise NotFound("There is nothing at this address of the API.")
    return json_response(log.report(limit=int(given["limit"][0]) if "limit" in given else site.limit).to_dict())


def _pairs() -> Pairs:
    return split(request.query_string)


def api_openapi(site: Site) -> Response:
    """`GET /api/openapi.json`: the API described for programs."""
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
    """Whatever else stands under `/api`."""
    raise NotFound("There is nothing at this address of the API.")


def healthz(site: Site) -> Response:
    """Whether the process lives; says nothing of the index."""
    return json_response({"status": "ok"})


def readyz(site: Site) -> Response:
    """Whether a search would be answered: the index opens and counts."""
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
        raise NotFound("there is nothing at this address")
    encoder, content_type = choose_encoder(request.headers.get("Accept", ""))
    return Response(encoder(site.metrics.registry), content_type=content_type)
