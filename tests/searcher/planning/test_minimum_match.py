"""Minimum should match: which words an article must hold, and which of them a hit lacks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from timtin.searcher.planning import weights
from timtin.tests.searcher.conftest import ids
from timtin.tests.searcher.planning.news import NEWS

CASES = (  # query, ids of exactly the articles that it finds
    ("DECnet là gì", {"net"}),  # words that most articles hold may be missing
    ("DECnet của ai", {"net"}),  # no article holds `ai`
    ("decnet la gi", {"net"}),
    ("cái gì là DECnet", {"net"}),  # question phrases are never significant, however rare among news
    ("DECnet do hãng nào làm ra", {"net"}),
    ("DECnet xyzzy", {"net"}),
    ("xyzzy qwrt", set()),
    ("xyzzy họp", set()),  # the word that most articles hold is not the one that was meant
    ("xyzzy nói gì", set()),
    ("xyzzy", set()),
    ("lũ quét Nậm Mòn", {"flood"}),
    ("cầu treo Suối Vạc", {"flood", "bridge"}),
    ("họp là gì", {f"other{n}" for n in range(60)}),  # nothing but common words: all of them must match
)


@pytest.mark.parametrize(("query", "found"), CASES)
def test_which_words_must_match(build: Any, query: str, found: set[str]) -> None:
    assert ids(build(*NEWS).search(query, limit=100)) == found


def test_hits_name_the_words_that_they_lack(build: Any) -> None:
    index = build(*NEWS)
    assert index.search("DECnet xyzzy").hits[0].missing == ("xyzzy",)
    assert index.search("DECnet là gì").hits[0].missing == ()  # common words are not named
    assert all(hit.missing == () for hit in index.search("lũ quét").hits)
    assert index.search("DECnet xyzzy").to_dict()["hits"][0]["missing"] == ["xyzzy"]


MINIMUM_WEIGHTS = (  # weights of the words, what an article must hold
    ((), 0),
    ((0,), 0),
    ((5,), 5),
    ((5, 1, 1), 5),  # one significant word
    ((5, 1, 5), 7),  # one significant word and the common one are not enough
    ((4, 4), 6),
    ((5, 2), 5),
    ((1, 1, 1), 3),  # up to three common words must all match
    ((1, 0, 1), 2),
    ((4, 4, 4), 6),
)


@pytest.mark.parametrize(("words", "minimum"), MINIMUM_WEIGHTS)
def test_minimum_weight(words: tuple[int, ...], minimum: int) -> None:
    assert weights.minimum_weight(words) == minimum


@given(words=st.lists(st.integers(0, weights.MAX_WORD_WEIGHT), max_size=30))
def test_the_minimum_can_be_reached(words: list[int]) -> None:
    assert (1 if any(words) else 0) <= weights.minimum_weight(words) <= sum(words)
