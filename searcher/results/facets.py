"""Facets as they are shown: an engine's counts in order, with labels, as a tree of places, and cut to a limit."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from collections.abc import Collection as Container
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ...analyzers import normalize
from ...model import FacetSort, FacetValue, settings

PLACES = ("place", "place_then")
_BY_DATE = ("year", "month")
_UNCUT_BY_DEFAULT = (*PLACES, *_BY_DATE, "level")

Counts = Mapping[str, int]
_Order = Callable[[list[str]], list[str]]


class Facet(NamedTuple):
    """The listed values of a facet, and how many more it has (in a tree, those on all levels)."""

    values: tuple[FacetValue, ...]
    more: int


@dataclass(frozen=True, slots=True)
class FacetOptions:
    """How facets are listed.

    `limit` is the number of values listed. None means the setting `facet_values`, which does not apply to places,
    dates and levels. `sort` is by count or by name.
    """

    limit: int | None = None
    sort: FacetSort = "count"


DEFAULT_OPTIONS = FacetOptions()


def build_facet(name: str, counts: Counts, selected: Container[str], options: FacetOptions = DEFAULT_OPTIONS) -> Facet:
    """Return the values of a facet in order, and how many more there are.

    Years and months are sorted newest first. Others are sorted by count and then in Vietnamese alphabetical order, or
    only in that order, as `options.sort` says. Values of count 0 are shown only if they are selected. Each level of
    places is cut separately. Selected values are never cut, nor are the places in which they lie.

    Args:
        name: The name of the facet.
        counts: The count of every value.
        selected: The values that a filter selects.
        options: How many values are listed, and how they are sorted.
    """
    shown = {value: count for value, count in counts.items() if count > 0 or value in selected}
    for value in selected:
        shown.setdefault(value, 0)
    order = _order(name, shown, options.sort)
    limit = options.limit
    if limit is None and name not in _UNCUT_BY_DEFAULT:
        limit = settings.number("facet_values")
    values = _tree(shown, selected, order, limit) if name in PLACES else _flat(shown, selected, order, limit)
    return Facet(values, len(shown) - _size(values))


def _order(name: str, counts: Counts, sort: FacetSort) -> _Order:
    if name in _BY_DATE:
        return lambda values: sorted(values, reverse=True)
    if sort == "name":
        return lambda values: sorted(values, key=collation_key)
    return lambda values: sorted(values, key=lambda value: (-counts[value], collation_key(value)))


def _flat(counts: Counts, selected: Container[str], order: _Order, limit: int | None) -> tuple[FacetValue, ...]:
    listed = _cut(order(list(counts)), limit, selected.__contains__)
    return tuple(
        FacetValue(value=value, label=value, count=counts[value], selected=value in selected) for value in listed
    )


def _cut(values: list[str], limit: int | None, is_kept: Callable[[str], bool]) -> list[str]:
    return values if limit is None else values[:limit] + [value for value in values[limit:] if is_kept(value)]


def _tree(counts: Counts, selected: Container[str], order: _Order, limit: int | None) -> tuple[FacetValue, ...]:
    """Return the places under the places in which they lie. A path whose parent has no count is at the top level."""
    children: dict[str, list[str]] = {}
    for path in counts:
        parent = path.rpartition("/")[0]
        children.setdefault(parent if parent in counts else "", []).append(path)
    kept = {path for path in counts if path in selected}
    for path in list(kept):
        while (path := path.rpartition("/")[0]) in counts:
            kept.add(path)

    def level(parent: str) -> tuple[FacetValue, ...]:
        return tuple(
            FacetValue(
                value=path,
                label=path.rpartition("/")[2] or path,
                count=counts[path],
                selected=path in selected,
                children=level(path),
            )
            for path in _cut(order(children.get(parent, [])), limit, kept.__contains__)
        )

    return level("")


def _size(values: tuple[FacetValue, ...]) -> int:
    return len(values) + sum(_size(value.children) for value in values)


# ---- Vietnamese alphabetical order: a ă â b c d đ e ê …, letters before tones ---------------------------------------

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_ORDER = {letter: f"{place:02}" for place, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # ngang huyền hỏi ngã sắc nặng


@lru_cache(maxsize=8192)
def collation_key(text: str) -> tuple[str, str, str]:
    """Return a key to sort text by: its letters in Vietnamese order, then its tones, then the text itself."""
    letters: list[str] = []
    tones: list[str] = []
    for char in normalize(text):
        decomposed = unicodedata.normalize("NFD", char)
        tone = next((mark for mark in decomposed if mark in _TONES), "")
        letter = unicodedata.normalize("NFC", decomposed.replace(tone, "")) if tone else char
        # Spaces sort before digits, digits before letters, and letters of other alphabets last.
        letters.append(_ORDER.get(letter) or (f"!{char}" if not char.isalpha() else f"~{char}"))
        tones.append(_TONES.get(tone, "0"))
    return "".join(letters), "".join(tones), text
