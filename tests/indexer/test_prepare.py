"""What cannot be indexed is a rejection with its reason; everything else gets an id and clean text; nothing raises."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timtin.indexer.page import Page, Record, Rejected
from timtin.indexer.prepare import Ready, cleaned, fault, identified, prepare
from timtin.model import Article, Attachment

GOOD = Article(id="1", title="Tin", body="Lời")

# What is changed of a good article, and a word of the reason.
FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"id": None}, "id"),
    ({"id": b"1"}, "id"),
    ({"id": 7}, "id"),
    ({"id": "x" * 513}, "512"),
    ({"title": None}, "title"),
    ({"title": b"Tin"}, "bytes"),
    ({"body": ["Tin"]}, "body"),
    ({"published": 20240101}, "published"),
    ({"tags": "một"}, "tags"),
    ({"tags": (1,)}, "tags"),
    ({"attachments": ("a.pdf",)}, "attachments"),
    ({"title": "", "body": ""}, "neither"),
    ({"title": " \n", "body": "\t"}, "neither"),
]


@pytest.mark.parametrize(("changes", "reason"), FAULTS, ids=str)
def test_faults(changes: dict[str, Any], reason: str) -> None:
    bad = replace(GOOD, **changes)
    assert reason in (fault(bad) or "")
    answer = prepare(Record(article=bad, origin="here", collection=""))
    assert isinstance(answer, Rejected)
    assert answer.source == "here"


@pytest.mark.parametrize("thing", [None, "Tin", {"title": "Tin"}, 5])
def test_what_is_no_article(thing: Any) -> None:
    assert "not a timtin.Article" in (fault(thing) or "")


def test_ids() -> None:
    assert identified(GOOD).id == "1"
    url, other = (identified(Article(url=f"https://a.example/{n}", title="Tin")).id for n in (1, 2))
    assert url != other
    assert identified(Article(url="https://a.example/1", title="Tin mới")).id == url  # an edited page keeps its id
    content = identified(Article(title="Tin", body="Lời"))
    assert content.id == identified(Article(title="Tin", body="Lời", author="Lê Hoa")).id
    assert content.id != identified(Article(title="Tin", body="Lời khác")).id


def test_lone_surrogates_are_replaced_everywhere() -> None:
    dirty = Article(
        id="\ud800", title="a\udfffb", tags=("\udc80",), attachments=(Attachment(name="\ud800", url="\ud800"),)
    )
    clean = cleaned(dirty)
    assert (clean.id, clean.title, clean.tags) == ("\ufffd", "a\ufffdb", ("\ufffd",))
    assert clean.attachments == (Attachment(name="\ufffd", url="\ufffd"),)
    assert cleaned(GOOD) is GOOD


@given(st.text(st.characters(), max_size=60), st.text(st.characters(), max_size=200))
def test_any_text_is_prepared_or_rejected(title: str, body: str) -> None:
    answer = prepare(Record(article=Article(title=title, body=body), origin="here", collection="c"))
    if isinstance(answer, Rejected):
        assert answer.reason == "neither a title nor a body"


@given(st.binary(max_size=400))
def test_any_bytes_are_prepared_or_rejected(data: bytes) -> None:
    assert isinstance(prepare(Page(data=data, origin="here", collection="c", key="k")), Ready | Rejected)


def test_an_unforeseen_error_rejects_one_page_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(article: Article) -> Article:
        raise ZeroDivisionError("wheels came off")

    monkeypatch.setattr("timtin.indexer.prepare.understand", broken)
    answer = prepare(Record(article=GOOD, origin="here", collection=""))
    assert isinstance(answer, Rejected)
    assert "ZeroDivisionError" in answer.reason
