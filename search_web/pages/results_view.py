"""What the results page shows beside the hits: chips, facet groups, sorting, paging; plain data, ready to print."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ...model import SORTS, FacetValue, ResultPage
from ...presentation import values as show
from ...presentation.messages import number, text
from ..http.request import FACETS, FILTERS, SearchRequest

Link = Callable[[SearchRequest], str]
"""Writes the address of a search, relative to wherever the blueprint is mounted."""

SHOWN = 8
"""Facet values shown before "more"; chosen ones are always shown."""

WHOLE_TREE = 200
"""A tree of places up to this size is on the page whole; of a larger one (a country has thousands of communes), only
the branches of what is chosen."""

OPEN_GROUPS = ("place", "year", "month", "topic")
"""Facet groups that stand open though nothing is chosen in them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A chosen filter and the address without it."""

    kind: str
    label: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One facet value: following `href` chooses it, or drops it when it is `selected`."""

    label: str
    count: int
    selected: bool
    href: str
    key: str
    """What tells it from every other row, whatever is chosen: the script finds it again by this."""
    children: tuple[Row, ...] = ()
    unfolded: bool = False
    """Whether the children are worth showing at once: this value or one below it is chosen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One facet: the rows shown at once, and the rest behind "more"."""

    name: str
    title: str
    rows: tuple[Row, ...]
    more: tuple[Row, ...]
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several addresses, such as an order or a page number."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """Where to go from this page; `numbers` holds None for a gap."""

    previous: str | None
    next: str | None
    numbers: tuple[Choice | None, ...]


def chips(request: SearchRequest, link: Link) -> tuple[Chip, ...]:
    """One chip per chosen filter value."""
    return tuple(
        Chip(
            kind=text(f"chip.{name}"),
            label=show.chip_label(name, value),
            href=link(request.without_filter(name, value)),
        )
        for name in FILTERS
        for value in request.filters.get(name, ())
    )


def groups(request: SearchRequest, facets: Mapping[str, tuple[FacetValue, ...]], link: Link) -> tuple[Group, ...]:
    """The facets that have values, in the page's order. Months are offered only once a year or a month is chosen."""
    found = []
    for name in FACETS:
        values = facets.get(name, ())
        if name == "month" and not (request.filters.get("year") or request.filters.get("month")):
            continue
        if values:
            found.append(_group(request, name, in_order(name, values), link))
    return tuple(found)


def in_order(name: str, values: tuple[FacetValue, ...]) -> tuple[FacetValue, ...]:
    """Years and months from the latest back; everything else as counted, the most frequent first."""
    return tuple(sorted(values, key=lambda v: v.value, reverse=True)) if name in ("year", "month") else values


def often(name: str, values: tuple[FacetValue, ...]) -> tuple[FacetValue, ...]:
    """The values worth a list of the most frequent: of documents those that are cited more than once."""
    return tuple(value for value in values if name != "citation" or value.count > 1)


def _group(request: SearchRequest, name: str, values: tuple[FacetValue, ...], link: Link) -> Group:
    deep = _size(values) <= WHOLE_TREE
    rows = [_row(request, name, value, link, deep) for value in values]
    shown = [row for index, row in enumerate(rows) if index < SHOWN or row.unfolded]
    hidden = [row for index, row in enumerate(rows) if index >= SHOWN and not row.unfolded]
    if len(hidden) == 1:
        shown, hidden = rows, []
    chosen = any(row.unfolded for row in rows)
    return Group(
        name=name,
        title=text(f"facet.{name}"),
        rows=tuple(shown),
        more=tuple(hidden),
        open=chosen or name in OPEN_GROUPS,
    )


def _size(values: tuple[FacetValue, ...]) -> int:
    return len(values) + sum(_size(value.children) for value in values)


def _row(request: SearchRequest, name: str, value: FacetValue, link: Link, deep: bool) -> Row:
    chosen = request.has(name, value.value)
    unfolded = _touched(request, name, value)
    children = tuple(_row(request, name, child, link, deep) for child in value.children if deep or unfolded)
    change = request.without_filter if chosen else request.with_filter
    return Row(
        label=show.facet_label(name, value.value, value.label),
        count=value.count,
        selected=chosen or value.selected,
        href=link(change(name, value.value)),
        key=f"{name}={value.value}",
        children=children,
        unfolded=unfolded,
    )


def _touched(request: SearchRequest, name: str, value: FacetValue) -> bool:
    """Whether this value or one below it is chosen."""
    if value.selected or request.has(name, value.value):
        return True
    return any(_touched(request, name, child) for child in value.children)


def sorts(request: SearchRequest, current: str, link: Link) -> tuple[Choice, ...]:
    """The orders on offer; without a query nothing is more relevant than anything else."""
    offered = SORTS if request.query else SORTS[1:]
    return tuple(
        Choice(label=text(f"sort.{sort}"), href=link(request.sorted_by(sort)), current=sort == current)
        for sort in offered
    )


def pager(request: SearchRequest, page: ResultPage, link: Link) -> Pager | None:
    """Links to the first, the last and the neighbouring pages; None where there is only this one."""
    last = page.pages
    if last == 1:
        return None
    here = min(page.page, last)
    wanted = sorted({1, last, *range(max(1, here - 2), min(last, here + 2) + 1)})
    numbers: list[Choice | None] = []
    for position, each in enumerate(wanted):
        if position and each - wanted[position - 1] > 1:
            numbers.append(None)
        numbers.append(Choice(label=number(each), href=link(request.at_page(each)), current=each == page.page))
    return Pager(
        previous=link(request.at_page(here - 1)) if here > 1 else None,
        next=link(request.at_page(here + 1)) if here < last else None,
        numbers=tuple(numbers),
    )
