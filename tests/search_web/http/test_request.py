"""Query strings parsed into search requests, and serialized again."""

from __future__ import annotations

from datetime import date
from typing import get_args
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin import FilterError, UsageError
from timtin.engines import fields
from timtin.model import SORTS, Level, Sort
from timtin.search_web.http import request as params
from timtin.search_web.http.request import SearchRequest, read_page, read_strict, split
from timtin.searcher.planning import filters


def strict(query_string: str) -> SearchRequest:
    return read_strict(split(query_string.encode()), max_limit=100)


def lenient(query_string: str) -> SearchRequest:
    return read_page(split(query_string.encode()), max_limit=100, max_query=20)


def test_facets_and_filters_are_those_of_engines_and_searcher() -> None:
    assert sorted(params.FACETS) == sorted(fields.FACETS)
    assert sorted(params.FILTERS) == sorted(filters.FILTERS)


VALID = [
    # the same filter twice means either value; a value given twice counts once
    ("year=2023&year=2024&year=2023", SearchRequest(filters={"year": ("2023", "2024")})),
    ("q=d%C3%A2n+v%E1%BA%ADn&sort=newest&page=2&limit=5", None),
    # absent: all facets; empty: none; comma-separated and repeated, with blanks and duplicates
    ("facets=", SearchRequest(facets=())),
    ("facets=place,year&facets=year, topic", SearchRequest(facets=("place", "year", "topic"))),
    # empty fields of a form
    ("q=&year=&place=+&sort=&page=&limit=&explain=&after=", SearchRequest()),
    # blanks around a filter are stripped; after a query they mean that its last word is complete
    ("q=dân+&topic=+Dân+vận+", SearchRequest(query="dân ", filters={"topic": ("Dân vận",)})),
    ("place=Long An/Huyện Bến Lức", SearchRequest(filters={"place": ("Long An/Huyện Bến Lức",)})),
]


@pytest.mark.parametrize(("query_string", "expected"), VALID)
def test_valid_query_strings(query_string: str, expected: SearchRequest | None) -> None:
    full = SearchRequest(query="dân vận", sort="newest", page=2, limit=5)
    assert strict(query_string) == (expected or full)


INVALID = [
    # an unknown parameter, an unknown facet
    ("colour=red", FilterError, "colour"),
    ("facets=place,colour", FilterError, "facets"),
    # a single-valued parameter given twice
    ("q=a&q=b", UsageError, "q"),
    ("sort=random", UsageError, "sort"),
    # pages and limits: zero, negative, signed, fractions, other digits, beyond counting
    ("page=0", UsageError, "page"),
    ("page=-1", UsageError, "page"),
    ("page=%2B1", UsageError, "page"),
    ("page=1.5", UsageError, "page"),
    ("page=1+", UsageError, "page"),
    ("page=१", UsageError, "page"),
    ("page=1_0", UsageError, "page"),
    ("page=99999999999999999999", UsageError, "page"),
    ("limit=101", UsageError, "limit"),
    ("limit=ten", UsageError, "limit"),
    # too long or too many values, since every link of the page repeats them
    ("source=" + "x" * 301, FilterError, "source"),
    ("&".join(f"author={n}" for n in range(21)), FilterError, "author"),
]


@pytest.mark.parametrize(("query_string", "error", "field"), INVALID)
def test_invalid_query_strings(query_string: str, error: type[UsageError], field: str) -> None:
    with pytest.raises(error) as caught:
        strict(query_string)
    assert caught.value.field == field


LENIENT = [
    # tracking parameters, empty form fields
    ("q=tin&utm_source=x&fbclid=1", SearchRequest(query="tin")),
    ("q=tin&after=&before=&year=", SearchRequest(query="tin")),
    ("q=a&q=b", SearchRequest(query="b")),
    ("q=++tin++", SearchRequest(query="tin")),
    ("q=" + "x" * 50, SearchRequest(query="x" * 20)),
    ("facets=nonsense", SearchRequest()),
]


@pytest.mark.parametrize(("query_string", "expected"), LENIENT)
def test_the_page_is_lenient(query_string: str, expected: SearchRequest) -> None:
    assert lenient(query_string) == expected


def test_the_number_of_filter_values_of_a_page_is_limited() -> None:
    many = "&".join(f"{name}={n}" for name in ("author", "source", "topic") for n in range(17))
    assert sum(map(len, strict(many).filters.values())) == 51
    with pytest.raises(FilterError, match="filter values"):
        lenient(many)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b"q=%FF", "\ufffd"),  # not UTF-8, percent-encoded
        (b"q=\xff\xfe", "\ufffd\ufffd"),  # not UTF-8, raw
        (b"q=%ED%A0%80", "\ufffd\ufffd\ufffd"),  # a lone surrogate
        (b"q=100%", "100%"),  # a percent sign without digits
        (b"q=a%00b", "a\x00b"),
        ("q=đường".encode(), "đường"),  # raw UTF-8
    ],
)
def test_invalid_bytes_are_replaced(raw: bytes, value: str) -> None:
    assert split(raw) == [("q", value)]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).map(str.strip).filter(bool)
DAYS = st.dates(min_value=date(1000, 1, 1))
VALUES = {
    "year": DAYS.map("{:%Y}".format),
    "month": DAYS.map("{:%Y-%m}".format),
    "level": st.sampled_from(get_args(Level)),
    "after": DAYS.map("{:%Y-%m-%d}".format) | DAYS.map("{:%Y}".format),
    "before": DAYS.map("{:%Y-%m-%d}".format) | DAYS.map("{:%Y-%m}".format),
}
SELECTED = st.fixed_dictionaries(
    {},
    optional={
        name: st.lists(VALUES.get(name, TEXT), min_size=1, max_size=3, unique=True).map(tuple)
        for name in params.FILTERS
    },
)


@settings(deadline=None, max_examples=60)
@given(query=TEXT, filters=SELECTED, sort=st.none() | st.sampled_from(SORTS), page=st.integers(1, params.MAX_PAGE))
def test_a_request_survives_serialization(
    query: str, filters: dict[str, tuple[str, ...]], sort: Sort | None, page: int
) -> None:
    search_request = SearchRequest(query=query.strip(), filters=filters, sort=sort, page=page)
    assert read_page(split(search_request.query_string().encode()), max_limit=100, max_query=100) == search_request
    assert strict(search_request.query_string()) == search_request


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from([*params.PARAMETERS, "x"]), st.text(max_size=12)), max_size=6))
def test_any_query_string_is_parsed_or_rejected(pairs: list[tuple[str, str]]) -> None:
    raw = urlencode(pairs, errors="surrogatepass").encode()
    for read in (
        lambda: read_strict(split(raw), max_limit=100),
        lambda: read_page(split(raw), max_limit=100, max_query=100),
    ):
        try:
            assert isinstance(read(), SearchRequest)
        except UsageError as error:
            assert error.field


def test_changing_a_search_starts_at_its_first_page() -> None:
    search_request = SearchRequest(query="tin", filters={"year": ("2023",)}, page=4)
    changed = [
        search_request.with_filter("year", "2024"),
        search_request.without_filter("year", "2023"),
        search_request.without_filters(),
        search_request.sorted_by("oldest"),
        search_request.with_query("khác"),
    ]
    assert {each.page for each in changed} == {1}
    assert search_request.with_filter("year", "2024").filters == {"year": ("2023", "2024")}
    assert not search_request.without_filters().filters
