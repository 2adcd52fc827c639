"""The publisher of a page and its place, from the lines around the article."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.indexer.extract.fields.publisher import is_office, with_publisher
from timtin.model import Article

TITLE, TEXT = "Ra quân trồng cây", "Sáng nay bà con ra quân trồng cây dọc con đường mới."

# lines above the title, lines below the text → source, place
STATED = [
    # a header over several lines; the type words need no particular case
    (["TRANG THÔNG TIN ĐIỆN TỬ", "XÃ BÌNH PHÚ", "HUYỆN CÀNG LONG - TỈNH TRÀ VINH"], [],
     "TRANG THÔNG TIN ĐIỆN TỬ XÃ BÌNH PHÚ", "TỈNH TRÀ VINH/HUYỆN CÀNG LONG/XÃ BÌNH PHÚ"),
    # places alone are a header where they are two levels at least
    (["PHƯỜNG 10 QUẬN 3"], [], None, "QUẬN 3/PHƯỜNG 10"),
    (["XÃ BÌNH PHÚ"], [], None, None),
    # a province's name with a dash; a section is no commune
    (["UBND TỈNH BÀ RỊA - VŨNG TÀU", "UBND HUYỆN ĐẤT ĐỎ"], [], None, "TỈNH Bà Rịa - Vũng Tàu/HUYỆN ĐẤT ĐỎ"),
    (["KINH TẾ - XÃ HỘI"], [], None, None),
    # the owner in the foot; the address completes it, and does not lower it
    ([], ["Cơ quan chủ quản: UBND xã Hà Sơn", "Địa chỉ: thôn 3, xã Hà Sơn, huyện Hà Trung, tỉnh Thanh Hóa"],
     None, "tỉnh Thanh Hóa/huyện Hà Trung/xã Hà Sơn"),
    ([], ["Bản quyền thuộc về UBND huyện Tam Bình", "Địa chỉ: khóm 2, thị trấn Tam Bình"], None, "huyện Tam Bình"),
    ([], ["© 2023 Trang thông tin điện tử xã Hòa Phú, huyện Hòa Vang. Ghi rõ nguồn."],
     "Trang thông tin điện tử xã Hòa Phú, huyện Hòa Vang", "huyện Hòa Vang/xã Hòa Phú"),
    # a city that is a province is the first level
    ([], ["UBND PHƯỜNG HẢI CHÂU, THÀNH PHỐ ĐÀ NẴNG"], None, "THÀNH PHỐ ĐÀ NẴNG/PHƯỜNG HẢI CHÂU"),
    # other sites' names, headlines that begin with an office, and contradictions give nothing
    ([], ["Liên kết website", "Cổng thông tin điện tử tỉnh Long An"], None, None),
    ([], ["UBND xã Hà Sơn họp giao ban tháng 7"], None, None),
    ([], ["UBND xã Hà Sơn", "UBND xã Hà Lai"], None, None),
    # the source that a credit names
    ([], ["Nguồn: Báo Thanh Hóa"], "Báo Thanh Hóa", None),
    ([], ["Nguồn: https://x.example/1"], None, None),
]  # fmt: skip


def around(above: list[str], below: list[str], article: Article) -> Article:
    return with_publisher(article, [*above, TITLE, TEXT, *below])


@pytest.mark.parametrize(("above", "below", "source", "place"), STATED)
def test_statements(above: list[str], below: list[str], source: str | None, place: str | None) -> None:
    article = around(above, below, Article(title=TITLE, body=TEXT))
    assert (article.source, article.place) == (source, place)


def test_known_values_are_kept() -> None:
    known = Article(title=TITLE, body=TEXT, source="Trang tin", place="Long An")
    assert around(["CỔNG THÔNG TIN ĐIỆN TỬ HUYỆN NĂM CĂN"], [], known) == known


def test_the_body_is_no_statement() -> None:
    line = "Trang thông tin điện tử xã Bình Phú, huyện Càng Long vừa ra mắt."
    article = with_publisher(Article(title=TITLE, body=line), [TITLE, line])
    assert (article.source, article.place) == (None, None)


@pytest.mark.parametrize(
    ("line", "office"),
    [
        ("ỦY BAN NHÂN DÂN XÃ BÌNH PHÚ", True),
        ("HĐND - UBND huyện Năm Căn", True),
        ("UBND xã Bình Phú đề nghị bà con", False),
        ("Xã Bình Phú", False),
    ],
)
def test_offices(line: str, office: bool) -> None:
    assert is_office(line) is office


@settings(deadline=None, max_examples=100)
@given(st.lists(st.text(max_size=60), max_size=12))
def test_any_lines_are_accepted(lines: list[str]) -> None:
    article = with_publisher(Article(title=TITLE, body=TEXT), lines)
    assert (article.title, article.body) == (TITLE, TEXT)
