"""Counts of an engine to facets as they are shown: order, labels, trees of places, what is selected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Collection as Container
from functools import lru_cache

from ..model import FacetValue
from .collate import collation_key

PLACES = ("place", "place_then")
_BY_DATE = ("year", "month")
_NEVER_CUT = (*PLACES, *_BY_DATE, "level")

Counts = Mapping[str, int]

_collation_key = lru_cache(maxsize=8192)(collation_key)


def build_facet(name: str, counts: Counts, selected: Container[str], most: int) -> tuple[FacetValue, ...]:
    """The values of a facet in order: newest first for years and months, else by count and then alphabetically.

    `counts` holds the count of every value, and of each selected one even if it is 0; other zeros are left out. At
    most `most` values are listed (of places, years, months and levels all), and the selected ones beyond.
    """
    shown = {value: count for value, count in counts.items() if count > 0 or value in selected}
    for value in selected:
        shown.setdefault(value, 0)
    if name in PLACES:
        return _tree(shown, selected)
    ordered = sorted(shown, reverse=True) if name in _BY_DATE else sorted(shown, key=_by_count(shown))
    if name not in _NEVER_CUT:
        ordered = ordered[:most] + [value for value in ordered[most:] if value in selected]
    return tuple(
        FacetValue(value=value, label=value, count=shown[value], selected=value in selected) for value in ordered
    )


def _by_count(counts: Counts) -> Callable[[str], tuple[int, tuple[str, str, str]]]:
    return lambda value: (-counts[value], _collation_key(value))


def _tree(counts: Counts, selected: Container[str]) -> tuple[FacetValue, ...]:
    """Places under the places they lie in. A selected path that lies in nothing listed stands at the top."""
    children: dict[str, list[str]] = {}
    for path in counts:
        above = path.rpartition("/")[0]
        children.setdefault(above if above in counts else "", []).append(path)

    def level(above: str) -> tuple[FacetValue, ...]:
        return tuple(
            FacetValue(
                value=path,
                label=path.rpartition("/")[2] or path,
                count=counts[path],
                selected=path in selected,
                children=level(path),
            )
            for path in sorted(children.get(above, ()), key=_by_count(counts))
        )

    return level("")
