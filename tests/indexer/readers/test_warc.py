"""WARC files: pages in every coding and order, and damaged files."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from timtin.indexer import IndexOptions, index_sources
from timtin.indexer.extract import extract
from timtin.indexer.page import Page, ReadOptions, Record, Rejected
from timtin.indexer.readers import read
from timtin.model import Article

Item = Page | Record | Rejected
URL = "https://xa.example/tin/1.html"
HTML = "<html><body><h1>Xã họp</h1><p>Nội dung buổi họp của xã.</p></body></html>".encode()


def items(path: Path, **options: object) -> list[Item]:
    return list(read([str(path)], ReadOptions(stdin=BytesIO(), **options)))  # type: ignore[arg-type]


class Writer(WARCWriter):  # type: ignore[misc]
    """The writer of warcio, without the temporary files that it leaves open."""

    @staticmethod
    def _create_temp_file() -> BytesIO:
        return BytesIO()

    @staticmethod
    def curr_warc_date() -> str:
        return "2024-03-07T00:00:00Z"


class Warc:
    """A WARC file that is being written."""

    def __init__(self, *, packed: bool = True) -> None:
        self.out = BytesIO()
        self.writer = Writer(self.out, gzip=packed)

    def add(
        self, url: str = URL, body: bytes = HTML, status: str = "200 OK", kind: str = "response", **heads: str
    ) -> Warc:
        named = [(name.replace("_", "-"), value) for name, value in heads.items()]
        http = StatusAndHeaders(status, [("Content-Type", "text/html; charset=utf-8"), *named], protocol="HTTP/1.1")
        if "Content_Type" in heads:
            http = StatusAndHeaders(status, named, protocol="HTTP/1.1")
        if kind == "request":
            http = StatusAndHeaders("GET / HTTP/1.1", [("Host", "xa.example")], is_http_request=True)
        self.writer.write_record(
            self.writer.create_warc_record(url, kind, payload=BytesIO(body), http_headers=http)
            if kind in {"response", "request", "revisit"}
            else self.writer.create_warc_record(url, kind, payload=BytesIO(body), warc_content_type="text/html")
        )
        return self

    def save(self, path: Path) -> Path:
        path.write_bytes(self.out.getvalue())
        return path


def chunked(body: bytes) -> bytes:
    return (
        b"".join(b"%x\r\n%s\r\n" % (len(body[at : at + 20]), body[at : at + 20]) for at in range(0, len(body), 20))
        + b"0\r\n\r\n"
    )


# The coding of a body, and its headers.
CODINGS: dict[str, tuple[Callable[[bytes], bytes], dict[str, str]]] = {
    "plain": (lambda body: body, {}),
    "gzip": (lambda body: gzip.compress(body, mtime=0), {"Content_Encoding": "gzip"}),
    "br": (brotli.compress, {"Content_Encoding": "br"}),
    "deflate": (zlib.compress, {"Content_Encoding": "deflate"}),
    "bare deflate": (lambda body: zlib.compress(body)[2:-4], {"Content_Encoding": "deflate"}),
    "chunked": (chunked, {"Transfer_Encoding": "chunked"}),
    "chunked gzip": (
        lambda body: chunked(gzip.compress(body, mtime=0)),
        {"Transfer_Encoding": "chunked", "Content_Encoding": "GZIP"},
    ),
    "said to be chunked": (lambda body: body, {"Transfer_Encoding": "chunked"}),
    "said to be gzip": (lambda body: body, {"Content_Encoding": "gzip"}),
    "no type": (lambda body: body, {"Content_Type": ""}),
}


@pytest.mark.parametrize("packed", [True, False], ids=["gz", "plain"])
@pytest.mark.parametrize("coding", CODINGS)
def test_a_page_in_every_coding(tmp_path: Path, coding: str, packed: bool) -> None:
    encode, heads = CODINGS[coding]
    body = HTML + b"<p>" + b"x" * 90000  # more than one piece
    (page,) = items(Warc(packed=packed).add(body=encode(body), **heads).save(tmp_path / "a.warc.gz"))
    assert isinstance(page, Page), page
    assert page.data == body
    assert (page.url, page.key, page.base_url, page.kind) == (URL, URL, URL, "html")
    assert page.origin == f"{tmp_path}/a.warc.gz:record 1 ({URL})"


def test_records_that_are_no_pages_are_skipped(tmp_path: Path) -> None:
    warc = Warc()
    warc.add(kind="request").add(status="404 Not Found").add(status="301 Moved", Location="/x").add(kind="metadata")
    warc.add(body=b"\x89PNG", Content_Type="image/png").add(body=b"a{}", Content_Type="text/css")
    warc.add(body=b"<rss version='2.0'><channel/></rss>", Content_Type="application/xml")
    warc.add(body=b"<urlset/>", Content_Type="text/xml").add(kind="revisit", body=b"").add(body=b"")
    warc.add(url="dns:xa.example", Content_Type="text/plain")
    last = "https://xa.example/2.html"
    warc.add(url=last).add(url="https://xa.example/3.html", kind="resource")
    found = items(warc.save(tmp_path / "a.warc.gz"))
    assert [item.url for item in found if isinstance(item, Page)] == [last, "https://xa.example/3.html"]
    assert len(found) == 2


def test_a_warc_without_a_page_is_rejected(tmp_path: Path) -> None:
    (only,) = items(Warc().add(status="500 Oops").save(tmp_path / "a.warc.gz"))
    assert only == Rejected(f"{tmp_path}/a.warc.gz", "no page in this WARC")


def test_pages_records_and_rejections(tmp_path: Path) -> None:
    warc = Warc()
    warc.add(url="https://xa.example/api", body=b'{"title": "Tin"}', Content_Type="application/json")
    warc.add(url="https://xa.example/big", body=b"<p>" + b"x" * 9000)
    warc.add(url="https://xa.example/packed", body=gzip.compress(b"<p>" + b"x" * 9000), Content_Encoding="gzip")
    warc.add(url="https://xa.example/z", body=b"(\xb5/\xfd", Content_Encoding="zstd")
    warc.add(url="https://xa.example/broken", body=brotli.compress(HTML)[:-9] + b"123456789", Content_Encoding="br")
    warc.add()
    found = items(warc.save(tmp_path / "a.warc.gz"), max_bytes=5000)
    assert isinstance(found[0], Record)
    reasons = [item.reason for item in found if isinstance(item, Rejected)]
    assert [reason[:11] for reason in reasons] == ["larger than", "larger than", "its content", "its content"]
    assert isinstance(found[-1], Page)


def test_articles_have_the_recorded_address_and_the_last_capture_counts(tmp_path: Path) -> None:
    def page(text: str) -> bytes:
        return (
            "<html><head><title>Xã họp bàn việc chung</title></head><body><h1>Xã họp bàn việc chung"
            "</h1><p>12/03/2024 08:00</p>"
            f"<div class='article-content'><p>{text} "
            + "Sáng nay, Ủy ban nhân dân xã họp bàn. " * 9
            + "</p></div></body></html>"
        ).encode()

    warc = Warc().add(body=page("Bản cũ.")).add(body=page("Bản mới."))
    path = warc.save(tmp_path / "a.warc.gz")
    for item in items(path):
        assert isinstance(item, Page)
        article = extract(item)
        assert isinstance(article, Article) and article.url == URL
    report = index_sources(tmp_path / "index", [str(path)], IndexOptions())
    assert (report.indexed, report.updated, report.articles) == (1, 1, 1)


def test_the_charset_of_the_header_is_a_hint(tmp_path: Path) -> None:
    text = "<p>Ćwiczenia gminy odbyły się wczoraj, a żółta łódź płynęła dalej źródłem.".encode("iso8859-2")
    (page,) = items(Warc().add(body=text, Content_Type="text/html; charset=ISO-8859-2").save(tmp_path / "a.warc"))
    assert isinstance(page, Page)
    assert page.charset == "iso-8859-2"


def small(packed: bool) -> bytes:
    warc = Warc(packed=packed)
    for number in range(4):
        warc.add(url=f"https://xa.example/{number}", body=HTML)
    return warc.out.getvalue()


@pytest.mark.parametrize("packed", [True, False], ids=["gz", "plain"])
def test_complete_records_of_a_cut_file_are_read(tmp_path: Path, packed: bool) -> None:
    data, best = small(packed), 0
    for end in range(6, len(data), 5):
        (tmp_path / "a.warc.gz").write_bytes(data[:end])
        found = items(tmp_path / "a.warc.gz")
        pages = [item for item in found if isinstance(item, Page) and item.url]
        assert all(page.data == HTML for page in pages)
        assert len(pages) >= best
        best = len(pages)
        assert found
        rejected = [item for item in found if isinstance(item, Rejected)]
        assert len(rejected) <= 1
    assert best >= 3
    (tmp_path / "a.warc.gz").write_bytes(small(packed=False)[: len(small(packed=False)) * 5 // 8])
    last = items(tmp_path / "a.warc.gz")[-1]
    assert isinstance(last, Rejected) and "record 3 at byte" in last.reason


def test_headers_without_an_end(tmp_path: Path) -> None:
    for data in (b"WARC/1.0\r\nX: " + b"y" * 200_000, b"WARC/1.0\r\n" + b"X: y\r\n" * 300_000, b"WARC/1.0\r\n\r\n"):
        (tmp_path / "a.warc").write_bytes(data)
        (only,) = items(tmp_path / "a.warc")
        assert isinstance(only, Rejected) and "record 1 at byte 0" in only.reason
    for lie in (b"-5", b"99999999999999999999999", b"x"):
        (tmp_path / "a.warc").write_bytes(
            small(packed=False).replace(b"Content-Length: ", b"Content-Length: " + lie, 1)
        )
        assert isinstance(items(tmp_path / "a.warc")[-1], Rejected)


SMALL = {packed: small(packed) for packed in (True, False)}


@settings(max_examples=150)
@given(packed=st.booleans(), data=st.data())
def test_damage_never_raises(tmp_path_factory: pytest.TempPathFactory, packed: bool, data: st.DataObject) -> None:
    whole = bytearray(SMALL[packed])
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(6, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("damaged") / "a.warc.gz"
    path.write_bytes(bytes(whole))
    assert items(path)


def test_damaged_headers_are_not_printed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "a.warc").write_bytes(small(packed=False).replace(b"xa.example/1", b"xa.example/ \x1b[31m1"))
    assert len(items(tmp_path / "a.warc")) == 4
    assert capfd.readouterr() == ("", "")
    assert caplog.text == ""


def test_one_gzip_member_around_all_records(tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(gzip.compress(small(packed=False)))
    assert sum(isinstance(item, Page) for item in items(tmp_path / "a.warc.gz")) == 4


def test_a_warc_in_a_zip_and_nothing_is_printed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("crawl/a.warc.gz", small(packed=True))
        archive.writestr("crawl/b.warc.gz", small(packed=True)[:-40])
    (tmp_path / "x.zip").write_bytes(out.getvalue())
    found = items(tmp_path / "x.zip")
    assert sum(isinstance(item, Page) for item in found) == 7
    assert sum(isinstance(item, Rejected) for item in found) == 1
    assert capfd.readouterr() == ("", "")
