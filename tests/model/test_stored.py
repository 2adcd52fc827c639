"""Stored articles: the same bytes for the same article, and back."""

from __future__ import annotations

import pytest

import timtin
from timtin.model.stored import from_stored, to_stored

WHOLE = timtin.Article(
    id="1",
    url="https://a.vn/1",
    title="Tin",
    summary="Sapô",
    body="Một\nHai",
    published="2024-03-07",
    author="A",
    source="Cổng xã",
    place="Long An",
    tags=("x",),
    image="https://a.vn/1.png",
    level="commune",
    event_dates=("2024-03-01",),
    attachments=(timtin.Attachment(name="kế hoạch.pdf"),),
    organizations=("UBND",),
    topics=("Y tế",),
    citations=("25-NQ",),
    places=(timtin.Place(name="Xã A", ambiguous=True, candidates=(("B", "Xã A"), ("C", "Xã A"))),),
    duplicates=("2",),
)


@pytest.mark.parametrize("article", [WHOLE, timtin.Article(), timtin.Article(id="\x00", body="\u2028 \ufeff 😀")])
def test_there_and_back(article: timtin.Article) -> None:
    stored = to_stored(article)
    assert from_stored(stored) == article
    assert to_stored(from_stored(stored)) == stored


def test_a_lone_surrogate_is_replaced() -> None:
    assert from_stored(to_stored(timtin.Article(title="a\ud800b", tags=("\udfff",)))).title == "a\ufffdb"


@pytest.mark.parametrize("stored", [b"", b"{", b"\xff", b'{"id": 3}', b"[]"])
def test_other_bytes_are_a_damaged_index(stored: bytes) -> None:
    with pytest.raises(timtin.IndexDamaged, match="rebuild"):
        from_stored(stored)
