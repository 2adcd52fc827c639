"""Facets: their order, the tree of places, and that a count is the total after selecting the value."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import timtin
from timtin.engines.fields import FACETS
from timtin.searcher.results.facets import FacetOptions, build_facet, collation_key

QUERIES = (
    "", "dân vận khéo", "van", "-chợ", "title:họp OR giá", '"dân vận"', "NOT (xã OR chợ)", "-year:2024",
    "-place:Tây Ninh", "giá -source:Báo", "citation:217-QĐ/TW", "place:Bến Lức", "va*", "zzzz", "daan vaanj",
    "date:..2023",
)  # fmt: skip
FILTERS: dict[str, tuple[str, ...]] = {
    "place": ("Tây Ninh", "Tây Ninh/Xã Bến Lức", "Bến Lức", "Đà Nẵng", "Long An", "Long An/Huyện Bến Lức", "nowhere"),
    "place_then": ("Long An", "Long An/Huyện Bến Lức", "Tam Kỳ", "Tây Ninh", "Quảng Nam/Thành phố Tam Kỳ"),
    "year": ("2024", "2023", "1999"),
    "month": ("2024-03",),
    "source": ("Báo Long An", "CỔNG THÔNG TIN", "nobody"),
    "level": ("commune", "province"),
    "topic": ("Dân vận khéo", "An ninh"),
    "citation": ("217-QĐ/TW",),
    "author": ("Lê Thị Hoà",),
    "organization": ("UBND", "HĐND"),
    "after": ("2024", "2022-07"),
    "before": ("2024-03-08", "2023"),
}


def flat(values: tuple[timtin.FacetValue, ...]) -> Iterator[timtin.FacetValue]:
    """Yield all values of a facet, those of lower levels included."""
    for value in values:
        yield value
        yield from flat(value.children)


def chosen_filters() -> st.SearchStrategy[dict[str, list[str]]]:
    one = {name: st.lists(st.sampled_from(values), min_size=1, max_size=3) for name, values in FILTERS.items()}
    return st.fixed_dictionaries({}, optional=one).filter(lambda filters: len(filters) < 4)


@settings(deadline=None, max_examples=60)
@given(query=st.sampled_from(QUERIES), filters=chosen_filters())
def test_a_count_is_the_total_after_selecting(both: Any, query: str, filters: dict[str, list[str]]) -> None:
    pages = [index.search(query, filters=filters, limit=100) for index in both]
    assert pages[0].facets == pages[1].facets
    assert [hit.id for hit in pages[0].hits] == [hit.id for hit in pages[1].hits] or query
    assert {hit.id for hit in pages[0].hits} == {hit.id for hit in pages[1].hits}
    index = both[0]
    for name, values in pages[0].facets.items():
        listed = list(flat(values))
        assert len({value.value for value in listed}) == len(listed)
        for value in listed:
            alone = index.search(query, filters={**filters, name: [value.value]}, facets=[], limit=1)
            assert value.count == alone.total, (name, value.value)
            assert value.count or value.selected


def test_places_are_a_tree(index: timtin.Index) -> None:
    places = index.search("", facets=["place"], filters={"place": ["Tây Ninh/Xã Bến Lức", "Bến Lức"]}).facets["place"]
    assert [(value.label, value.count, value.selected) for value in places] == [
        ("Bến Lức", 3, True),
        ("Tây Ninh", 3, False),
        ("Đà Nẵng", 2, False),
    ]
    assert [(child.value, child.label, child.count, child.selected) for child in places[1].children] == [
        ("Tây Ninh/Xã Bến Lức", "Xã Bến Lức", 1, True)
    ]


def test_order_and_labels(index: timtin.Index) -> None:
    facets = index.search("").facets
    assert tuple(facets) == FACETS
    assert [value.value for value in facets["year"]] == ["2024", "2023", "2022"]
    assert [value.value for value in facets["month"]][:2] == ["2024-03", "2024-01"]
    assert [value.value for value in facets["topic"]] == ["Dân vận khéo", "An ninh", "Cải cách hành chính"]


def test_a_selected_value_without_articles_is_shown(index: timtin.Index) -> None:
    page = index.search("giá", filters={"source": ["Báo Long An"]})
    assert [(value.value, value.count, value.selected) for value in page.facets["source"]] == [
        ("Cổng thông tin", 1, False),
        ("Báo Long An", 0, True),
    ]


def test_long_facets_are_cut_except_for_selected_values() -> None:
    counts = {f"s{number:03}": 500 - number for number in range(200)}
    values, more = build_facet("source", counts, {"s150", "gone"})
    assert [value.value for value in values[-3:]] == ["s099", "s150", "gone"]
    assert more == 99
    assert (len(build_facet("place", counts, ()).values), build_facet("place", counts, ()).more) == (200, 0)


PLACES = {"An": 9, "An/x": 5, "An/y": 4, "An/z": 0, "Bè": 8, "Bè/u": 8, "Ấp": 9, "Đá": 1, "Đá/q": 1, "Đá/q/w": 1}

LISTED = (  # limit, order, selected values, listed values, how many more
    (None, "count", set(), ["An", "An/x", "An/y", "Ấp", "Bè", "Bè/u", "Đá", "Đá/q", "Đá/q/w"], 0),
    (1, "count", set(), ["An", "An/x"], 7),
    (2, "name", set(), ["An", "An/x", "An/y", "Ấp"], 5),
    (3, "name", set(), ["An", "An/x", "An/y", "Ấp", "Bè", "Bè/u"], 3),
    (1, "count", {"Đá/q"}, ["An", "An/x", "Đá", "Đá/q", "Đá/q/w"], 4),  # the places in which it lies stay, too
    (1, "count", {"An/z"}, ["An", "An/x", "An/z"], 7),  # selected, so shown although its count is 0
)


@pytest.mark.parametrize(("limit", "order", "selected", "listed", "more"), LISTED)
def test_every_level_of_places_is_cut(
    limit: int | None, order: Any, selected: set[str], listed: list[str], more: int
) -> None:
    found = build_facet("place", PLACES, selected, FacetOptions(limit, order))
    assert ([value.value for value in flat(found.values)], found.more) == (listed, more)


def test_facet_options(index: timtin.Index) -> None:
    page = index.search("", facets=["topic", "year", "source"], facet_limit=2, facet_sort="name")
    assert [value.value for value in page.facets["topic"]] == ["An ninh", "Cải cách hành chính"]
    assert [value.value for value in page.facets["year"]] == ["2024", "2023"]
    assert page.facets_more == {"topic": 1, "year": 1, "source": 3}
    assert page.to_dict()["facets_more"] == page.facets_more
    assert index.search("", facets=["topic"]).facets_more == {}
    for wrong in ({"facet_limit": 0}, {"facet_limit": True}, {"facet_limit": "2"}, {"facet_sort": "size"}):
        with pytest.raises(timtin.UsageError) as caught:
            index.search("", **wrong)  # type: ignore[arg-type]
        assert caught.value.field in wrong


def test_only_requested_facets_are_counted(index: timtin.Index) -> None:
    assert index.search("", facets=[]).facets == {}
    assert list(index.search("", facets=["year", "level", "year"]).facets) == ["year", "level"]
    with pytest.raises(timtin.UsageError) as caught:
        index.search("", facets=["nope"])
    assert caught.value.field == "facets"


def test_vietnamese_alphabetical_order() -> None:
    ordered = [
        "an",
        "ăn",
        "ân",
        "ba",
        "bà",
        "bả",
        "bã",
        "bá",
        "bạ",
        "bà con",
        "bạn",
        "da",
        "đa",
        "ê",
        "ô",
        "ơ",
        "u",
        "ư",
    ]
    mixed = sorted(ordered, key=len, reverse=True)
    assert sorted(mixed, key=collation_key) == ordered
    assert sorted(["b", "1", "a b", "ab"], key=collation_key) == ["1", "a b", "ab", "b"]
