"""Archives yield the same pages as folders; damage affects only the damaged entry."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.indexer.decoding import decompress as decompress_module
from timtin.indexer.page import Page, ReadOptions, Record, Rejected
from timtin.indexer.readers import read

Item = Page | Record | Rejected
FILES = {
    "a.html": b"<html><p>Tin x\xc3\xa3</p></html>",
    "sub/b.txt": "Tin huyện".encode(),
    "sub/c.jsonl": b'{"title": "Tin", "body": "M\xe1\xbb\x99t"}\n{"title": "Hai"}\n',
}


def items(path: Path, **options: object) -> list[Item]:
    return list(read([str(path)], ReadOptions(stdin=io.BytesIO(), **options)))  # type: ignore[arg-type]


def rejected(found: list[Item]) -> list[Rejected]:
    return [item for item in found if isinstance(item, Rejected)]


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def streamed_zip(files: dict[str, bytes]) -> bytes:
    """A zip with the sizes after the entries, as a program that writes to a pipe must create it."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    out = Pipe()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            with archive.open(zipfile.ZipInfo(name), "w") as entry:
                entry.write(data)
    return out.getvalue()


def tarred(files: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


CONTAINERS: dict[str, Callable[[dict[str, bytes]], bytes]] = {
    "x.zip": zipped,
    "x.stored.zip": lambda files: zipped(files, zipfile.ZIP_STORED),
    "x.bzip2.zip": lambda files: zipped(files, zipfile.ZIP_BZIP2),
    "x.piped.zip": streamed_zip,
    "x.no-directory.zip": lambda files: (data := zipped(files))[: data.index(b"PK\x01\x02")],
    "x.piped.no-directory.zip": lambda files: (data := streamed_zip(files))[: data.index(b"PK\x01\x02")],
    "x.tar": tarred,
    "x.gnu.tar": lambda files: tarred(files, tarfile.GNU_FORMAT),
    "x.ustar.tar": lambda files: tarred(files, tarfile.USTAR_FORMAT),
    "x.tar.gz": lambda files: gzip.compress(tarred(files), mtime=0),
    "x.tgz": lambda files: gzip.compress(tarred(files), mtime=0),
    "x.tar.bz2": lambda files: bz2.compress(tarred(files)),
    "x.tar.xz": lambda files: lzma.compress(tarred(files)),
    "x.bin": zipped,  # recognised by its content
    "y.zip": lambda files: zipped({"y.tgz": gzip.compress(tarred({f"y/{k}": files[k] for k in files}), mtime=0)}),
}


def seen(found: list[Item], root: str) -> list[tuple[object, ...]]:
    """Return the relevant parts: keys and bytes of pages, articles of records, reasons of rejections."""
    out: list[tuple[object, ...]] = []
    for item in found:
        if isinstance(item, Page):
            out.append(("page", item.key.removeprefix(root), item.data, item.kind))
        elif isinstance(item, Record):
            out.append(("record", item.article))
        else:
            out.append(("rejected", item.reason))
    return sorted(out, key=repr)


@pytest.mark.parametrize("name", CONTAINERS)
def test_the_same_pages_from_every_archive(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "folder"
    for path, data in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    (tmp_path / name).write_bytes(CONTAINERS[name](FILES))
    found = items(tmp_path / name)
    if "no-directory" in name:  # complete, except for its end
        assert "directory cannot be read" in rejected(found)[-1].reason
        found = found[:-1]
    assert rejected(found) == []
    root = "y/" if name == "y.zip" else ""
    assert seen(found, root) == seen(items(folder), "")


@settings(max_examples=40)
@given(
    files=st.dictionaries(
        # A folder named like its archive is left out of the keys, and the two archives have different names.
        st.from_regex(r"[a-zđ]{1,9}(/[a-z]{1,5}){0,2}\.(html|txt)", fullmatch=True).filter(
            lambda path: path.partition("/")[0] not in {"x", "other"}
        ),
        st.binary(max_size=60).map(lambda data: b"<p>" + data),
        min_size=1,
        max_size=5,
    ),
    name=st.sampled_from([name for name in CONTAINERS if "no-directory" not in name and name != "y.zip"]),
)
def test_any_files_in_any_container(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes], name: str
) -> None:
    root = tmp_path_factory.mktemp("any")
    (root / name).write_bytes(CONTAINERS[name](files))
    (root / "other.zip").write_bytes(zipped(files))
    packed, plain = items(root / name, source="S"), items(root / "other.zip", source="S")
    assert seen(packed, "") == seen(plain, "")
    assert len(packed) == len(files)


def test_an_archive_is_the_folder_it_unpacks_to(tmp_path: Path) -> None:
    (tmp_path / "trang" / "b").mkdir(parents=True)
    (tmp_path / "trang" / "b" / "c.html").write_bytes(b"<p>Tin")
    (page,) = items(tmp_path / "trang")
    assert isinstance(page, Page)
    for inside in ("b/c.html", "trang/b/c.html", "./b/c.html"):
        (tmp_path / "trang.zip").write_bytes(zipped({inside: b"<p>Tin"}))
        (packed,) = items(tmp_path / "trang.zip")
        assert isinstance(packed, Page)
        assert (packed.collection, packed.key) == (page.collection, page.key) == ("trang", "b/c.html")
        assert packed.origin.startswith(f"{tmp_path}/trang.zip/")
    within = [item for item in items(tmp_path) if isinstance(item, Page)]
    assert [item.key for item in within] == ["trang/b/c.html", "trang/b/c.html"]


def test_names_in_an_archive_are_never_used_as_paths(tmp_path: Path) -> None:
    names = ["../../etc/a.html", "/b.html", "c\\d.html", "e\x1b[31m.html", ".hidden/f.html", "__MACOSX/g.html", "x/"]
    (tmp_path / "x.tar").write_bytes(tarred(dict.fromkeys(names, b"<p>Tin")))
    keys = [item.key for item in items(tmp_path / "x.tar") if isinstance(item, Page)]
    assert keys == ["etc/a.html", "b.html", "c/d.html", "e?[31m.html"]
    assert [path.name for path in tmp_path.iterdir()] == ["x.tar"]


def test_links_and_devices_in_a_tar_are_not_followed(tmp_path: Path) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for number, kind in enumerate((tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE)):
            info = tarfile.TarInfo(f"{number}.html")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("folder")
        info.type = tarfile.DIRTYPE
        archive.addfile(info)
        info = tarfile.TarInfo("a.html")
        info.size = 6
        archive.addfile(info, io.BytesIO(b"<p>Tin"))
    (tmp_path / "x.tar").write_bytes(out.getvalue())
    found = items(tmp_path / "x.tar")
    assert [item.reason.partition(" within")[0] for item in rejected(found)] == [
        "a symbolic link", "a hard link", "a device", "a named pipe",
    ]  # fmt: skip
    assert [item.key for item in found if isinstance(item, Page)] == ["a.html"]


def test_long_names_in_every_form_of_tar(tmp_path: Path) -> None:
    name = "/".join(["thư mục dài"] * 12) + "/tin.html"
    for form in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        (tmp_path / "x.tar").write_bytes(tarred({name: b"<p>Tin", "b.html": b"<p>Tin"}, form))
        assert [item.key for item in items(tmp_path / "x.tar") if isinstance(item, Page)] == [name, "b.html"]


def test_encrypted_and_unknown_entries_say_so(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.html": b"<p>Tin", "b.html": b"<p>Tin"}))
    data[6] |= 1  # the first entry's flags: its own header, then the directory
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    (tmp_path / "x.zip").write_bytes(bytes(data))
    found = items(tmp_path / "x.zip")
    assert [item.reason for item in rejected(found)] == ["encrypted: not read"]
    assert len(found) == 2
    (tmp_path / "x.zip").write_bytes(bytes(data[:directory]))
    assert rejected(items(tmp_path / "x.zip"))[0].reason == "encrypted: not read"


def test_archives_within_archives_one_level_deep(tmp_path: Path) -> None:
    inner = zipped({"a.html": b"<p>Tin"})
    (tmp_path / "x.zip").write_bytes(zipped({"b.zip": inner}))
    (page,) = items(tmp_path / "x.zip")
    assert isinstance(page, Page)
    assert page.key == "b/a.html"
    (tmp_path / "x.zip").write_bytes(zipped({"c.tar": tarred({"b.zip": inner}), "d.html": b"<p>Tin"}))
    found = items(tmp_path / "x.zip")
    assert [item.reason for item in rejected(found)] == ["an archive within an archive within an archive: not read"]
    assert len(found) == 2
    (tmp_path / "x.gz").write_bytes(gzip.compress(gzip.compress(b"<p>Tin")))
    assert [item.reason for item in rejected(items(tmp_path / "x.gz"))] == ["compressed twice: not read"]


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress], ids=["gz", "bz2", "xz"])
def test_any_single_file_packed(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    line = b'{"title": "Tin"}\n'
    (tmp_path / "a.bin").write_bytes(pack(line))
    assert [type(item) for item in items(tmp_path / "a.bin")] == [Record]
    (tmp_path / "a.bin").write_bytes(pack(line) + pack(line))  # files joined
    assert [type(item) for item in items(tmp_path / "a.bin")] == [Record, Record]
    (tmp_path / "a.html").write_bytes(pack(b"<p>Tin" + random.Random(1).randbytes(20000).hex().encode())[:-30])
    assert "damaged or cut" in rejected(items(tmp_path / "a.html"))[-1].reason


def test_office_documents_are_not_read_as_archives(tmp_path: Path) -> None:
    for name, first in (("a.zip", "[Content_Types].xml"), ("b.bin", "mimetype"), ("c.docx", "word/document.xml")):
        (tmp_path / name).write_bytes(zipped({first: b"<x/>", "a.html": b"<p>Tin"}))
        assert [item.reason[:18] for item in rejected(items(tmp_path / name))] == ["an Office document"], name


def test_pages_larger_than_the_limit_are_rejected(tmp_path: Path) -> None:
    files = {"a.html": b"<p>" + b"x" * 5000, "b.html": b"<p>Tin"}
    for name, make in CONTAINERS.items():
        if name == "y.zip":
            continue
        (tmp_path / name).write_bytes(make(files))
        found = items(tmp_path / name, max_bytes=1000)
        assert isinstance(found[0], Rejected) and found[0].reason.startswith("larger than"), name
        assert [item.key for item in found if isinstance(item, Page)] == ["b.html"], name


def test_decompression_bombs_end_within_the_budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decompress_module, "_FREE", 1 << 20)
    monkeypatch.setattr(decompress_module, "_RATIO", 10)
    zeros = b"x" * (48 << 20)
    packed = gzip.compress(zeros, mtime=0)
    for name, data in (
        ("a.jsonl.gz", packed),
        ("a.tar.gz", gzip.compress(tarred({"a.html": b"<p>Tin", "b.jsonl": zeros}), mtime=0)),
        ("a.zip", zipped({"a.html": b"<p>Tin", "b.jsonl": zeros})),
        ("b.zip", zipped({"a.html": b"<p>Tin", "b.gz": packed})),
        ("c.xz", lzma.compress(zeros)),
    ):
        (tmp_path / name).write_bytes(data)
        last = items(tmp_path / name)[-1]
        assert isinstance(last, Rejected) and "unpacks to more than" in last.reason, (name, last)


