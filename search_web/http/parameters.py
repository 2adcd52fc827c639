"""The parameters of the API as tables, which parse and validate query strings and generate the OpenAPI description."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, get_args

from ...model import FACET_SORTS, SORTS, FilterError, Level, UsageError

FACETS = ("place", "place_then", "year", "month", "topic", "level", "organization", "source", "citation", "author")
"""The facets in the order of the page."""

RANGES = ("after", "before")
FILTERS = (*FACETS, *RANGES)

MAX_PAGE = 1_000_000
"""Largest page number; beyond it offsets would exceed what the engines can count to."""

MAX_VALUES, MAX_VALUE = 20, 300
"""Maximum number of values of one filter, and maximum length of a value in characters."""

Pairs = list[tuple[str, str]]

_YEAR = "([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})"
_DAY = "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])"
_LEAP = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29"
_PERIOD = f"{_YEAR}(-(0[1-9]|1[0-2]|{_DAY}))?|{_LEAP}"
"""A valid year, month or day; without look-ahead, so that the regular expressions of every language support it."""


@dataclass(frozen=True, slots=True)
class Text:
    """Any text of at most `longest` characters (None: unlimited)."""

    longest: int | None = None

    def violation(self, value: str) -> str | None:
        """Return what the value should have been, or None if it is valid."""
        return f"at most {self.longest} characters" if self.longest and len(value) > self.longest else None

    def schema(self) -> dict[str, Any]:
        """Return the JSON schema of a value."""
        return {"type": "string"} | ({"maxLength": self.longest} if self.longest else {})


@dataclass(frozen=True, slots=True)
class Pattern:
    """Text that matches a regular expression as a whole; `meaning` describes the expression in words."""

    pattern: str
    meaning: str

    def violation(self, value: str) -> str | None:
        """Return what the value should have been, or None if it is valid."""
        return None if re.fullmatch(self.pattern, value, re.ASCII) else self.meaning

    def schema(self) -> dict[str, Any]:
        """Return the JSON schema of a value."""
        return {"type": "string", "pattern": f"^({self.pattern})$"}


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a fixed set of words."""

    words: tuple[str, ...]

    def violation(self, value: str) -> str | None:
        """Return what the value should have been, or None if it is valid."""
        return None if value in self.words else f"one of {', '.join(self.words)}"

    def schema(self) -> dict[str, Any]:
        """Return the JSON schema of a value."""
        return {"type": "string", "enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class Integer:
    """An integer from `least` to `most` in ASCII digits (`int` would also accept `१`, `+1` and `1_0`)."""

    least: int
    most: int

    def violation(self, value: str) -> str | None:
        """Return what the value should have been, or None if it is valid."""
        good = value.isascii() and value.isdigit() and len(value) < 20 and self.least <= int(value) <= self.most
        return None if good else f"a whole number from {self.least} to {self.most}"

    def schema(self) -> dict[str, Any]:
        """Return the JSON schema of a value."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


ValueType = Text | Pattern | OneOf | Integer


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a query string. An empty value counts as absent, since HTML forms send empty fields.

    `many`: may be repeated; the values are alternatives. `listed`: holds comma-separated words; an empty value means
    none of them.
    """

    name: str
    help: str
    kind: ValueType
    many: bool = False
    listed: bool = False
    required: bool = False

    @property
    def error(self) -> type[UsageError]:
        """The type of the error that a malformed value raises."""
        return FilterError if self.many or self.listed else UsageError

    def read(self, given: Sequence[str]) -> tuple[str, ...]:
        """Validate the given values and return them.

        Raises:
            UsageError: given more than once, or malformed (`FilterError` if it is a filter).
        """
        if self.listed:
            given = [word for value in given for word in value.split(",")]
        values = tuple(dict.fromkeys(text for value in given if (text := self._normalized(value))))
        if self.many and len(given) > MAX_VALUES:
            raise self.error(f"Parameter {self.name} is given more than {MAX_VALUES} times.", field=self.name)
        if len(given) > 1 and not (self.many or self.listed):
            raise UsageError(f"Parameter {self.name} is given {len(given)} times; it takes one value.", field=self.name)
        for value in values:
            if expected := self.kind.violation(value):
                raise self.error(f"Parameter {self.name} must be {expected}, not {value[:80]!r}.", field=self.name)
        if self.required and not values:
            raise UsageError(f"Parameter {self.name} is missing: {self.help}.", field=self.name)
        return values

    def _normalized(self, value: str) -> str:
        """Strip filters and treat blanks as empty. A query keeps its trailing blank, which completes its last word."""
        if self.many or self.listed:
            return value.strip()
        return value if value.strip() or isinstance(self.kind, Text) else ""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI parameter object."""
        schema = self.kind.schema()
        if self.many or self.listed:
            schema = {"type": "array", "items": _or_empty(schema)}
        if self.many:
            schema["maxItems"] = MAX_VALUES
        out: dict[str, Any] = {"name": self.name, "in": "query", "description": self.help, "schema": schema}
        if self.many or self.listed:
            return out | {"style": "form", "explode": self.many}
        if self.required:
            return out | {"required": True, "schema": schema | {"minLength": 1}}
        return out | {"allowEmptyValue": True}


def _or_empty(schema: dict[str, Any]) -> dict[str, Any]:
    """Extend the schema of one of several values by the empty value, which HTML forms send."""
    if "pattern" in schema:
        return schema | {"pattern": schema["pattern"].removesuffix("$") + "?$"}
    return schema | {"enum": [*schema["enum"], ""]} if "enum" in schema else schema


Table = tuple[Parameter, ...]


def read(pairs: Pairs, table: Table) -> dict[str, tuple[str, ...]]:
    """Parse query-string pairs by a table of parameters; absent parameters are left out.

    A listed parameter given without a value is included, empty.

    Raises:
        FilterError: an unknown parameter, a malformed filter, or too many values.
        UsageError: a malformed value, a single-valued parameter given twice, or a missing required one.
    """
    known = {parameter.name for parameter in table}
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        if name not in known:
            listing = ", ".join(parameter.name for parameter in table) or "none"
            raise FilterError(
                f"There is no parameter {name[:80]!r} here; the parameters are: {listing}.", field=name[:80]
            )
        given.setdefault(name, []).append(value)
    values_by_name: dict[str, tuple[str, ...]] = {}
    for parameter in table:
        values = parameter.read(given.get(parameter.name, ()))
        if values or (parameter.listed and parameter.name in given):
            values_by_name[parameter.name] = values
    return values_by_name


_PERIOD_MEANING = "a year, month or day written as 2024, 2024-03 or 2024-03-07"

_FILTERS: Table = tuple(
    Parameter(name=name, help=help, kind=kind, many=True)
    for name, help, kind in (
        ("place", "current place, as a path (`Đà Nẵng/Phường Tam Kỳ`) or a bare name", Text(MAX_VALUE)),
        ("place_then", "place as of the publication date, as a path or a bare name", Text(MAX_VALUE)),
        ("year", "year of publication", Pattern("[0-9]{4}", "a year written as 2024")),
        ("month", "month of publication", Pattern("[0-9]{4}-(0[1-9]|1[0-2])", "a month written as 2024-03")),
        ("topic", "topic", Text(MAX_VALUE)),
        ("level", "level of the publisher", OneOf(get_args(Level))),
        ("organization", "organisation mentioned in the article", Text(MAX_VALUE)),
        ("source", "publisher", Text(MAX_VALUE)),
        ("citation", "cited document, such as `217-QĐ/TW`", Text(MAX_VALUE)),
        ("author", "byline", Text(MAX_VALUE)),
        ("after", "published in this period or later", Pattern(_PERIOD, _PERIOD_MEANING)),
        ("before", "published in this period or earlier", Pattern(_PERIOD, _PERIOD_MEANING)),
    )
)

_QUERY = Parameter(name="q", help="the query; absent or empty: match everything", kind=Text())
_PAGE = Parameter(name="page", help="page number, from 1", kind=Integer(1, MAX_PAGE))
_SORT = Parameter(name="sort", help="order of the results", kind=OneOf(SORTS))

ARTICLE: Table = (
    Parameter(
        name="id", help="id of the article, for ids that cannot be part of a URL path", kind=Text(), required=True
    ),
)
"""Parameters of `/api/articles?id=`."""

NOTHING: Table = ()
"""Parameters of endpoints that take none."""


@lru_cache
def feed(max_limit: int) -> Table:
    """Return the parameters of `/feed.atom`."""
    return (_QUERY, *_FILTERS, _SORT, _PAGE, _limit("entries per page", max_limit))


@lru_cache
def search(max_limit: int) -> Table:
    """Return the parameters of `/api/search`."""
    return (
        *feed(max_limit)[:-1],
        _limit("hits per page", max_limit),
        Parameter(
            name="facets",
            help="facets to count, comma-separated; absent: all; empty: none",
            kind=OneOf(FACETS),
            listed=True,
        ),
        Parameter(name="facet_limit", help="maximum number of values per facet", kind=Integer(1, MAX_PAGE)),
        Parameter(name="facet_sort", help="order of a facet's values", kind=OneOf(FACET_SORTS)),
        Parameter(name="explain", help="1: explain the score of each hit", kind=Integer(0, 1)),
    )


@lru_cache
def suggest(max_limit: int) -> Table:
    """Return the parameters of `/api/suggest`."""
    return (
        Parameter(name="q", help="the partly typed query; empty: no completions", kind=Text()),
        _limit("maximum number of completions", max_limit),
        Parameter(
            name="format",
            help='`json`, or `opensearch` for the format of browsers: `["typed", ["completion", …]]`',
            kind=OneOf(("json", "opensearch")),
        ),
    )


@lru_cache
def similar(max_limit: int) -> Table:
    """Return the parameters of `/api/similar/<id>`; `/api/similar?id=` takes those of ARTICLE as well."""
    return (_limit("maximum number of articles", max_limit),)


@lru_cache
def queries(max_limit: int) -> Table:
    """Return the parameters of `/api/queries`."""
    return (_limit("maximum number of queries per list", max_limit),)


def _limit(help: str, most: int) -> Parameter:
    return Parameter(name="limit", help=help, kind=Integer(1, most))
