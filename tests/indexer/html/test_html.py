"""Parsed pages: visible text as lines, absolute addresses, the page's own address."""

from __future__ import annotations

import pytest

from timtin.indexer.html.text import lines_around, text_lines
from timtin.indexer.html.tree import HtmlPage, find, parse
from timtin.indexer.html.urls import absolute_url, own_url
from timtin.indexer.page import Page


def parsed(html: str, url: str | None = None) -> HtmlPage:
    page = parse(Page(data=html.encode(), origin="o", collection="c", key="a.html", url=url), html)
    assert page is not None
    return page


def test_one_line_for_each_block() -> None:
    page = parsed("<h1>Lớp <b>học</b> bơi</h1><table><tr><td>Giờ</td><td>8h</td></tr></table><p hidden>ẩn</p>")
    assert page.lines == ["Lớp học bơi", "Giờ 8h"]
    assert text_lines(page.root, lambda element: element.tag == "h1") == ["Giờ 8h", "ẩn"]


def test_lines_around_an_element() -> None:
    page = parsed("<div><p>trên</p><div id='x'>giữa</div><p>dưới</p></div>")
    (inner,) = find(page.root, "//*[@id='x']")
    assert lines_around(page.root, inner) == (["trên"], ["dưới"])


@pytest.mark.parametrize(
    ("link", "base", "address"),
    [
        ("a.pdf", "https://xa.example/tin/", "https://xa.example/tin/a.pdf"),
        ("//xa.example/ a", None, None),
        ("//xa.example/ a", "https://b.example", "https://xa.example/a"),
        ("javascript:void(0)", "https://xa.example/", None),
        ("http://[", "https://xa.example/", None),
        (None, "https://xa.example/", None),
    ],
)
def test_absolute_url(link: str | None, base: str | None, address: str | None) -> None:
    assert absolute_url(link, base) == address


@pytest.mark.parametrize(
    ("declared", "known", "own"),
    [
        ("https://xa.example/tin-1", "https://www.xa.example/tin-1?ref=x", "https://xa.example/tin-1"),
        ("https://xa.example/", "https://xa.example/tin-1", "https://xa.example/tin-1"),  # the start page
        ("https://khac.example/tin-1", "https://xa.example/tin-1", "https://xa.example/tin-1"),  # another host
        ("https://xa.example/tin", "https://xa.example/tin?id=1", "https://xa.example/tin?id=1"),  # without its query
        ("https://xa.example/tin-1", None, "https://xa.example/tin-1"),
    ],
)
def test_own_url(declared: str, known: str | None, own: str) -> None:
    assert own_url([None, declared], known) == own
