"""Any bytes give an article or a reason, never an exception."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from timtin.indexer.extract import extract
from timtin.indexer.page import Page, Rejected
from timtin.model import Article

DATA = Path(__file__).parents[1] / "data"
PAGES = [path for kind in ("flat", "html", "cms") for path in sorted((DATA / kind).iterdir())]
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
        (b"<html><body>" + b"<div>" * 50_000 + b"text", "nested deeper than any parser keeps"),
        (b"<p " + b" a=b" * 50_000 + b">text</p>", "a tag of a quarter of a megabyte"),
        (b"<!-- " * 50_000, "comments that never end"),
        (b"07/03/2024 10:00\n" * 20_000, "nothing but dates"),
        ("Trang chủ\n".encode() * 20_000, "nothing but a menu"),
        (b"." * 500_000, "nothing but dots"),
        (b"<" * 500_000, "nothing but brackets"),
        (b"a b c " * 200_000, "one endless line"),
        (b"<h1>a b</h1>" + b"<p>" * 100_000, "empty paragraphs, too many for trafilatura"),
        (b"<div class='content breadcrumb tags'>" * 20_000 + b"<a href=/x>a</a>", "parts of every name, nested"),
        (b"<table><tr><td>" * 20_000 + b"text", "tables in tables"),
        (b"<div class='" + b"a " * 300_000 + b"'>text</div>", "a class of half a megabyte"),
        (b"<script type='application/ld+json'>" + b"[" * 100_000, "JSON-LD nested too deeply to parse"),
        (
            b'<!DOCTYPE html [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">' + b'<!ENTITY c "&b;&b;">' * 500 + b"]><p>&c;",
            "entities of entities",
        ),
    ],
)
@pytest.mark.parametrize("name", ["a.html", "a.txt"])
def test_hostile_shapes(data: bytes, why: str, name: str) -> None:
    check(data, name)


@CALM
@given(st.sampled_from([path for path in PAGES if path.suffix == ".html"]), st.data())
def test_markup_dropped_doubled_and_shuffled(path: Path, data: st.DataObject) -> None:
    pieces = path.read_text("utf-8").split("<")
    for _ in range(data.draw(st.integers(1, 6))):
        one, other = (data.draw(st.integers(0, len(pieces) - 1)) for _ in range(2))
        change = data.draw(st.sampled_from(["drop", "double", "swap", "noise"]))
        if change == "drop":
            pieces[one] = ""
        elif change == "double":
            pieces[one] *= 50
        elif change == "swap":
            pieces[one], pieces[other] = pieces[other], pieces[one]
        else:
            pieces[one] += data.draw(fragments)
    check("<".join(pieces).encode("utf-8", "replace"), path.name)


NESTED = "Bà con thôn Hạ góp công đắp lại đoạn đê dài ba trăm mét trước mùa mưa bão năm nay."


@pytest.mark.parametrize("tags", ["<div>", "<b>", "<table><tr><td>", "<div class='x'><span>"])
def test_text_nested_too_deep_is_salvaged(tags: str) -> None:
    html = f"<html><body><h1>Thôn Hạ đắp đê</h1><p>12/03/2024</p>{tags * 30_000}{NESTED}"
    article = extract(Page(data=html.encode(), origin="o", collection="c", key="a.html"))
    assert isinstance(article, Article)
    assert (article.title, article.body) == ("Thôn Hạ đắp đê", NESTED)


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "nonsense", "utf-16"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_wrong_charset_declarations(charset: str, encoding: str) -> None:
    html = (
        f"<html><head><meta charset='{charset}'></head><h1>Thôn Hạ đắp đê</h1><p>12/03/2024</p><p>{NESTED}</p></html>"
    )
    for declared in (None, "iso-8859-1"):
        page = Page(data=html.encode(encoding), origin="o", collection="c", key="a.html", charset=declared)
        article = extract(page)
        assert isinstance(article, Article), article
        assert (article.title, article.body) == ("Thôn Hạ đắp đê", NESTED)


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
