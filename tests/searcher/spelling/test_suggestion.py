"""Spelling suggestions: what is offered for each typing slip, what stays as typed, and when nothing is offered."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import timtin
from timtin.tests.searcher.conftest import ENGINES, write

ARTICLES = (
    timtin.Article(id="1", title="Tổ dân vận khéo của xã", body="Dân vận khéo ở xã: bà con trồng cây ven đường."),
    timtin.Article(id="2", title="Ủy ban nhân dân xã họp", body="Ủy ban nhân dân xã bàn việc trồng cây."),
    timtin.Article(id="3", title="Giao thông nông thôn", body="Làm đường giao thông, bà con hiến đất."),
    timtin.Article(id="4", title="Xe van chở hàng", body="Chợ bán rau. Ủy ban nhắc giữ sạch.", published="2023-05-06"),
    timtin.Article(id="5", title="Dân vận khéo", body="Bà con khen tổ dân vận.", published="2024-05-06"),
)  # fmt: skip

SUGGESTIONS = (
    # typed with the input method off
    ("daan vaanj kheos", "dân vận khéo"),
    ("daan vaanj khesos", "dân vận khéo"),  # the tone key twice
    ("dan6 van65", "dân vận"),
    ("uyr ban nhaan dan", "ủy ban nhân dân"),
    ("Giao thoong noong thoon", "Giao thông nông thôn"),
    # spaces
    ("danvan kheo", "dan van kheo"),
    ("dânvận khéo", "dân vận khéo"),
    ("d ân vận", "dân vận"),
    ("dâ nvận", "dân vận"),
    # diacritics
    ("dân vạn khéo", "dân vận khéo"),
    ("dân vân", "dân vận"),
    ("dân van", "dân vận"),
    # letters
    ("gaio thông", "giao thông"),
    ("giao thôngg", "giao thông"),
    ("gioa thong", "giao thong"),
    ("giao thng", "giao thong"),  # the vowel itself left out
    ("trồng xây", "trồng cây"),
    ("khwos", None),  # two slips in one word
    # everything else stays as typed
    ('"gaio thông" -chợ', '"giao thông" -chợ'),
    ("title:gaio", "title:giao"),
    ("(gaio OR chợ) AND bà", "(giao OR chợ) AND bà"),
    ("GAIO THÔNG!", "GIAO THÔNG!"),
    ("year:2024 daan vaanj", "year:2024 dân vận"),
    # queries that find enough
    ("dân vận khéo", None),
    ("dan van kheo", None),
    ("giao thông", None),
    ("trồng cây ven đường", None),
    ("ủy ban", None),
    # queries that cannot be corrected
    ("-gaio", None),  # excluded words find no more in another spelling
    ("gai*", None),
    ("217-QĐ/TW", None),
    ("2031", None),
    ("", None),
    ("???", None),
    ("AND", None),
    ("zzzzzz", None),
    ("UBNDX", None),
)  # fmt: skip


@pytest.fixture(scope="module", params=ENGINES)
def news(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[timtin.Index]:
    folder = tmp_path_factory.mktemp(request.param)
    write(folder, request.param, ARTICLES)
    with timtin.open_index(folder) as opened:
        yield opened


@pytest.mark.parametrize(("query", "expected"), SUGGESTIONS)
def test_suggestions(news: timtin.Index, query: str, expected: str | None) -> None:
    page = news.search(query)
    assert (page.suggestion.query if page.suggestion else None) == expected
    assert page.query == query  # never run by itself
    if page.suggestion is not None:
        better = news.search(page.suggestion.query)
        assert better.total > 0
        assert page.suggestion.reason
        assert page.to_dict()["suggestion"] == {"query": expected, "reason": page.suggestion.reason}


def test_filters_apply_to_suggestions(news: timtin.Index) -> None:
    assert news.search("daan vaanj", filters={"year": ["2024"]}).suggestion is not None
    assert news.search("giao thoong", filters={"year": ["2023"]}).suggestion is None  # finds nothing there either


def test_suggestions_follow_the_collection(build: Any) -> None:
    index = build(*ARTICLES)
    assert index.search("thuyr lowij").suggestion is None
    write(index.folder, index.stats()["engine"], [timtin.Article(id="6", title="Thủy lợi", body="Kênh thủy lợi.")])
    index.refresh()
    assert index.search("thuyr lowij").suggestion.query == "thủy lợi"


WORDS = st.sampled_from(
    ["dân", "vận", "khéo", "gaio", "thông", "daan", "vaanj", "dan6", "d", "ân", "ủy", "ban", "bna", "xã", "van", "AND",
     "OR", "-chợ", '"gaio thông"', "title:dâ", "(", ")", "cây,", "Trồng"]
)  # fmt: skip


@settings(max_examples=60)
@given(query=st.lists(WORDS, min_size=1, max_size=7).map(" ".join) | st.text(max_size=25))
def test_a_suggestion_is_another_query_that_finds_something(news: timtin.Index, query: str) -> None:
    page = news.search(query, facets=[])
    if page.suggestion is None:
        return
    assert page.suggestion.query != page.query
    assert news.search(page.suggestion.query, facets=[]).total > 0
    for written in (unicodedata.normalize("NFD", query), query.upper() if query.islower() else query):
        assert news.search(written, facets=[]).suggestion is not None
