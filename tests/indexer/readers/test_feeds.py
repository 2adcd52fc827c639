"""Feeds to records; an entry of a feed never replaces an article that was read from its page."""

from __future__ import annotations

import gzip
import io
import json
import warnings
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from timtin.indexer import IndexOptions, index_sources
from timtin.indexer.page import Page, ReadOptions, Record, Rejected, identify_url
from timtin.indexer.readers import read
from timtin.model import Article

Item = Page | Record | Rejected


def items(path: Path, **options: Any) -> list[Item]:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return list(read([str(path)], ReadOptions(stdin=io.BytesIO(), **options)))


def articles(tmp_path: Path, content: str | bytes, name: str = "f.xml", **options: Any) -> list[Article]:
    data = content.encode() if isinstance(content, str) else content
    (tmp_path / name).write_bytes(data)
    found = items(tmp_path / name, **options)
    assert all(isinstance(item, Record) and item.from_feed for item in found), found
    return [item.article for item in found if isinstance(item, Record)]


def rss(entries: str, title: str = "Trang tin xã Đông", more: str = "") -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"><channel>'
        f"<title>{title}</title><link>https://xa.example/</link>{more}{entries}</channel></rss>"
    )


def entry(inner: str = "", link: str = "https://xa.example/1.html", title: str = "Xã họp") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{inner}</item>"


FULL = entry(
    "<description><![CDATA[<img src='/a.jpg'/>Lời dẫn &amp; tóm tắt]]></description>"
    "<content:encoded><![CDATA[<p>Đoạn một.</p><p>Đoạn <b>hai</b>.<script>x()</script></p>"
    "<p>The post Xã họp appeared first on Trang tin.</p>]]></content:encoded>"
    "<pubDate>Thu, 07 Mar 2024 08:30:00 +0700</pubDate><dc:creator>Nguyễn Thị Lan</dc:creator>"
    "<category>Dân vận</category><enclosure url='https://xa.example/b.jpg' type='image/jpeg' length='1'/>"
)


def test_all_fields_of_an_entry(tmp_path: Path) -> None:
    (article,) = articles(tmp_path, rss(FULL))
    assert article == Article(
        id=identify_url("https://xa.example/1.html"),
        url="https://xa.example/1.html",
        title="Xã họp",
        summary="Lời dẫn & tóm tắt",
        body="Đoạn một.\nĐoạn hai.",
        published="2024-03-07T08:30:00+07:00",
        author="Nguyễn Thị Lan",
        source="Trang tin xã Đông",
        tags=("Dân vận",),
        section="Dân vận",
        image="https://xa.example/b.jpg",
    )


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>UBND xã Đông</title><entry>
<title type="html">Xã &lt;b&gt;họp&lt;/b&gt;</title>
<link rel="alternate" href="https://xa.example/2.html"/>
<link rel="enclosure" type="image/png" href="https://xa.example/c.png"/>
<published>2024-03-07T01:30:00Z</published><updated>2024-03-08T01:30:00Z</updated>
<author><name>Lê Văn Bình</name></author>
<category term="Y tế"/><category term="Giáo dục"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Một.</p>
<p>Hai.</p></div></content></entry></feed>"""

RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://xa.example/"><title>UBND xã Đông</title>
</channel><item rdf:about="https://xa.example/2.html"><title>Xã họp</title><link>https://xa.example/2.html</link>
<description>Một.</description><dc:date>2024-03-07T08:30:00+07:00</dc:date></item></rdf:RDF>"""

JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "UBND xã Đông",
    "items": [
        {"id": "7", "url": "https://xa.example/2.html", "title": "Xã họp", "content_html": "<p>Một.</p>",
         "date_published": "2024-03-07T08:30:00+07:00", "authors": [{"name": "Lê Văn Bình"}], "tags": ["Y tế"],
         "image": "https://xa.example/c.png"},
        "no item",
    ],
}  # fmt: skip


def test_atom(tmp_path: Path) -> None:
    (article,) = articles(tmp_path, ATOM)
    assert (article.title, article.body, article.author) == ("Xã họp", "Một.\nHai.", "Lê Văn Bình")
    assert (article.published, article.updated) == ("2024-03-07T08:30:00+07:00", "2024-03-08T08:30:00+07:00")
    assert (article.tags, article.section) == (("Y tế", "Giáo dục"), None)
    assert (article.image, article.source) == ("https://xa.example/c.png", "UBND xã Đông")


def test_rdf(tmp_path: Path) -> None:
    (article,) = articles(tmp_path, RDF)
    assert (article.title, article.body, article.url) == ("Xã họp", "Một.", "https://xa.example/2.html")
    assert (article.published, article.source) == ("2024-03-07T08:30:00+07:00", "UBND xã Đông")


