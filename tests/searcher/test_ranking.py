"""Which words must match, what the first result adds, and why a hit stands where it does."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import timtin
from timtin.searcher.planning import weights
from timtin.searcher.search import Search
from timtin.tests.searcher.conftest import ids

EVENT = "Lũ quét ở bản Nậm Mòn cuốn trôi cầu treo Suối Vạc."
NEWS = (
    *(timtin.Article(id=f"other{n}", title=f"Tin số {n}", body="Xã là nơi họp của dân, nói gì.") for n in range(60)),
    timtin.Article(id="flood", title="Lũ quét bản Nậm Mòn", body=EVENT + " Nước rút chậm."),
    timtin.Article(id="bridge", title="Dựng lại nơi ấy", body="Cầu treo Suối Vạc được dựng lại sau mưa. Dân qua sông."),
    timtin.Article(id="unlike", title="Mưa ở nơi khác", body="Mưa to, dân qua sông bằng đò. Nước lên cao."),
    timtin.Article(id="net", title="DECnet", body="DECnet do một hãng máy tính làm ra."),
)  # fmt: skip

TELLING = (  # query, ids that must be found; nothing else may be
    ("DECnet là gì", {"net"}),  # what most articles have need not be there
    ("DECnet của ai", {"net"}),  # `ai` is nowhere
    ("decnet la gi", {"net"}),
    ("cái gì là DECnet", {"net"}),  # what only asks tells nothing, rare as it may be among news
    ("DECnet do hãng nào làm ra", {"net"}),
    ("DECnet xyzzy", {"net"}),
    ("xyzzy qwrt", set()),
    ("xyzzy họp", set()),  # what most articles have is not what was asked for
    ("xyzzy nói gì", set()),
    ("xyzzy", set()),
    ("lũ quét Nậm Mòn", {"flood"}),
    ("cầu treo Suối Vạc", {"flood", "bridge"}),
    ("họp là gì", {f"other{n}" for n in range(60)}),  # nothing but common words: all of them
)


@pytest.mark.parametrize(("query", "found"), TELLING)
def test_which_words_must_match(build: Any, query: str, found: set[str]) -> None:
    assert ids(build(*NEWS).search(query, limit=100)) == found


def test_a_reader_is_told_what_a_hit_lacks(build: Any) -> None:
    index = build(*NEWS)
    assert index.search("DECnet xyzzy").hits[0].missing == ("xyzzy",)
    assert index.search("DECnet là gì").hits[0].missing == ()  # nobody looks for these
    assert all(hit.missing == () for hit in index.search("lũ quét").hits)
    assert index.search("DECnet xyzzy").to_dict()["hits"][0]["missing"] == ["xyzzy"]


SHARES = (  # weights of the words, what an article must hold
    ((), 0),
    ((0,), 0),
    ((5,), 5),
    ((5, 1, 1), 5),  # one telling word
    ((5, 1, 5), 7),  # neither with the filler alone
    ((4, 4), 6),
    ((5, 2), 5),
    ((1, 1, 1), 3),  # common words tell together
    ((1, 0, 1), 2),
    ((4, 4, 4), 6),
)


@pytest.mark.parametrize(("words", "least"), SHARES)
def test_least(words: tuple[int, ...], least: int) -> None:
    assert weights.minimum_weight(words) == least


@given(words=st.lists(st.integers(0, weights.MAX_WORD_WEIGHT), max_size=30))
def test_what_must_match_can_be_had(words: list[int]) -> None:
    assert (1 if any(words) else 0) <= weights.minimum_weight(words) <= sum(words)


def test_the_first_result_leads_to_others_of_its_event(build: Any) -> None:
    index = build(*NEWS)
    page = index.search("lũ quét OR dân qua sông", filters={}, facets=[], limit=5, explain=True)
    assert page.explanation.first == page.hits[0].id
    order = [hit.id for hit in index.search("lũ quét OR mưa", limit=5).hits]
    assert order[0] == "flood" and order.index("bridge") < order.index("unlike")


QUERIES = st.lists(
    st.sampled_from(
        ["dân", "vận", "khéo", "chợ", "xã", "họp", "là", "gì", "xyzzy", "trong cay", "OR", '"ủy ban"', "vậ*", "-giá"]
    ),
    min_size=1, max_size=7,
).map(" ".join)  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(query=QUERIES)
def test_feedback_changes_the_order_alone(both: Any, query: str) -> None:
    for index in both:
        with_it = index.search(query, limit=100)
        with index._leased() as serving:
            search = Search(serving, query, _nothing_chosen(serving), ())
            without = search.collection.count(search.plan.match)
        assert with_it.total == without
        assert [hit.id for hit in index.search(query, limit=100, sort="newest").hits] != [] or not without
        assert ids(with_it) == ids(index.search(query, limit=100, sort="newest"))


@settings(deadline=None, max_examples=40)
@given(query=QUERIES)
def test_a_filter_never_changes_the_order(both: Any, query: str) -> None:
    for index in both:
        whole = [hit.id for hit in index.search(query, limit=100, facets=[]).hits]
        part = [hit.id for hit in index.search(query, limit=100, facets=[], filters={"level": ["commune"]}).hits]
        assert part == [id for id in whole if id in set(part)]


@settings(deadline=None, max_examples=40)
@given(query=QUERIES)
def test_the_parts_add_up_to_the_score(both: Any, query: str) -> None:
    for index in both:
        page = index.search(query, facets=[], explain=True)
        assert [hit.id for hit in page.explanation.hits] == [hit.id for hit in page.hits]
        for hit, told in zip(page.hits, page.explanation.hits, strict=True):
            assert sum(part.score for part in told.parts) == pytest.approx(hit.score, rel=2e-3, abs=2e-3)


def test_explained(build: Any) -> None:
    index = build(*NEWS)
    told = index.search("lũ quét xyzzy", explain=True).to_dict()["explanation"]
    assert told["marked"] is True
    assert [word["text"] for words in told["asked"] for word in words["words"]][-1] == "xyzzy"
    parts = told["hits"][0]["parts"]
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
def test_a_documents_number_leads_to_it_and_to_who_cites_it(build: Any, query: str) -> None:
    found = [hit.id for hit in build(*NUMBERED).search(query).hits]
    assert found == ([] if "?" in query else ["announced", "often", "cites"])


def _nothing_chosen(serving: Any) -> Any:
    from timtin.searcher.planning.filters import resolve_filters

    return resolve_filters({}, serving.collection)


def test_all_that_was_asked_for_counts_once_more(build: Any) -> None:
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
    told = index.search("tai nạn giao thông ở Đồng Nai", explain=True).to_dict()["explanation"]
    together = {hit["id"]: [part for part in hit["parts"] if part["why"] == "together"] for hit in told["hits"]}
    assert together["half"] == []
    assert [(part["field"], part["weight"]) for part in together["whole"]] == [("whole", weights.ALL_TERMS_BONUS)]
    assert together["whole"][0]["score"] > 0
