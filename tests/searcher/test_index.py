"""The methods of `Index`: pages, order, limits, suggestions, refreshing, closing, threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

import timtin
from timtin.analyzers import fingerprint
from timtin.indexer.document import to_document
from timtin.store.index_folder import create_store, open_store


def put(folder: Path, *articles: timtin.Article) -> None:
    writer = create_store(folder, fingerprint=fingerprint()).writer()
    for article in articles:
        writer.put(to_document(article, collection="test"))
    writer.commit()


def test_order_by_date(index: timtin.Index) -> None:
    newest = [hit.id for hit in index.search("", sort="newest", limit=100).hits]
    oldest = [hit.id for hit in index.search("", sort="oldest", limit=100).hits]
    assert newest == ["html", "rerun", "long", "kheo", "uyban", "nfd", "van", "bare"]
    assert oldest == [*newest[-2::-1], "bare"]  # undated ones come last in both


def test_a_page_beyond_the_end_is_empty(index: timtin.Index) -> None:
    for page in (2, 10**6, 10**40):
        beyond = index.search("chợ", page=page)
        assert (beyond.hits, beyond.total, beyond.page) == ((), 3, page)
        assert beyond.facets


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"page": 0}, "page"),
    ({"page": -1}, "page"),
    ({"page": "1"}, "page"),
    ({"page": True}, "page"),
    ({"limit": 0}, "limit"),
    ({"limit": 101}, "limit"),
    ({"limit": 1.5}, "limit"),
    ({"sort": "best"}, "sort"),
    ({"query": None}, "query"),
    ({"query": b"x"}, "query"),
]


@pytest.mark.parametrize(("arguments", "field"), WRONG)
def test_errors_name_the_wrong_argument(index: timtin.Index, arguments: dict[str, Any], field: str) -> None:
    with pytest.raises(timtin.UsageError) as caught:
        index.search(**arguments)
    assert caught.value.field == field


def test_the_json_of_a_result_page(index: timtin.Index) -> None:
    page = index.search("dan van kheo", limit=1).to_dict()
    assert {"query", "total", "page", "limit", "took_ms", "hits", "facets", "facets_more", "suggestion"} == set(page)
    (hit,) = page["hits"]
    assert (hit["duplicate_count"], hit["duplicates"]) == (0, [])
    assert hit["score"] > 0
    assert page["query"] == "dan van kheo"
    assert page["limit"] == 1


SUGGESTIONS = [
    ("dân van khéo", "dân vận khéo"),  # half-typed diacritics
    ('"dân van" -giá', '"dân vận" -giá'),  # operators stay
    ("DÂN van", "DÂN vận"),
    ("dân vận khéo", None),
    ("dan van", None),
    ("họp mỗi tháng xã", None),
    ("email điện", None),  # the two words are never neighbours, not even without diacritics
]


@pytest.mark.parametrize(("query", "suggested"), SUGGESTIONS)
def test_a_query_with_half_typed_diacritics_gets_a_suggestion(build: Any, query: str, suggested: str | None) -> None:
    index = build(
        timtin.Article(id="1", title="Dân vận khéo", body="Họp mỗi tháng ở xã."),
        timtin.Article(id="2", title="Xe van của dân", body="Dân khéo tay. Email."),
        timtin.Article(id="3", title="Xã bàn dân vận khéo", body="Nói chuyện."),
    )
    found = index.search(query).suggestion
    assert (found.query if found else None) == suggested


def test_refresh_sees_commits_and_new_generations(tmp_path: Path) -> None:
    put(tmp_path, timtin.Article(id="1", title="một"))
    with timtin.open_index(tmp_path) as index:
        put(tmp_path, timtin.Article(id="2", title="hai"))
        assert index.count() == 1
        index.refresh()
        assert index.count() == 2
        store = open_store(tmp_path, fingerprint=fingerprint())
        with store.rebuild() as following:
            writer = following.writer()
            writer.put(to_document(timtin.Article(id="3", title="ba"), collection="test"))
            writer.commit()
        assert index.search("hai").total == 1  # still the former generation
        index.refresh()
        assert [hit.id for hit in index.search("").hits] == ["3"]
        assert index.stats()["generation"] == 2
        index.refresh()


def test_article_articles_and_stats(index: timtin.Index) -> None:
    assert index.article("kheo").title == "Mô hình Dân vận khéo ở chợ xã"
    with pytest.raises(timtin.NotFound):
        index.article("nobody")
    assert sorted(article.id for article in index.articles()) == sorted(
        ["kheo", "uyban", "nfd", "van", "bare", "html", "long", "rerun"]
    )
    stats = index.stats()
    assert (stats["articles"], stats["sources"]) == (8, 5)
    assert (stats["first"], stats["last"]) == ("2022-07-01T14:43:32+07:00", "2024-03-30")
    assert stats["engine"] in {"tantivy", "whoosh"}
    assert stats["bytes"] > 0
    assert stats["analyzer"] == fingerprint()


def test_an_empty_index_can_be_searched(build: Any) -> None:
    index = build()
    page = index.search("dân vận")
    assert (page.total, page.hits) == (0, ())
    assert index.stats()["first"] is None


def test_a_missing_index_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(timtin.IndexMissing):
        timtin.open_index(tmp_path / "nowhere")


def test_a_closed_index_raises(tmp_path: Path) -> None:
    put(tmp_path, timtin.Article(id="1", title="một"))
    index = timtin.open_index(tmp_path)
    reading = index.articles()
    next(reading)
    index.close()
    index.close()
    assert list(reading) == []  # what was being read ends without an error
    with pytest.raises(timtin.UsageError):
        index.search("một")


def test_threads_share_an_index(index: timtin.Index) -> None:
    queries = ["dân vận", "chợ", "van", "-giá", "source:Báo Long An", ""] * 8
    expected = {query: index.search(query).to_dict()["hits"] for query in queries}

    def ask(query: str) -> bool:
        index.refresh()
        return bool(index.search(query).to_dict()["hits"] == expected[query])

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(ask, queries))
