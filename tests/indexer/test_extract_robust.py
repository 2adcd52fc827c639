"""Any bytes give an article or a reason, never an exception."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from timtin.indexer.extract import extract
from timtin.indexer.page import Page, Rejected
from timtin.model import Article

DATA = Path(__file__).parent / "data"
PAGES = sorted((DATA / "flat").iterdir()) + sorted((DATA / "html").iterdir())
NAMES = st.sampled_from(["a", "a.txt", "a.html", "a.aspx"])
CALM = settings(deadline=None, max_examples=120, suppress_health_check=[HealthCheck.too_slow])

fragments = st.sampled_from(
    [
        "<p>", "</p>", "<h1>", "<div class='entry-content'>", "</div>", "<a href='/x.pdf'>", "<script>", "<!--", "-->",
        "<table><tr><td>", "<br>", "&nbsp;", "&#0;", "\n", "./.", "Tác giả:", "Tác giả bài viết: Thu Hà", "07/03/2024",
        "Thứ ba - 23/01/2024 02:20", "2025-01-08T15:13:22+07:00", "http://x.example/a.png", "http://[",
        "Ý kiến bạn đọc",
        "Hội nghị tổng kết công tác năm nay đã diễn ra tại xã.", "Hoàng Anh",
        "\ufeff", "\x00", "\u0301", "<?xml", "{", "[",
        "<meta name='generator' content='NukeViet'>", "<div id='news-bodyhtml'>", "<script>Liferay.x</script>",
    ]
)  # fmt: skip


def check(data: bytes, name: str) -> None:
    result = extract(Page(data=data, origin="here", collection="c", key=name))
    if isinstance(result, Rejected):
        assert result.reason
        assert result.source == "here"
    else:
        assert isinstance(result, Article)
        assert result.id
        assert result.title or result.body
        assert "\x00" not in result.body + result.title
        result.body.encode("utf-8")


@CALM
@given(st.binary(max_size=300), NAMES)
def test_any_bytes(data: bytes, name: str) -> None:
    check(data, name)


@CALM
@given(st.lists(fragments | st.text(max_size=20), max_size=25), NAMES, st.sampled_from(["utf-8", "utf-16"]))
def test_any_mixture_of_pieces(parts: list[str], name: str, encoding: str) -> None:
    check("".join(parts).encode(encoding, "replace"), name)


@CALM
@given(st.sampled_from(PAGES), st.data())
def test_pages_cut_and_damaged(path: Path, data: st.DataObject) -> None:
    original = path.read_bytes()
    start = data.draw(st.integers(0, len(original)))
    damage = data.draw(st.binary(max_size=8))
    check(original[:start] + damage, path.name)
    check(original[:start] + damage + original[start + len(damage) :], path.name)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"<html><body>" + b"<div>" * 50_000 + b"text", "nested beyond any parser's patience"),
        (b"<p " + b" a=b" * 50_000 + b">text</p>", "a tag of a quarter of a megabyte"),
        (b"<!-- " * 50_000, "comments that never end"),
        (b"07/03/2024 10:00\n" * 20_000, "nothing but dates"),
        ("Trang chủ\n".encode() * 20_000, "nothing but a menu"),
        (b"." * 500_000, "nothing but dots"),
        (b"<" * 500_000, "nothing but brackets"),
        (b"a b c " * 200_000, "one endless line"),
    ],
)
@pytest.mark.parametrize("name", ["a.html", "a.txt"])
def test_hostile_shapes(data: bytes, why: str, name: str) -> None:
    check(data, name)


def test_scripts_styles_and_controls_are_no_text() -> None:
    html = (
        "<h1>Xã mở lớp dạy nghề</h1><script>alert('bay')</script><style>p{color:red}</style>"
        "<p onclick=\"alert('bay')\">Hai mươi chị em học may trong ba tháng.</p>"
        "<select><option>chọn</option></select><noscript>bật lên</noscript><textarea>gõ vào</textarea>"
        "<p style='display:none'>ẩn đi</p>"
    )
    article = extract(Page(data=html.encode(), origin="o", collection="c", key="a.html"))
    assert isinstance(article, Article)
    assert article.title == "Xã mở lớp dạy nghề"
    assert article.body == "Hai mươi chị em học may trong ba tháng."
