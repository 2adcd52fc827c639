"""What a request asks for: the query string read into one frozen `SearchRequest`, and written back into links."""

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

MAX_CHOSEN = 50
"""Most filter values of a page: every one of them stands again in each of its links."""

PARAMETERS = tuple(parameter.name for parameter in parameters.search(1))
"""Every parameter of a search."""

OF_PROGRAMS = ("facets", "facet_limit", "facet_sort", "explain")
"""Those that only programs use; the page takes no notice of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """One search as the address bar holds it. `facets` is None for all of them; `sort` is None where none was asked."""

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
        """Whether this filter value is chosen."""
        return value in self.filters.get(name, ())

    def with_filter(self, name: str, value: str) -> SearchRequest:
        """The same search narrowed by one more value, from its first page."""
        values = (*self.filters.get(name, ()), value)
        return replace(self, filters={**self.filters, name: values}, page=1)

    def without_filter(self, name: str, value: str) -> SearchRequest:
        """The same search without this value, from its first page."""
        values = tuple(each for each in self.filters.get(name, ()) if each != value)
        return replace(self, filters={**self.filters, name: values}, page=1)

    def without_filters(self, names: Iterable[str] = FILTERS) -> SearchRequest:
        """The same search without these filters, from its first page."""
        gone = set(names)
        return replace(self, filters={k: v for k, v in self.filters.items() if k not in gone}, page=1)

    def at_page(self, page: int) -> SearchRequest:
        """Another page of the same search."""
        return replace(self, page=page)

    def sorted_by(self, sort: Sort) -> SearchRequest:
        """The same search in another order, from its first page."""
        return replace(self, sort=sort, page=1)

    def asking(self, query: str) -> SearchRequest:
        """Another query under the same filters, from its first page."""
        return replace(self, query=query, page=1)

    def pairs(self) -> Pairs:
        """Names and values for a query string or hidden inputs, in a stable order; defaults are left out."""
        pairs: Pairs = [("q", self.query)]
        pairs += [(name, value) for name in FILTERS for value in self.filters.get(name, ())]
        if self.sort is not None:
            pairs.append(("sort", self.sort))
        if self.page != 1:
            pairs.append(("page", str(self.page)))
        if self.limit is not None:
            pairs.append(("limit", str(self.limit)))
        return pairs

    def program_pairs(self) -> Pairs:
        """The same for a program: with the facets it asked for, and how they are listed."""
        facets: Pairs = [] if self.facets is None else [("facets", ",".join(self.facets))]
        if self.facet_limit is not None:
            facets.append(("facet_limit", str(self.facet_limit)))
        if self.facet_sort != "count":
            facets.append(("facet_sort", self.facet_sort))
        return [*self.pairs(), *facets, *([("explain", "1")] if self.explain else [])]

    def query_string(self) -> str:
        """`pairs` as they stand in a link; slashes of place paths stay readable."""
        return urlencode(self.pairs(), safe="/")


def split(query_string: bytes) -> Pairs:
    """The pairs of a query string, whatever bytes it holds: what is not UTF-8 becomes U+FFFD, never an error.

    Flask's own `request.args` raises on raw bytes that are not UTF-8.
    """
    text = query_string.decode("utf-8", "replace")
    return parse_qsl(text, keep_blank_values=True, errors="replace")


def read_strict(pairs: Pairs, *, max_limit: int, table: parameters.Table | None = None) -> SearchRequest:
    """The request of a program: whatever is not understood is an error that names it; `table` is that of a search.

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
    """The query alone, whatever else is wrong: the last `q`, cut at `max_query` characters as the searcher does."""
    given = [value for name, value in pairs if name == "q"]
    return given[-1].strip()[:max_query] if given else ""


def read_page(pairs: Pairs, *, max_limit: int, max_query: int) -> SearchRequest:
    """The request of the page: links get foreign parameters hung on, and a form sends empty fields; both mean nothing.

    Raises:
        UsageError: a malformed value.
    """
    meant = [(name, value) for name, value in pairs if name in PARAMETERS and name not in OF_PROGRAMS and value.strip()]
    last = {name: value for name, value in meant if name not in FILTERS}
    if "q" in last:
        last["q"] = query_of(pairs, max_query=max_query)
    chosen = list(dict.fromkeys((n, v) for n, v in meant if n in FILTERS))
    if len(chosen) > MAX_CHOSEN:
        raise FilterError(
            f"There are more than {MAX_CHOSEN} filter values; the page takes no more.", field=chosen[0][0]
        )
    return read_strict([*chosen, *last.items()], max_limit=max_limit)
