"""Filters as given by a caller, resolved to queries.

Several values of one filter mean any of them; different filters must all match.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from whoosh.query.qcore import Query

from ...engines.fields import PLACE_NAME
from ...engines.nodes import exact
from ...knowledge import gazetteer
from ...knowledge.documents.citations import normal_citation
from ...model import FilterError, Level
from ..query.combinators import any_of
from ..query.periods import ALL_DAYS, parse_period, published_within
from ..statistics.collection import Collection

LEVELS: tuple[Level, ...] = get_args(Level)

_YEAR = re.compile(r"\d{4}", re.ASCII)
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
_PERIOD_HELP = "a year, month or day written as 2024, 2024-03 or 2024-03-07"


@dataclass(frozen=True, slots=True)
class Selection:
    """One value of a filter: its query, and the facet values that it selects.

    There are several facet values where the spellings in the collection differ in letter case alone. A bare place name
    is not a value of the facet, so an engine does not list it (`listed` is False).
    """

    query: Query
    values: tuple[str, ...] = ()
    listed: bool = True


@dataclass(frozen=True, slots=True)
class ResolvedFilters:
    """All filters of a search: the query of each filter, and what is selected in each."""

    queries: Mapping[str, Query]
    selections: Mapping[str, tuple[Selection, ...]]


def resolve_filters(filters: Mapping[str, Sequence[str]], collection: Collection) -> ResolvedFilters:
    """Turn filters into queries.

    Raises:
        FilterError: A filter is unknown, a value is malformed, or a value is not text.
    """
    selections: dict[str, tuple[Selection, ...]] = {}
    for name, given in filters.items():
        select = _SELECT.get(name)
        if select is None:
            known = ", ".join(_SELECT)
            raise FilterError(f"There is no filter {name!r}; the filters are {known}.", field=str(name))
        values = [given] if isinstance(given, str) else list(given)
        selected = tuple(select(name, _text(name, value), collection) for value in dict.fromkeys(values))
        if selected:
            selections[name] = selected
    queries = {name: any_of(each.query for each in selected) for name, selected in selections.items()}
    return ResolvedFilters(queries, selections)


def place_query(text: str) -> Query:
    """Return the query for a place as written in a query (`place:"Tỉnh Tây Ninh"`).

    A path of either era, or a province (`Tỉnh Tây Ninh`, `TP.HCM`) with everything in it; any other name is every place
    with that name.
    """
    meant = gazetteer().resolve_filter(text)
    return _place_name_query(meant.names) if meant.path is None else _path_query(meant.path)


def _path_query(path: str) -> Query:
    """Return the query for a path; one below a province is also looked for among the places of the time."""
    return any_of(exact(field, path) for field in (("place", "place_then") if "/" in path else ("place",)))


def _place_name_query(names: Sequence[str]) -> Query:
    """Return the query for every place, of either era, that has one of these names in normal form."""
    return any_of(exact(PLACE_NAME, name) for name in names)


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise FilterError(f"Filter {name} takes text, not {type(value).__name__}.", field=name)
    text = unicodedata.normalize("NFC", value).strip()
    if not text:
        raise FilterError(f"Filter {name} has no value; leave it out to search without it.", field=name)
    return text


def _malformed(name: str, value: str, expected: str) -> FilterError:
    shown = value if len(value) <= 60 else value[:59] + "…"
    return FilterError(f"Filter {name}={shown!r} is not {expected}.", field=name)


# ---- One function a kind of filter: (name, value, collection) → what the value selects -------------------------------


def _place(name: str, value: str, collection: Collection) -> Selection:
    """Select a path, given as such or as a bare province; any other name is every place with that name.

    A path of a unit that no longer exists is looked for among the places of the time as well, as `place:` in a query
    is.
    """
    known = [path for path in collection.resolve_value(name, value) if collection.has_value(name, path)]
    if known:
        return _values(name, known)
    meant = gazetteer().resolve_filter(value, include_former=name == "place_then")
    if name == "place" and meant.path is not None and "/" in meant.path and _has_ended(meant.path):
        return Selection(place_query(meant.path), (value,), listed=False)
    if meant.path is not None:
        return _values(name, collection.resolve_value(name, meant.path))
    return Selection(_place_name_query(meant.names), (value,), listed=False)


def _has_ended(path: str) -> bool:
    unit = gazetteer().unit(path.split("/"))
    return unit is not None and unit.until is not None


def _any_value(name: str, value: str, collection: Collection) -> Selection:
    return _values(name, collection.resolve_value(name, value))


def _citation(name: str, value: str, collection: Collection) -> Selection:
    return _values(name, collection.resolve_value(name, normal_citation(value) or value))


def _year(name: str, value: str, collection: Collection) -> Selection:
    if not _YEAR.fullmatch(value):
        raise _malformed(name, value, "a year written as 2024")
    return _values(name, [value])


def _month(name: str, value: str, collection: Collection) -> Selection:
    if not _MONTH.fullmatch(value):
        raise _malformed(name, value, "a month written as 2024-03")
    return _values(name, [value])


def _level(name: str, value: str, collection: Collection) -> Selection:
    if value not in LEVELS:
        raise _malformed(name, value, f"one of {', '.join(LEVELS)}")
    return _values(name, [value])


def _after(name: str, value: str, collection: Collection) -> Selection:
    days = parse_period(value)
    if not days:
        raise _malformed(name, value, _PERIOD_HELP)
    return Selection(published_within((days[0], ALL_DAYS[1])))


def _before(name: str, value: str, collection: Collection) -> Selection:
    days = parse_period(value)
    if not days:
        raise _malformed(name, value, _PERIOD_HELP)
    return Selection(published_within((ALL_DAYS[0], days[1])))


def _values(name: str, values: Sequence[str]) -> Selection:
    return Selection(any_of(exact(name, value) for value in values), tuple(values))


_SELECT: dict[str, Callable[[str, str, Collection], Selection]] = {
    "place": _place,
    "place_then": _place,
    "year": _year,
    "month": _month,
    "source": _any_value,
    "level": _level,
    "organization": _any_value,
    "topic": _any_value,
    "citation": _citation,
    "author": _any_value,
    "after": _after,
    "before": _before,
}

FILTERS = tuple(_SELECT)
"""The names of all filters."""
