"""`/api/suggest`, `/api/similar` and the similar articles of an article's page, through a real index."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

import timtin


def test_suggest_returns_the_completions_of_the_searcher(client: FlaskClient, folder: Path) -> None:
    response = client.get("/api/suggest?q=mâu l&limit=3")
    with timtin.open_index(str(folder)) as index:
        completions = index.suggest("mâu l", 3)
    assert len(completions) == 3
    assert response.json == {"query": "mâu l", "suggestions": [each.to_dict() for each in completions]}
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.content_type == "application/json; charset=utf-8"


@pytest.mark.parametrize("query", ["", "?q=", "?q=zzzz", "?q=%FF%FE", "?q=" + "d" * 3000, "?q=%00&limit=100"])
def test_any_query_gets_a_response(client: FlaskClient, query: str) -> None:
    response = client.get("/api/suggest" + query)
    assert (response.status_code, response.json["suggestions"]) == (200, [])


def test_eight_completions_by_default(client: FlaskClient) -> None:
    assert len(client.get("/api/suggest?q=x").json["suggestions"]) == 8
    assert len(client.get("/api/suggest?q=x&limit=12").json["suggestions"]) == 12


def test_highlighted_completions_are_escaped(client: FlaskClient) -> None:
    (completion,) = client.get("/api/suggest?q=ngoặc").json["suggestions"]
    assert completion["html"] == "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; “<mark>ngoặc</mark>”"
    assert (completion["kind"], completion["id"], completion["count"]) == ("title", "hostile", 1)


@pytest.mark.parametrize(
    ("address", "status", "code", "field"),
    [
        ("/api/suggest?q=a&limit=0", 400, "bad_request", "limit"),
        ("/api/suggest?q=a&limit=101", 400, "bad_request", "limit"),
        ("/api/suggest?q=a&limit=x", 400, "bad_request", "limit"),
        ("/api/suggest?q=a&q=b", 400, "bad_request", "q"),
        ("/api/suggest?q=a&page=2", 400, "bad_filter", "page"),
        ("/api/similar", 400, "bad_request", "id"),
        ("/api/similar?id=", 400, "bad_request", "id"),
        ("/api/similar/tin-1?id=tin-2", 400, "bad_filter", "id"),
        ("/api/similar/tin-1?limit=-1", 400, "bad_request", "limit"),
        ("/api/similar/nobody", 404, "not_found", "id"),
    ],
)
def test_errors(client: FlaskClient, address: str, status: int, code: str, field: str) -> None:
    response = client.get(address)
    assert response.status_code == status
    assert (response.json["error"]["code"], response.json["error"]["field"]) == (code, field)
    assert response.json["error"]["message"]


def test_only_reading_methods_are_allowed(client: FlaskClient) -> None:
    for address in ("/api/suggest", "/api/similar/tin-1"):
        assert client.post(address).status_code == 405
        assert client.options(address).headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_similar_returns_the_articles_of_the_searcher(client: FlaskClient, folder: Path) -> None:
    with timtin.open_index(str(folder)) as index:
        hits = index.similar("tin-3", 4)
    assert client.get("/api/similar/tin-3?limit=4").json == {"id": "tin-3", "hits": [hit.to_dict() for hit in hits]}
    assert client.get("/api/similar?id=tin-3&limit=4").json == client.get("/api/similar/tin-3?limit=4").json


def test_similar_accepts_odd_ids(client: FlaskClient, odd_ids: tuple[str, ...]) -> None:
    for id in odd_ids:
        response = client.get("/api/similar", query_string={"id": id})
        assert (response.status_code, response.json["id"]) == (200, id)
        assert id not in {hit["id"] for hit in response.json["hits"]}


def test_an_article_page_lists_similar_articles(tmp_path: Path) -> None:
    from timtin.search_web import create_app

    with timtin.create_index(tmp_path) as index:
        index.add(
            [
                timtin.Article(id="a", title="Lũ lớn ở Bản Nậm", body="Bà con sơ tán lên đồi chè trong đêm mưa."),
                timtin.Article(
                    id="b", title="Bản <b>Nậm</b> sau lũ", body="Bà con từ đồi chè trở về dọn bùn.", source="Đài"
                ),
                timtin.Article(id="c", title="Giá xăng giảm", body="Bớt ba trăm đồng mỗi lít."),
            ]
        )
    client = create_app(tmp_path).test_client()
    page = client.get("/articles/a").get_data(as_text=True)
    section = page.partition('aria-labelledby="alike"')[2].partition("</section>")[0]
    assert "Tin tương tự" in section
    assert '<a href="/articles/b">Bản &lt;b&gt;Nậm&lt;/b&gt; sau lũ</a>' in section
    assert "Giá xăng" not in section
    assert 'aria-labelledby="alike"' not in client.get("/articles/c").get_data(as_text=True)
