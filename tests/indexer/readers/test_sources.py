"""Files, folders and streams, read by their detected type; what cannot be read is rejected with its reason."""

from __future__ import annotations

import gzip
import io
import os
import socket
from pathlib import Path

import pytest

from timtin.indexer import index_sources
from timtin.indexer.page import Page, ReadOptions, Record, Rejected, identify_file
from timtin.indexer.readers import read
from timtin.model import UsageError

LINE = b'{"title": "Tin", "body": "N\xe1\xbb\x99i dung"}\n'


def items(*sources: object, stdin: bytes = b"", **options: object) -> list[Page | Record | Rejected]:
    return list(read([str(s) for s in sources], ReadOptions(stdin=io.BytesIO(stdin), **options)))  # type: ignore[arg-type]


def reasons(*sources: object, **options: object) -> dict[str, str]:
    return {item.source: item.reason for item in items(*sources, **options) if isinstance(item, Rejected)}


def test_a_folder_of_everything_in_the_order_of_names(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.txt").write_text("Tin xã")
    (tmp_path / "a.html").write_text("<p>Tin xã</p>")
    (tmp_path / "sub" / "c.jsonl").write_bytes(LINE * 2)
    (tmp_path / ".hidden.txt").write_text("không đọc")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "d.txt").write_text("không đọc")
    found = items(tmp_path)
    assert [getattr(item, "key", None) or item.origin for item in found if not isinstance(item, Rejected)] == [
        "a.html",
        "b.txt",
        f"{tmp_path}/sub/c.jsonl:1",
        f"{tmp_path}/sub/c.jsonl:2",
    ]
    assert {item.collection for item in found if not isinstance(item, Rejected)} == {tmp_path.name}


def test_a_file_alone_belongs_to_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "b.txt"
    path.write_text("Tin xã")
    (alone,), (within,) = items(path), items(tmp_path)
    assert isinstance(alone, Page)
    assert isinstance(within, Page)
    assert (alone.collection, alone.key) == (within.collection, within.key) == (tmp_path.name, "b.txt")
    (named,) = items(path, source="Trang tin xã", place="Long An", base_url="https://xa.example/")
    assert isinstance(named, Page)
    assert (named.collection, named.source, named.place) == ("Trang tin xã", "Trang tin xã", "Long An")


# Content, name, and the expected type of item or beginning of the reason.
KINDS = [
    (b"<!doctype html><p>Tin", "a.txt", "page"),  # HTML under another name
    (LINE, "a.dat", "record"),  # JSONL under another name
    (gzip.compress(LINE, mtime=0), "a.bin", "record"),  # compressed under another name
    (gzip.compress(b"<p>Tin</p>", mtime=0), "a.html.gz", "page"),
    (b'[{"title": "Tin"}, {"title": "Kh\xc3\xa1c"}]', "a.json", "record"),
    (b'{\n "title": "Tin",\n "body": "n"\n}', "a.json", "record"),  # one record over several lines
    (b"[B\xe1\xba\xbfn L\xe1\xbb\xa9c] Tin trong ng\xc3\xa0y", "a.txt", "page"),  # a bracket alone is not JSON
    ('{"title": "Tin"}\n'.encode("utf-16"), "a.jsonl", "record"),
    ("Tin xã mới".encode("utf-16-le"), "a.txt", "page"),
    (b"", "a.txt", "empty file"),
    (b" \n\t\n", "a.txt", "empty file"),
    (b"\xef\xbb\xbf", "a.txt", "empty file"),
    (b"\x00\x01\x02\x03" * 64, "a.txt", "binary file"),
    (b"\x7fELF\x02\x01\x01" + b"\x00" * 64, "a.txt", "binary file"),
    (b"%PDF-1.7 ...", "a.txt", "a PDF document"),
    (b"\x89PNG\r\n\x1a\n....", "a.html", "an image"),
    (b"PK\x03\x04....", "a.docx", "an Office document"),
    (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', "a.xml", "a feed without entries"),
    (b"<urlset><url/></urlset>", "sitemap.xml", "a sitemap: it lists addresses and holds no article"),
    (b'<?xml version="1.0"?><note>x</note>', "a.xml", "XML that is no web page"),
    (b'<?xml version="1.0"?><!DOCTYPE html><html><p>Tin</html>', "a.xhtml", "page"),
    (b"From: x\nContent-Type: multipart/related; boundary=b\n\n--b", "a.mht", "an MHTML archive without a page"),
    (b"id,title\n1,Tin", "a.csv", "record"),
    (b"id,name\n1,Tin", "a.csv", "a table whose first row names no column"),
    (b"[]", "a.json", "an empty list"),
    (b'{"title": ', "a.json", "not valid JSON"),
]


@pytest.mark.parametrize(("content", "name", "expected"), KINDS)
def test_content_before_name(tmp_path: Path, content: bytes, name: str, expected: str) -> None:
    (tmp_path / name).write_bytes(content)
    found = items(tmp_path / name)
    assert found
    for item in found:
        if isinstance(item, Rejected):
            assert item.reason.startswith(expected), item.reason
        else:
            assert type(item).__name__.lower() == expected


def test_missing_and_special_files(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "broken.txt").symlink_to(tmp_path / "gone.txt")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "ok.txt").write_text("Tin xã")
    found = reasons(tmp_path)
    assert "broken link" in found[f"{tmp_path}/broken.txt"]
    assert found[f"{tmp_path}/loop"].startswith("a link back to")
    assert "named pipe" in found[f"{tmp_path}/pipe"]
    assert sum(isinstance(item, Page) for item in items(tmp_path)) == 1
    assert reasons(tmp_path / "pipe") == {f"{tmp_path}/pipe": "a named pipe, not a file"}
    assert reasons(tmp_path / "missing") == {f"{tmp_path}/missing": "no such file or folder"}
    assert "device" in reasons("/dev/null")["/dev/null"]
    assert reasons("bad\x00name") == {"bad\x00name": "no such file or folder"}


