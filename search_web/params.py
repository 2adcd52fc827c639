"""What a request asks for: the query string read into one frozen `SearchRequest`, and written back into links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode

from ..model import SORTS, FilterError, Sort, UsageError

FACETS = ("place", "place_then", "year", "month", "topic", "level", "organization", "source", "citation", "author")
"""The facets, in the order in which the page shows them."""

RANGES = ("after", "before")
FILTERS = (*FACETS, *RANGES)
PARAMETERS = ("q", *FILTERS, "sort", "page", "limit", "facets", "explain")

MAX_PAGE = 1_000_000
"""Further down no index reaches; what is beyond is a mistake, and an offset that no engine can count to."""

MAX_VALUES, MAX_VALUE = 50, 300
"""Most filter values of a request, and the longest in characters: every one of them stands again in each link."""

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """One search as the address bar holds it. `facets` is None for all of them; `sort` is None where none was asked."""

    query: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort | None = None
    page: int = 1
    limit: int | None = None
    facets: tuple[str, ...] | None = None
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

    def query_string(self) -> str:
        """`pairs` as they stand in a link; slashes of place paths stay readable."""
        return urlencode(self.pairs(), safe="/")


def split(query_string: bytes) -> Pairs:
    """The pairs of a query string, whatever bytes it holds: what is not UTF-8 becomes U+FFFD, never an error.

    Flask's own `request.args` raises on raw bytes that are not UTF-8.
    """
    text = query_string.decode("utf-8", "replace")
    return parse_qsl(text, keep_blank_values=True, errors="replace")


def read_strict(pairs: Pairs, *, max_limit: int) -> SearchRequest:
    """The request of the API: whatever is not understood is an error that names it.

    Raises:
        FilterError: an unknown parameter.
        UsageError: a malformed value, or a single-valued parameter given twice.
    """
    for name, _ in pairs:
        if name not in PARAMETERS:
            raise FilterError(f"unknown parameter {name[:80]!r}; known are: {', '.join(PARAMETERS)}", field=name[:80])
    facets = _facets([value for name, value in pairs if name == "facets"])
    return SearchRequest(
        query=_single(pairs, "q") or "",
        filters=_filters(pairs),
        sort=_sort(_single(pairs, "sort")),
        page=_whole(_single(pairs, "page"), "page", MAX_PAGE) or 1,
        limit=_whole(_single(pairs, "limit"), "limit", max_limit),
        facets=facets,
        explain=_yes(_single(pairs, "explain"), "explain"),
    )


def read_some(pairs: Pairs, names: tuple[str, ...], *, max_limit: int) -> tuple[dict[str, str], int | None]:
    """The single-valued parameters of a smaller part of the API, and its `limit`.

    Raises:
        FilterError: an unknown parameter.
        UsageError: a malformed limit, or a parameter given twice.
    """
    known = (*names, "limit")
    for name, _ in pairs:
        if name not in known:
            raise FilterError(f"unknown parameter {name[:80]!r}; known are: {', '.join(known)}", field=name[:80])
    given = {name: value for name in names if (value := _single(pairs, name)) is not None}
    return given, _whole(_single(pairs, "limit"), "limit", max_limit)


def query_of(pairs: Pairs, *, max_query: int) -> str:
    """The query alone, whatever else is wrong: the last `q`, cut at `max_query` characters as the searcher does."""
    given = [value for name, value in pairs if name == "q"]
    return given[-1].strip()[:max_query] if given else ""


def read_page(pairs: Pairs, *, max_limit: int, max_query: int) -> SearchRequest:
    """The request of the page: links get foreign parameters hung on, and a form sends empty fields; both mean nothing.

    Raises:
        UsageError: a malformed value.
    """
    meant = [
        (name, value)
        for name, value in pairs
        if name in PARAMETERS and name not in ("facets", "explain") and value.strip()
    ]
    last = {name: value for name, value in meant if name not in FILTERS}
    if "q" in last:
        last["q"] = query_of(pairs, max_query=max_query)
    return read_strict([(n, v) for n, v in meant if n in FILTERS] + list(last.items()), max_limit=max_limit)


def _filters(pairs: Pairs) -> dict[str, tuple[str, ...]]:
    chosen: dict[str, tuple[str, ...]] = {}
    for name, value in pairs:
        if name not in FILTERS or value in chosen.get(name, ()):
            continue
        if len(value) > MAX_VALUE:
            raise FilterError(f"{name} is longer than {MAX_VALUE} characters", field=name)
        chosen[name] = (*chosen.get(name, ()), value)
    if sum(len(values) for values in chosen.values()) > MAX_VALUES:
        raise FilterError(f"more than {MAX_VALUES} filter values in one search", field=next(iter(chosen)))
    return chosen


def _single(pairs: Pairs, name: str) -> str | None:
    values = [value for each, value in pairs if each == name]
    if len(values) > 1:
        raise UsageError(f"{name} is given {len(values)} times; it takes one value", field=name)
    return values[0] if values else None


def _sort(value: str | None) -> Sort | None:
    if value is None:
        return None
    for sort in SORTS:
        if value == sort:
            return sort
    raise UsageError(f"sort must be one of {', '.join(SORTS)}, not {value[:80]!r}", field="sort")


def _yes(value: str | None, name: str) -> bool:
    if value not in (None, "0", "1"):
        raise UsageError(f"{name} is 1 or 0, not {value[:80]!r}", field=name)
    return value == "1"


def _whole(value: str | None, name: str, most: int) -> int | None:
    """A whole number from 1 to `most`, in ASCII digits (`int` alone takes `१`, `+1` and `1_0` too)."""
    if value is None:
        return None
    if value.isascii() and value.isdigit() and len(value) < 20 and 1 <= int(value) <= most:
        return int(value)
    raise UsageError(f"{name} must be a whole number from 1 to {most}, not {value[:80]!r}", field=name)


def _facets(values: list[str]) -> tuple[str, ...] | None:
    if not values:
        return None
    names = [name.strip() for value in values for name in value.split(",") if name.strip()]
    for name in names:
        if name not in FACETS:
            raise FilterError(f"unknown facet {name[:80]!r}; known are: {', '.join(FACETS)}", field="facets")
    return tuple(dict.fromkeys(names))
