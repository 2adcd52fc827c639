"""The API over time: caching, consistent paging, an index that changes, is damaged, disappears and returns."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

import timtin
from timtin import Article
from timtin.search_web import create_app
from timtin.search_web.api.openapi import OPERATIONS

CACHED = [
    "/api/search?q=hoa",
    "/api/articles/tin-1",
    "/api/similar/tin-1",
    "/api/suggest?q=x",
    "/feed.atom",
    "/sitemap.xml",
]


@pytest.fixture
def changing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, FlaskClient]]:
    """An index that was last changed a minute ago, and a client that sees new commits at once."""
    monkeypatch.setattr("timtin.search_web.site.live_index.REFRESH_SECONDS", 0.0)
    folder = tmp_path / "index"
    add(folder, *range(1, 6))
    app = create_app(folder)
    yield folder, app.test_client()
    app.extensions["timtin"].live.close()


def add(folder: Path, *numbers: int) -> None:
    with timtin.create_index(folder) as index:
        index.add(Article(id=f"tin-{n}", title=f"Xã làm đường hoa {n}", body="Nội dung.") for n in numbers)
    age(folder, 60)


def age(folder: Path, seconds: int) -> None:
    past = time.time() - seconds
    for path in (folder / "manifest.json", *folder.glob("gen-*")):
        os.utime(path, (past, past))


@pytest.mark.parametrize("address", CACHED)
def test_an_unchanged_response_is_a_304(changing: tuple[Path, FlaskClient], address: str) -> None:
    _, client = changing
    first = client.get(address)
    tag, date = first.headers["ETag"], first.headers["Last-Modified"]
    for headers in ({"If-None-Match": tag}, {"If-Modified-Since": date}, {"If-None-Match": f'"x", {tag}'}):
        again = client.get(address, headers=headers)
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert client.head(address).headers["ETag"] == tag


def test_a_commit_invalidates_cached_responses(changing: tuple[Path, FlaskClient]) -> None:
    folder, client = changing
    first = client.get("/api/search?q=hoa")
    with timtin.create_index(folder) as index:
        index.add([Article(id="moi", title="Thêm đường hoa")])
    for headers in ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}):
        again = client.get("/api/search?q=hoa", headers=headers)
        assert (again.status_code, again.json["total"]) == (200, 6)
        assert "Last-Modified" not in again.headers  # another commit may follow within the same second


def test_paging_returns_every_hit_once(client: FlaskClient) -> None:
    for query in ("q=hoa", "q=hoa&sort=oldest", "sort=newest", "q="):
        whole = [hit["id"] for hit in client.get(f"/api/search?{query}&limit=100&facets=").json["hits"]]
        ids: list[str] = []
        address: str | None = f"/api/search?{query}&limit=5&facets="
        while address:
            response = client.get(address)
            ids += [hit["id"] for hit in response.json["hits"]]
            links = {rel: to for to, rel in re.findall(r'<([^>]+)>; rel="(\w+)"', response.headers["Link"])}
            assert ("prev" in links) == (response.json["page"] > 1)
            assert "first" in links and "last" in links
            address = links.get("next")
        assert ids == whole


def test_a_page_beyond_the_last_one(client: FlaskClient) -> None:
    response = client.get("/api/search?q=hoa&page=1000000&limit=5")
    assert (response.status_code, response.json["hits"], response.json["total"]) == (200, [], 24)
    assert 'page=5&limit=5>; rel="prev"' in response.headers["Link"]
    assert 'rel="next"' not in response.headers["Link"]


def test_a_long_link_header_is_left_out(client: FlaskClient) -> None:
    response = client.get("/api/search?" + "&".join(f"topic={'x' * 290}{n}" for n in range(20)))
    assert response.status_code == 200
    assert "Link" not in response.headers


def failure(client: FlaskClient, address: str) -> tuple[int, str]:
    response = client.get(address)
    assert response.content_type == "application/json; charset=utf-8"
    assert set(response.json["error"]) == {"code", "message", "field"}
    assert int(response.headers["Retry-After"]) > 0
    return response.status_code, response.json["error"]["code"]


NEEDING_INDEX = [*CACHED, "/readyz", "/sitemap-undated-1.xml"]


def test_an_index_that_disappears_and_returns(changing: tuple[Path, FlaskClient]) -> None:
    folder, client = changing
    assert client.get("/readyz").status_code == 200
    away = folder.with_name("away")
    folder.rename(away)
    for address in NEEDING_INDEX:
        client.get(address)  # the first request may still be served by the open snapshot
        assert failure(client, address) == (503, "index_missing"), address
    for address in ("/healthz", "/metrics", "/api/openapi.json", "/opensearch.xml", "/robots.txt"):
        assert client.get(address).status_code == 200
    away.rename(folder)
    for address in NEEDING_INDEX:
        assert client.get(address).status_code == 200


def test_a_damaged_index(changing: tuple[Path, FlaskClient], caplog: pytest.LogCaptureFixture) -> None:
    folder, client = changing
    (folder / "manifest.json").write_text("{broken", encoding="utf-8")
    for address in NEEDING_INDEX:
        client.get(address)
        assert failure(client, address) == (503, "index_damaged"), address
        assert str(folder) not in client.get(address).text
    shutil.rmtree(folder)
    add(folder, 1)
    assert client.get("/api/search").json["total"] == 1


def test_emptied_files_of_an_open_index(changing: tuple[Path, FlaskClient]) -> None:
    folder, client = changing
    assert client.get("/readyz").status_code == 200
    for path in folder.glob("gen-*/*"):
        if path.is_file():
            path.write_bytes(b"")
    for address in NEEDING_INDEX:
        response = client.get(address)
        assert response.status_code in (200, 503), address
        if response.status_code == 503:
            assert response.json["error"]["code"].startswith("index_")


def test_commits_during_concurrent_requests(changing: tuple[Path, FlaskClient]) -> None:
    folder, client = changing
    app, codes, stop = client.application, set[int](), []

    def send_requests() -> None:
        own_client = app.test_client()
        while not stop:
            codes.update(own_client.get(address).status_code for address in NEEDING_INDEX)

    threads = [Thread(target=send_requests) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for number in range(10, 14):
            add(folder, number)
    finally:
        stop.append(True)
        for thread in threads:
            thread.join()
    assert codes == {200}
    assert client.get("/api/search").json["total"] == 9


DESCRIBED = [each.path.replace("{id}", "tin-1") for each in OPERATIONS]
UNDESCRIBED = ["/opensearch.xml", "/sitemap.xml", "/sitemap-undated-1.xml", "/robots.txt", "/metrics", "/api/nothing"]


@pytest.mark.parametrize("address", [*DESCRIBED, *UNDESCRIBED])
def test_allowed_methods(client: FlaskClient, address: str) -> None:
    options = client.options(address)
    assert (options.status_code, options.data) == (204, b"")
    assert options.headers["Allow"] == "GET, HEAD, OPTIONS"
    response, head = client.get(address), client.head(address)
    assert (head.status_code, head.data) == (response.status_code, b"")
    assert head.content_type == response.content_type
    for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY"):
        refused = client.open(address, method=method)
        assert (refused.status_code, refused.json["error"]["code"]) == (405, "method_not_allowed")
        assert refused.headers["Allow"] == "GET, HEAD, OPTIONS"


NAMES = ["q", "id", "place", "year", "after", "page", "limit", "sort", "facets", "explain", "format", "lạ", ""]
VALUES = st.one_of(
    st.binary(max_size=20).map(lambda raw: "".join(f"%{byte:02X}" for byte in raw)),
    st.sampled_from(
        ["%00", "%ED%A0%80", "%FF", "%", "%2", "1", "-1", "0", "2024", "tin-1", "opensearch", "+", ",", "%0A1", "1%0A"]
    ),
    st.text(st.characters(codec="latin-1"), max_size=10),
)


@settings(deadline=None, max_examples=120)
@given(
    address=st.sampled_from([*DESCRIBED, *UNDESCRIBED]),
    pairs=st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=4),
)
def test_arbitrary_parameters(client: FlaskClient, address: str, pairs: list[tuple[str, str]]) -> None:
    raw = "&".join(f"{name}={value}".encode().decode("latin-1") for name, value in pairs)
    response = client.get(address, environ_overrides={"QUERY_STRING": raw})
    assert response.status_code in (200, 400, 404)
    if response.status_code != 200:
        error: dict[str, Any] = response.json["error"]
        assert set(error) == {"code", "message", "field"}
        assert len(error["message"]) < 500
