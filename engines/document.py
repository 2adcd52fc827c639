"""What an engine is given and what it gives back: documents, plans, matches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from whoosh.query.qcore import Query

from ..model import Sort


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One article as an engine keeps it; see `fields` for the names.

    `stored` is the article itself, in bytes only its writer understands; equal bytes mean an unchanged article.
    `signature` (near duplicates) and `completions` (kind and text of what a search box may offer) are for the
    companions beside the engine, which keeps neither.
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
    """One search, ready to run: Whoosh query nodes over the channels, exact fields and keys of `fields`.

    `match` decides which documents are found; `score` only orders them (None: all score 0). Each entry of `filters`
    narrows the result and belongs to the facet of its name (or to none, such as `after`): the counts of a facet leave
    out the filter of its own name. `facets` names the facets to count.
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
    """What an engine answers: one window of the ordered matches, the exact total, exact counts of every facet value."""

    matches: tuple[Match, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]]
