"""The API through time: caching, pages that fit together, an index that changes, breaks, goes and comes back."""

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
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Path, FlaskClient]]:
    """An index of its own that was last changed a minute ago, and a client that sees changes at once."""
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
    then = time.time() - seconds
    for path in (folder / "manifest.json", *folder.glob("gen-*")):
        os.utime(path, (then, then))


@pytest.mark.parametrize("address", CACHED)
def test_an_unchanged_answer_is_not_sent_twice(own: tuple[Path, FlaskClient], address: str) -> None:
    _, client = own
    first = client.get(address)
    tag, date = first.headers["ETag"], first.headers["Last-Modified"]
    for headers in ({"If-None-Match": tag}, {"If-Modified-Since": date}, {"If-None-Match": f'"x", {tag}'}):
        again = client.get(address, headers=headers)
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert client.head(address).headers["ETag"] == tag


def test_a_changed_index_is_sent_again(own: tuple[Path, FlaskClient]) -> None:
    folder, client = own
    first = client.get("/api/search?q=hoa")
    with timtin.create_index(folder) as index:
        index.add([Article(id="moi", title="Thêm đường hoa")])
    for headers in ({"If-None-Match": first.headers["ETag"]}, {"If-Modified-Since": first.headers["Last-Modified"]}):
        again = client.get("/api/search?q=hoa", headers=headers)
        assert (again.status_code, again.json["total"]) == (200, 6)
        assert "Last-Modified" not in again.headers  # a second of commits may not be over yet


def test_pages_fit_together(client: FlaskClient) -> None:
    for query in ("q=hoa", "q=hoa&sort=oldest", "sort=newest", "q="):
        whole = [hit["id"] for hit in client.get(f"/api/search?{query}&limit=100&facets=").json["hits"]]
        seen: list[str] = []
        address: str | None = f"/api/search?{query}&limit=5&facets="
        while address:
            got = client.get(address)
            seen += [hit["id"] for hit in got.json["hits"]]
            links = {rel: to for to, rel in re.findall(r'<([^>]+)>; rel="(\w+)"', got.headers["Link"])}
            assert ("prev" in links) == (got.json["page"] > 1)
            assert "first" in links and "last" in links
            address = links.get("next")
        assert seen == whole


def test_beyond_the_end(client: FlaskClient) -> None:
    got = client.get("/api/search?q=hoa&page=1000000&limit=5")
    assert (got.status_code, got.json["hits"], got.json["total"]) == (200, [], 24)
    assert 'page=5&limit=5>; rel="prev"' in got.headers["Link"]
    assert 'rel="next"' not in got.headers["Link"]


def test_headers_stay_short(client: FlaskClient) -> None:
    got = client.get("/api/search?" + "&".join(f"topic={'x' * 290}{n}" for n in range(20)))
    assert got.status_code == 200
    assert "Link" not in got.headers


def failure(client: FlaskClient, address: str) -> tuple[int, str]:
    got = client.get(address)
    assert got.content_type == "application/json; charset=utf-8"
    assert set(got.json["error"]) == {"code", "message", "field"}
    assert int(got.headers["Retry-After"]) > 0
    return got.status_code, got.json["error"]["code"]


NEEDING = [*CACHED, "/readyz", "/sitemap-undated-1.xml"]


def test_an_index_that_goes_and_comes_back(own: tuple[Path, FlaskClient]) -> None:
    folder, client = own
    assert client.get("/readyz").status_code == 200
    away = folder.with_name("away")
    folder.rename(away)
    for address in NEEDING:
        client.get(address)  # the first may still be answered from what was open
        assert failure(client, address) == (503, "index_missing"), address
    for address in ("/healthz", "/metrics", "/api/openapi.json", "/opensearch.xml", "/robots.txt"):
        assert client.get(address).status_code == 200
    away.rename(folder)
    for address in NEEDING:
        assert client.get(address).status_code == 200


def test_an_index_that_breaks(own: tuple[Path, FlaskClient], caplog: pytest.LogCaptureFixture) -> None:
    folder, client = own
    (folder / "manifest.json").write_text("{broken", encoding="utf-8")
    for address in NEEDING:
        client.get(address)
        assert failure(client, address) == (503, "index_damaged"), address
        assert str(folder) not in client.get(address).text
    shutil.rmtree(folder)
    add(folder, 1)
    assert client.get("/api/search").json["total"] == 1


def test_files_lost_below_an_open_index(own: tuple[Path, FlaskClient]) -> None:
    folder, client = own
    assert client.get("/readyz").status_code == 200
    for path in folder.glob("gen-*/*"):
        if path.is_file():
            path.write_bytes(b"")
    for address in NEEDING:
        got = client.get(address)
        assert got.status_code in (200, 503), address
        if got.status_code == 503:
            assert got.json["error"]["code"].startswith("index_")


def test_an_index_replaced_while_many_ask(own: tuple[Path, FlaskClient]) -> None:
    folder, client = own
    app, codes, stop = client.application, set[int](), []

    def ask() -> None:
        mine = app.test_client()
        while not stop:
            codes.update(mine.get(address).status_code for address in NEEDING)

    threads = [Thread(target=ask) for _ in range(3)]
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
OTHERS = ["/opensearch.xml", "/sitemap.xml", "/sitemap-undated-1.xml", "/robots.txt", "/metrics", "/api/nothing"]


@pytest.mark.parametrize("address", [*DESCRIBED, *OTHERS])
def test_methods(client: FlaskClient, address: str) -> None:
    asked = client.options(address)
    assert (asked.status_code, asked.data) == (204, b"")
    assert asked.headers["Allow"] == "GET, HEAD, OPTIONS"
    got, head = client.get(address), client.head(address)
    assert (head.status_code, head.data) == (got.status_code, b"")
    assert head.content_type == got.content_type
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
    address=st.sampled_from([*DESCRIBED, *OTHERS]),
    pairs=st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=4),
)
def test_no_parameter_breaks_anything(client: FlaskClient, address: str, pairs: list[tuple[str, str]]) -> None:
    raw = "&".join(f"{name}={value}".encode().decode("latin-1") for name, value in pairs)
    got = client.get(address, environ_overrides={"QUERY_STRING": raw})
    assert got.status_code in (200, 400, 404)
    if got.status_code != 200:
        error: dict[str, Any] = got.json["error"]
        assert set(error) == {"code", "message", "field"}
        assert len(error["message"]) < 500
