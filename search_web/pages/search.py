"""The pages: home, results, one article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, make_response, render_template, request
from markupsafe import Markup, escape

from ...model import Article, ResultPage, Sort
from ...presentation import values as show
from ...presentation.passages import anchored, passages
from ..http.links import search_link
from ..http.request import SearchRequest, id_parameter, query_of, read_page, split
from ..site import query_usage as use
from ..site.site import Site
from . import results_view as view
from .timeline import DATES, timeline

if TYPE_CHECKING:
    from ...searcher import Index

LATEST = 6
"""News on the home page."""

HOME_BROWSE = ("place", "topic", "citation")
HOME_FACETS = (*HOME_BROWSE, "year")
HOME_VALUES = 9
"""Values of each facet on the home page."""

SIMILAR = 5
"""Similar articles on an article's page."""


def home(site: Site) -> Response:
    """`GET /`: the home page, or the results as soon as the address asks for anything.

    `exact=1` keeps the page from showing the results of another spelling where the one asked for finds nothing.
    """
    pairs = split(request.query_string)
    wanted = read_page(pairs, max_limit=site.max_limit, max_query=site.max_query)
    if any(name == "q" for name, _ in pairs) or wanted != SearchRequest():
        return _results(site, wanted, exact=("exact", "1") in pairs)
    return _start(site)


def _start(site: Site) -> Response:
    index = site.live.get()
    latest = index.search("", sort="newest", limit=LATEST, facets=HOME_FACETS)
    wanted = SearchRequest()
    return render(
        "home.html",
        wanted=wanted,
        page=latest,
        browse={name: view.often(name, latest.facets.get(name, ()))[:HOME_VALUES] for name in HOME_BROWSE},
        timeline=timeline(wanted, latest.facets, latest.total, search_link, months=False),
    )


def _results(site: Site, wanted: SearchRequest, *, exact: bool) -> Response:
    index = site.live.get()
    sort: Sort = wanted.sort or ("relevance" if wanted.query else "newest")
    page = _searched(index, site, wanted, sort)
    use.searched(page, on_page=True)
    shown, instead = wanted, None
    if page.suggestion and not page.total and not exact:
        other = wanted.asking(page.suggestion.query)
        found = _searched(index, site, other, sort)
        if found.total:
            page, shown, instead = found, other, wanted
    dated = _over_time(index, shown, page)
    return render(
        "results.html",
        wanted=shown,
        instead=instead,
        page=page,
        chips=view.chips(shown, search_link),
        groups=view.groups(shown, page.facets, search_link),
        sorts=view.sorts(shown, sort, search_link),
        pager=view.pager(shown, page, search_link),
        timeline=timeline(shown, dated.facets, dated.total, search_link),
    )


def _searched(index: Index, site: Site, wanted: SearchRequest, sort: Sort) -> ResultPage:
    return index.search(
        wanted.query,
        filters=wanted.filters,
        sort=sort,
        page=wanted.page,
        limit=wanted.limit or site.limit,
    )


def _over_time(index: Index, wanted: SearchRequest, page: ResultPage) -> ResultPage:
    """Years and months of a search without its filters by date."""
    plain = wanted.without_filters(DATES)
    if plain == wanted.at_page(1):
        return page
    return index.search(plain.query, filters=plain.filters, facets=("year", "month"), limit=1)


def article(site: Site, id: str | None = None) -> Response:
    """`GET /articles/<id>`, or `/articles?id=`; `?q=` marks what was searched for."""
    index = site.live.get()
    found = index.article(id if id is not None else id_parameter())
    wanted = SearchRequest(query=query_of(split(request.query_string), max_query=site.max_query))
    use.opened(wanted.query)
    lines = show.placed_paragraphs(found.body)
    read = passages(found, lines)
    texts = _marked(index, found, [line for _, line in lines], wanted.query)
    title, summary, *shown = [anchored(html, marks) for html, marks in zip(texts, read.spans, strict=True)]
    return render(
        "article.html",
        wanted=wanted,
        article=found,
        title=title,
        summary=summary,
        lines=shown,
        read=read.first,
        copies=index.copies(found.id),
        alike=index.similar(found.id, SIMILAR),
    )


def _marked(index: Index, found: Article, lines: list[str], query: str) -> list[Markup]:
    """Title, summary and the paragraphs as HTML, with what was searched for marked."""
    texts = [("title", found.title), ("body", found.summary or "")]
    texts += [("body", line) for line in lines]
    if not query:
        return [escape(text) for _, text in texts]
    return [Markup(html) for html in index.highlight(query, texts)]  # noqa: S704 - escaped by the searcher


def render(template: str, status: int = 200, **values: Any) -> Response:
    """A page of ours."""
    return make_response(render_template(f"timtin/{template}", **values), status)
