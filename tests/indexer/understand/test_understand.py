"""Derived values replace those an article brings along; understanding is pure and idempotent."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from timtin import Article
from timtin.indexer.understand import understand

PUBLISHED = "2024-03-07T08:00:00+07:00"


def test_derived_values_are_replaced() -> None:
    article = Article(
        id="1",
        title=" UBND xã triển khai Nghị quyết số 25 ",
        body="Chiều 5/3, Đảng ủy xã học tập Chỉ thị 05-CT/TW.\n",
        published="Thứ năm - 07/03/2024 08:00",
        author="  ",
        citations=("99-QĐ/TW",),
        topics=("Cũ",),
    )
    understood = understand(article)
    assert understood.title == "UBND xã triển khai Nghị quyết số 25"
    assert understood.published == PUBLISHED
    assert understood.author is None
    assert understood.citations == ("25-NQ", "05-CT/TW")
    assert understood.organizations == ("UBND", "Đảng ủy")
    assert understood.event_dates == ("2024-03-05",)
    assert "Cũ" not in understood.topics


def test_an_implausible_date_is_none() -> None:
    assert understand(Article(title="a", published="hôm qua")).published is None


_PARTS = ["UBND xã ", "Sáng 5/3, ", "217-QĐ/TW", "huyện Gia Lâm", "\n", " ", "ngày 1/2/2024 ", "NQ số 25 về dân vận"]
_PARTS += ["ủy", "a\u0301", "Xã Bình Phú", "dân vận khéo", "tỉnh Long An", "."]
_TEXTS = st.lists(st.sampled_from(_PARTS), max_size=8).map("".join) | st.text(max_size=40)


@settings(deadline=None, max_examples=80)
@given(_TEXTS, _TEXTS, st.none() | _TEXTS, st.sampled_from([None, "07/03/2024", "x", PUBLISHED]))
def test_pure_and_idempotent(title: str, body: str, summary: str | None, published: str | None) -> None:
    article = Article(id="1", title=title, body=body, summary=summary, published=published)
    understood = understand(article)
    assert understand(understood) == understood
    assert understand(article) == understood
    assert replace(article) == article
