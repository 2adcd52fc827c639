"""Filters: which articles each value selects, and which values are errors."""

from __future__ import annotations

import unicodedata

import pytest

import timtin
from timtin.searcher.planning.filters import FILTERS

CASES = [
    ({"place": ["Tây Ninh"]}, {"kheo", "nfd", "rerun"}),
    ({"place": ["tây ninh"]}, {"kheo", "nfd", "rerun"}),
    ({"place": ["Tây Ninh/Xã Bến Lức"]}, {"nfd"}),
    ({"place": ["Xã Bến Lức"]}, {"nfd"}),
    ({"place": ["Bến Lức"]}, {"kheo", "nfd", "rerun"}),  # every place with that name, of either era
    ({"place": ["Huyện Bến Lức"]}, {"kheo", "rerun"}),
    ({"place": ["Xã Bình Phú"]}, {"long"}),  # ambiguous places too
    ({"place": ["Long An"]}, {"kheo", "rerun"}),  # no longer a province: a name
    ({"place": ["Long An/Huyện Bến Lức"]}, {"kheo", "rerun"}),  # not a path of today but one of the time
    ({"place_then": ["Long An"]}, {"kheo", "rerun"}),
    ({"place_then": ["Long An/Huyện Bến Lức"]}, {"kheo", "rerun"}),
    ({"place_then": ["Tây Ninh"]}, {"nfd"}),
    ({"place": ["Tây Ninh", "Đà Nẵng"]}, {"kheo", "nfd", "rerun", "uyban"}),  # same filter: any value
    ({"place": ["Tây Ninh"], "year": ["2024"]}, {"kheo", "rerun"}),  # different filters: all
    ({"year": ["2024"]}, {"kheo", "uyban", "html", "long", "rerun"}),  # 02:00 in Vietnam is still 2024
    ({"year": ["2023"]}, {"nfd"}),
    ({"month": ["2024-03"]}, {"kheo", "html", "long", "rerun"}),
    ({"source": ["Báo Long An"]}, {"kheo", "nfd", "van"}),
    ({"source": [unicodedata.normalize("NFD", "BÁO LONG AN")]}, {"kheo", "nfd", "van"}),
    ({"source": ["Cổng thông tin"]}, {"html"}),
    ({"source": ["CỔNG THÔNG TIN"]}, {"html", "long"}),  # both spellings
    ({"source": ["Không có"]}, set()),
    ({"author": ["Lê Thị Hoà"]}, {"kheo", "html"}),
    ({"level": ["commune"]}, {"uyban", "nfd", "van", "long"}),
    ({"organization": ["HĐND"]}, {"uyban"}),
    ({"topic": ["dân vận khéo"]}, {"kheo", "long", "rerun"}),
    ({"citation": ["217-qđ/tw"]}, {"kheo", "long"}),
    ({"citation": ["Quyết định số 217-QĐ/TW"]}, {"kheo", "long"}),
    ({"after": ["2024-03-08"]}, {"long", "html", "rerun"}),
    ({"after": ["2024"]}, {"kheo", "uyban", "html", "long", "rerun"}),
    ({"before": ["2023"]}, {"nfd", "van"}),
    ({"before": ["2024-03-07"], "after": ["2024-01"]}, {"kheo", "uyban"}),
    ({"after": ["2025"], "before": ["2023"]}, set()),
    ({"year": []}, {"kheo", "uyban", "nfd", "van", "bare", "html", "long", "rerun"}),
    ({}, {"kheo", "uyban", "nfd", "van", "bare", "html", "long", "rerun"}),
]


@pytest.mark.parametrize(("filters", "expected"), CASES)
def test_selected_articles(index: timtin.Index, filters: dict[str, list[str]], expected: set[str]) -> None:
    page = index.search("", filters=filters, limit=100)
    assert {hit.id for hit in page.hits} == expected
    assert page.total == len(expected)


BAD = [
    ("nope", "x", "There is no filter 'nope'"),
    ("year", "24", "a year"),
    ("year", "20245", "a year"),
    ("year", "２０２４", "a year"),
    ("month", "2024", "a month"),
    ("month", "2024-13", "a month"),
    ("level", "ward", "province, district, commune"),
    ("after", "yesterday", "2024-03-07"),
    ("before", "2024-02-30", "2024-03-07"),
    ("before", "0000", "2024-03-07"),
    *((name, " ", "no value") for name in FILTERS),
]


@pytest.mark.parametrize(("name", "value", "message"), BAD)
def test_bad_values_are_errors(index: timtin.Index, name: str, value: str, message: str) -> None:
    with pytest.raises(timtin.FilterError) as caught:
        index.search("", filters={name: [value]})
    assert caught.value.field == name
    assert message in str(caught.value)


def test_a_value_that_is_not_text_is_an_error(index: timtin.Index) -> None:
    with pytest.raises(timtin.FilterError):
        index.search("", filters={"year": [2024]})  # type: ignore[list-item]


@pytest.mark.parametrize("value", ["/", "//", "a/" * 200, "\ud800", "x" * 5000, "Tây Ninh/", "/Tây Ninh", "\x00"])
def test_odd_places_never_fail(index: timtin.Index, value: str) -> None:
    page = index.search("", filters={"place": [value], "place_then": [value]})
    assert page.total >= 0
