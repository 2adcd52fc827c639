"""The inputs and outputs of engines: index documents, query plans and matches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from whoosh.query.qcore import Query

from ..model import Sort


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article in the form that an engine indexes; see `fields` for the names of the fields.

    `texts` are the text fields (tokens joined by spaces), `exact` the exact fields and `keys` the keys. `stored` is the
    serialised article, opaque to the engine; equal bytes mean an unchanged article. `signature` (for near duplicates)
    and `completions` (pairs of kind and text) belong to the side indexes; the engine itself does not store them.
    """

    id: str
    texts: Mapping[str, str]
    exact: Mapping[str, tuple[str, ...]]
    keys: Mapping[str, int]
    stored: bytes
    signature: bytes = b""
    completions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A query plan: one search that an engine can run, made of the query nodes in `nodes`.

    `match` selects the documents; `score` only orders them (None: all scores are 0). Each entry of `filters` restricts
    the matches and belongs to the facet of its name, or to none (such as `after`). The counts of a facet disregard the
    filter of the same name. `facets` are the facets to count.
    """

    match: Query
    score: Query | None = None
    filters: Mapping[str, Query] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    sort: Sort = "relevance"
    offset: int = 0
    limit: int = 10


@dataclass(frozen=True, slots=True)
class Match:
    """One matching document."""

    id: str
    score: float
    stored: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Matches:
    """The result of a plan: one window of the ordered matches, the exact total, and exact counts of all facet
    values."""

    matches: tuple[Match, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