@pytest.mark.parametrize("name", ["f.json", "f.txt"])
@pytest.mark.parametrize("indent", [None, 1])
def test_json_feed(tmp_path: Path, name: str, indent: int | None) -> None:
    (tmp_path / name).write_text(json.dumps(JSON_FEED, indent=indent))
    record, rejected = items(tmp_path / name)
    assert isinstance(record, Record)
    article = record.article
    assert (article.title, article.body, article.author) == ("Xã họp", "Một.", "Lê Văn Bình")
    assert article.url == "https://xa.example/2.html"
    assert (article.published, article.image) == ("2024-03-07T08:30:00+07:00", "https://xa.example/c.png")
    assert isinstance(rejected, Rejected) and "no objects" in rejected.reason


# An entry, and one field of its article.
FIELDS: list[tuple[str, str, object]] = [
    (entry("<description>Chỉ tóm tắt.</description>"), "body", "Chỉ tóm tắt."),
    (entry("<description>Chỉ tóm tắt.</description>"), "summary", None),
    # the summary is cut by WordPress
    (
        entry("<description>Đoạn một [&amp;#8230;]</description><content:encoded>Đoạn một dài.</content:encoded>"),
        "summary",
        None,
    ),
    (entry("<description>Tin ngắn</description><dc:creator>quantri</dc:creator>"), "author", None),
    (entry("<author>lan@xa.example (Trần Thị Lan)</author>"), "author", "Trần Thị Lan"),
    (entry("<dc:creator>Trang tin xã Đông</dc:creator>"), "author", None),
    (entry("<description>&lt;img src='/a/b.jpg'&gt;Tin</description>"), "image", "https://xa.example/a/b.jpg"),
    (entry("<media:thumbnail url='https://xa.example/t.jpg'/>"), "image", "https://xa.example/t.jpg"),
    (entry("<enclosure url='https://xa.example/a.mp3' type='audio/mpeg'/>"), "image", None),
    (entry("<pubDate>07/03/2024 08:30</pubDate>"), "published", "2024-03-07T08:30:00+07:00"),
    (entry("<pubDate>Thu, 07 Mar 2024 01:30:00 GMT</pubDate>"), "published", "2024-03-07T08:30:00+07:00"),
    (entry("<pubDate>hôm nào đó</pubDate>"), "published", None),
    (entry(title="&lt;b&gt;A&lt;/b&gt; &amp;amp; B"), "title", "A & B"),
    (entry(title="<![CDATA[5 < 6 và 7 > 3]]>"), "title", "5 < 6 và 7 > 3"),
    ("<item><title>Tin</title><guid>https://xa.example/9</guid></item>", "url", "https://xa.example/9"),
    ("<item><title>Tin</title><link>javascript:x()</link></item>", "url", None),
]


@pytest.mark.parametrize(("inner", "field", "value"), FIELDS, ids=range(len(FIELDS)))
def test_a_field_of_an_entry(tmp_path: Path, inner: str, field: str, value: object) -> None:
    (article,) = articles(tmp_path, rss(inner))
    assert getattr(article, field) == value


def test_relative_links_are_resolved_against_the_feeds_own_site(tmp_path: Path) -> None:
    inner = "<description><![CDATA[<img src='/a.jpg'/>Lời dẫn]]></description>"
    (article,) = articles(tmp_path, rss(entry(inner, link="/tin/1.html")), base_url="https://khac.example/")
    assert (article.url, article.image) == ("https://xa.example/tin/1.html", "https://xa.example/a.jpg")


# The feed's title, its rights, and its publisher.
SITES = [
    ("Cổng thông tin xã Đông", "", "Cổng thông tin xã Đông"),
    ("Tin Tức - Kinh tế", "Cổng thông tin xã Đông", "Cổng thông tin xã Đông"),
    ("Tin tức", "Bản quyền 2024", None),
    ("", "", None),
]


@pytest.mark.parametrize(("title", "rights", "source"), SITES)
def test_the_publisher_of_a_feed(tmp_path: Path, title: str, rights: str, source: str | None) -> None:
    feed = rss(entry(), title, f"<copyright>{rights}</copyright>")
    assert articles(tmp_path, feed)[0].source == source
    assert articles(tmp_path, feed, source="Trang khác")[0].source == "Trang khác"


def test_encodings_and_packing(tmp_path: Path) -> None:
    feed = rss(FULL)
    want = articles(tmp_path, feed)
    assert articles(tmp_path, gzip.compress(feed.encode()), "f.xml.gz") == want
    assert articles(tmp_path, feed.replace("utf-8", "utf-16").encode("utf-16")) == want
    assert articles(tmp_path, feed.replace("utf-8", "us-ascii").encode()) == want  # what it declares is wrong
    assert articles(tmp_path, b"\xef\xbb\xbf\n" + feed.encode()) == want


# Broken feeds: how many entries are read, and whether a rejection is reported.
BROKEN = [
    (rss(entry() + entry(link="https://xa.example/2")).replace("</item><item>", "<br></item><item>&nbsp;"), 2, False),
    (rss(entry() * 2 + "<item><title>Dở"), 3, False),
    (rss(entry())[:-20], 1, True),
    (rss(entry() + "<item></item>"), 1, True),
    (rss(""), 0, True),
    ("<rss>", 0, True),
    ('<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaa"><!ENTITY b "&a;&a;">]>' + rss(entry("&b;"))[38:], 1, False),
]


