"""The JSON API, through a real index."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

import timtin
from timtin.search_web import create_app


def test_search_returns_the_result_of_the_searcher(client: FlaskClient, folder: Path) -> None:
    response = client.get("/api/search?q=dan van kheo&place=Hà Nội&year=2021&year=2023&sort=newest&page=2&limit=5")
    with timtin.open_index(str(folder)) as index:
        page = index.search(
            "dan van kheo", filters={"place": ["Hà Nội"], "year": ["2021", "2023"]}, sort="newest", page=2, limit=5
        )
    assert response.status_code == 200
    timed = {"took_ms": 0}
    assert response.json | timed == page.to_dict() | timed
    assert response.json["total"] == 12


def test_responses_are_utf8_without_escapes(client: FlaskClient) -> None:
    response = client.get("/api/search?q=dân vận&facets=&limit=1")
    assert response.content_type == "application/json; charset=utf-8"
    assert "dân vận" in response.data.decode()
    assert response.json["facets"] == {}


def test_only_the_requested_facets_are_counted(client: FlaskClient) -> None:
    assert list(client.get("/api/search?facets=year,place").json["facets"]) == ["year", "place"]
    assert len(client.get("/api/search").json["facets"]) == 10


def test_an_article(client: FlaskClient, folder: Path) -> None:
    with timtin.open_index(str(folder)) as index:
        assert client.get("/api/articles/tin-3").json == index.article("tin-3").to_dict()


def test_odd_ids(client: FlaskClient, odd_ids: tuple[str, ...]) -> None:
    for id in odd_ids:
        response = client.get("/api/articles", query_string={"id": id})
        assert (response.status_code, response.json["id"]) == (200, id)
    for id in ("tin/2024/1", "a//b", "mot hai", "a?b#c%20d&e=f", "đường-về", "%2F"):
        assert client.get(f"/api/articles/{quote(id, safe='')}").json["id"] == id


FAILURES = [
    ("/api/search?colour=red", 400, "bad_filter", "colour"),
    ("/api/search?year=abc", 400, "bad_filter", "year"),
    ("/api/search?after=2024-13", 400, "bad_filter", "after"),
    ("/api/search?facets=colour", 400, "bad_filter", "facets"),
    ("/api/search?page=0", 400, "bad_request", "page"),
    ("/api/search?page=99999999999999999999", 400, "bad_request", "page"),
    ("/api/search?limit=101", 400, "bad_request", "limit"),
    ("/api/search?sort=best", 400, "bad_request", "sort"),
    ("/api/search?q=a&q=b", 400, "bad_request", "q"),
    ("/api/articles/nope", 404, "not_found", "id"),
    ("/api/articles", 400, "bad_request", "id"),
    ("/api/nothing/here", 404, "not_found", None),
    ("/api", 404, "not_found", None),
    ("/api/", 404, "not_found", None),
]


@pytest.mark.parametrize(("address", "status", "code", "field"), FAILURES)
def test_errors_have_one_shape(client: FlaskClient, address: str, status: int, code: str, field: str | None) -> None:
    response = client.get(address)
    assert (response.status_code, response.content_type) == (status, "application/json; charset=utf-8")
    assert list(response.json) == ["error"]
    error = response.json["error"]
    assert set(error) == {"code", "message", "field"}
    assert (error["code"], error["field"]) == (code, field)
    assert error["message"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
@pytest.mark.parametrize("address", ["/api/search", "/api/articles/tin-1", "/api/nothing"])
def test_only_reading_methods_are_allowed(client: FlaskClient, method: str, address: str) -> None:
    response = client.open(address, method=method)
    assert response.status_code == 405
    assert response.json["error"]["code"] == "method_not_allowed"
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_errors_do_not_disclose_the_index_folder(client: FlaskClient, folder: Path, tmp_path: Path) -> None:
    for response in (
        client.get("/api/articles/nope"),
        client.get("/articles/nope"),
        create_app(tmp_path / "none").test_client().get("/api/search"),
        create_app(tmp_path / "none").test_client().get("/"),
    ):
        assert str(folder) not in response.text
        assert str(tmp_path) not in response.text


def test_any_origin_may_read_the_api(client: FlaskClient) -> None:
    for address in ("/api/search", "/api/search?year=abc", "/api/nothing"):
        assert client.get(address).headers["Access-Control-Allow-Origin"] == "*"
    preflight = client.options("/api/search", headers={"Origin": "https://x.example"})
    assert preflight.status_code == 204
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in preflight.headers["Access-Control-Allow-Methods"]
    assert "Access-Control-Allow-Origin" not in client.get("/").headers


@pytest.mark.parametrize("origin", ["", "https://xa.example"])
def test_the_origin_is_a_setting(folder: Path, monkeypatch: pytest.MonkeyPatch, origin: str) -> None:
    monkeypatch.setenv("TIMTIN_CORS_ORIGIN", origin)
    response = create_app(folder).test_client().get("/api/search?limit=1")
    assert response.headers.get("Access-Control-Allow-Origin", "") == origin
    assert ("Origin" in response.headers.get("Vary", "")) == bool(origin)


def test_several_origins(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMTIN_CORS_ORIGIN", "https://xa.example, https://huyen.example")
    client = create_app(folder).test_client()
    for origin, allowed in (("https://huyen.example", True), ("https://la.example", False), (None, False)):
        response = client.get("/api/suggest", headers={"Origin": origin} if origin else {})
        assert response.headers.get("Access-Control-Allow-Origin") == (origin if allowed else None)
        assert "Origin" in response.headers["Vary"]


def test_head_is_get_without_a_body(client: FlaskClient) -> None:
    response = client.head("/api/search?q=tin")
    assert (response.status_code, response.data) == (200, b"")


def test_health(client: FlaskClient, tmp_path: Path) -> None:
    assert client.get("/healthz").json == {"status": "ok"}
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json["status"]) == (200, "ready")
    assert ready.json["articles"] > 24
    broken = create_app(tmp_path / "none").test_client()
    assert broken.get("/healthz").status_code == 200
    assert (broken.get("/readyz").status_code, broken.get("/readyz").json["error"]["code"]) == (503, "index_missing")


def test_an_internal_error_is_only_logged(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    def opener(_folder: Path) -> timtin.Index:
        raise RuntimeError("secret detail")

    broken = create_app(folder, opener=opener).test_client()
    response = broken.get("/api/search")
    page = broken.get("/")
    assert (response.status_code, response.json["error"]["code"]) == (500, "internal_error")
    assert page.status_code == 500
    assert "secret" not in response.text + page.text
    assert "Traceback" not in response.text + page.text
    assert "secret detail" in caplog.text


def test_result_html_is_escaped_text_and_highlights(client: FlaskClient) -> None:
    (hit,) = client.get("/api/search?q=kịch bản&facets=").json["hits"]
    for name in ("title_html", "snippet_html"):
        assert set(re.findall(r"<[^>]*>", hit[name])) <= {"<mark>", "</mark>"}


def test_the_app_is_a_flask_app(app: Flask) -> None:
    assert "timtin" in app.blueprints
