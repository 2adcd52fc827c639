"""What a search gives back: hits, facets, a suggestion, on one frozen page."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from .article import place_to_dict
from .explanation import Explanation
from .place import Place

Sort = Literal["relevance", "newest", "oldest"]
SORTS: tuple[Sort, ...] = get_args(Sort)
"""The orders in which hits can be asked for."""

FacetSort = Literal["count", "name"]
FACET_SORTS: tuple[FacetSort, ...] = get_args(FacetSort)
"""The orders in which the values of facets can be asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """Where else an article was published: a near copy of it in the index."""

    id: str
    title: str
    source: str | None
    url: str | None
    published: str | None

    def to_dict(self) -> dict[str, Any]:
        """The copy as a hit's `duplicates` gives it."""
        return {
            "id": self.id,
            "title": self.title or None,
            "source": self.source,
            "url": self.url,
            "published": self.published,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One result. `*_html` is escaped text and `<mark>` alone; `score` compares hits of one search only.

    `duplicates` are the near copies of the article that the index has, the earliest first; those that would stand on
    the same page are left out there. `missing` are words of the query that the article does not hold, as typed.
    `pinned` ones stand first because an editor put them there (docs/curation.md).
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
        """How many near copies the index has."""
        return len(self.duplicates)

    def to_dict(self) -> dict[str, Any]:
        """The hit in the shape of the contract."""
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
    """A value of a facet. `count` is the total of the same search with this value as the facet's only selection."""

    value: str
    label: str
    count: int
    selected: bool = False
    children: tuple[FacetValue, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The value in the shape of the contract; `children` only where there are some."""
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
    """Another spelling that would find more, and why it is offered."""

    query: str
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """The suggestion in the shape of the contract."""
        return {"query": self.query, "reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """What a search box may offer for what was typed so far.

    `html` is the escaped text with what was typed in `<mark>`; `kind` is `title`, `place`, `organization`, `topic`,
    `citation` or `phrase`; `count` is how many articles have it; `id` is an article with that title.
    """

    text: str
    html: str
    kind: str
    count: int
    id: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The completion as `suggest --json` and `/api/suggest` give it."""
        return {"text": self.text, "html": self.html, "kind": self.kind, "count": self.count, "id": self.id}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """One page of results. `total` is exact; `page` counts from 1."""

    query: str
    total: int
    page: int
    limit: int
    took_ms: float
    hits: tuple[Hit, ...] = ()
    facets: dict[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    facets_more: dict[str, int] = field(default_factory=dict)
    """By facet how many values with articles are not listed; facets that are listed whole are left out."""
    suggestion: Suggestion | None = None
    explanation: Explanation | None = None
    """Where it was asked for: how the query was understood and why the hits stand where they do."""

    @property
    def pages(self) -> int:
        """How many pages the result has, at least one."""
        return max(1, -(-self.total // self.limit))

    def to_dict(self) -> dict[str, Any]:
        """The page in the shape of the contract (`search --json`, `GET /api/search`); `explanation` if asked for."""
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
