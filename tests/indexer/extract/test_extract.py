"""Pages of invented portals in the layouts of real ones; each case states why it is there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from timtin.indexer.extract import extract
from timtin.indexer.page import Page, Rejected
from timtin.model import Article

DATA = Path(__file__).parents[1] / "data"


def cases() -> list[Any]:
    return [
        pytest.param(DATA / kind / case["file"], case, id=case["file"])
        for kind in ("flat", "html")
        for case in json.loads((DATA / f"{kind}-cases.json").read_text("utf-8"))
    ]


@pytest.mark.parametrize(("path", "case"), cases())
def test_page(path: Path, case: dict[str, Any]) -> None:
    page = Page(data=path.read_bytes(), origin=str(path), collection="cases", key=path.name)
    article = extract(page)
    if "reason" in case:
        assert isinstance(article, Rejected), case["why"]
        assert case["reason"] in article.reason
        assert article.source == str(path)
        return
    assert isinstance(article, Article), f"{case['why']}: {article}"
    for field in ("title", "published", "author", "url", "source", "image", "summary"):
        if field in case:
            assert getattr(article, field) == case[field], case["why"]
    assert [a.name for a in article.attachments] == case.get("attachments", [])
    assert article.body.startswith(case["first"]), case["why"]
    assert article.body.endswith(case["last"]), case["why"]
    everything = "\n".join((article.title, article.summary or "", article.body))
    assert [phrase for phrase in case["absent"] if phrase in everything] == []
    assert [phrase for phrase in case.get("present", ()) if phrase not in everything] == []
    assert len(article.id) == 16


def test_every_page_has_its_case() -> None:
    for kind in ("flat", "html"):
        listed = {case["file"] for case in json.loads((DATA / f"{kind}-cases.json").read_text("utf-8"))}
        assert listed == {path.name for path in (DATA / kind).iterdir()}


def test_the_id_depends_on_the_url_or_else_on_the_key_in_the_collection() -> None:
    def identified(key: str, text: str, collection: str = "cases") -> str:
        article = extract(Page(data=text.encode(), origin="here", collection=collection, key=key))
        assert isinstance(article, Article)
        return article.id

    plain = "Xã Tân Minh mở lớp học bơi\n\nLớp học có ba mươi em nhỏ."
    assert identified("a.txt", plain) == identified("a.txt", plain + " Sửa lại.")
    assert identified("a.txt", plain) != identified("b.txt", plain)
    assert identified("a.txt", plain) != identified("a.txt", plain, "other")
    linked = "<html><link rel=canonical href='https://x.example/1'><h1>Lớp học bơi</h1><p>Ba mươi em nhỏ theo học.</p>"
    assert identified("a.html", linked) == identified("moved/b.html", linked, "other")


def test_the_callers_values_are_defaults() -> None:
    text = '<h1>Lớp học bơi mùa hè</h1><p>Ba mươi em nhỏ theo học.</p><p><a href="/files/lich.pdf">Lịch học</a></p>'
    page = Page(
        data=text.encode(),
        origin="here",
        collection="xã",
        key="a.html",
        source="Trang tin xã",
        place="Long An/Huyện Bến Lức",
        base_url="https://xa.example/tin/",
    )
    article = extract(page)
    assert isinstance(article, Article)
    assert (article.source, article.place) == ("Trang tin xã", "Long An/Huyện Bến Lức")
    assert [a.url for a in article.attachments] == ["https://xa.example/files/lich.pdf"]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"],
)
def test_encodings_give_the_same_article(encoding: str) -> None:
    text = (DATA / "flat" / "menu-and-update-note.txt").read_text("utf-8")
    articles = {
        extract(Page(data=text.encode(name), origin="o", collection="c", key="a.txt")) for name in ("utf-8", encoding)
    }
    assert len(articles) == 1
