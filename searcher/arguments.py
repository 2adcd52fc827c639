"""Arguments of an index's methods: their checks, and the text of a query as it is searched."""

from __future__ import annotations

import re
import unicodedata

from ..engines.fields import FACETS
from ..model import FACET_SORTS, SORTS, UsageError, settings
from .query.lexer import MAX_DEPTH

_REPEATED_SIGNS = re.compile(rf"([\W_]{{1,3}}?)\1{{{MAX_DEPTH},}}")
_SURROGATE = re.compile("[\ud800-\udfff]")


def query_text(query: str) -> str:
    """Return the query as it is searched: in NFC, without lone surrogates, cut to the setting `max_query`.

    In a query that is too long, signs in a row (`((((…`, spaces) are reduced to MAX_DEPTH of them first, since more
    have no meaning and would push the words out.
    """
    most = settings.number("max_query")
    if len(query) > most:
        query = _REPEATED_SIGNS.sub(lambda run: run[1] * MAX_DEPTH, query)
    return unicodedata.normalize("NFC", _SURROGATE.sub("\ufffd", query[: 4 * most]))[:most]


def check_search(query: object, facets: tuple[object, ...], sort: object, page: object, limit: object) -> None:
    """Raise a UsageError that names the first of these arguments of `Index.search` that is wrong."""
    check_text(query, "query")
    for name in facets:
        if name not in FACETS:
            raise UsageError(f"There is no facet {name!r}; the facets are {', '.join(FACETS)}.", field="facets")
    if sort not in SORTS:
        raise UsageError(f"There is no order {sort!r}; results are sorted by {', '.join(SORTS)}.", field="sort")
    if not _is_whole_number(page) or page < 1:  # type: ignore[operator]
        raise UsageError(f"page is a whole number from 1, not {page!r}.", field="page")
    check_limit(limit)


def check_facet_options(limit: object, sort: object) -> None:
    """Raise a UsageError if `facet_limit` or `facet_sort` is wrong."""
    if limit is not None and not (_is_whole_number(limit) and limit >= 1):  # type: ignore[operator]
        raise UsageError(f"facet_limit is a whole number from 1, not {limit!r}.", field="facet_limit")
    if sort not in FACET_SORTS:
        message = f"There is no order {sort!r}; facets are sorted by {', '.join(FACET_SORTS)}."
        raise UsageError(message, field="facet_sort")


def check_text(text: object, name: str) -> None:
    """Raise a UsageError unless the argument of this name is a string."""
    if not isinstance(text, str):
        raise UsageError(f"A {name} is text, not {type(text).__name__}.", field=name)


def check_limit(limit: object) -> None:
    """Raise a UsageError unless the limit is a whole number from 1 to the setting `max_limit`."""
    most = settings.number("max_limit")
    if not _is_whole_number(limit) or not 1 <= limit <= most:  # type: ignore[operator]
        raise UsageError(f"limit is a whole number from 1 to {most}, not {limit!r}.", field="limit")


def _is_whole_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
