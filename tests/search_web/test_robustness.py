"""Robustness against any request: odd bytes, long queries, response headers, caching, compression."""

from __future__ import annotations

import gzip
import re

import brotli
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from timtin.search_web.http.request import PARAMETERS

ODD = [
    "q=%FF%FE",
    "q=%00",
    "q=%ED%A0%80",
    "q=%",
    "q=" + "(" * 3000,
    "q=" + "dân " * 5000,
    "q=" + "x" * 100_000,
    "q=%22%22%22",
    "q=-",
    "q=a&q=b&q=c",
    "place=%00&place=/&place=//",
    "place=" + "/".join("abc" * 50),
    "citation=%F0%9F%98%80",
    "year=0000",
    "year=2024-02-30",
    "month=2024",
    "after=9999-12-31",
    "before=0000-00-00",
    "after=2024-01-01T00:00",
    "page=0",
    "page=-5",
    "page=1e3",
    "page=99999999999999999999",
    "limit=0",
    "limit=999999",
    "sort=%00",
    "sort=newest&sort=oldest",
    "facets=%00,,,",
    "=",
    "&&&=&",
    "q",
    ";q=1;",
]


@pytest.mark.parametrize(
    "address", ["/", "/api/search", "/articles/tin-1", "/api/articles", "/documents", "/places", "/help", "/about"]
)
@pytest.mark.parametrize("query_string", ODD, ids=[each[:30] for each in ODD])
def test_odd_requests(client: FlaskClient, address: str, query_string: str) -> None:
    for method in ("GET", "HEAD"):
        response = client.open(address, method=method, environ_overrides={"QUERY_STRING": query_string})
        assert response.status_code in (200, 400, 404)


@pytest.mark.parametrize(
    "path",
    [
        "/%FF",
        "/articles/%FF%00",
        "/articles/%ED%A0%80",
        "//",
        "/api//search",
        "/articles/",
        "/places/%00",
        "/places///",
        "/documents/%FF",
    ],
)
def test_odd_paths(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code < 500


@pytest.mark.parametrize("host", ["bad host", "x/y", "[", "a" * 300, "tin.example:99999999"])
def test_odd_hosts(client: FlaskClient, host: str) -> None:
    for address in ("/", "/nope", "/api/search"):
        assert client.get(address, headers={"Host": host}).status_code < 500


RAW = st.binary(max_size=60).map(lambda raw: raw.decode("latin-1"))


@settings(deadline=None, max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query_string=RAW | st.builds("{}={}".format, st.sampled_from(PARAMETERS), RAW))
def test_any_bytes_in_the_query_string(app: Flask, query_string: str) -> None:
    client = app.test_client()
    for address in ("/", "/api/search", "/help"):
        assert client.get(address, environ_overrides={"QUERY_STRING": query_string}).status_code in (200, 400)


@settings(deadline=None, max_examples=40)
@given(path=RAW)
def test_any_bytes_in_the_path(app: Flask, path: str) -> None:
    for prefix in ("/", "/articles/", "/documents/", "/places/", "/api/", "/static/timtin/"):
        response = app.test_client().get("/", environ_overrides={"PATH_INFO": prefix + path})
        assert response.status_code < 500


@pytest.mark.parametrize(
    "address", ["/", "/?q=tin", "/nope", "/articles/tin-1", "/api/search", "/static/timtin/timtin.css"]
)
def test_every_response_has_security_headers(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert response.headers["Referrer-Policy"]
    response.close()


def test_no_inline_code_and_no_foreign_resources(client: FlaskClient) -> None:
    script = re.findall(r'<script src="(/static/timtin/timtin\.js\?v=\w+)"', client.get("/").text)[0]
    for address in ("/", "/?q=tin", "/articles/tin-1"):
        text = client.get(address).text
        assert " style=" not in text
        assert set(re.findall(r"<script([^>]*)>", text)) <= {f' src="{script}" defer', ' type="application/ld+json"'}
        assert 'src="http' not in text


@pytest.mark.parametrize(("prefix", "max_size"), [('rel="stylesheet" href="', 7_000), ('<script src="', 6_000)])
def test_static_files_are_small_and_cached_by_their_digest(client: FlaskClient, prefix: str, max_size: int) -> None:
    address = client.get("/").text.split(prefix)[1].split('"')[0]
    with client.get(address, headers={"Accept-Encoding": "gzip"}) as response:
        assert "immutable" in response.headers["Cache-Control"]
        assert len(response.data) < max_size
    with client.get(address.split("?")[0]) as plain:
        assert "immutable" not in plain.headers["Cache-Control"]


@pytest.mark.parametrize("address", ["/", "/?q=dân&year=2021", "/articles/tin-1", "/places/Long An", "/help", "/about"])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_an_unchanged_page_is_a_304(client: FlaskClient, address: str, encoding: str) -> None:
    first = client.get(address, headers={"Accept-Encoding": encoding})
    tag = {"If-None-Match": first.headers["ETag"], "Accept-Encoding": encoding}
    again = client.get(address, headers=tag)
    assert (again.status_code, again.data) == (304, b"")
    assert "Accept-Encoding" in again.headers["Vary"]
    assert client.get(address, headers={**tag, "Accept-Language": "en"}).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", None),
        ("identity", None),
        ("gzip", "gzip"),
        ("gzip, deflate, br", "br"),
        ("br;q=0, gzip", "gzip"),
        ("gzip;q=0", None),
        ("*", "br"),
        ("zstd", None),
    ],
)
def test_text_is_compressed_as_accepted(client: FlaskClient, accepted: str, encoding: str | None) -> None:
    for address in ("/?q=dân", "/static/timtin/timtin.css", "/api/search?q=dân"):
        plain = client.get(address, headers={"Accept-Encoding": "identity"})
        with client.get(address, headers={"Accept-Encoding": accepted}) as response:
            assert response.headers.get("Content-Encoding") == encoding
            assert "Accept-Encoding" in response.vary
            assert int(response.headers["Content-Length"]) == len(response.data)
            unpacked = {"gzip": gzip.decompress, "br": brotli.decompress, None: bytes}[encoding](response.data)
        if "/api/" not in address:  # it contains the duration
            assert unpacked == plain.data
        plain.close()


def test_small_responses_are_not_compressed(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/healthz", headers={"Accept-Encoding": "gzip"}).headers
