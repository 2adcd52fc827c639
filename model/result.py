"""The results of a search: a page with hits, facets and a spelling suggestion; and completions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from .article import Place, place_to_dict
from .explanation import Explanation

Sort = Literal["relevance", "newest", "oldest"]
SORTS: tuple[Sort, ...] = get_args(Sort)
"""The sort orders of hits."""

FacetSort = Literal["count", "name"]
FACET_SORTS: tuple[FacetSort, ...] = get_args(FacetSort)
"""The sort orders of facet values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A near duplicate of an article in the index, usually the same news published by another portal."""

    id: str
    title: str
    source: str | None
    url: str | None
    published: str | None

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object, an item of the `duplicates` of a hit."""
        return {
            "id": self.id,
            "title": self.title or None,
            "source": self.source,
            "url": self.url,
            "published": self.published,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One result of a search.

    The fields `*_html` contain escaped text with `<mark>` as the only tag. `score` is comparable only within one
    search. `duplicates` lists the near duplicates of the article in the index, the earliest first; they do not appear
    as hits on the same page. `missing` lists the words of the query, as typed, that the article does not contain. A
    `pinned` hit is a best bet: an editor placed it at the top (docs/curation.md).
    """

    id: str
    url: str | None
    title: str
    title_html: str
    snippet_html: str
    published: str | None
    source: str | None
    author: str | None
    places: tuple[Place, ...] = ()
    citations: tuple[str, ...] = ()
    score: float = 0.0
    duplicates: tuple[Copy, ...] = ()
    missing: tuple[str, ...] = ()
    pinned: bool = False

    @property
    def duplicate_count(self) -> int:
        """The number of near duplicates in the index."""
        return len(self.duplicates)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of the hit."""
        return {
            "id": self.id,
            "url": self.url,
            "title": self.title or None,
            "title_html": self.title_html,
            "snippet_html": self.snippet_html,
            "published": self.published,
            "source": self.source,
            "author": self.author,
            "places": [place_to_dict(place) for place in self.places],
            "citations": list(self.citations),
            "score": self.score,
            "duplicate_count": self.duplicate_count,
            "duplicates": [copy.to_dict() for copy in self.duplicates],
            "missing": list(self.missing),
            "pinned": self.pinned,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class FacetValue:
    """A facet value. `count` is the total of the same search with this value as the only filter of its facet."""

    value: str
    label: str
    count: int
    selected: bool = False
    children: tuple[FacetValue, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of the facet value; without children it has no `children` key."""
        out: dict[str, Any] = {
            "value": self.value,
            "label": self.label,
            "count": self.count,
            "selected": self.selected,
        }
        if self.children:
            out["children"] = [child.to_dict() for child in self.children]
        return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A spelling suggestion: a query that finds more, and the reason why it is suggested."""

    query: str
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of the suggestion."""
        return {"query": self.query, "reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A completion of the text typed into a search box.

    `html` is the escaped text with the typed part in `<mark>`. `kind` is `title`, `place`, `organization`, `topic`,
    `citation` or `phrase`. `count` is the number of articles that contain the completion, and `id` the id of an article
    with this title.
    """

    text: str
    html: str
    kind: str
    count: int
    id: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of `timtin suggest --json` and `/api/suggest`."""
        return {"text": self.text, "html": self.html, "kind": self.kind, "count": self.count, "id": self.id}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """One page of results. `total` is the exact number of matching articles; `page` counts from 1."""

    query: str
    total: int
    page: int
    limit: int
    took_ms: float
    hits: tuple[Hit, ...] = ()
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    facets_more: dict[str, int] = field(default_factory=dict)
    """For each facet that is not listed completely, the number of values that are left out."""
    suggestion: Suggestion | None = None
    explanation: Explanation | None = None
    """The explanation of the search, or None if it was not requested."""

    @property
    def pages(self) -> int:
        """The number of pages, at least 1."""
        return max(1, -(-self.total // self.limit))

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of `search --json` and `GET /api/search`; `explanation` only if requested."""
        out: dict[str, Any] = {
            "query": self.query,
            "total": self.total,
            "page": self.page,
            "limit": self.limit,
            "took_ms": self.took_ms,
            "hits": [hit.to_dict() for hit in self.hits],
            "facets": {name: [value.to_dict() for value in values] for name, values in self.facets.items()},
            "facets_more": dict(self.facets_more),
            "suggestion": self.suggestion.to_dict() if self.suggestion else None,
        }
        if self.explanation is not None:
            out["explanation"] = self.explanation.to_dict()
        return out
