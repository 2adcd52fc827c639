"""What a page links to and asks of robots; what sitemaps and feeds list."""

from __future__ import annotations

import gzip
import io
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.indexer.crawl.links import ListedUrl, is_listing, listed_urls, page_links, read_sitemap
from timtin.indexer.crawl.urls import normalize_url

URL = "http://phumy.example/tin/bai.html"
_SHREDS = [
    b"<a href=", b'"//', b"'http://[", b">", b"<base href=", b"<meta name=robots content=", b"<link rel=alternate ",
    b"type=application/rss+xml ", b"</", b"<!--", b"<![CDATA[", b"&#xD800;", b"%", b"\xff\xfe", b"\x00", b"\xc4\x91",
    b"<?xml encoding='", b"http://phumy.example:", b"<html", b"<frameset>",
]  # fmt: skip


def paths(html: str, header: str = "") -> list[str]:
    return [url.removeprefix("http://phumy.example") for url in page_links(html.encode(), URL, header).pages]


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
    if "khong-dong" in html:  # how it is repaired does not matter, only that parsing ends
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
    assert page_links(b'<a href="/a">1</a>', URL, header).may_store is stored


def test_feeds_of_the_head() -> None:
    html = b"""<link rel="alternate" type="application/rss+xml" href="/rss">
    <link rel="alternate" hreflang="en" href="/en"><link rel="stylesheet" type="text/css" href="/a.css">
    <link rel="Alternate" type="application/atom+xml" href="atom">"""
    assert page_links(html, URL).feeds == ("http://phumy.example/rss", "http://phumy.example/tin/atom")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1258", "latin-1"])
def test_wrongly_declared_charsets_lose_no_link(encoding: str) -> None:
    html = '<html><meta charset="big5"><p>Ca phe sua</p><a href="/a.html">xem</a></html>'
    assert page_links(html.encode(encoding), URL).pages == ("http://phumy.example/a.html",)


def test_deep_nesting_and_many_links_end() -> None:
    deep = b"<div>" * 20_000 + b'<a href="/a">1</a>'
    assert len(page_links(deep, URL).pages) <= 1
    many = b"".join(b'<a href="/%d">1</a>' % number for number in range(6000))
    assert len(page_links(many, URL).pages) == 5000


@settings(max_examples=120)
@given(st.lists(st.sampled_from(_SHREDS) | st.binary(max_size=8), max_size=30), st.text(max_size=20))
def test_any_bytes_have_links_or_none(shreds: list[bytes], header: str) -> None:
    found = page_links(b"".join(shreds), URL, header)
    assert all(normalize_url(url) == url for url in (*found.pages, *found.feeds))


