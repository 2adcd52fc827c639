"""Mentions: passages that hold what they claim, the first ones of a value, and a limited number."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin import Article
from timtin.indexer.understand import understand
from timtin.indexer.understand.mentions import MOST, MOST_PER_VALUE
from timtin.model import Mention

ARTICLE = Article(
    id="1",
    url="https://benluc.longan.gov.vn/tin/1",
    title="Bến Lức triển khai quy chế dân chủ",
    summary="Chiều ngày 05/3/2024, Huyện ủy Bến Lức học tập Chỉ thị số 30-CT/TW.",
    body="Hội nghị do UBND huyện tổ chức.\nQuy chế dân chủ và Quyết định 217, 218-QĐ/TW được nêu lại.",
    published="2024-03-06",
    source="Cổng thông tin huyện Bến Lức",
)

READ = [
    # field, value, part, text
    ("place", "Huyện Bến Lức", "title", "Bến Lức"),
    ("place", "Huyện Bến Lức", "summary", "Huyện ủy Bến Lức"),
    ("place", "Huyện Bến Lức", "source", "huyện Bến Lức"),
    ("level", "district", "title", "Bến Lức"),
    ("event_date", "2024-03-05", "summary", "05/3/2024"),
    ("topic", "Quy chế dân chủ", "title", "quy chế dân chủ"),
    ("topic", "Quy chế dân chủ", "body", "Quy chế dân chủ"),
    ("organization", "Huyện ủy", "summary", "Huyện ủy"),
    ("organization", "UBND", "body", "UBND"),
    ("citation", "30-CT/TW", "summary", None),  # its extent is tested with the citations
    ("citation", "218-QĐ/TW", "body", None),
]


def derived(article: Article) -> dict[str, set[str]]:
    """Return the values of every field that mentions can refer to."""
    return {
        "place": {place.name for place in article.places},
        "level": {article.level} if article.level else set(),
        "event_date": set(article.event_dates),
        "topic": set(article.topics),
        "organization": set(article.organizations),
        "citation": set(article.citations),
    }


def check(article: Article) -> None:
    """Assert what holds for the mentions of every article."""
    values = derived(article)
    for mention in article.mentions:
        assert (getattr(article, mention.part) or "")[mention.start : mention.end] == mention.text
        assert mention.text
        assert mention.value in values[mention.field]
    assert len(set(article.mentions)) == len(article.mentions)
    assert len(article.mentions) <= MOST


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("field", "value", "part", "text"), READ)
def test_where_a_value_was_read(form: str, field: str, value: str, part: str, text: str | None) -> None:
    def written(words: str | None) -> str:
        return unicodedata.normalize(form, words or "")  # type: ignore[arg-type]

    article = understand(
        Article(
            id="1",
            url=ARTICLE.url,
            title=written(ARTICLE.title),
            summary=written(ARTICLE.summary),
            body=written(ARTICLE.body),
            published=ARTICLE.published,
            source=written(ARTICLE.source),
        )
    )
    check(article)
    found = [one for one in article.mentions if (one.field, one.value, one.part) == (field, value, part)]
    assert found
    assert text is None or found[0].text == written(text)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_every_derived_value_has_a_mention(form: str) -> None:
    article = understand(ARTICLE)
    mentioned = {(mention.field, mention.value) for mention in article.mentions}
    assert {(field, value) for field, values in derived(article).items() for value in values} == mentioned


PUBLISHERS = [
    # fields that name the publisher; part and text from which its place is read
    ({"place": "Long An/Huyện Bến Lức"}, "place", "Long An/Huyện Bến Lức"),
    ({"source": "Đài Truyền thanh Thị xã Duy Tiên"}, "source", "Thị xã Duy Tiên"),
    ({"url": "https://benluc.longan.gov.vn/tin/1"}, "url", "benluc.longan.gov.vn"),
    ({"body": "(longan.gov.vn) – Sáng nay họp mặt."}, "body", "longan.gov.vn"),
]


@pytest.mark.parametrize(("fields", "part", "text"), PUBLISHERS)
def test_a_place_that_only_the_publisher_names(fields: dict[str, str], part: str, text: str) -> None:
    article = understand(Article(id="1", title="Họp mặt", published="2024-03-06", **fields))  # type: ignore[arg-type]
    check(article)
    read = [(one.field, one.part, one.text) for one in article.mentions]
    assert ("place", part, text) in read
    assert ("level", part, text) in read


def test_the_first_three_mentions_of_a_value_and_a_limit_for_all() -> None:
    numbers = " ".join(f"Quyết định {number}/QĐ-UBND." for number in range(100, 700))
    article = understand(Article(id="1", title="UBND họp", body="UBND. " * 50 + numbers))
    check(article)
    assert len(article.mentions) == MOST
    offices = [one for one in article.mentions if one.value == "UBND"]
    assert [one.part for one in offices] == ["title", "body", "body"]
    assert len(offices) == MOST_PER_VALUE


def test_mentions_can_be_rebuilt_from_json() -> None:
    first = understand(ARTICLE).to_dict()["mentions"][0]
    assert Mention(**first).part == first["part"]


_PARTS = ["UBND xã ", "Sáng 5/3, ", "217-QĐ/TW", "huyện Gia Lâm", "\n", " ", "ngày 1/2/2024 ", "NQ số 25 về dân vận"]
_PARTS += [
    "ủy",
    "a\u0301",
    "Xã Bình Phú",
    "dân vận khéo",
    "tỉnh Long An",
    ".",
    "\u2028",
    "o\u031b\u0323\u0323",
    "tôn giáo",
]
_TEXTS = st.lists(st.sampled_from(_PARTS), max_size=10).map("".join) | st.text(max_size=30)


@settings(deadline=None, max_examples=120)
@given(_TEXTS, _TEXTS, st.none() | _TEXTS, st.none() | _TEXTS, st.sampled_from(["NFC", "NFD", None]))
def test_offsets_point_at_the_text(
    title: str, body: str, summary: str | None, source: str | None, form: str | None
) -> None:
    def written(words: str) -> str:
        return unicodedata.normalize(form, words) if form else words  # type: ignore[arg-type]

    check(
        understand(
            Article(
                id="1",
                title=written(title),
                body=written(body),
                summary=None if summary is None else written(summary),
                source=None if source is None else written(source),
                published="2024-03-06",
            )
        )
    )
