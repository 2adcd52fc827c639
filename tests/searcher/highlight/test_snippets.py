"""What is highlighted, where texts are cut, and that result HTML is nothing but escaped text and `<mark>`."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import timtin
from timtin.searcher.highlight.matches import Highlighter
from timtin.searcher.highlight.snippets import make_snippet, to_html
from timtin.searcher.query.terms import HighlightTerm, QueryTerm

NFD = unicodedata.normalize("NFD", "Trồng cây")

TITLES = [
    # (query, id, title as highlighted)
    ("dan van kheo", "kheo", "Mô hình <mark>Dân vận khéo</mark> ở chợ xã"),
    ("DÂN VẬN", "kheo", "Mô hình <mark>Dân vận</mark> khéo ở chợ xã"),
    ("ủy ban", "uyban", "<mark>UỶ BAN</mark> NHÂN DÂN XÃ HỌP TỔNG KẾT"),
    ("uy ban nhan dan", "uyban", "<mark>UỶ BAN NHÂN DÂN</mark> XÃ HỌP TỔNG KẾT"),
    ("trồng cây", "nfd", f"<mark>{NFD}</mark>" + unicodedata.normalize("NFD", " đầu xuân")),
    ("trong cay", "nfd", f"<mark>{NFD}</mark>" + unicodedata.normalize("NFD", " đầu xuân")),
    ("giá chợ", "html", "&lt;b&gt;<mark>Giá</mark> &amp; <mark>chợ</mark>&lt;/b&gt;"),
    ("b", "html", "&lt;<mark>b</mark>&gt;Giá &amp; chợ&lt;/<mark>b</mark>&gt;"),
    ("mark", "html", None),
    ("body:hàng chợ", "kheo", "Mô hình Dân vận khéo ở <mark>chợ</mark> xã"),
    ("chợ -giá", "kheo", "Mô hình Dân vận khéo ở <mark>chợ</mark> xã"),
    ("họp -title:chợ", "long", "<mark>Họp</mark> khối vận xã Bình Phú"),
    ("kh*", "long", "Họp <mark>khối</mark> vận xã Bình Phú"),
    ("khố* -chợ", "long", "Họp <mark>khối</mark> vận xã Bình Phú"),
    ("place:Bình Phú", "long", "Họp khối vận xã Bình Phú"),
    ("", "kheo", "Mô hình Dân vận khéo ở chợ xã"),
]


@pytest.mark.parametrize(("query", "id", "expected"), TITLES)
def test_titles(index: timtin.Index, query: str, id: str, expected: str | None) -> None:
    titles = {hit.id: hit.title_html for hit in index.search(query, limit=100).hits}
    assert titles.get(id) == expected


SNIPPETS = [
    # (query, id, what the snippet contains)
    (
        "title:chợ",
        "kheo",
        "Các tổ dân vận giúp bà con bán hàng sạch.",
    ),  # no highlight in the body: its beginning
    ("họp", "kheo", "Tổ dân vận khéo của xã <mark>họp</mark> mỗi tháng."),
    ("dân vận khéo", "long", "Cuối cùng bàn về <mark>dân vận khéo</mark>."),
    ("217-QĐ/TW", "kheo", "theo Quyết định <mark>217-QĐ/TW</mark> và giữ"),
    ('citation:"217-qđ/tw"', "kheo", "theo Quyết định <mark>217-QĐ/TW</mark> và giữ"),
    ("hòa giải", "uyban", "công tác <mark>hoà giải</mark>."),
    ("van", "van", "Ban tổ chức <mark>vẫn</mark> mở cửa. Dân làng phỏng <mark>vấn</mark> nhau"),
    ("script", "html", "&lt;<mark>script</mark>&gt;alert(&quot;x&quot;)&lt;/<mark>script</mark>&gt;"),
    ("phỏng nhau", "van", "<mark>phỏng</mark> vấn <mark>nhau</mark>"),
]


@pytest.mark.parametrize(("query", "id", "expected"), SNIPPETS)
def test_snippets(index: timtin.Index, query: str, id: str, expected: str) -> None:
    snippets = {hit.id: hit.snippet_html for hit in index.search(query, limit=100).hits}
    assert expected in snippets[id]


def test_a_long_text_is_cut_between_words(index: timtin.Index) -> None:
    hits = {hit.id: hit.snippet_html for hit in index.search("khéo", limit=100).hits}
    assert hits["long"].startswith("…")
    assert not hits["long"].endswith("…")
    assert re.search(r"^…\S", hits["long"])
    assert 100 < len(plain(hits["long"])) < 300


def test_a_word_is_highlighted_whole_and_its_syllables_elsewhere_are_not(build: Callable[..., timtin.Index]) -> None:
    index = build(timtin.Article(id="1", title="Dân vận", body="Dân làng. Công tác dân vận. Sự vận động."))
    [hit] = index.search("dân vận").hits
    assert hit.snippet_html == "Dân làng. Công tác <mark>dân vận</mark>. Sự vận động."


def test_single_syllables_are_highlighted_where_the_word_is_nowhere_whole(build: Callable[..., timtin.Index]) -> None:
    index = build(timtin.Article(id="1", title="Khác", body="Dân làng. Sự vận động."))
    [hit] = index.search("dân vận").hits
    assert hit.snippet_html == "<mark>Dân</mark> làng. Sự <mark>vận</mark> động."


WRITINGS = [
    # (text, what is highlighted in it)
    ("xx dân vận yy", ["dân vận"]),
    ("xx DÂN\u00a0VẬN yy", ["DÂN\u00a0VẬN"]),
    ("dâ\u00adn vận\u200b.", ["dâ\u00adn vận"]),
    ("_dân_ vận_", ["dân", "vận"]),
    ("da\u0302n va\u0323\u0302n", ["da\u0302n va\u0323\u0302n"]),
    ("va\u0302\u0323n dân", ["va\u0302\u0323n dân"]),
    ("dân, vận", ["dân", "vận"]),
    ("dân\nvận", ["dân", "vận"]),
    ("dâng vận vân dan", ["vận"]),
    ("dânvận", []),
]


@pytest.mark.parametrize(("text", "expected"), WRITINGS)
def test_odd_writings(text: str, expected: list[str]) -> None:
    highlighter = Highlighter([HighlightTerm("text", (QueryTerm("dân"), QueryTerm("vận")), whitespace_only=True)])
    [highlights] = highlighter.highlights([("body", text)])
    assert [text[each.start : each.end] for each in highlights] == expected


TEXTS = st.text(alphabet=st.sampled_from(list("dânvậkhéo DÂN<>&\"'.,;\n_-…\u0301\u0323\u200b\u2029đĐ1")), max_size=400)


@settings(deadline=None, max_examples=200)
@given(text=TEXTS, length=st.integers(20, 120))
def test_only_escaped_text_and_mark_tags(text: str, length: int) -> None:
    terms = [
        HighlightTerm("text", (QueryTerm("dân"), QueryTerm("vận"))),
        HighlightTerm("text", (QueryTerm("kh", folded=True),), is_prefix=True),
    ]
    [highlights] = Highlighter(terms).highlights([("body", text)])
    whole = to_html(text, 0, len(text), highlights)
    assert plain(whole) == text
    cut = make_snippet([("", ()), (text, highlights)], length)
    for made in (whole, cut):
        assert re.fullmatch(r"(?:[^<>&\"']|&(?:lt|gt|amp|quot|#x27);|<mark>[^<>]+</mark>)*", made)
    assert plain(cut).strip("…") in text
    assert len(plain(cut)) <= 2 * length + 2
    assert bool(highlights) <= ("<mark>" in cut)


def plain(made: str) -> str:
    """Return the text of result HTML."""
    return html.unescape(made.replace("<mark>", "").replace("</mark>", ""))