# --- sitemaps and feeds

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><link>http://a.example/</link>
<item><title>Một</title><link>http://a.example/1.html</link></item>
<item><title>Hai</title><link><![CDATA[ http://a.example/2.html?a=1&b=2 ]]></link></item>
<image><link>http://a.example/anh</link></image></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="http://a.example/"/>
<entry><link rel="alternate" href="/1.html"/><link rel="enclosure" href="/1.mp3"/></entry>
<entry><link href="/2.html"/></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel><link>http://a.example/</link></channel><item><link>http://a.example/1.html</link></item></rdf:RDF>"""
SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc> http://a.example/1.html </loc><lastmod>2024-01-02</lastmod></url><url><loc>http://a.example/2.html</loc></url></urlset>"""
INDEX = "<sitemapindex><sitemap><loc>http://a.example/1.xml</loc></sitemap></sitemapindex>"

LISTINGS = [
    ("rss", RSS, ["http://a.example/1.html", "http://a.example/2.html?a=1&b=2"]),
    ("atom", ATOM, ["/1.html", "/2.html"]),
    ("rss 1.0", RDF, ["http://a.example/1.html"]),
    ("sitemap", SITEMAP, ["http://a.example/1.html", "http://a.example/2.html"]),
    ("index", INDEX, ["http://a.example/1.xml"]),
    ("a line each", "http://a.example/1\r\n\nhttp://a.example/2\n", ["http://a.example/1", "http://a.example/2"]),
    ("cut", RSS[:190], ["http://a.example/1.html"]),
    (
        "entities",
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><item><link>&x;</link></item></rss>',
        [],
    ),
]


@pytest.mark.parametrize(("name", "text", "urls"), LISTINGS, ids=[case[0] for case in LISTINGS])
def test_what_is_listed(name: str, text: str, urls: list[str]) -> None:
    assert [entry.loc for entry in listed_urls(text.encode())] == urls
    assert is_listing(text.encode()) is (name != "a line each")


def test_an_index_lists_sitemaps() -> None:
    assert [entry.kind for entry in listed_urls(INDEX.encode())] == ["sitemap"]


def test_a_page_is_no_listing() -> None:
    assert not is_listing(b"<!doctype html><html><head><title>rss feed</title></head></html>")
    assert not is_listing(b"feed")
    assert not is_listing(b"")


def test_a_listing_is_cut_at_fifty_thousand() -> None:
    many = "<rss>" + "".join(f"<item><link>http://a.example/{n}</link></item>" for n in range(50_100)) + "</rss>"
    assert sum(1 for _ in listed_urls(many.encode())) == 50_000


URLSET = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><other/>
<url><loc> https://xa.example/a?b=1&amp;c=2 </loc><lastmod>2024-03-07</lastmod></url><url><loc>/x</loc></url>
<url><loc><![CDATA[https://xa.example/d]]></loc></url><url/></urlset>"""


def test_sitemaps() -> None:
    pages = [ListedUrl("https://xa.example/a?b=1&c=2", "2024-03-07"), ListedUrl("https://xa.example/d", None)]
    for data in (URLSET.encode(), gzip.compress(URLSET.encode()), URLSET.encode("utf-16")):
        assert list(read_sitemap(io.BytesIO(data))) == pages
    index = URLSET.replace("urlset", "sitemapindex").replace("<url>", "<sitemap>").replace("</url>", "</sitemap>")
    assert [(one.loc, one.kind) for one in read_sitemap(io.BytesIO(index.encode()))] == [
        (one.loc, "sitemap") for one in pages
    ]
    assert list(read_sitemap(io.BytesIO(URLSET.encode()), limit=1)) == pages[:1]
    plain = b"https://xa.example/1\r\nhttps://xa.example/2\nno address\n"
    assert [one.loc for one in read_sitemap(io.BytesIO(plain))] == ["https://xa.example/1", "https://xa.example/2"]


def test_broken_sitemaps_are_read_up_to_the_damage() -> None:
    data = URLSET.encode()
    packed = gzip.compress(data)
    counts = [len(list(read_sitemap(io.BytesIO(data[:end])))) for end in range(len(data))]
    assert counts == sorted(counts) and counts[-1] == 2
    for end in range(len(packed)):
        assert len(list(read_sitemap(io.BytesIO(packed[:end])))) <= 2
    entity = b"<!DOCTYPE u [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><urlset><url><loc>&x;</loc></url>"
    for bad in (b"", b"<urlset", b"\x00\x01", entity):
        assert list(read_sitemap(io.BytesIO(bad))) == []


def test_a_long_sitemap_is_never_held_in_memory() -> None:
    class Endless(io.RawIOBase):
        left = 400

        def read(self, size: int = -1) -> bytes:
            self.left -= 1
            urls = b"<url><loc>https://xa.example/1</loc></url><x/>" * 100
            return (b"<urlset>" if self.left == 399 else urls) * (self.left > 0)

    tracemalloc.start()
    try:
        assert sum(1 for _ in read_sitemap(Endless())) > 39_000  # type: ignore[arg-type]
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()


def test_data_that_are_no_listing_list_nothing() -> None:
    for data in (b"<html>", b"", b'{"items": 5}', b"{"):
        assert list(listed_urls(data)) == []
