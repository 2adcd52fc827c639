"""Similar articles: ranked by shared significant words and values, without the article and its near duplicates."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import timtin
from timtin import Article, Place
from timtin.model import NotFound, UsageError
from timtin.tests.searcher.conftest import Build, write

FILL = (
    "Trời nắng nhẹ, gió mát từ sông thổi vào.",
    "Đội bóng của trường thắng hai trận liền.",
    "Giá xăng giảm từ chiều nay trên cả nước.",
    "Thư viện mở cửa thêm buổi tối cuối tuần.",
    "Bệnh viện tiếp nhận máy chụp thế hệ sau.",
    "Nông dân vào vụ gặt, lúa được mùa trĩu hạt.",
)
FLOOD = (
    Article(
        id="lu1", title="Nước lũ dâng cao ở Bản Nậm", body="Nước lũ dâng nhanh, bà con Bản Nậm sơ tán lên đồi chè."
    ),
    Article(id="lu2", title="Sơ tán dân vùng lũ", body="Lũ dâng, xã đưa bà con lên đồi chè, phát mì và nước sạch."),
    Article(id="lu3", title="Khắc phục sau lũ", body="Bà con Bản Nậm dọn bùn sau lũ; trường học mở lại."),
)
OTHERS = tuple(Article(id=f"khac{number}", title=f"Tin số {number}", body=text) for number, text in enumerate(FILL))


def test_articles_that_share_significant_words_come_first(build: Build) -> None:
    index = build(*FLOOD, *OTHERS)
    assert [hit.id for hit in index.similar("lu1", 2)] == ["lu2", "lu3"]
    assert "lu1" not in {hit.id for hit in index.similar("lu1", 100)}


def test_limit_and_scores(build: Build) -> None:
    index = build(*FLOOD, *OTHERS)
    hits = index.similar("lu1")
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len(index.similar("lu1", 1)) == 1
    assert "<mark>" not in hits[0].snippet_html
    for limit in (0, 101, "5"):
        with pytest.raises(UsageError):
            index.similar("lu1", limit)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        index.similar("không có")


def test_near_duplicates_are_left_out(build: Build) -> None:
    """Left out are a near duplicate of the article itself, and one of two results that are near duplicates."""
    origin = (
        "Đêm qua nước lũ dâng nhanh ở Bản Nậm, bà con phải sơ tán lên đồi chè. Xã huy động dân quân, thuyền máy và "
        "áo phao đưa người già, trẻ nhỏ đi trước. Đến sáng nay chưa có thiệt hại về người."
    )
    result = (
        "Sau cơn lũ, bà con Bản Nậm trở về từ đồi chè, cùng dân quân dọn bùn đất, sửa lại đường vào trường học. Nhiều "
        "đoàn thiện nguyện mang sách vở, chăn ấm tới. Dự kiến tuần sau học sinh đến lớp."
    )
    index = build(
        Article(id="goc", title="Lũ ở Bản Nậm", body=origin),
        Article(id="lai", title="Lũ ở Bản Nậm", body=origin, source="Báo khác"),
        Article(id="kia", title="Sau lũ", body=result),
        Article(id="kia2", title="Sau lũ", body=result, source="Đài huyện"),
        *OTHERS,
    )
    hits = index.similar("goc", 20)
    assert "lai" not in {hit.id for hit in hits}
    assert hits[0].id in ("kia", "kia2")
    assert len({"kia", "kia2"} & {hit.id for hit in hits}) == 1
    assert hits[0].duplicate_count == 1


def test_shared_document_topic_and_place_count(build: Build) -> None:
    place = Place(name="Xã Bến Lức", path_then=("Long An",), path_now=("Tây Ninh", "Xã Bến Lức"))
    index = build(
        Article(
            id="a", title="Hội nghị sơ kết", body="Đại biểu thảo luận sôi nổi tại hội trường.",
            citations=("25-NQ/TW",), topics=("An ninh",), places=(place,),
        ),
        Article(id="b", title="Hội nghị tổng kết", body="Đại biểu khen thưởng nhiều tập thể cuối năm."),
        Article(
            id="c", title="Hội nghị triển khai", body="Đại biểu được phổ biến nhiều quy định cần nắm.",
            citations=("25-NQ/TW",), topics=("An ninh",), places=(place,),
        ),
        *OTHERS,
    )  # fmt: skip
    assert [hit.id for hit in index.similar("a", 2)] == ["c", "b"]


@pytest.mark.parametrize(
    "alone",
    [
        Article(id="x", title="Một"),  # a single syllable
        Article(id="x", title="?", body="!"),  # no word at all
        Article(id="x", title="Zzz qqq", body="Www kkk jjj."),  # no word that any other article has
    ],
)
def test_nothing_in_common_gives_nothing(build: Build, alone: Article) -> None:
    index = build(alone, *OTHERS)
    assert index.similar("x") == ()


def test_a_collection_of_one_article(build: Build) -> None:
    assert build(FLOOD[0]).similar("lu1") == ()


def test_both_engines_mostly_agree(tmp_path: Path) -> None:
    found = []
    for engine in ("tantivy", "whoosh"):
        write(tmp_path / engine, engine, [*FLOOD, *OTHERS])
        with timtin.open_index(tmp_path / engine) as index:
            found.append({each.id: {hit.id for hit in index.similar(each.id, 2)} for each in FLOOD})
    assert found[0] == found[1]


def test_articles_of_one_law_are_similar(shared: Path, tmp_path: Path) -> None:
    """ALQAC 2023: most of the five articles most similar to an article of a law are of the same law.

    The figure measured over all of them is in docs/suggest.md.
    """
    with (shared / "eval" / "alqac2023" / "corpus.jsonl").open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines][::5]
    write(tmp_path, "tantivy", [Article(id=each["id"], body=each["text"]) for each in records])
    right = asked = 0
    with timtin.open_index(tmp_path) as index:
        for each in records[::6]:
            for hit in index.similar(each["id"], 5):
                asked += 1
                right += hit.id.partition("@")[0] == each["id"].partition("@")[0]
    assert asked > 300
    assert right / asked > 0.6
