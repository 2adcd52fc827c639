"""The completion candidates of one article."""

from __future__ import annotations

import unicodedata

import pytest

from timtin.indexer.document import to_document
from timtin.model import Article, Place

PLACE = Place(name="Xã Bình Phú", path_then=("Hà Nội", "Xã Bình Phú"), path_now=("Hà Nội", "Xã Thạch Thất"))


def offered(kind: str, title: str = "", body: str = "", **more: object) -> list[str]:
    article = Article(id="a", title=title, body=body, **more)  # type: ignore[arg-type]
    return [text for each, text in to_document(article, collection="test").completions if each == kind]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Dân vận khéo", {"dân vận khéo", "dân vận"}),
        ("Xây nông thôn mới", {"Xây nông thôn", "nông thôn", "nông thôn mới", "Xây nông thôn mới"}),
        ("Bảo vệ và phát triển", {"bảo vệ", "bảo vệ và phát triển", "phát triển"}),
        ("Họp của xã", {"Họp của xã"}),  # a stop word within, none at an end; one syllable may be a name
        ("Về việc ở", set()),
        ("Nông dân: trồng cây", {"nông dân", "trồng cây"}),  # none across a sign
        ("HỘI NÔNG DÂN", {"hội nông dân", "nông dân"}),  # capitals throughout say nothing
        ("Hà Nội có mưa", {"Hà Nội", "Hà Nội có mưa"}),  # a name keeps its capitals
        ("Năm 2024", set()),  # no number at an end
        ("Hoà giải", {"hòa giải"}),  # one tone placement
        ("a", set()),
        ("", set()),
    ],
)  # fmt: skip
def test_phrases(title: str, expected: set[str]) -> None:
    assert set(offered("phrase", title, body="x")) == expected


def test_phrases_are_short() -> None:
    for phrase in offered("phrase", "Nông dân trồng cây trên đồi chè cạnh trường học vùng cao biên giới phía bắc"):
        assert 2 <= len(phrase.split()) <= 8


def test_a_title_is_composed_and_on_one_line() -> None:
    assert offered("title", unicodedata.normalize("NFD", "Trồng  cây\nđầu xuân ")) == ["Trồng cây đầu xuân"]
    assert offered("title", "rất dài " * 40) == []
    assert offered("title", "…", body="x") == []


def test_names_count_if_the_text_contains_them() -> None:
    """A place that only the publisher's address shows is found by filters, not by words."""
    assert offered("place", "Tin", "Xã Bình Phú họp dân.", places=(PLACE,)) == ["Xã Bình Phú"]
    assert offered("place", "Tin", "XÃ BÌNH PHÚ, Hà Nội", places=(PLACE,)) == ["Xã Bình Phú", "Hà Nội"]
    assert offered("place", "Tin", "Xã Bình. Phú", places=(PLACE,)) == ["Xã Bình Phú"]  # a phrase search finds it too
    assert offered("place", "Tin", "Xã Bình\nPhú", places=(PLACE,)) == []  # but not across lines
    assert offered("topic", "Dân vận", "x", topics=("Dân vận khéo",)) == []
    assert offered("organization", "x", "Ubnd xã", organizations=("UBND",)) == ["UBND"]


def test_documents_are_suggested_by_their_number_however_the_text_writes_it() -> None:
    assert offered("citation", "Nghị quyết số 25", citations=("25-NQ/TW",)) == ["25-NQ/TW"]


def test_nothing_twice() -> None:
    found = to_document(Article(id="a", title="Dân vận, dân vận", topics=("Dân vận",)), collection="x").completions
    assert len(found) == len(set(found))
