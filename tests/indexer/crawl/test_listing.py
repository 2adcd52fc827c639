"""Sitemaps and feeds: what they list."""

from __future__ import annotations

import pytest

from timtin.indexer.crawl.listing import is_listing, listed

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

CASES = [
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


@pytest.mark.parametrize(("name", "text", "urls"), CASES, ids=[case[0] for case in CASES])
def test_what_is_listed(name: str, text: str, urls: list[str]) -> None:
    assert [entry.loc for entry in listed(text.encode())] == urls
    assert is_listing(text.encode()) is (name != "a line each")


def test_an_index_lists_sitemaps() -> None:
    assert [entry.kind for entry in listed(INDEX.encode())] == ["sitemap"]


def test_a_page_is_no_listing() -> None:
    assert not is_listing(b"<!doctype html><html><head><title>rss feed</title></head></html>")
    assert not is_listing(b"feed")
    assert not is_listing(b"")


def test_a_listing_is_cut_at_fifty_thousand() -> None:
    many = "<rss>" + "".join(f"<item><link>http://a.example/{n}</link></item>" for n in range(50_100)) + "</rss>"
    assert sum(1 for _ in listed(many.encode())) == 50_000
