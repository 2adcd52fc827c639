"""Pages about the site itself: how to search, and what the index holds."""

from __future__ import annotations

from flask import Response

from ..http.links import search_link
from ..http.request import SearchRequest
from ..site.site import Site
from .results_view import often
from .search import render
from .timeline import timeline

VALUES = 12
"""Values of a facet listed on the page about the site."""

SOURCES = 60
"""Sources listed there."""

FACETS = ("year", "month", "source", "topic", "place", "citation")


def how_to(site: Site) -> Response:
    """`GET /help`: the query language by examples, each a search of its own. Needs no index."""
    return render("help.html", wanted=SearchRequest(), words=_WORDS, fields=_FIELDS)


def about(site: Site) -> Response:
    """`GET /about`: what this is, how much of it there is, and from where."""
    index = site.live.get()
    page = index.search("", facets=FACETS, sort="newest", limit=1)
    return render(
        "about.html",
        wanted=SearchRequest(),
        page=page,
        stats=index.stats(),
        often=often("citation", page.facets["citation"]),
        sources=page.facets["source"][:SOURCES],
        timeline=timeline(SearchRequest(), page.facets, page.total, search_link, months=False),
        most=VALUES,
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
"""Examples: the message of its words, how they are written, the message that says what it finds."""

_FIELDS = (
    ("help.example.title", "{}", "help.in_title"),
    ("help.example.place", "{}", "help.by_place"),
    ("help.example.topic", "{}", "help.by_topic"),
    ("help.example.citation", "{}", "help.by_citation"),
    ("help.example.date", "{}", "help.by_date"),
)
