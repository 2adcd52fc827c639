"""The five pages supplied with the issue, with the values that its table lists."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import timtin

# page: expected values; `then` and `now` are empty if the place is ambiguous
EXPECTED: dict[str, dict[str, Any]] = {
    "000": {
        "title": "Khối vận Xã Bình Phú tổ chức Hội nghị Tổng kết",
        "published": "2024-03-07",
        "event_dates": ["2024-03-01"],
        "author": "Thanh Xuân",
        "then": [],
        "now": [],
        "level": "commune",
        "citations": ["217-QĐ/TW", "218-QĐ/TW"],
    },
    "001": {
        "title": "Bến Lức hội nghị đánh giá",
        "published": "2022-07-01T14:43:32+07:00",
        "event_dates": ["2022-06-30"],
        "author": "Việt Hằng – Kim Phượng",
        "then": ["Long An", "Huyện Bến Lức"],
        "now": ["Tây Ninh"],
        "level": "district",
        "citations": [],
    },
    "002": {
        "title": "Phường Trường Xuân tổng kết công tác Dân vận năm 2023",
        "published": "2024-01-23T02:20:00+07:00",
        "event_dates": ["2024-01-18"],
        "author": "Hạnh Phạm",
        "then": ["Quảng Nam", "Thành phố Tam Kỳ", "Phường Trường Xuân"],
        "now": ["Đà Nẵng", "Phường Tam Kỳ"],
        "level": "commune",
        "citations": [],
    },
    "003": {
        "title": "Thị ủy Duy Tiên tổng kết công tác dân vận",
        "published": "2025-01-08T15:13:22+07:00",
        "event_dates": [],
        "author": "Hồng Xiêm- Quang Hiếu",
        "source": "Đài Truyền thanh Thị xã Duy Tiên",
        "url_ends": "-2171.html",
        "image_ends": "vlcsnap-2025-01-08-11h31m08s374.png",
        "then": ["Hà Nam", "Thị xã Duy Tiên"],
        "now": ["Ninh Bình"],
        "level": "district",
        "citations": ["05-CT/TW", "09-HD/TU", "25-NQ/TW", "43-KL/TW", "Luật Thực hiện dân chủ ở cơ sở"],
    },
    "004": {
        "title": "Ban dân vận Huyện ủy Gia Lâm giao ban",
        "published": "2024-04-09T21:02:00+07:00",
        "event_dates": ["2024-04-09"],
        "author": "Hoàng Anh",
        "then": ["Hà Nội", "Huyện Gia Lâm"],
        "now": ["Hà Nội"],
        "level": "district",
        "citations": [
            "02-HD/TU", "124-QĐ/TW", "217-QĐ/TW", "218-QĐ/TW", "2200-QĐ/TU", "24-CT/TU", "42-KH/BDVHU-UBND",
            "6525-QĐ/TU", "99-QĐ/TW",
        ],
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def index(five: Path) -> Iterator[timtin.Index]:
    with timtin.open_index(five) as opened:
        yield opened


def article(index: timtin.Index, page: str) -> dict[str, Any]:
    matching = [a.to_dict() for a in index.articles() if a.title.startswith(EXPECTED[page]["title"])]
    assert len(matching) == 1
    return matching[0]


@pytest.mark.parametrize("page", EXPECTED)
def test_values_extracted_from_a_page(index: timtin.Index, page: str) -> None:
    expected, actual = EXPECTED[page], article(index, page)
    for name in ("published", "event_dates", "author", "level"):
        assert actual[name] == expected[name], name
    assert sorted(actual["citations"]) == expected["citations"]
    assert actual["source"] == expected.get("source")
    assert (actual["url"] or "").endswith(expected.get("url_ends", ""))
    assert (actual["image"] or "").endswith(expected.get("image_ends", ""))
    [place] = actual["places"]
    assert (place["path_then"], place["path_now"]) == (expected["then"], expected["now"])
    assert place["ambiguous"] is (not expected["then"])


def test_an_ambiguous_commune_name_keeps_its_candidates(index: timtin.Index) -> None:
    [place] = article(index, "000")["places"]
    assert place["name"] == "Xã Bình Phú"
    assert len(place["candidates"]) == 9
    assert ["Hà Nội", "Huyện Thạch Thất", "Xã Bình Phú"] in place["candidates"]
    assert all(path[-1] == "Xã Bình Phú" and len(path) == 3 for path in place["candidates"])


# spellings of one query
SPELLINGS = [
    "dan van kheo",
    "DÂN VẬN KHÉO",
    unicodedata.normalize("NFD", "dân vận khéo"),
    "dân vận khéo",
    '"dan van kheo"',
]


@pytest.mark.parametrize("query", SPELLINGS)
def test_every_spelling_of_a_query_finds_all_pages(index: timtin.Index, query: str) -> None:
    page = index.search(query)
    assert page.total == 5
    assert all("<mark>" in hit.snippet_html + hit.title_html for hit in page.hits)


def test_tone_placement_never_matters(index: timtin.Index) -> None:
    old, new = index.search("uỷ ban").to_dict(), index.search("ủy ban").to_dict()
    for result in (old, new):
        del result["took_ms"], result["query"]
    assert old == new and old["total"] > 0


def test_a_cited_document_is_a_filter_and_a_facet(index: timtin.Index) -> None:
    page = index.search("", filters={"citation": ["217-QĐ/TW"]})
    assert {hit.title[:9] for hit in page.hits} == {"Khối vận ", "Ban dân v"}
    counts = {value.value: value.count for value in page.facets["citation"]}
    assert counts["217-QĐ/TW"] == page.total == 2


# boilerplate of the portals: menus, counters, comment forms
BOILERPLATE = [
    '"Bản đồ hành chính"', '"Thống Kê Truy Cập"', '"Guest"', '"View count"', '"Ý kiến bạn đọc"',
    '"thời tiết các vùng"', '"Truy cập nội dung luôn"', '"Xin ý kiến về giao diện mới"', '"Đang tải dữ liệu"',
    '"Chi tiết tin"',
]  # fmt: skip


@pytest.mark.parametrize("query", BOILERPLATE)
def test_boilerplate_is_not_searchable(index: timtin.Index, query: str) -> None:
    assert index.search(query).total == 0


# a place is found by its former and by its current name
PLACES = [
    ("Tây Ninh", 1), ("Long An", 1), ("Bến Lức", 1), ("Đà Nẵng", 1), ("Phường Trường Xuân", 1), ("Ninh Bình", 1),
    ("Hà Nội", 1), ("Huyện Gia Lâm", 1), ("Bình Phú", 1), ("Đà Nẵng/Phường Tam Kỳ", 1), ("Sóc Trăng", 0),
]  # fmt: skip


@pytest.mark.parametrize(("place", "total"), PLACES)
def test_a_place_is_found_by_its_former_and_current_name(index: timtin.Index, place: str, total: int) -> None:
    assert index.search("", filters={"place": [place]}).total == total


def test_the_place_facet_of_a_query(index: timtin.Index) -> None:
    places = {value.value: value.count for value in index.search("dân vận").facets["place"]}
    assert places == {"Tây Ninh": 1, "Đà Nẵng": 1, "Ninh Bình": 1, "Hà Nội": 1}
