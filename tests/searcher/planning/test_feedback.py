"""Pseudo-relevance feedback: the top hit leads to others of its event, and only the order changes."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings

from timtin.searcher.planning.filters import resolve_filters
from timtin.searcher.search import Search
from timtin.tests.searcher.conftest import ids
from timtin.tests.searcher.planning.news import NEWS, QUERIES


def test_the_top_hit_leads_to_others_of_its_event(build: Any) -> None:
    index = build(*NEWS)
    page = index.search("lũ quét OR dân qua sông", filters={}, facets=[], limit=5, explain=True)
    assert page.explanation.first == page.hits[0].id
    order = [hit.id for hit in index.search("lũ quét OR mưa", limit=5).hits]
    assert order[0] == "flood" and order.index("bridge") < order.index("unlike")


@settings(deadline=None, max_examples=40)
@given(query=QUERIES)
def test_feedback_changes_only_the_order(both: Any, query: str) -> None:
    for index in both:
        with_feedback = index.search(query, limit=100)
        with index._open_snapshot() as snapshot:
            search = Search(snapshot, query, resolve_filters({}, snapshot.collection))
            without = search.collection.count(search.plan.match)
        assert with_feedback.total == without
        assert [hit.id for hit in index.search(query, limit=100, sort="newest").hits] != [] or not without
        assert ids(with_feedback) == ids(index.search(query, limit=100, sort="newest"))


@settings(deadline=None, max_examples=40)
@given(query=QUERIES)
def test_a_filter_never_changes_the_order(both: Any, query: str) -> None:
    for index in both:
        whole = [hit.id for hit in index.search(query, limit=100, facets=[]).hits]
        part = [hit.id for hit in index.search(query, limit=100, facets=[], filters={"level": ["commune"]}).hits]
        assert part == [id for id in whole if id in set(part)]
