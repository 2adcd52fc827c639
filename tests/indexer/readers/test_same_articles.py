"""The same pages yield the same articles from a folder, zip, tar, WARC or MHTML file."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from timtin.indexer.extract import extract
from timtin.indexer.page import Page, ReadOptions, Rejected
from timtin.indexer.readers import read
from timtin.model import Article

DATA = Path(__file__).parents[1] / "data" / "portals"


class Writer(WARCWriter):  # type: ignore[misc]
    """The writer of warcio, without the temporary files that it leaves open."""

    @staticmethod
    def _create_temp_file() -> io.BytesIO:
        return io.BytesIO()


def articles(path: Path) -> dict[str, Article]:
    found = {}
    for item in read([str(path)], ReadOptions(stdin=io.BytesIO(), source="Trang tin")):
        if isinstance(item, Page):
            article = extract(item)
            if isinstance(article, Article):
                found[article.id] = article
        else:
            assert isinstance(item, Rejected)
    return found


def zipped(pages: dict[str, bytes], path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in pages.items():
            archive.writestr(name, data)
    return path


def tarred(pages: dict[str, bytes], path: Path) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, data in pages.items():
            info = tarfile.TarInfo(f"{path.name.partition('.')[0]}/{name}")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def crawled(pages: dict[str, bytes], path: Path, kinds: dict[str, str] | None = None) -> Path:
    """Write a WARC file of pages by address, compressed and chunked as servers do."""
    out = io.BytesIO()
    writer = Writer(out, gzip=True)
    for url, data in pages.items():
        heads = [("Content-Type", (kinds or {}).get(url, "text/html")), ("Content-Encoding", "gzip")]
        http = StatusAndHeaders("200 OK", heads, protocol="HTTP/1.1")
        body = io.BytesIO(gzip.compress(data))
        writer.write_record(writer.create_warc_record(url, "response", payload=body, http_headers=http))
    path.write_bytes(out.getvalue())
    return path


def test_invented_pages(tmp_path: Path) -> None:
    pages = {path.name: path.read_bytes() for path in sorted(DATA.iterdir()) if path.is_file()}
    want = articles(DATA)
    assert len(want) > 5
    assert articles(zipped(pages, tmp_path / "portals.zip")) == want
    assert articles(tarred(pages, tmp_path / "portals.tar.gz")) == want
    inner = zipped(pages, tmp_path / "inner.zip").read_bytes()
    assert articles(zipped({"inner.zip": inner}, tmp_path / "outer.zip")).keys() >= {
        id for id, article in want.items() if article.url
    }


@pytest.mark.shared
def test_a_real_portal(tmp_path: Path, shared: Path) -> None:
    folder = shared / "portals" / "nukeviet"
    rows = [line.split("\t") for line in (shared / "portals" / "nukeviet-MANIFEST.tsv").read_text("utf-8").splitlines()]
    pages = {name: (folder / name).read_bytes() for _, _, _, name in rows if (folder / name).is_file()}
    want = articles(folder)
    assert len(want) == 48
    assert articles(zipped(pages, tmp_path / "a.zip")) == want
    assert articles(tarred(pages, tmp_path / "a.tar.gz")) == want
    by_url = {url: pages[name] for url, status, _, name in rows if status == "200" and name in pages}
    kinds = {url: kind for url, _, kind, _ in rows}
    assert articles(crawled(by_url, tmp_path / "a.warc.gz", kinds)) == want
