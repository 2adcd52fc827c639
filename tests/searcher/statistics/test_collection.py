"""Cited numbers: laws are found by name and by number, where the table of laws says that they are the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import timtin
from timtin.analyzers import fingerprint
from timtin.indexer.document import to_document
from timtin.store.index_folder import create_store

CITED = {
    "name": ("Luật Thực hiện dân chủ ở cơ sở",),
    "number": ("10/2022/QH15",),
    "land": ("Luật Đất đai",),
    "land2013": ("Luật Đất đai 2013",),
    "land45": ("45/2013/QH13",),
    "land2024": ("Luật Đất đai 2024",),
    "other": ("217-QĐ/TW", "Luật Đầu tư công"),
}
LAND_2013 = {"land2013", "land45"}
CASES = [
    ('citation:"Luật Thực hiện dân chủ ở cơ sở"', {"name", "number"}),
    ("citation:luật thực hiện dân chủ ở cơ sở", {"name", "number"}),
    ("citation:luat thuc hien dan chu o co so", {"name", "number"}),
    ("citation:10/2022/QH15", {"name", "number"}),
    ('citation:"Luật Thực hiện dân chủ ở cơ sở năm 2022"', {"name", "number"}),
    ('citation:"Luật Đất đai 2013"', LAND_2013),
    ("citation:LUẬT ĐẤT ĐAI NĂM 2013", LAND_2013),
    ("citation:45/2013/QH13", LAND_2013),
    ('citation:"Luật Đất đai"', {"land", "land2024"} | LAND_2013),  # any edition
    ('citation:"Luật Đầu tư"', set()),
    ('citation:"217-QĐ/TW"', {"other"}),
]


@pytest.fixture(scope="module", params=["tantivy", "whoosh"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[timtin.Index]:
    folder = tmp_path_factory.mktemp("laws")
    writer = create_store(folder, engine=str(request.param), fingerprint=fingerprint()).writer()
    for id, citations in CITED.items():
        writer.put(to_document(timtin.Article(id=id, title="Tin", body="Bài.", citations=citations), collection="test"))
    writer.commit()
    with timtin.open_index(folder) as opened:
        yield opened


def ids(page: Any) -> set[str]:
    return {hit.id for hit in page.hits}


@pytest.mark.parametrize(("query", "expected"), CASES)
def test_finds(index: timtin.Index, query: str, expected: set[str]) -> None:
    assert ids(index.search(query)) == expected


def test_a_filter_is_exactly_its_facet_value(index: timtin.Index) -> None:
    values = {value.value: value.count for value in index.search("", facets=["citation"]).facets["citation"]}
    for value, count in values.items():
        assert index.search("", filters={"citation": [value]}).total == count
    assert ids(index.search("", filters={"citation": ["luat dat dai nam 2013"]})) == {"land2013"}
