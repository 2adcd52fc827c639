"""Pages about the site: help, and the content of the index."""

from __future__ import annotations

from flask import Response

from ..http.links import search_link
from ..http.request import SearchRequest
from ..site.site import Site
from .results_view import frequent
from .search import render
from .timeline import timeline

MAX_VALUES = 12
"""Maximum number of values listed per facet."""

MAX_SOURCES = 60
"""Maximum number of sources listed."""

FACETS = ("year", "month", "source", "topic", "place", "citation")


def how_to(site: Site) -> Response:
    """`GET /help`: the query language by examples that link to searches. Works without an index."""
    return render("help.html", search_request=SearchRequest(), words=_WORDS, fields=_FIELDS)


def about(site: Site) -> Response:
    """`GET /about`: what the site is, and how many articles the index has from which sources."""
    index = site.live.get()
    page = index.search("", facets=FACETS, sort="newest", limit=1)
    return render(
        "about.html",
        search_request=SearchRequest(),
        page=page,
        stats=index.stats(),
        frequent_documents=frequent("citation", page.facets["citation"]),
        sources=page.facets["source"][:MAX_SOURCES],
        timeline=timeline(SearchRequest(), page.facets, page.total, search_link, months=False),
        max_values=MAX_VALUES,
    )


_WORDS = (
    ("help.example.words", "{}", "help.words"),
    ("help.example.words", '"{}"', "help.phrase"),
    ("help.example.prefix", "{}", "help.prefix"),
    ("help.example.either", "{}", "help.either"),
    ("help.example.both", "{}", "help.both"),
    ("help.example.without", "{}", "help.without"),
    ("help.example.group", "{}", "help.group"),
)
"""Examples of the query language: message key of the words, format string, message key of the explanation."""

_FIELDS = (
    ("help.example.title", "{}", "help.in_title"),
    ("help.example.place", "{}", "help.by_place"),
    ("help.example.topic", "{}", "help.by_topic"),
    ("help.example.citation", "{}", "help.by_citation"),
    ("help.example.date", "{}", "help.by_date"),
)