def test_too_many_entries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decompress_module.Budget, "of", classmethod(lambda cls, size: cls(1 << 30, 1 << 30, 3)))
    for name, make in (("x.zip", zipped), ("x.tar", tarred)):
        (tmp_path / name).write_bytes(make({f"{n}.html": b"<p>Tin" for n in range(5)}))
        found = items(tmp_path / name)
        assert sum(isinstance(item, Page) for item in found) == 3
        assert "entries" in rejected(found)[-1].reason


def test_headers_with_wrong_sizes_use_no_memory(tmp_path: Path) -> None:
    data = bytearray(tarred({"a.html": b"<p>Tin"}, tarfile.USTAR_FORMAT))
    info = tarfile.TarInfo("long")
    info.type, info.size = tarfile.XHDTYPE, 8 << 30
    (tmp_path / "x.tar").write_bytes(bytes(data[:1024]) + info.tobuf(tarfile.GNU_FORMAT) + b"x" * 5000)
    found = items(tmp_path / "x.tar")
    assert isinstance(found[0], Page)
    assert "header" in rejected(found)[-1].reason
    damaged = bytes(data[:1024]) + b"\x01" * 512
    (tmp_path / "x.tar").write_bytes(damaged)
    assert "is damaged" in rejected(items(tmp_path / "x.tar"))[-1].reason


