"""Search requests: query strings parsed into a frozen `SearchRequest`, and serialized back for links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import cast
from urllib.parse import parse_qsl, urlencode

from flask import request

from ...model import SORTS, FacetSort, FilterError, Sort
from . import parameters
from .parameters import FACETS, FILTERS, MAX_PAGE, MAX_VALUE, RANGES, Pairs, read

__all__ = ["FACETS", "FILTERS", "MAX_PAGE", "MAX_VALUE", "PARAMETERS", "RANGES", "SORTS", "Pairs", "SearchRequest"]

MAX_SELECTED = 50
"""Maximum number of selected filter values on a page, since each of them is repeated in every link."""

PARAMETERS = tuple(parameter.name for parameter in parameters.search(1))
"""The names of all parameters of a search."""

API_ONLY = ("facets", "facet_limit", "facet_sort", "explain")
"""Parameters of the API that the page ignores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """One search as in the URL. `facets` is None for all facets; `sort` is None if not given."""

    query: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort | None = None
    page: int = 1
    limit: int | None = None
    facets: tuple[str, ...] | None = None
    facet_limit: int | None = None
    facet_sort: FacetSort = "count"
    explain: bool = False

    def has(self, name: str, value: str) -> bool:
        """Return whether this filter value is selected."""
        return value in self.filters.get(name, ())

    def with_filter(self, name: str, value: str) -> SearchRequest:
        """Return the search with one more filter value, at its first page."""
        values = (*self.filters.get(name, ()), value)
        return replace(self, filters={**self.filters, name: values}, page=1)

    def without_filter(self, name: str, value: str) -> SearchRequest:
        """Return the search without this filter value, at its first page."""
        values = tuple(each for each in self.filters.get(name, ()) if each != value)
        return replace(self, filters={**self.filters, name: values}, page=1)

    def without_filters(self, names: Iterable[str] = FILTERS) -> SearchRequest:
        """Return the search without these filters, at its first page."""
        removed = set(names)
        return replace(self, filters={k: v for k, v in self.filters.items() if k not in removed}, page=1)

    def at_page(self, page: int) -> SearchRequest:
        """Return the search at another page."""
        return replace(self, page=page)

    def sorted_by(self, sort: Sort) -> SearchRequest:
        """Return the search in another order, at its first page."""
        return replace(self, sort=sort, page=1)

    def with_query(self, query: str) -> SearchRequest:
        """Return another query with the same filters, at its first page."""
        return replace(self, query=query, page=1)

    def pairs(self) -> Pairs:
        """Return names and values for a query string or hidden inputs, in a stable order, without defaults."""
        pairs: Pairs = [("q", self.query)]
        pairs += [(name, value) for name in FILTERS for value in self.filters.get(name, ())]
        if self.sort is not None:
            pairs.append(("sort", self.sort))
        if self.page != 1:
            pairs.append(("page", str(self.page)))
        if self.limit is not None:
            pairs.append(("limit", str(self.limit)))
        return pairs

    def api_pairs(self) -> Pairs:
        """Return `pairs` with the parameters of the API: facets, their limit and order, explain."""
        facets: Pairs = [] if self.facets is None else [("facets", ",".join(self.facets))]
        if self.facet_limit is not None:
            facets.append(("facet_limit", str(self.facet_limit)))
        if self.facet_sort != "count":
            facets.append(("facet_sort", self.facet_sort))
        return [*self.pairs(), *facets, *([("explain", "1")] if self.explain else [])]

    def query_string(self) -> str:
        """Return `pairs` as a query string; slashes of place paths are not escaped."""
        return urlencode(self.pairs(), safe="/")


def split(query_string: bytes) -> Pairs:
    """Split a query string into pairs; invalid UTF-8 becomes U+FFFD.

    Flask's `request.args` raises on bytes that are not UTF-8.
    """
    text = query_string.decode("utf-8", "replace")
    return parse_qsl(text, keep_blank_values=True, errors="replace")


def read_strict(pairs: Pairs, *, max_limit: int, table: parameters.Table | None = None) -> SearchRequest:
    """Parse the search request of an API client, rejecting everything invalid.

    Args:
        pairs: the pairs of the query string.
        max_limit: the setting of this name.
        table: the permitted parameters; those of `/api/search` by default.

    Raises:
        FilterError: an unknown parameter or a malformed filter.
        UsageError: another malformed value, or a single-valued parameter given twice.
    """
    given = read(pairs, parameters.search(max_limit) if table is None else table)
    one = {name: values[0] for name, values in given.items() if values}
    return SearchRequest(
        query=one.get("q", ""),
        filters={name: given[name] for name in FILTERS if name in given},
        sort=cast("Sort | None", one.get("sort")),
        page=int(one.get("page", 1)),
        limit=int(one["limit"]) if "limit" in one else None,
        facets=given.get("facets"),
        facet_limit=int(one["facet_limit"]) if "facet_limit" in one else None,
        facet_sort=cast("FacetSort", one.get("facet_sort", "count")),
        explain=one.get("explain") == "1",
    )


def id_parameter() -> str:
    """Return the `id` parameter of the current request, ignoring all others.

    Raises:
        UsageError: it is missing.
    """
    pairs = [pair for pair in split(request.query_string) if pair[0] == "id"]
    return read(pairs, parameters.ARTICLE)["id"][0]


def query_of(pairs: Pairs, *, max_query: int) -> str:
    """Return the query alone, ignoring other parameters: the last `q`, cut to `max_query` characters."""
    given = [value for name, value in pairs if name == "q"]
    return given[-1].strip()[:max_query] if given else ""


def read_page(pairs: Pairs, *, max_limit: int, max_query: int) -> SearchRequest:
    """Parse the search request of a page, ignoring unknown parameters (added to links) and empty ones (sent by forms).

    Raises:
        UsageError: a malformed value, or more than `MAX_SELECTED` filter values.
    """
    given = [(name, value) for name, value in pairs if name in PARAMETERS and name not in API_ONLY and value.strip()]
    last = {name: value for name, value in given if name not in FILTERS}
    if "q" in last:
        last["q"] = query_of(pairs, max_query=max_query)
    selected = list(dict.fromkeys((n, v) for n, v in given if n in FILTERS))
    if len(selected) > MAX_SELECTED:
        raise FilterError(
            f"There are more than {MAX_SELECTED} filter values; the page accepts no more.", field=selected[0][0]
        )
    return read_strict([*selected, *last.items()], max_limit=max_limit)
