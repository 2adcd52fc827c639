"""`/metrics`, as Prometheus reads it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from timtin.search_web import create_app, create_blueprint

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def samples(client: FlaskClient, address: str = "/metrics") -> Samples:
    got = client.get(address)
    assert got.status_code == 200
    assert got.content_type.startswith("text/plain")
    families = text_string_to_metric_families(got.text)
    return {(s.name, frozenset(s.labels.items())): s.value for family in families for s in family.samples}


def requests(found: Samples, **labels: str) -> float:
    return found.get(("timtin_http_requests_total", frozenset(labels.items())), 0)


def test_requests_by_endpoint_method_and_status(folder: Path) -> None:
    client = create_app(folder).test_client()
    for address in ("/api/search", "/api/search?year=x", "/api/articles/nope", "/", "/nope"):
        client.get(address)
    client.head("/api/search")
    client.open("/api/search", method="BREW")
    found = samples(client)
    assert requests(found, endpoint="api_search", method="GET", status="200") == 1
    assert requests(found, endpoint="api_search", method="GET", status="400") == 1
    assert requests(found, endpoint="api_search", method="HEAD", status="200") == 1
    assert requests(found, endpoint="api_article", method="GET", status="404") == 1
    assert requests(found, endpoint="home", method="GET", status="200") == 1
    assert requests(found, endpoint="none", method="GET", status="404") == 1
    assert sum(requests(found, endpoint=e, method="other", status="405") for e in ("none", "api_search")) == 1
    timed = ("timtin_http_request_seconds_count", frozenset({("endpoint", "api_search")}))
    assert found[timed] >= 3


def test_the_index(folder: Path) -> None:
    client = create_app(folder).test_client()
    found = samples(client)
    plain = frozenset[tuple[str, str]]()
    assert found["timtin_index_up", plain] == 1
    assert found["timtin_index_articles", plain] == client.get("/readyz").json["articles"]
    assert found["timtin_index_age_seconds", plain] >= 0


def test_the_age_is_that_of_the_last_commit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    latest = max(path.stat().st_mtime for path in (folder / "manifest.json", *folder.glob("gen-*")))
    monkeypatch.setattr("timtin.search_web.site.metrics.time.time", lambda: latest + 500)
    found = samples(create_app(folder).test_client())
    assert found["timtin_index_age_seconds", frozenset()] == pytest.approx(500, abs=1)


def test_without_an_index(tmp_path: Path) -> None:
    found = samples(create_app(tmp_path / "none").test_client())
    assert found["timtin_index_up", frozenset()] == 0
    assert ("timtin_index_articles", frozenset()) not in found


def test_searches_in_one_process_stay_apart(folder: Path) -> None:
    host = Flask("host", static_folder=None)
    host.register_blueprint(create_blueprint(folder), url_prefix="/a")
    host.register_blueprint(create_blueprint(folder, name="b"), url_prefix="/b")
    client = host.test_client()
    client.get("/a/api/suggest")
    wanted = {"endpoint": "api_suggest", "method": "GET", "status": "200"}
    assert requests(samples(client, "/a/metrics"), **wanted) == 1
    assert requests(samples(client, "/b/metrics"), **wanted) == 0


def test_it_can_be_switched_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMTIN_METRICS", "0")
    got = create_app(folder).test_client().get("/metrics")
    assert (got.status_code, got.json["error"]["code"]) == (404, "not_found")


def test_openmetrics_for_who_asks_for_it(folder: Path) -> None:
    client = create_app(folder).test_client()
    got = client.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert got.content_type.startswith("application/openmetrics-text")
    assert got.text.endswith("# EOF\n")
    assert "Access-Control-Allow-Origin" not in got.headers


def test_no_folder_is_told(folder: Path) -> None:
    assert os.fspath(folder) not in create_app(folder).test_client().get("/metrics").text