PAGES = {f"{n}.html": f"<p>Tin số {n} của xã</p>".encode() for n in range(4)}


@pytest.mark.parametrize("name", ["x.zip", "x.piped.zip", "x.tar", "x.tar.gz", "x.tar.bz2", "x.tar.xz"])
def test_complete_entries_of_a_cut_archive_are_read(tmp_path: Path, name: str) -> None:
    data = CONTAINERS[name](PAGES)
    path = tmp_path / name
    best = 0
    for end in range(1, len(data), max(1, len(data) // 400)):
        path.write_bytes(data[:end])
        found = items(path)
        pages = [item for item in found if isinstance(item, Page)]
        assert all(PAGES[page.key] == page.data for page in pages if page.kind == "html" and page.key in PAGES)
        good = sum(page.key in PAGES for page in pages)
        assert good >= best, end  # a longer piece never yields less
        best = max(best, good)
        assert found
        if 512 <= end < data.rindex(b"Tin") - 1024:
            assert rejected(found), end
    assert best >= 3


@settings(max_examples=150)
@given(name=st.sampled_from(sorted(CONTAINERS)), data=st.data())
def test_damage_never_raises(tmp_path_factory: pytest.TempPathFactory, name: str, data: st.DataObject) -> None:
    whole = bytearray(CONTAINERS[name](FILES))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.mktemp("damaged") / name
    path.write_bytes(bytes(whole))
    for item in items(path):
        assert isinstance(item, Page | Record | Rejected)


MAGIC = [
    b"PK\x03\x04", b"WARC/1.0\r\n", b"\x1f\x8b\x08", b"BZh91AY&SY", b"\xfd7zXZ\x00", b"<rss><channel>", b"<urlset>",
    b"title,body\n", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n", b"\x00" * 257 + b"ustar",
    b'{"version": "https://jsonfeed.org/version/1", "items": ',
]  # fmt: skip


@settings(max_examples=150)
@given(head=st.sampled_from(MAGIC), rest=st.binary(max_size=900))
def test_any_bytes_after_any_magic(tmp_path_factory: pytest.TempPathFactory, head: bytes, rest: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "a"
    path.write_bytes(head + rest)
    assert items(path)
