"""Letter case, Unicode form and tone placement of a query never change its results, and no query raises."""

from __future__ import annotations

import unicodedata
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

import timtin

NEW_PLACEMENT = {"hòa": "hoà", "ủy": "uỷ", "Hòa": "Hoà", "Ủy": "Uỷ"}

WORDS = st.sampled_from(
    ["dân", "vận", "khéo", "dan", "van", "xã", "chợ", "giá", "họp", "hòa", "giải", "ủy", "ban", "trồng", "cây", "tổng",
     "kết", "217-qđ/tw", "covid-19", '"dân vận"', '"ủy ban"', "title:chợ", "author:hòa", "-giá", "(xã", "chợ)", "vậ*",
     "place:tây ninh", "year:2024", "điện", "email", "của", "mỗi", "tháng"]
)  # fmt: skip
QUERIES = st.lists(WORDS, min_size=1, max_size=9).map(" ".join)


def results(index: timtin.Index, query: str) -> tuple[Any, ...]:
    page = index.search(query, limit=100)
    hits = [(hit.id, round(hit.score, 3), hit.title_html, hit.snippet_html) for hit in page.hits]
    return page.total, hits, page.facets, page.suggestion is None


def newer_placement(query: str) -> str:
    for older, newer in NEW_PLACEMENT.items():
        query = query.replace(older, newer)
    return query


@settings(deadline=None, max_examples=60)
@given(query=QUERIES)
@example("uỷ ban")
def test_case_unicode_form_and_tone_placement_change_no_results(both: Any, query: str) -> None:
    for index in both:
        expected = results(index, query)
        for variant in (unicodedata.normalize("NFD", query), query.upper(), query.title(), newer_placement(query)):
            assert results(index, variant) == expected, variant


@settings(deadline=None, max_examples=60)
@given(query=QUERIES | st.text(max_size=30))
@example("\ud800")
@example('"\ud800 \x00"')
@example("a" * 3000)
@example("(" * 3000 + "chợ")
@example("vận " * 500)
@example("- " * 999 + '"')
def test_both_engines_find_the_same_and_never_fail(both: Any, query: str) -> None:
    first, second = (index.search(query, limit=100) for index in both)
    assert first.total == second.total == len(first.hits)
    assert {hit.id for hit in first.hits} == {hit.id for hit in second.hits}
    assert first.facets == second.facets
    assert first.suggestion == second.suggestion
    assert first.query.encode() is not None  # no lone surrogate is returned


@settings(deadline=None, max_examples=40)
@given(query=QUERIES, limit=st.integers(1, 4), sort=st.sampled_from(["relevance", "newest", "oldest"]))
def test_pages_follow_each_other(both: Any, query: str, limit: int, sort: Any) -> None:
    for index in both:
        whole = [hit.id for hit in index.search(query, limit=100, sort=sort, facets=[]).hits]
        parts = [index.search(query, limit=limit, page=page, sort=sort, facets=[]).hits for page in range(1, 10)]
        assert [hit.id for hits in parts for hit in hits] == whole
