"""The home page, the results page and the article page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, make_response, render_template, request
from markupsafe import Markup, escape

from ...model import Article, ResultPage, Sort
from ...presentation.passages import anchored, passages
from ...presentation.values import paragraphs_with_offsets
from ..http.links import search_link
from ..http.request import SearchRequest, id_parameter, query_of, read_page, split
from ..site import query_usage
from ..site.site import Site
from . import results_view
from .timeline import DATES, timeline

if TYPE_CHECKING:
    from ...searcher import Index

LATEST = 6
"""Number of newest articles on the home page."""

HOME_BROWSE = ("place", "topic", "citation")
HOME_FACETS = (*HOME_BROWSE, "year")
HOME_VALUES = 9
"""Maximum number of values per facet on the home page."""

SIMILAR = 5
"""Maximum number of similar articles on an article page."""


def home(site: Site) -> Response:
    """`GET /`: the home page, or the results page if the URL has search parameters.

    If nothing matches but the suggested spelling does, its results are shown instead, unless `exact=1` is given.
    """
    pairs = split(request.query_string)
    search_request = read_page(pairs, max_limit=site.max_limit, max_query=site.max_query)
    if any(name == "q" for name, _ in pairs) or search_request != SearchRequest():
        return _results(site, search_request, exact=("exact", "1") in pairs)
    return _home(site)


def _home(site: Site) -> Response:
    index = site.live.get()
    latest = index.search("", sort="newest", limit=LATEST, facets=HOME_FACETS)
    search_request = SearchRequest()
    return render(
        "home.html",
        search_request=search_request,
        page=latest,
        browse={name: results_view.frequent(name, latest.facets.get(name, ()))[:HOME_VALUES] for name in HOME_BROWSE},
        timeline=timeline(search_request, latest.facets, latest.total, search_link, months=False),
    )


def _results(site: Site, search_request: SearchRequest, *, exact: bool) -> Response:
    index = site.live.get()
    sort: Sort = search_request.sort or ("relevance" if search_request.query else "newest")
    page = _search(index, site, search_request, sort)
    query_usage.record_search(page, on_page=True)
    effective, original = search_request, None
    if page.suggestion and not page.total and not exact:
        other = search_request.with_query(page.suggestion.query)
        corrected = _search(index, site, other, sort)
        if corrected.total:
            page, effective, original = corrected, other, search_request
    dated = _without_dates(index, effective, page)
    return render(
        "results.html",
        search_request=effective,
        original=original,
        page=page,
        chips=results_view.chips(effective, search_link),
        groups=results_view.groups(effective, page.facets, search_link),
        sorts=results_view.sorts(effective, sort, search_link),
        pager=results_view.pager(effective, page, search_link),
        timeline=timeline(effective, dated.facets, dated.total, search_link),
    )


def _search(index: Index, site: Site, search_request: SearchRequest, sort: Sort) -> ResultPage:
    return index.search(
        search_request.query,
        filters=search_request.filters,
        sort=sort,
        page=search_request.page,
        limit=search_request.limit or site.limit,
    )


def _without_dates(index: Index, search_request: SearchRequest, page: ResultPage) -> ResultPage:
    """Return year and month counts of a search without its date filters."""
    plain = search_request.without_filters(DATES)
    if plain == search_request.at_page(1):
        return page
    return index.search(plain.query, filters=plain.filters, facets=("year", "month"), limit=1)


def article(site: Site, id: str | None = None) -> Response:
    """`GET /articles/<id>`, or `/articles?id=`; terms of the query `q` are highlighted."""
    index = site.live.get()
    stored = index.article(id if id is not None else id_parameter())
    search_request = SearchRequest(query=query_of(split(request.query_string), max_query=site.max_query))
    query_usage.record_open(search_request.query)
    lines = paragraphs_with_offsets(stored.body)
    provenance = passages(stored, lines)
    texts = _highlighted(index, stored, [line for _, line in lines], search_request.query)
    title, summary, *shown = [anchored(html, spans) for html, spans in zip(texts, provenance.spans, strict=True)]
    return render(
        "article.html",
        search_request=search_request,
        article=stored,
        title=title,
        summary=summary,
        lines=shown,
        provenance=provenance.first,
        copies=index.copies(stored.id),
        similar=index.similar(stored.id, SIMILAR),
    )


def _highlighted(index: Index, stored: Article, lines: list[str], query: str) -> list[Markup]:
    """Return title, summary and paragraphs as HTML with the terms of the query highlighted."""
    texts = [("title", stored.title), ("body", stored.summary or "")]
    texts += [("body", line) for line in lines]
    if not query:
        return [escape(text) for _, text in texts]
    return [Markup(html) for html in index.highlight(query, texts)]  # noqa: S704 - the searcher escaped it


def render(template: str, status: int = 200, **values: Any) -> Response:
    """Render a template of this package."""
    return make_response(render_template(f"timtin/{template}", **values), status)
