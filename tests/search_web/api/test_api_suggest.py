"""`/api/suggest`, `/api/similar` and the similar articles of an article's page, through a real index."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

import timtin


def test_suggestions_are_what_the_searcher_gives(client: FlaskClient, folder: Path) -> None:
    got = client.get("/api/suggest?q=mâu l&limit=3")
    with timtin.open_index(str(folder)) as index:
        found = index.suggest("mâu l", 3)
    assert len(found) == 3
    assert got.json == {"query": "mâu l", "suggestions": [each.to_dict() for each in found]}
    assert got.headers["Access-Control-Allow-Origin"] == "*"
    assert got.content_type == "application/json; charset=utf-8"


@pytest.mark.parametrize("query", ["", "?q=", "?q=zzzz", "?q=%FF%FE", "?q=" + "d" * 3000, "?q=%00&limit=100"])
def test_whatever_is_typed_gets_an_answer(client: FlaskClient, query: str) -> None:
    got = client.get("/api/suggest" + query)
    assert (got.status_code, got.json["suggestions"]) == (200, [])


def test_eight_suggestions_unless_asked(client: FlaskClient) -> None:
    assert len(client.get("/api/suggest?q=x").json["suggestions"]) == 8
    assert len(client.get("/api/suggest?q=x&limit=12").json["suggestions"]) == 12


def test_marks_are_escaped(client: FlaskClient) -> None:
    (found,) = client.get("/api/suggest?q=ngoặc").json["suggestions"]
    assert found["html"] == "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; “<mark>ngoặc</mark>”"
    assert (found["kind"], found["id"], found["count"]) == ("title", "hostile", 1)


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
    got = client.get(address)
    assert got.status_code == status
    assert (got.json["error"]["code"], got.json["error"]["field"]) == (code, field)
    assert got.json["error"]["message"]


def test_only_reads(client: FlaskClient) -> None:
    for address in ("/api/suggest", "/api/similar/tin-1"):
        assert client.post(address).status_code == 405
        assert client.options(address).headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"


def test_similar_articles_are_what_the_searcher_gives(client: FlaskClient, folder: Path) -> None:
    with timtin.open_index(str(folder)) as index:
        hits = index.similar("tin-3", 4)
    assert client.get("/api/similar/tin-3?limit=4").json == {"id": "tin-3", "hits": [hit.to_dict() for hit in hits]}
    assert client.get("/api/similar?id=tin-3&limit=4").json == client.get("/api/similar/tin-3?limit=4").json


def test_similar_takes_odd_ids(client: FlaskClient, odd_ids: tuple[str, ...]) -> None:
    for id in odd_ids:
        got = client.get("/api/similar", query_string={"id": id})
        assert (got.status_code, got.json["id"]) == (200, id)
        assert id not in {hit["id"] for hit in got.json["hits"]}


def test_an_article_page_names_similar_ones(tmp_path: Path) -> None:
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
