"""Pages of subjects: a cited document or a place, each with its articles over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from flask import Response, request

from ...knowledge.documents.citations import normal_citation
from ...knowledge.documents.details import citation_details
from ...knowledge.places.gazetteer import gazetteer
from ...knowledge.places.succession import predecessors
from ...knowledge.places.units import Unit
from ...model import FacetValue, Hit, Path, ResultPage, UsageError
from ...presentation.messages import text
from ...presentation.values import address, year
from ..http.links import search_link
from ..http.request import MAX_VALUE, SearchRequest, split
from ..site.site import Site
from .search import render
from .timeline import timeline

if TYPE_CHECKING:
    from ...searcher import Index

MAX_ARTICLES = 30
"""Maximum number of articles listed on a page; the page links to the search for all of them."""

MAX_VALUES = 12
"""Maximum number of values listed per facet."""

MAX_PARTS = 60
"""Maximum number of places listed within a place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What a place was before the reform of 2025 (`was`), or what it became (`now`), as paths of other place pages.

    `until`, `since`: the last or first day of the unit (ISO 8601), if known.
    """

    was: tuple[Path, ...] = ()
    now: Path = ()
    whole: bool = False
    """Whether the whole unit became `now`; otherwise it, or parts of it, lie within `now`."""
    until: str | None = None
    since: str | None = None


def document(site: Site, number: str | None = None) -> Response:
    """`GET /documents/<number>`, or `/documents?number=`: the articles that cite a document."""
    given = _parameter("number", number)
    name = normal_citation(given) or given
    search_request = SearchRequest(filters={"citation": (name,)})
    index = site.live.get()
    page = _newest_articles(index, search_request, ("year", "month", "place", "topic", "source"))
    if not page.total:
        return _unknown(name, text("document.unknown", number=name), text("document.unknown.advice"))
    return render(
        "document.html",
        search_request=SearchRequest(),
        subject=search_request,
        name=name,
        page=page,
        details=citation_details(name),
        together=_cited_together(index, name),
        years=by_year(page.hits),
        timeline=timeline(search_request, page.facets, page.total, search_link, months=False),
        max_values=MAX_VALUES,
    )


def place(site: Site, path: str | None = None) -> Response:
    """`GET /places/<path>`, or `/places?path=`: the articles about a place, by its current or a former path."""
    path_given = [part.strip() for part in _parameter("path", path).split("/") if part.strip()]
    if not path_given:
        raise UsageError("Which place? Give its path: /places/<path> or /places?path=<path>.", field="path")
    # Of two units with one path, prefer the one that still exists.
    unit = gazetteer().unit(path_given, date.max) or gazetteer().unit(path_given)
    known = unit.path if unit else tuple(path_given)
    field = "place_then" if unit and unit.until else "place"
    search_request = SearchRequest(filters={field: ("/".join(known),)})
    page = _newest_articles(site.live.get(), search_request, ("year", "month", field, "topic", "citation"))
    if not page.total:
        shown = address(known)
        return _unknown(shown, text("place.unknown", place=shown), text("place.unknown.advice"))
    return render(
        "place.html",
        search_request=SearchRequest(),
        subject=search_request,
        path=known,
        page=page,
        history=_history(unit),
        inside=_inside(page.facets.get(field, ()), "/".join(known)),
        years=by_year(page.hits),
        timeline=timeline(search_request, page.facets, page.total, search_link, months=False),
        max_values=MAX_VALUES,
    )


def _parameter(parameter: str, value: str | None) -> str:
    if value is None:
        given = [each for name, each in split(request.query_string) if name == parameter and each.strip()]
        if not given:
            raise UsageError(f"Which {parameter}? Give it in the address: ?{parameter}=…", field=parameter)
        value = given[-1]
    return value.strip()[:MAX_VALUE]


def _newest_articles(index: Index, search_request: SearchRequest, facets: Sequence[str]) -> ResultPage:
    return index.search("", filters=search_request.filters, sort="newest", limit=MAX_ARTICLES, facets=facets)


def _unknown(name: str, heading: str, advice: str) -> Response:
    """Return the page of a subject without articles, with its name in the search box."""
    search_request = SearchRequest(query=name)
    return render(
        "error.html",
        404,
        search_request=search_request,
        heading=heading,
        advice=advice,
        unavailable=None,
        rebuild=False,
    )


def _cited_together(index: Index, name: str) -> tuple[FacetValue, ...]:
    """Return what the articles that cite a document cite besides, most frequent first.

    Uses a query, since a filter on citations would not narrow the citation facet.
    """
    if '"' in name:
        return ()
    page = index.search(f'citation:"{name}"', facets=("citation",), limit=1)
    return tuple(each for each in page.facets["citation"] if each.value != name)[:MAX_VALUES]


def by_year(hits: Sequence[Hit]) -> list[tuple[str | None, list[Hit]]]:
    """Group hits, which are sorted by time, by their year in Vietnam; None for undated ones."""
    return [(key, list(group)) for key, group in groupby(hits, key=lambda hit: year(hit.published))]


def _history(unit: Unit | None) -> History:
    if unit is None:
        return History()
    if unit.until is None:
        was = tuple(each.path for each in predecessors(unit))
        if was in ((), (unit.path,)):
            return History()
        return History(was=was, since=unit.since.isoformat() if unit.since else None)
    last = unit.until - timedelta(days=1)
    return History(now=unit.now, whole=len(unit.now) == 2, until=last.isoformat())


def _inside(values: Sequence[FacetValue], path: str) -> tuple[FacetValue, ...]:
    """Return the places within a place, from the tree of a place facet."""
    unit = next((each for each in _walk(values) if each.value == path), None)
    return tuple(each for each in unit.children if each.count)[:MAX_PARTS] if unit else ()


def _walk(values: Sequence[FacetValue]) -> Iterator[FacetValue]:
    for value in values:
        yield value
        yield from _walk(value.children)
