"""Items that cannot be indexed are rejected with a reason, all others get an id and clean text; nothing is raised."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timtin.indexer.page import Page, Record, Rejected
from timtin.indexer.prepare import PreparedDocument, prepare, rejection_reason, with_id, without_lone_surrogates
from timtin.model import Article, Attachment

GOOD = Article(id="1", title="Tin", body="Lời")

# A change to a valid article, and a part of the reason for its rejection.
INVALID: list[tuple[dict[str, Any], str]] = [
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


@pytest.mark.parametrize(("changes", "reason"), INVALID, ids=str)
def test_invalid_articles(changes: dict[str, Any], reason: str) -> None:
    bad = replace(GOOD, **changes)
    assert reason in (rejection_reason(bad) or "")
    answer = prepare(Record(article=bad, origin="here", collection=""))
    assert isinstance(answer, Rejected)
    assert answer.source == "here"


@pytest.mark.parametrize("thing", [None, "Tin", {"title": "Tin"}, 5])
def test_a_value_that_is_not_an_article(thing: Any) -> None:
    assert "not a timtin.Article" in (rejection_reason(thing) or "")


def test_ids() -> None:
    assert with_id(GOOD).id == "1"
    url, other = (with_id(Article(url=f"https://a.example/{n}", title="Tin")).id for n in (1, 2))
    assert url != other
    assert with_id(Article(url="https://a.example/1", title="Tin mới")).id == url  # an edited page keeps its id
    content = with_id(Article(title="Tin", body="Lời"))
    assert content.id == with_id(Article(title="Tin", body="Lời", author="Lê Hoa")).id
    assert content.id != with_id(Article(title="Tin", body="Lời khác")).id


def test_lone_surrogates_are_replaced_everywhere() -> None:
    dirty = Article(
        id="\ud800", title="a\udfffb", tags=("\udc80",), attachments=(Attachment(name="\ud800", url="\ud800"),)
    )
    clean = without_lone_surrogates(dirty)
    assert (clean.id, clean.title, clean.tags) == ("\ufffd", "a\ufffdb", ("\ufffd",))
    assert clean.attachments == (Attachment(name="\ufffd", url="\ufffd"),)
    assert without_lone_surrogates(GOOD) is GOOD


@given(st.text(st.characters(), max_size=60), st.text(st.characters(), max_size=200))
def test_any_text_is_prepared_or_rejected(title: str, body: str) -> None:
    answer = prepare(Record(article=Article(title=title, body=body), origin="here", collection="c"))
    if isinstance(answer, Rejected):
        assert answer.reason == "neither a title nor a body"


@given(st.binary(max_size=400))
def test_any_bytes_are_prepared_or_rejected(data: bytes) -> None:
    assert isinstance(prepare(Page(data=data, origin="here", collection="c", key="k")), PreparedDocument | Rejected)


def test_an_unexpected_error_rejects_one_page_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(article: Article) -> Article:
        raise ZeroDivisionError("wheels came off")

    monkeypatch.setattr("timtin.indexer.prepare.understand", broken)
    answer = prepare(Record(article=GOOD, origin="here", collection=""))
    assert isinstance(answer, Rejected)
    assert "ZeroDivisionError" in answer.reason
