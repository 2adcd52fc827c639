"""Scoring clauses: their scores add up to a hit's, and document numbers and complete matches rank first."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

import timtin
from timtin.searcher.planning import weights
from timtin.tests.searcher.planning.news import NEWS, QUERIES


@settings(deadline=None, max_examples=40)
@given(query=QUERIES)
def test_the_parts_add_up_to_the_score(both: Any, query: str) -> None:
    for index in both:
        page = index.search(query, facets=[], explain=True)
        assert [hit.id for hit in page.explanation.hits] == [hit.id for hit in page.hits]
        for hit, explained in zip(page.hits, page.explanation.hits, strict=True):
            assert sum(part.score for part in explained.parts) == pytest.approx(hit.score, rel=2e-3, abs=2e-3)


def test_explanation(build: Any) -> None:
    index = build(*NEWS)
    explanation = index.search("lũ quét xyzzy", explain=True).to_dict()["explanation"]
    assert explanation["marked"] is True
    assert [word["text"] for words in explanation["asked"] for word in words["words"]][-1] == "xyzzy"
    parts = explanation["hits"][0]["parts"]
    assert {part["why"] for part in parts} == {"word", "feedback"}
    assert {(part["text"], part["field"]) for part in parts} >= {("lũ", "title"), ("lũ", "whole"), ("lũ quét", "pairs")}
    assert index.search("lũ quét").to_dict().get("explanation") is None
    assert index.search("lu quet", explain=True).explanation.hits[0].parts[0].marked is False


NUMBERED = (
    timtin.Article(id="often", title="Sơ kết", body="Theo 217-QĐ/TW. " * 12, citations=("217-QĐ/TW",)),
    timtin.Article(
        id="announced", title="Có Quyết định 217-QĐ/TW về giám sát", body="Bốn chương.", citations=("217-QĐ/TW",)
    ),
    timtin.Article(id="cites", title="Họp xã", body="Nhắc quyết định ấy.", citations=("217-QĐ/TW",)),
    timtin.Article(id="next", title="Quyết định 218-QĐ/TW", body="Văn bản khác.", citations=("218-QĐ/TW",)),
    *(timtin.Article(id=f"no{n}", title=f"Tin {n}", body="Hai trăm mười bảy hộ ở TW.") for n in range(40)),
)


@pytest.mark.parametrize("query", ["217-QĐ/TW", "217-qd/tw", "217-QĐ/tw", 'citation:"217-QĐ/TW"', 'citation:"?"'])
def test_a_document_number_finds_its_announcement_first(build: Any, query: str) -> None:
    found = [hit.id for hit in build(*NUMBERED).search(query).hits]
    assert found == ([] if "?" in query else ["announced", "often", "cites"])


def test_all_significant_words_together_score_again(build: Any) -> None:
    half = "Tai nạn giao thông lại tăng. Tai nạn giao thông vì rượu bia, tai nạn giao thông vì ngủ gật. "
    index = build(
        timtin.Article(id="half", title="Tai nạn giao thông vì rượu bia", body=half * 3),
        timtin.Article(
            id="whole",
            title="Va chạm với xe khách",
            body="Sáng nay tại Đồng Nai một vụ tai nạn giao thông làm ba người bị thương.",
        ),
        *(
            timtin.Article(id=f"o{n}", title=f"Hội chợ thứ {n}", body="Bà con mang nông sản ra chợ bán.")
            for n in range(60)
        ),
    )
    explanation = index.search("tai nạn giao thông ở Đồng Nai", explain=True).to_dict()["explanation"]
    together = {hit["id"]: [part for part in hit["parts"] if part["why"] == "together"] for hit in explanation["hits"]}
    assert together["half"] == []
    assert [(part["field"], part["weight"]) for part in together["whole"]] == [("whole", weights.ALL_TERMS_BONUS)]
    assert together["whole"][0]["score"] > 0
