"""The parameters of the API, in tables: what reads a query string, refuses it, and describes itself in OpenAPI."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, get_args

from ...model import FACET_SORTS, SORTS, FilterError, Level, UsageError

FACETS = ("place", "place_then", "year", "month", "topic", "level", "organization", "source", "citation", "author")
"""The facets, in the order in which the page shows them."""

RANGES = ("after", "before")
FILTERS = (*FACETS, *RANGES)

MAX_PAGE = 1_000_000
"""Further down no index reaches; what is beyond is a mistake, and an offset that no engine can count to."""

MAX_VALUES, MAX_VALUE = 20, 300
"""Most values of one filter, and the longest in characters."""

Pairs = list[tuple[str, str]]

_YEAR = "([0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})"
_DAY = "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8])"
_LEAP = "([0-9]{2}(0[48]|[2468][048]|[13579][26])|(0[48]|[2468][048]|[13579][26])00)-02-29"
_PERIOD = f"{_YEAR}(-(0[1-9]|1[0-2]|{_DAY}))?|{_LEAP}"
"""A year, month or day that exists; without look-ahead, so that every language's regular expressions read it."""


@dataclass(frozen=True, slots=True)
class Text:
    """Any text of up to so many characters (None: any number)."""

    longest: int | None = None

    def wrong(self, value: str) -> str | None:
        """What the value should have been, where it is not."""
        return f"at most {self.longest} characters" if self.longest and len(value) > self.longest else None

    def schema(self) -> dict[str, Any]:
        """As JSON schema."""
        return {"type": "string"} | ({"maxLength": self.longest} if self.longest else {})


@dataclass(frozen=True, slots=True)
class Written:
    """Text of one form: a regular expression for all of it, and the same for people."""

    pattern: str
    meaning: str

    def wrong(self, value: str) -> str | None:
        """What the value should have been, where it is not."""
        return None if re.fullmatch(self.pattern, value, re.ASCII) else self.meaning

    def schema(self) -> dict[str, Any]:
        """As JSON schema."""
        return {"type": "string", "pattern": f"^({self.pattern})$"}


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of a few words."""

    words: tuple[str, ...]

    def wrong(self, value: str) -> str | None:
        """What the value should have been, where it is not."""
        return None if value in self.words else f"one of {', '.join(self.words)}"

    def schema(self) -> dict[str, Any]:
        """As JSON schema."""
        return {"type": "string", "enum": list(self.words)}


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number from `least` to `most`, in ASCII digits (`int` alone takes `१`, `+1` and `1_0` too)."""

    least: int
    most: int

    def wrong(self, value: str) -> str | None:
        """What the value should have been, where it is not."""
        good = value.isascii() and value.isdigit() and len(value) < 20 and self.least <= int(value) <= self.most
        return None if good else f"a whole number from {self.least} to {self.most}"

    def schema(self) -> dict[str, Any]:
        """As JSON schema."""
        return {"type": "integer", "minimum": self.least, "maximum": self.most}


