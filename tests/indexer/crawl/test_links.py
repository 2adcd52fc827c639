"""What a page links to and asks of robots."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.indexer.crawl.addresses import normal
from timtin.indexer.crawl.links import links_of

URL = "http://phumy.example/tin/bai.html"
_SHREDS = [
    b"<a href=", b'"//', b"'http://[", b">", b"<base href=", b"<meta name=robots content=", b"<link rel=alternate ",
    b"type=application/rss+xml ", b"</", b"<!--", b"<![CDATA[", b"&#xD800;", b"%", b"\xff\xfe", b"\x00", b"\xc4\x91",
    b"<?xml encoding='", b"http://phumy.example:", b"<html", b"<frameset>",
]  # fmt: skip


def paths(html: str, header: str = "") -> list[str]:
    return [url.removeprefix("http://phumy.example") for url in links_of(html.encode(), URL, header).pages]


CASES = [  # html, urls
    ('<a href="a.html">1</a><a href="/b#c">2</a><a href="/b">3</a>', ["/tin/a.html", "/b"]),
    ('<base href="/goc/"><a href="a.html">1</a>', ["/goc/a.html"]),
    ('<base href=""><base href="javascript:x"><a href="a.html">1</a>', ["/tin/a.html"]),
    ('<map><area href="/ban-do"></map><iframe src="/khung"></iframe><frame src="x">', ["/ban-do", "/khung", "/tin/x"]),
    ('<a rel="nofollow external" href="/a">1</a><a rel="next" href="/b">2</a>', ["/b"]),
    ('<a href="mailto:a@b">1</a><a href="javascript:go()">2</a><a>3</a><a href="">4</a>', []),
    ('<meta name="robots" content="noindex, NOFOLLOW"><a href="/a">1</a>', []),
    ('<meta name="timtin" content="none"><a href="/a">1</a>', []),
    ('<meta name="otherbot" content="nofollow"><a href="/a">1</a>', ["/a"]),
    ('<p><a href="/khong-dong>1</a><div <a href=/b>2', ["/b"]),
    ("", []),
    ("\x00\x01\x02", []),
]


@pytest.mark.parametrize(("html", "expected"), CASES)
def test_links(html: str, expected: list[str]) -> None:
    found = paths(html)
    if "khong-dong" in html:  # mended one way or another; what matters is that it ends
        assert all(path.startswith("/") for path in found)
    else:
        assert found == expected


@pytest.mark.parametrize(
    ("header", "links", "stored"),
    [
        ("", ["/a"], True),
        ("noindex", ["/a"], False),
        ("nofollow, noarchive", [], True),
        ("none", [], False),
        ("otherbot: noindex, timtin: nofollow", [], True),
        ("unavailable_after: 25 Jun 2030 15:00:00 PST", ["/a"], True),
    ],
)
def test_the_header_for_robots(header: str, links: list[str], stored: bool) -> None:
    assert paths('<a href="/a">1</a>', header) == links
    assert links_of(b'<a href="/a">1</a>', URL, header).stored is stored


def test_feeds_of_the_head() -> None:
    html = b"""<link rel="alternate" type="application/rss+xml" href="/rss">
    <link rel="alternate" hreflang="en" href="/en"><link rel="stylesheet" type="text/css" href="/a.css">
    <link rel="Alternate" type="application/atom+xml" href="atom">"""
    assert links_of(html, URL).feeds == ("http://phumy.example/rss", "http://phumy.example/tin/atom")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1258", "latin-1"])
def test_charsets_told_wrongly_lose_no_link(encoding: str) -> None:
    html = '<html><meta charset="big5"><p>Ca phe sua</p><a href="/a.html">xem</a></html>'
    assert links_of(html.encode(encoding), URL).pages == ("http://phumy.example/a.html",)


def test_deep_nesting_and_many_links_end() -> None:
    deep = b"<div>" * 20_000 + b'<a href="/a">1</a>'
    assert len(links_of(deep, URL).pages) <= 1
    many = b"".join(b'<a href="/%d">1</a>' % number for number in range(6000))
    assert len(links_of(many, URL).pages) == 5000


@settings(max_examples=120)
@given(st.lists(st.sampled_from(_SHREDS) | st.binary(max_size=8), max_size=30), st.text(max_size=20))
def test_any_bytes_have_links_or_none(shreds: list[bytes], header: str) -> None:
    found = links_of(b"".join(shreds), URL, header)
    assert all(normal(url) == url for url in (*found.pages, *found.feeds))