@pytest.mark.parametrize(("feed", "read_count", "reported"), BROKEN, ids=range(len(BROKEN)))
def test_broken_feeds_are_read_as_far_as_possible(tmp_path: Path, feed: str, read_count: int, reported: bool) -> None:
    (tmp_path / "f.xml").write_text(feed)
    found = items(tmp_path / "f.xml")
    assert sum(isinstance(item, Record) for item in found) == read_count
    assert any(isinstance(item, Rejected) for item in found) == reported


def test_every_cut_of_a_feed(tmp_path: Path) -> None:
    data = rss(FULL + entry(link="https://xa.example/2")).encode()
    for end in range(60, len(data), 23):
        (tmp_path / "f.xml").write_bytes(data[:end])
        assert items(tmp_path / "f.xml")


# --- beside pages

PAGE = """<html><head><title>Xã họp bàn việc chung của thôn</title></head><body><h1>Xã họp bàn việc chung của thôn</h1>
<p>07/03/2024 08:30</p><div class="article-content">{}</div></body></html>"""
LONG = "<p>Sáng ngày 7/3, Ủy ban nhân dân xã họp với các thôn để bàn việc làm đường và trồng cây.</p>" * 6
ENTRIES = rss(entry("<description>Tóm tắt ngắn.</description>", title="Xã họp bàn việc chung của thôn"))


def page(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "a.html").write_text(
        PAGE.format(LONG).replace("<head>", "<head><link rel='canonical' href='https://xa.example/1.html'>")
    )
    return folder / "a.html"


def feed(folder: Path, name: str = "f.xml", content: str = ENTRIES) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(content)
    return folder / name


def test_a_feed_beside_pages_is_left_out_whatever_the_order(tmp_path: Path) -> None:
    for name in ("0.xml", "z.xml"):
        folder = tmp_path / name[0]
        page(folder)
        feed(folder, name)
        found = items(folder)
        assert sorted(type(item).__name__ for item in found) == ["Page", "Rejected"]
        assert any(isinstance(item, Rejected) and item.reason.startswith("a feed beside pages") for item in found)


def test_a_folder_of_feeds_alone_is_read(tmp_path: Path) -> None:
    feed(tmp_path / "f", "a.xml")
    feed(tmp_path / "f", "b.xml", rss("<item/>" + entry(link="https://xa.example/2")))
    (tmp_path / "f" / "c.jsonl").write_text('{"title": "Tin"}\n')
    (tmp_path / "f" / "d.png").write_bytes(b"\x89PNG")
    found = items(tmp_path / "f")
    assert [type(item).__name__ for item in found] == ["Record", "Rejected", "Record", "Rejected", "Record"]
    assert isinstance(found[3], Rejected) and found[3].source.endswith("b.xml: entry 1")
    import zipfile

    with zipfile.ZipFile(tmp_path / "f.zip", "w") as archive:
        for path in sorted((tmp_path / "f").iterdir()):
            archive.write(path, path.name)
    assert [type(item).__name__ for item in items(tmp_path / "f.zip")] == [type(item).__name__ for item in found]


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_the_page_wins_whatever_the_order(tmp_path: Path, engine: str) -> None:
    both = [str(page(tmp_path / "p")), str(feed(tmp_path / "f"))]
    for number, order in enumerate([*permutations(both), [*both, *both]]):
        for together in (True, False):
            index = tmp_path / f"index-{number}-{together}"
            for sources in [list(order)] if together else [[one] for one in order]:
                report = index_sources(index, sources, IndexOptions(engine=engine))
            assert report.articles == 1
            assert "trồng cây" in stored(index).body


def test_a_feed_updates_what_came_from_a_feed(tmp_path: Path) -> None:
    index, path = tmp_path / "index", feed(tmp_path / "f")
    assert index_sources(index, [str(path)]).indexed == 1
    assert index_sources(index, [str(path)]).unchanged == 1
    feed(tmp_path / "f", content=ENTRIES.replace("Tóm tắt ngắn", "Tóm tắt"))
    assert index_sources(index, [str(path)]).updated == 1
    assert stored(index).body == "Tóm tắt."
    assert index_sources(index, [str(page(tmp_path / "p"))]).updated == 1
    assert index_sources(index, [str(path)]).unchanged == 1
    assert "trồng cây" in stored(index).body


def test_pruning_keeps_what_a_feed_still_lists(tmp_path: Path) -> None:
    index = tmp_path / "index"
    index_sources(index, [str(page(tmp_path / "p"))], IndexOptions(source="S"))
    report = index_sources(index, [str(feed(tmp_path / "f"))], IndexOptions(source="S", prune=True))
    assert (report.pruned, report.articles) == (0, 1)


def stored(index: Path) -> Article:
    import timtin

    with timtin.open_index(index) as opened:
        (article,) = opened.articles()
    return article
