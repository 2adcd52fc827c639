"""The serialisation of stored articles: equal articles give equal bytes, and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import timtin
from timtin.model.stored import from_stored, to_stored, without_surrogates

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
def test_an_article_survives_the_round_trip(article: timtin.Article) -> None:
    stored = to_stored(article)
    assert from_stored(stored) == article
    assert to_stored(from_stored(stored)) == stored


def test_a_lone_surrogate_is_replaced() -> None:
    assert from_stored(to_stored(timtin.Article(title="a\ud800b", tags=("\udfff",)))).title == "a\ufffdb"


@pytest.mark.parametrize("stored", [b"", b"{", b"\xff", b'{"id": 3}', b"[]"])
def test_invalid_bytes_raise_index_damaged(stored: bytes) -> None:
    with pytest.raises(timtin.IndexDamaged, match="rebuild"):
        from_stored(stored)


@given(st.text(st.characters()))
def test_text_without_surrogates_can_be_encoded(text: str) -> None:
    clean = without_surrogates(text)
    clean.encode()
    assert without_surrogates(clean) is clean
    assert len(clean) <= len(text)
