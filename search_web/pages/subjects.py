"""Pages of what articles speak of: a document that is cited, and a place, each with its news over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from flask import Response, request

from ...knowledge.documents.citations import normal_citation
from ...knowledge.documents.details import citation_details
from ...knowledge.places.gazetteer import Unit, gazetteer
from ...model import FacetValue, Hit, Path, ResultPage, UsageError
from ...presentation import values as show
from ...presentation.messages import text
from ..http.links import search_link
from ..http.request import MAX_VALUE, SearchRequest, split
from ..site.site import Site
from .search import render
from .timeline import timeline

if TYPE_CHECKING:
    from ...searcher import Index

NEWEST = 30
"""Articles listed on the page of a document or a place; the rest is a search away."""

VALUES = 12
"""Values of a facet listed on such a page."""

PARTS = 60
"""Places within a place that its page lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What a place was before the reform of 2025, or is since; paths, each the address of a page of its own.

    `until`, `since`: the day (ISO 8601) on which the unit ended or began, where that is known.
    """

    was: tuple[Path, ...] = ()
    now: Path = ()
    whole: bool = False
    """Whether all of it became `now`; else it lies there, or parts of it do."""
    until: str | None = None
    since: str | None = None


def document(site: Site, number: str | None = None) -> Response:
    """`GET /documents/<number>`, or `/documents?number=`: who cites a document, where, when, and what else."""
    asked = _named("number", number)
    name = normal_citation(asked) or asked
    wanted = SearchRequest(filters={"citation": (name,)})
    index = site.live.get()
    page = _newest(index, wanted, ("year", "month", "place", "topic", "source"))
    if not page.total:
        return _unknown(name, text("document.unknown", number=name), text("document.unknown.advice"))
    return render(
        "document.html",
        wanted=SearchRequest(),
        subject=wanted,
        name=name,
        page=page,
        details=citation_details(name),
        together=_cited_together(index, name),
        years=by_year(page.hits),
        timeline=timeline(wanted, page.facets, page.total, search_link, months=False),
        most=VALUES,
    )


def place(site: Site, path: str | None = None) -> Response:
    """`GET /places/<path>`, or `/places?path=`: the news of a place, today's or one before the reform."""
    asked = [part.strip() for part in _named("path", path).split("/") if part.strip()]
    if not asked:
        raise UsageError("Which place? Give its path: /places/<path> or /places?path=<path>.", field="path")
    unit = gazetteer().unit(asked, date.max) or gazetteer().unit(
        asked
    )  # of two with one name the one that still stands
    known = unit.path if unit else tuple(asked)
    field = "place_then" if unit and unit.until else "place"
    wanted = SearchRequest(filters={field: ("/".join(known),)})
    page = _newest(site.live.get(), wanted, ("year", "month", field, "topic", "citation"))
    if not page.total:
        shown = show.address(known)
        return _unknown(shown, text("place.unknown", place=shown), text("place.unknown.advice"))
    return render(
        "place.html",
        wanted=SearchRequest(),
        subject=wanted,
        path=known,
        page=page,
        history=_history(unit),
        inside=_inside(page.facets.get(field, ()), "/".join(known)),
        years=by_year(page.hits),
        timeline=timeline(wanted, page.facets, page.total, search_link, months=False),
        most=VALUES,
    )


def _named(parameter: str, value: str | None) -> str:
    if value is None:
        given = [each for name, each in split(request.query_string) if name == parameter and each.strip()]
        if not given:
            raise UsageError(f"Which {parameter}? Give it in the address: ?{parameter}=…", field=parameter)
        value = given[-1]
    return value.strip()[:MAX_VALUE]


def _newest(index: Index, wanted: SearchRequest, facets: Sequence[str]) -> ResultPage:
    return index.search("", filters=wanted.filters, sort="newest", limit=NEWEST, facets=facets)


def _unknown(name: str, heading: str, advice: str) -> Response:
    """The page for what no article speaks of: its name stands in the search box, to be tried otherwise."""
    wanted = SearchRequest(query=name)
    return render("error.html", 404, wanted=wanted, heading=heading, advice=advice, unavailable=None, rebuild=False)


def _cited_together(index: Index, name: str) -> tuple[FacetValue, ...]:
    """What those who cite a document cite as well, the most frequent first. A facet's own filter never narrows it, so
    this asks with a query."""
    if '"' in name:
        return ()
    page = index.search(f'citation:"{name}"', facets=("citation",), limit=1)
    return tuple(each for each in page.facets["citation"] if each.value != name)[:VALUES]


def by_year(hits: Sequence[Hit]) -> list[tuple[str | None, list[Hit]]]:
    """Hits that are in order of time, by their year in Vietnam; the undated ones under None."""
    return [(year, list(some)) for year, some in groupby(hits, key=lambda hit: show.year(hit.published))]


def _history(unit: Unit | None) -> History:
    if unit is None:
        return History()
    if unit.until is None:
        was = tuple(each.path for each in gazetteer().became(unit))
        if was in ((), (unit.path,)):
            return History()
        return History(was=was, since=unit.since.isoformat() if unit.since else None)
    last = unit.until - timedelta(days=1)
    return History(now=unit.now, whole=len(unit.now) == 2, until=last.isoformat())


def _inside(values: Sequence[FacetValue], path: str) -> tuple[FacetValue, ...]:
    """The places within a place, of its tree in a facet."""
    found = next((each for each in _walk(values) if each.value == path), None)
    return tuple(each for each in found.children if each.count)[:PARTS] if found else ()


def _walk(values: Sequence[FacetValue]) -> Iterator[FacetValue]:
    for value in values:
        yield value
        yield from _walk(value.children)