Kind = Text | Written | OneOf | Whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a query string. What is given but empty counts as not given, as forms send it.

    `many`: may be repeated, each value an alternative. `listed`: holds several words between commas, and given but
    empty means none of them.
    """

    name: str
    help: str
    kind: Kind
    many: bool = False
    listed: bool = False
    required: bool = False

    @property
    def error(self) -> type[UsageError]:
        """What a malformed value raises."""
        return FilterError if self.many or self.listed else UsageError

    def read(self, given: Sequence[str]) -> tuple[str, ...]:
        """The values of this parameter, checked.

        Raises:
            UsageError: given more often than once, or malformed (`FilterError` where it is a filter).
        """
        if self.listed:
            given = [word for value in given for word in value.split(",")]
        values = tuple(dict.fromkeys(text for value in given if (text := self._meant(value))))
        if self.many and len(given) > MAX_VALUES:
            raise self.error(f"Parameter {self.name} is given more than {MAX_VALUES} times.", field=self.name)
        if len(given) > 1 and not (self.many or self.listed):
            raise UsageError(f"Parameter {self.name} is given {len(given)} times; it takes one value.", field=self.name)
        for value in values:
            if wanted := self.kind.wrong(value):
                raise self.error(f"Parameter {self.name} must be {wanted}, not {value[:80]!r}.", field=self.name)
        if self.required and not values:
            raise UsageError(f"Parameter {self.name} is missing: {self.help}.", field=self.name)
        return values

    def _meant(self, value: str) -> str:
        """The value as it is read: filters without the blanks around them; blanks alone are nothing. The blank after
        the last word of a query says that the word is finished."""
        if self.many or self.listed:
            return value.strip()
        return value if value.strip() or isinstance(self.kind, Text) else ""

    def openapi(self) -> dict[str, Any]:
        """As an OpenAPI parameter object."""
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
    """The schema of one value among several, which may be the empty one that a form sends."""
    if "pattern" in schema:
        return schema | {"pattern": schema["pattern"].removesuffix("$") + "?$"}
    return schema | {"enum": [*schema["enum"], ""]} if "enum" in schema else schema


Table = tuple[Parameter, ...]


def read(pairs: Pairs, table: Table) -> dict[str, tuple[str, ...]]:
    """The values given for the parameters of a table; a listed one that is given empty is there, and empty.

    Raises:
        FilterError: an unknown parameter, a malformed filter, too many values.
        UsageError: a malformed value, a single-valued parameter given twice, or a required one missing.
    """
    known = {parameter.name for parameter in table}
    given: dict[str, list[str]] = {}
    for name, value in pairs:
        if name not in known:
            listing = ", ".join(parameter.name for parameter in table) or "none"
            raise FilterError(f"There is no parameter {name[:80]!r} here; known are: {listing}.", field=name[:80])
        given.setdefault(name, []).append(value)
    found: dict[str, tuple[str, ...]] = {}
    for parameter in table:
        values = parameter.read(given.get(parameter.name, ()))
        if values or (parameter.listed and parameter.name in given):
            found[parameter.name] = values
    return found


_PERIOD_MEANING = "a year, month or day written as 2024, 2024-03 or 2024-03-07"

_FILTERS: Table = tuple(
    Parameter(name=name, help=help, kind=kind, many=True)
    for name, help, kind in (
        ("place", "place of today, as a path (`Đà Nẵng/Phường Tam Kỳ`) or a bare name", Text(MAX_VALUE)),
        ("place_then", "place as it was on the day of publication, as a path or a bare name", Text(MAX_VALUE)),
        ("year", "year of publication", Written("[0-9]{4}", "a year written as 2024")),
        ("month", "month of publication", Written("[0-9]{4}-(0[1-9]|1[0-2])", "a month written as 2024-03")),
        ("topic", "topic", Text(MAX_VALUE)),
        ("level", "level of the publisher", OneOf(get_args(Level))),
        ("organization", "organisation named in the article", Text(MAX_VALUE)),
        ("source", "publisher", Text(MAX_VALUE)),
        ("citation", "document cited, such as `217-QĐ/TW`", Text(MAX_VALUE)),
        ("author", "byline", Text(MAX_VALUE)),
        ("after", "published then or later (the whole period counts)", Written(_PERIOD, _PERIOD_MEANING)),
        ("before", "published then or earlier (the whole period counts)", Written(_PERIOD, _PERIOD_MEANING)),
    )
)

_QUERY = Parameter(name="q", help="the query; absent or empty: everything", kind=Text())
_PAGE = Parameter(name="page", help="page of the results, from 1", kind=Whole(1, MAX_PAGE))
_SORT = Parameter(name="sort", help="order of the results", kind=OneOf(SORTS))

ARTICLE: Table = (
    Parameter(name="id", help="id of the article, for ids that no path carries unharmed", kind=Text(), required=True),
)
"""Of `/api/articles?id=`."""

NOTHING: Table = ()
"""Of addresses that take no parameters."""


@lru_cache
def feed(max_limit: int) -> Table:
    """Of `/feed.atom`."""
    return (_QUERY, *_FILTERS, _SORT, _PAGE, _limit("entries on a page", max_limit))


@lru_cache
def search(max_limit: int) -> Table:
    """Of `/api/search`."""
    return (
        *feed(max_limit)[:-1],
        _limit("hits on a page", max_limit),
        Parameter(name="facets", help="facets to count; absent: all; empty: none", kind=OneOf(FACETS), listed=True),
        Parameter(name="facet_limit", help="most values of each facet; absent: as set", kind=Whole(1, MAX_PAGE)),
        Parameter(name="facet_sort", help="order of a facet's values", kind=OneOf(FACET_SORTS)),
        Parameter(name="explain", help="1: say why each hit stands where it does", kind=Whole(0, 1)),
    )


@lru_cache
def suggest(max_limit: int) -> Table:
    """Of `/api/suggest`."""
    return (
        Parameter(name="q", help="what was typed so far; nothing gives none", kind=Text()),
        _limit("completions at most", max_limit),
        Parameter(
            name="format",
            help='`json`, or `opensearch` for what browsers read: `["typed", ["completion", …]]`',
            kind=OneOf(("json", "opensearch")),
        ),
    )


@lru_cache
def similar(max_limit: int) -> Table:
    """Of `/api/similar/<id>`; `/api/similar?id=` takes those of ARTICLE too."""
    return (_limit("articles at most", max_limit),)


@lru_cache
def queries(max_limit: int) -> Table:
    """Of `/api/queries`."""
    return (_limit("queries of each kind at most", max_limit),)


def _limit(help: str, most: int) -> Parameter:
    return Parameter(name="limit", help=help, kind=Whole(1, most))
