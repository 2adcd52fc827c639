"""View models of the results page besides the hits: filter chips, facet groups, sort orders, pager."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ...model import SORTS, FacetValue, ResultPage
from ...presentation.messages import number, text
from ...presentation.values import chip_label, facet_label
from ..http.request import FACETS, FILTERS, SearchRequest

Link = Callable[[SearchRequest], str]
"""Returns the link to a search, relative to where the blueprint is mounted."""

VISIBLE_VALUES = 8
"""Facet values shown before "more"; selected ones are always shown."""

MAX_TREE = 200
"""A facet tree of up to this many values is shown entirely; of a larger one, such as the communes of the whole country,
only the selected branches."""

OPEN_GROUPS = ("place", "year", "month", "topic")
"""Facet groups that are expanded even without a selection."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """A selected filter and the link that removes it."""

    kind: str
    label: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One facet value; `href` selects it, or removes the selection if it is `selected`."""

    label: str
    count: int
    selected: bool
    href: str
    key: str
    """Identifies the row independently of the selection, so that the script finds it after an update."""
    children: tuple[Row, ...] = ()
    expanded: bool = False
    """Whether the children are shown, because this value or one below it is selected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """One facet: the visible rows, and the hidden ones behind "more"."""

    name: str
    title: str
    rows: tuple[Row, ...]
    hidden: tuple[Row, ...]
    open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One of several links, such as a sort order or a page number."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pager:
    """The links to other pages; None in `numbers` stands for a gap."""

    previous: str | None
    next: str | None
    numbers: tuple[Choice | None, ...]


def chips(request: SearchRequest, link: Link) -> tuple[Chip, ...]:
    """Return one chip per selected filter value."""
    return tuple(
        Chip(
            kind=text(f"chip.{name}"),
            label=chip_label(name, value),
            href=link(request.without_filter(name, value)),
        )
        for name in FILTERS
        for value in request.filters.get(name, ())
    )


def groups(request: SearchRequest, facets: Mapping[str, tuple[FacetValue, ...]], link: Link) -> tuple[Group, ...]:
    """Return the non-empty facets in the order of the page. Months are included once a year or month is selected."""
    out = []
    for name in FACETS:
        values = facets.get(name, ())
        if name == "month" and not (request.filters.get("year") or request.filters.get("month")):
            continue
        if values:
            out.append(_group(request, name, in_order(name, values), link))
    return tuple(out)


def in_order(name: str, values: tuple[FacetValue, ...]) -> tuple[FacetValue, ...]:
    """Return years and months latest first, and other facets unchanged, that is, most frequent first."""
    return tuple(sorted(values, key=lambda v: v.value, reverse=True)) if name in ("year", "month") else values


def frequent(name: str, values: tuple[FacetValue, ...]) -> tuple[FacetValue, ...]:
    """Return the values for a list of the most frequent ones: of documents, those cited more than once."""
    return tuple(value for value in values if name != "citation" or value.count > 1)


def _group(request: SearchRequest, name: str, values: tuple[FacetValue, ...], link: Link) -> Group:
    whole_tree = _size(values) <= MAX_TREE
    rows = [_row(request, name, value, link, whole_tree) for value in values]
    shown = [row for index, row in enumerate(rows) if index < VISIBLE_VALUES or row.expanded]
    hidden = [row for index, row in enumerate(rows) if index >= VISIBLE_VALUES and not row.expanded]
    if len(hidden) == 1:
        shown, hidden = rows, []
    selected = any(row.expanded for row in rows)
    return Group(
        name=name,
        title=text(f"facet.{name}"),
        rows=tuple(shown),
        hidden=tuple(hidden),
        open=selected or name in OPEN_GROUPS,
    )


def _size(values: tuple[FacetValue, ...]) -> int:
    return len(values) + sum(_size(value.children) for value in values)


def _row(request: SearchRequest, name: str, value: FacetValue, link: Link, whole_tree: bool) -> Row:
    selected = request.has(name, value.value)
    expanded = _selected_within(request, name, value)
    children = tuple(_row(request, name, child, link, whole_tree) for child in value.children if whole_tree or expanded)
    change = request.without_filter if selected else request.with_filter
    return Row(
        label=facet_label(name, value.value, value.label),
        count=value.count,
        selected=selected or value.selected,
        href=link(change(name, value.value)),
        key=f"{name}={value.value}",
        children=children,
        expanded=expanded,
    )


def _selected_within(request: SearchRequest, name: str, value: FacetValue) -> bool:
    """Return whether this value or one below it is selected."""
    if value.selected or request.has(name, value.value):
        return True
    return any(_selected_within(request, name, child) for child in value.children)


def sorts(request: SearchRequest, current: str, link: Link) -> tuple[Choice, ...]:
    """Return the available sort orders; relevance requires a query."""
    available = SORTS if request.query else SORTS[1:]
    return tuple(
        Choice(label=text(f"sort.{sort}"), href=link(request.sorted_by(sort)), current=sort == current)
        for sort in available
    )


def pager(request: SearchRequest, page: ResultPage, link: Link) -> Pager | None:
    """Return links to the first, the last and the neighbouring pages, or None if there is only one page."""
    last = page.pages
    if last == 1:
        return None
    current = min(page.page, last)
    positions = sorted({1, last, *range(max(1, current - 2), min(last, current + 2) + 1)})
    numbers: list[Choice | None] = []
    for position, each in enumerate(positions):
        if position and each - positions[position - 1] > 1:
            numbers.append(None)
        numbers.append(Choice(label=number(each), href=link(request.at_page(each)), current=each == page.page))
    return Pager(
        previous=link(request.at_page(current - 1)) if current > 1 else None,
        next=link(request.at_page(current + 1)) if current < last else None,
        numbers=tuple(numbers),
    )
