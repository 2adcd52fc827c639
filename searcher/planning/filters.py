"""Filters as a caller gives them to queries: same filter twice means either value, different ones mean both."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from whoosh.query.qcore import Query

from ...engines.nodes import exact
from ...knowledge import gazetteer
from ...knowledge.documents.citations import normal_citation
from ...model import FilterError, Level
from ..query.periods import ALL_DAYS, period, within
from ..query.terms import any_of
from ..statistics.collection import Collection
from . import place_filter as places

LEVELS: tuple[Level, ...] = get_args(Level)

_YEAR = re.compile(r"\d{4}", re.ASCII)
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)
_PERIOD_HELP = "a year, month or day written as 2024, 2024-03 or 2024-03-07"


@dataclass(frozen=True, slots=True)
class Selection:
    """One value of a filter as it is looked up, and the values of the facet that it selects (several where spellings
    differ in letter case alone). A bare place name is no value of the facet and so not `listed` by an engine."""

    query: Query
    values: tuple[str, ...] = ()
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Chosen:
    """All filters of a search: the query of each, and what is selected in each."""

    queries: Mapping[str, Query]
    selections: Mapping[str, tuple[Selection, ...]]


def choose(filters: Mapping[str, Sequence[str]], collection: Collection) -> Chosen:
    """Turn filters into queries.

    Raises:
        FilterError: an unknown filter, a malformed value, or a value that is no text.
    """
    selections: dict[str, tuple[Selection, ...]] = {}
    for name, given in filters.items():
        select = _SELECT.get(name)
        if select is None:
            known = ", ".join(_SELECT)
            raise FilterError(f"There is no filter {name!r}; the filters are {known}.", field=str(name))
        values = [given] if isinstance(given, str) else list(given)
        found = tuple(select(name, _text(name, value), collection) for value in dict.fromkeys(values))
        if found:
            selections[name] = found
    queries = {name: any_of(each.query for each in found) for name, found in selections.items()}
    return Chosen(queries, selections)


def _text(name: str, value: object) -> str:
    if not isinstance(value, str):
        raise FilterError(f"Filter {name} takes text, not {type(value).__name__}.", field=name)
    text = unicodedata.normalize("NFC", value).strip()
    if not text:
        raise FilterError(f"Filter {name} has no value; leave it out to search without it.", field=name)
    return text


def _malformed(name: str, value: str, wanted: str) -> FilterError:
    shown = value if len(value) <= 60 else value[:59] + "…"
    return FilterError(f"Filter {name}={shown!r} is not {wanted}.", field=name)


def _place(name: str, value: str, collection: Collection) -> Selection:
    """A path, or the bare name of a province, is that path; any other name is every place so called. A path that no
    unit of today has is looked for among the places of the time, as `place:` in a query does."""
    known = [path for path in collection.spellings(name, value) if collection.has_value(name, path)]
    if known:
        return _exactly(name, known)
    meant = gazetteer().resolve_filter(value, then=name == "place_then")
    if name == "place" and meant.path is not None and "/" in meant.path and _has_ended(meant.path):
        return Selection(places.named(meant.path), (value,), listed=False)
    if meant.path is not None:
        return _exactly(name, collection.spellings(name, meant.path))
    return Selection(places.called(meant.names), (value,), listed=False)


def _has_ended(path: str) -> bool:
    unit = gazetteer().unit(path.split("/"))
    return unit is not None and unit.until is not None


def _value(name: str, value: str, collection: Collection) -> Selection:
    return _exactly(name, collection.spellings(name, value))


def _citation(name: str, value: str, collection: Collection) -> Selection:
    return _exactly(name, collection.spellings(name, normal_citation(value) or value))


def _year(name: str, value: str, collection: Collection) -> Selection:
    if not _YEAR.fullmatch(value):
        raise _malformed(name, value, "a year written as 2024")
    return _exactly(name, [value])


def _month(name: str, value: str, collection: Collection) -> Selection:
    if not _MONTH.fullmatch(value):
        raise _malformed(name, value, "a month written as 2024-03")
    return _exactly(name, [value])


def _level(name: str, value: str, collection: Collection) -> Selection:
    if value not in LEVELS:
        raise _malformed(name, value, f"one of {', '.join(LEVELS)}")
    return _exactly(name, [value])


def _after(name: str, value: str, collection: Collection) -> Selection:
    days = period(value)
    if not days:
        raise _malformed(name, value, _PERIOD_HELP)
    return Selection(within((days[0], ALL_DAYS[1])))


def _before(name: str, value: str, collection: Collection) -> Selection:
    days = period(value)
    if not days:
        raise _malformed(name, value, _PERIOD_HELP)
    return Selection(within((ALL_DAYS[0], days[1])))


def _exactly(name: str, values: Sequence[str]) -> Selection:
    return Selection(any_of(exact(name, value) for value in values), tuple(values))


_SELECT: dict[str, Callable[[str, str, Collection], Selection]] = {
    "place": _place,
    "place_then": _place,
    "year": _year,
    "month": _month,
    "source": _value,
    "level": _level,
    "organization": _value,
    "topic": _value,
    "citation": _citation,
    "author": _value,
    "after": _after,
    "before": _before,
}

FILTERS = tuple(_SELECT)
"""Every filter, by name."""
