"""Near duplicates in results: pages are collapsed, totals and counts are not, and no article is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

import timtin
from timtin.analyzers import fingerprint
from timtin.indexer.document import to_document
from timtin.model import Article, IndexDamaged
from timtin.store.index_folder import create_store, open_store
from timtin.store.near_duplicates.groups import NEAR_DUPLICATES_FILE
from timtin.store.near_duplicates.signatures import NearDuplicatesWriter
from timtin.tests.searcher.conftest import ENGINES, Build, write

STORY = """Chiều 18/9, xã Vĩnh Thạnh mở hội thi bánh dân gian lần thứ ba, có 14 đội của 7 ấp và hai trường học tham gia.
Mỗi đội có 90 phút làm ba loại bánh từ gạo và dừa của địa phương, thuyết minh bằng lời mộc mạc trước khán giả.
Giải nhất thuộc về đội ấp Tân Lợi với bánh tằm khoai mì và câu chuyện về cái bàn nạo của bà ngoại để lại.
Số tiền bán bánh tại chỗ, 21 triệu đồng, được trao ngay cho quỹ học bổng của Hội Khuyến học xã Vĩnh Thạnh."""
LINES = STORY.splitlines()
OTHER = """Sau hai đêm mưa lớn, tuyến kênh số 6 sạt thêm 30 m bờ, ba hộ dân phải dời đồ đạc sang nhà người thân ở tạm.
Huyện đã cho cắm biển cấm xe tải, đóng cừ tràm 120 m và cử dân quân trực ngày đêm cho đến khi nước rút hẳn."""


def article(id: str, body: str, **more: str) -> Article:
    return Article(id=id, title=more.pop("title", f"Hội thi bánh ({id})"), body=body, **more)


ARTICLES = (
    article("first", STORY, source="Báo tỉnh", published="2024-09-18", url="https://a.example/1"),
    article("cut", "\n".join(LINES[:2]), source="Trang xã", published="2024-09-20"),
    article("lead", "Theo báo tỉnh, nội dung như sau đây.\n" + STORY, source="Trang huyện", published="2024-09-19"),
    article("undated", STORY + "\nSưu tầm", source="Blog"),
    article("other", "Hội thi bánh phải hoãn.\n" + OTHER, title="Sạt bờ kênh số 6", published="2024-09-21"),
)
COPIED = {"first": ["lead", "cut", "undated"], "lead": ["first", "cut", "undated"]}


def test_near_duplicates_are_collapsed(build: Build) -> None:
    index = build(*ARTICLES)
    page = index.search("hội thi bánh", facets=["source"])
    shown = [hit.id for hit in page.hits]
    assert len(shown) == 2
    assert "other" in shown
    assert page.total == 5
    assert {value.value: value.count for value in page.facets["source"]} == {
        "Báo tỉnh": 1, "Trang xã": 1, "Trang huyện": 1, "Blog": 1,
    }  # fmt: skip
    (story,) = (hit for hit in page.hits if hit.id != "other")
    assert story.duplicate_count == 3
    assert {story.id, *(copy.id for copy in story.duplicates)} == {"first", "cut", "lead", "undated"}


@pytest.mark.parametrize(("sort", "order"), [("newest", ["other", "cut"]), ("oldest", ["first", "other"])])
def test_the_best_ranked_near_duplicate_stays(build: Build, sort: str, order: list[str]) -> None:
    assert [hit.id for hit in build(*ARTICLES).search("", sort=sort).hits] == order


def test_each_page_is_collapsed_separately(build: Build) -> None:
    """Pages count articles, so all pages together show every article, as a hit or under one."""
    index = build(*ARTICLES)
    pages = [index.search("", sort="oldest", page=number, limit=2) for number in (1, 2, 3, 4)]
    assert [[hit.id for hit in page.hits] for page in pages] == [["first"], ["cut", "other"], ["undated"], []]
    assert {page.total for page in pages} == {5}


def test_a_filter_narrows_hits_but_not_their_near_duplicates(build: Build) -> None:
    (hit,) = build(*ARTICLES).search("", filters={"source": ["Trang xã"]}).hits
    assert hit.id == "cut"
    assert [copy.source for copy in hit.duplicates] == ["Báo tỉnh", "Trang huyện", "Blog"]


@pytest.mark.parametrize("id", COPIED)
def test_near_duplicates_of_an_article(build: Build, id: str) -> None:
    index = build(*ARTICLES)
    assert index.article(id).to_dict()["duplicates"] == COPIED[id]
    assert [copy.id for copy in index.copies(id)] == COPIED[id]
    assert index.article("other").duplicates == ()
    assert index.copies("unknown") == ()


def test_a_near_duplicate_as_json(build: Build) -> None:
    hit = build(*ARTICLES[:2]).search("", sort="newest").to_dict()["hits"][0]
    assert hit["duplicate_count"] == 1
    assert hit["duplicates"] == [
        {
            "id": "first",
            "title": "Hội thi bánh (first)",
            "source": "Báo tỉnh",
            "url": "https://a.example/1",
            "published": "2024-09-18",
        }
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_near_duplicates_are_added_and_deleted(tmp_path: Path, engine: str) -> None:
    with timtin.create_index(tmp_path, engine=engine) as writer:
        writer.add(ARTICLES[:1])
    with timtin.open_index(tmp_path) as index:
        with timtin.create_index(tmp_path) as writer:
            writer.add(ARTICLES[1:])
        index.refresh()
        assert list(index.article("first").duplicates) == COPIED["first"]
        with timtin.create_index(tmp_path) as writer:
            writer.delete(["lead", "undated"])
        index.refresh()
        assert index.article("first").duplicates == ("cut",)
        records = {each.id: each.to_record() for each in index.articles()}
        assert "duplicates" not in records["first"]  # computed anew by every index


def test_near_duplicates_that_are_not_in_the_index_are_left_out(tmp_path: Path) -> None:
    """A side index commits before the engine, and a run may end in between."""
    write(tmp_path, "tantivy", ARTICLES[:2])
    side_index = NearDuplicatesWriter(open_store(tmp_path, fingerprint=fingerprint()).files)
    side_index.put(to_document(ARTICLES[2], collection="test"))
    side_index.commit()
    with timtin.open_index(tmp_path) as index:
        assert index.article("first").duplicates == ("cut",)


def test_damage_is_reported(tmp_path: Path) -> None:
    write(tmp_path, "tantivy", ARTICLES)
    (open_store(tmp_path, fingerprint=fingerprint()).files / NEAR_DUPLICATES_FILE).write_bytes(b"nothing of ours" * 100)
    with timtin.open_index(tmp_path) as index, pytest.raises(IndexDamaged, match=NEAR_DUPLICATES_FILE):
        index.search("")


def test_a_rebuild_finds_them_again(tmp_path: Path) -> None:
    write(tmp_path, "tantivy", ARTICLES)
    with timtin.open_index(tmp_path) as index:
        with create_store(tmp_path, fingerprint=fingerprint()).rebuild() as store:
            writer = store.writer()
            for each in ARTICLES[:2]:
                writer.put(to_document(each, collection="test"))
            writer.commit()
        index.refresh()
        assert index.article("first").duplicates == ("cut",)
