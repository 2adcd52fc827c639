"""CSV and MHTML: tables as spreadsheets save them, pages as browsers save them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.indexer.decoding.file_type import page_type
from timtin.indexer.page import Page, ReadOptions, Record, Rejected, identify_url
from timtin.indexer.readers import read

Item = Page | Record | Rejected


def items(path: Path, content: str | bytes, **options: Any) -> list[Item]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read([str(path)], ReadOptions(stdin=io.BytesIO(), **options)))


ROWS = [("Xã họp", 'Dòng một\nDòng hai, có phẩy; và "ngoặc"'), ("Tin hai", "Ngắn")]


def table(delimiter: str = ",", ends: str = "\r\n") -> str:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    return "".join(delimiter.join(map(cell, row)) + ends for row in [("Title", "Content"), *ROWS])


# Forms in which a spreadsheet may save the table.
FORMS: dict[str, bytes] = {
    "plain": table().encode(),
    "excel utf-8": b"\xef\xbb\xbf" + table().encode(),
    "excel unicode text": table("\t").encode("utf-16"),
    "semicolons": table(";").encode(),
    "sep": b"sep=;\r\n" + table(";").encode(),
    "bars and unix line ends": table("|", "\n").encode(),
    "big endian without a mark": table().encode("utf-16-be"),
    "no end of line": table().encode().removesuffix(b"\r\n"),
    "macintosh": table(ends="\r").replace("\n", "\r").encode(),
    "empty lines": table(ends="\r\n\r\n").encode(),
}


# How a Vietnamese office may head its columns (None: no table of articles).
HEADS = [
    ("Tiêu đề;Nội dung;Ngày đăng;Tác giả;Đường dẫn", ("Xã họp", "Dòng một", "Lê Lan")),
    ("TIÊU ĐỀ;NỘI DUNG;NGÀY ĐĂNG;TÁC GIẢ;ĐƯỜNG DẪN", ("Xã họp", "Dòng một", "Lê Lan")),
    ("Tên bài;Nội dung;Ngày xuất bản;Người viết;Link", ("Xã họp", "Dòng một", "Lê Lan")),
    ("Thời gian;Nội dung;Ngày;Địa điểm;Chủ trì", None),
    ("Số ký hiệu;Trích yếu;Ngày ban hành;Người ký;Tệp", None),
]


@pytest.mark.parametrize(("head", "expected"), HEADS)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_columns_with_vietnamese_names(
    tmp_path: Path, head: str, expected: tuple[str, str, str] | None, encoding: str
) -> None:
    row = "Xã họp;Dòng một;07/03/2024;Lê Lan;https://xa.example/1.html"
    (found,) = items(tmp_path / "a.csv", f"{head}\r\n{row}\r\n".encode(encoding))
    if expected is None:
        assert isinstance(found, Rejected)
        return
    assert isinstance(found, Record)
    article = found.article
    assert (article.title, article.body, article.author) == expected
    assert (article.published, article.url) == ("2024-03-07", "https://xa.example/1.html")


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.txt", "a"])
@pytest.mark.parametrize("form", FORMS)
def test_a_table_in_every_form(tmp_path: Path, form: str, name: str) -> None:
    found = items(tmp_path / name, FORMS[form])
    assert [(item.article.title, item.article.body) for item in found if isinstance(item, Record)] == ROWS
    assert len(found) == 2


def test_the_same_fields_and_checks_as_jsonl(tmp_path: Path) -> None:
    head = "id,URL, title ,text,date,author,tags,image,section,unknown,attachments\n"
    row = 'a1,https://xa.example/1,Tin,Thân,07/03/2024,Thu Hà,"y tế, giáo dục",https://xa.example/a.jpg,Tin tức,x,'
    attachment = '"[{""name"": ""Tờ trình"", ""url"": ""https://xa.example/a.pdf""}]"\n'
    (item,) = items(tmp_path / "a.csv", head + row + attachment, source="Trang tin", place="Long An")
    assert isinstance(item, Record)
    article = item.article
    assert (article.id, article.url, article.title, article.body) == ("a1", "https://xa.example/1", "Tin", "Thân")
    assert (article.published, article.author, article.tags) == ("2024-03-07", "Thu Hà", ("y tế", "giáo dục"))
    assert (article.section, article.source, article.place) == ("Tin tức", "Trang tin", "Long An")
    assert [one.name for one in article.attachments] == ["Tờ trình"]
    assert item.origin == f"{tmp_path}/a.csv:2"
    (item,) = items(tmp_path / "a.csv", "url,title\nhttps://xa.example/1,Tin\n")
    assert isinstance(item, Record) and item.article.id == identify_url("https://xa.example/1")


# A table, and its rejections: the line on which each begins and a part of the reason.
REJECTED = [
    ("title,body\n,\n , \nTin,Một\n", []),  # empty rows say nothing
    ("title,summary,url\n,Tóm tắt,https://xa.example/1\n", [("2", "neither title nor body")]),
    ('title,body\n"Tin\nhai dòng",Một,thừa\nTin,Hai\n', [("2", "3 cells in a row, 2 columns")]),
    ("title,body\nTin,Một,,,\n", []),  # spreadsheets fill up rows
    ("title,body\nTin\n", []),
    ('title,body\nTin,"Một\nTin,Hai\nTin,Ba\n', [("2", "a quote that is not closed")]),
    ('title,body\nTin,Một "ngoặc" giữa\n', []),
    ("title,body,title\nTin,Một,Hai\n", [("", "a table with two columns `title`")]),
    ("name,address\nTin,Một\n", [("", "a table whose first row names no column")]),
    ("title,body\n", [("", "a table without rows")]),
    ("title,body,attachments\nTin,Một,a.pdf\n", [("2", "column 'attachments' must hold a JSON list")]),
    (f"title,id\nTin,{'a' * 513}\nTin,ổn\n", [("2", "longer than 512")]),
    ("title,body\nTin,Một\n" + "x" * 3000 + ",y\nTin,Hai\n", [("3", "a line longer than")]),
    ('title,body\nTin,"' + "\n".join(["x" * 500] * 9) + '"\nTin,Hai\n', [("2", "a row longer than")]),
]


@pytest.mark.parametrize(("content", "expected"), REJECTED, ids=range(len(REJECTED)))
def test_rows_that_are_not_records(tmp_path: Path, content: str, expected: list[tuple[str, str]]) -> None:
    found = items(tmp_path / "a.csv", content, max_bytes=2000)
    rejected = [item for item in found if isinstance(item, Rejected)]
    assert len(rejected) >= len(expected)
    for item, (line, reason) in zip(rejected, expected, strict=False):
        assert item.source == f"{tmp_path}/a.csv" + (f":{line}" if line else "")
        assert reason in item.reason
    assert expected or not rejected


def test_legacy_encodings_line_by_line(tmp_path: Path) -> None:
    text = "title,body\nXã họp,Nội dung\n"
    for encoding in ("utf-8", "utf-16-le"):
        (item,) = items(tmp_path / "a.csv", text.encode(encoding))
        assert isinstance(item, Record) and item.article.title == "Xã họp"
    old = "title,body\nH\xf4i ngh\xf2 dân vận,Nội dung\n".encode("cp1258", "ignore")
    assert isinstance(items(tmp_path / "a.csv", old)[0], Record)


TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from('\n,;\t|"'), max_size=30)


@settings(max_examples=120)
@given(
    rows=st.lists(st.tuples(TEXT, TEXT), max_size=6),
    delimiter=st.sampled_from(",;\t|"),
)
def test_what_csv_wrote_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], delimiter: str
) -> None:
    import csv

    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows([("id", "title", "body"), *((n, f"t{a}", f"b{b}") for n, (a, b) in enumerate(rows))])
    found = items(tmp_path_factory.mktemp("csv") / "a.csv", out.getvalue().encode("utf-8", "replace"))
    assert sum(isinstance(item, Record) for item in found) == len(rows)
    assert len(found) == max(len(rows), 1)


PAGE = "<html><head><title>Xã họp</title></head><body><p>Nội dung buổi họp.</p></body></html>"


def mhtml(head: str = "", part: str = "Content-Location: https://xa.example/1.html\r\n", body: str = PAGE) -> bytes:
    import quopri

    encoded = quopri.encodestring(body.encode()).decode()
    return (
        f"From: <Saved by a browser>\r\n{head}Subject: =?utf-8?Q?X=C3=A3?=\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----x"\r\n\r\n\r\n------x\r\n'
        f"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n{part}\r\n"
        f"{encoded}\r\n"
        "------x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n"
        "------x\r\nContent-Type: text/html\r\nContent-Location: https://xa.example/frame.html\r\n\r\n"
        "<p>Khung</p>\r\n------x--\r\n"
    ).encode()


@pytest.mark.parametrize("name", ["a.mht", "a.mhtml", "a.txt", "a"])
def test_a_saved_page(tmp_path: Path, name: str) -> None:
    (item,) = items(tmp_path / name, mhtml())
    assert isinstance(item, Page)
    assert item.data.decode().strip() == PAGE
    assert (item.url, item.charset, item.kind) == ("https://xa.example/1.html", "utf-8", "html")
    assert item.key == name


# Addresses in the message and its part, and the resulting address of the page.
ADDRESSES = [
    ("", "", None),
    ("Snapshot-Content-Location: https://xa.example/s\r\n", "", "https://xa.example/s"),
    ("Content-Location: https://xa.example/m\r\n", "Content-Location: cid:1\r\n", "https://xa.example/m"),
    ("", "Content-Location: file:///C:/a.htm\r\n", None),
    ("", "Content-Location: https://xa.example/\r\n dai/2.html\r\n", "https://xa.example/dai/2.html"),
]


@pytest.mark.parametrize(("head", "part", "url"), ADDRESSES)
def test_the_address_of_a_saved_page(tmp_path: Path, head: str, part: str, url: str | None) -> None:
    (item,) = items(tmp_path / "a.mht", mhtml(head, part))
    assert isinstance(item, Page)
    assert item.url == url


def test_messages_that_are_one_page_or_none(tmp_path: Path) -> None:
    heads = "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\nContent-Location: https://xa.example/1\n\n"
    one = heads.encode() + PAGE.encode()
    (item,) = items(tmp_path / "a.mht", one)
    assert isinstance(item, Page) and (item.data, item.url) == (PAGE.encode(), "https://xa.example/1")
    (none,) = items(tmp_path / "a.mht", mhtml().replace(b"text/html", b"text/plain"))
    assert none == Rejected(f"{tmp_path}/a.mht", "an MHTML archive without a page in it")
    (empty,) = items(tmp_path / "a.mht", mhtml(body=" "))
    assert isinstance(empty, Rejected) and "empty" in empty.reason
    assert page_type(mhtml(), "a.mht") == "an MHTML archive, not a page"
    letter = b"Subject: Tin\nFrom: xa\n\nThis is a plain note."
    assert isinstance(items(tmp_path / "a.txt", letter)[0], Page)


def test_the_named_part_is_the_page(tmp_path: Path) -> None:
    data = (
        mhtml()
        .replace(b'type="text/html";', b'start="<2@x>";')
        .replace(b"Content-Location: https://xa.example/frame.html", b"Content-ID: <2@x>")
    )
    (item,) = items(tmp_path / "a.mht", data)
    assert isinstance(item, Page) and item.data.strip() == b"<p>Khung</p>"


@settings(max_examples=100)
@given(data=st.data())
def test_damaged_messages_never_raise(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    whole = bytearray(mhtml())
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.integers(1, len(whole)))
    assert items(tmp_path_factory.mktemp("mht") / "a.mht", bytes(whole[:end]))