def test_folders_that_link_to_each_other_are_read_once(tmp_path: Path) -> None:
    for name in ("one", "two", "three"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "tin.txt").write_text("Tin xã")
    for name in ("one", "two", "three"):
        for other in ("one", "two", "three"):
            (tmp_path / name / f"to-{other}").symlink_to(tmp_path / other)
    assert sum(isinstance(item, Page) for item in items(tmp_path)) == 3


def test_a_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("s")
        assert reasons("s") == {"s": "a socket, not a file"}


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Tin")
    (tmp_path / "a.txt").chmod(0)
    assert reasons(tmp_path) == {f"{tmp_path}/a.txt": "no permission to read it"}


def test_operating_system_errors_are_reasons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("Tin")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    assert reasons(tmp_path) == {f"{tmp_path}/a.txt": "no permission to read it"}


def test_an_empty_folder(tmp_path: Path) -> None:
    assert reasons(tmp_path) == {str(tmp_path): "no files in this folder"}


def test_names_that_are_not_text(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/tin-\xff.txt"
    Path(os.fsdecode(path)).write_bytes(b"Tin")
    (page,) = items(tmp_path)
    assert isinstance(page, Page)
    page.origin.encode()
    identify_file(page.collection, page.key)


def test_standard_input_is_jsonl() -> None:
    first, second, third = items("-", stdin=LINE + b"nonsense\n" + LINE, source="Kho tin")
    assert isinstance(first, Record)
    assert first.collection == "Kho tin"
    assert isinstance(second, Rejected)
    assert second.source == "stdin:2"
    assert isinstance(third, Record)
    assert reasons("-") == {"stdin": "empty"}
    assert len(items("-", stdin=gzip.compress(LINE, mtime=0))) == 1


def test_limits_of_size(tmp_path: Path) -> None:
    (tmp_path / "big.html").write_bytes(b"<p>" + b"x" * 3000)
    (tmp_path / "lines.jsonl").write_bytes(LINE + b'{"title": "' + b"x" * 3000 + b'"}\n' + LINE)
    found = items(tmp_path, max_bytes=1024)
    assert [type(item).__name__ for item in found] == ["Rejected", "Record", "Rejected", "Record"]
    assert isinstance(found[2], Rejected)
    assert found[2].source.endswith("lines.jsonl:2")
    assert "longer than" in found[2].reason


def test_a_cut_file_is_read_up_to_the_cut(tmp_path: Path) -> None:
    rows = b"".join(b'{"id": "%d", "title": "%s"}\n' % (n, os.urandom(40).hex().encode()) for n in range(4000))
    whole = gzip.compress(rows, mtime=0)
    (tmp_path / "a.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    found = items(tmp_path)
    assert sum(isinstance(item, Record) for item in found) > 1000
    assert isinstance(found[-1], Rejected)
    assert "cut" in found[-1].reason
    (tmp_path / "a.jsonl.gz").write_bytes(
        gzip.compress(rows[:20000], mtime=0)[:-500]
    )  # less than one piece of the stream
    assert sum(isinstance(item, Record) for item in items(tmp_path)) > 100
    (tmp_path / "a.jsonl.gz").write_bytes(whole[:200] + b"damage" + whole[206:])
    assert isinstance(items(tmp_path)[-1], Rejected)


def test_an_address_is_not_a_source(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="`timtin crawl https://xa"):
        index_sources(tmp_path / "index", ["https://xa.example/"])
    assert not (tmp_path / "index").exists()
