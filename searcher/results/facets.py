"""Counts of an engine to facets as they are shown: order, labels, trees of places, what is selected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Collection as Container
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ...model import FacetSort, FacetValue, settings
from .collation import collation_key

PLACES = ("place", "place_then")
_BY_DATE = ("year", "month")
_NEVER_CUT = (*PLACES, *_BY_DATE, "level")

Counts = Mapping[str, int]
_Ordered = Callable[[list[str]], list[str]]


class Facet(NamedTuple):
    """The values of a facet that are listed, and how many more it has (in a tree, with all that lies in them)."""

    values: tuple[FacetValue, ...]
    more: int


_collation_key = lru_cache(maxsize=8192)(collation_key)


@dataclass(frozen=True, slots=True)
class Listing:
    """How facets are listed: at most so many values (None: the setting `facet_values`, which cuts no places, dates
    and levels), by count or by name."""

    limit: int | None = None
    sort: FacetSort = "count"


AS_SET = Listing()


def build_facet(name: str, counts: Counts, selected: Container[str], listing: Listing = AS_SET) -> Facet:
    """The values of a facet in order, and how many more there are.

    Years and months stand newest first; others by count and then alphabetically, or alphabetically (`sort`), as
    Vietnamese is. `counts` holds the count of every value; selected ones are shown even with 0, other zeros are not.
    Of places every level is cut for itself. What is selected is never cut, nor is what it lies in.
    """
    shown = {value: count for value, count in counts.items() if count > 0 or value in selected}
    for value in selected:
        shown.setdefault(value, 0)
    order = _order(name, shown, listing.sort)
    most = listing.limit
    if most is None and name not in _NEVER_CUT:
        most = settings.number("facet_values")
    values = _tree(shown, selected, order, most) if name in PLACES else _flat(shown, selected, order, most)
    return Facet(values, len(shown) - _size(values))


def _order(name: str, counts: Counts, sort: FacetSort) -> Callable[[list[str]], list[str]]:
    if name in _BY_DATE:
        return lambda values: sorted(values, reverse=True)
    if sort == "name":
        return lambda values: sorted(values, key=_collation_key)
    return lambda values: sorted(values, key=lambda value: (-counts[value], _collation_key(value)))


def _flat(counts: Counts, selected: Container[str], order: _Ordered, most: int | None) -> tuple[FacetValue, ...]:
    listed = _cut(order(list(counts)), most, selected.__contains__)
    return tuple(
        FacetValue(value=value, label=value, count=counts[value], selected=value in selected) for value in listed
    )


def _cut(values: list[str], most: int | None, kept: Callable[[str], bool]) -> list[str]:
    return values if most is None else values[:most] + [value for value in values[most:] if kept(value)]


def _tree(counts: Counts, selected: Container[str], order: _Ordered, most: int | None) -> tuple[FacetValue, ...]:
    """Places under the places they lie in. A selected path that lies in nothing listed stands at the top."""
    children: dict[str, list[str]] = {}
    for path in counts:
        above = path.rpartition("/")[0]
        children.setdefault(above if above in counts else "", []).append(path)
    kept = {path for path in counts if path in selected}
    for path in list(kept):
        while (path := path.rpartition("/")[0]) in counts:
            kept.add(path)

    def level(above: str) -> tuple[FacetValue, ...]:
        return tuple(
            FacetValue(
                value=path,
                label=path.rpartition("/")[2] or path,
                count=counts[path],
                selected=path in selected,
                children=level(path),
            )
            for path in _cut(order(children.get(above, [])), most, kept.__contains__)
        )

    return level("")


def _size(values: tuple[FacetValue, ...]) -> int:
    return len(values) + sum(_size(value.children) for value in values)
