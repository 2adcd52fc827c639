"""`/metrics`, parsed by the Prometheus client."""

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
    response = client.get(address)
    assert response.status_code == 200
    assert response.content_type.startswith("text/plain")
    families = text_string_to_metric_families(response.text)
    return {(s.name, frozenset(s.labels.items())): s.value for family in families for s in family.samples}


def requests(values: Samples, **labels: str) -> float:
    return values.get(("timtin_http_requests_total", frozenset(labels.items())), 0)


def test_requests_by_endpoint_method_and_status(folder: Path) -> None:
    client = create_app(folder).test_client()
    for address in ("/api/search", "/api/search?year=x", "/api/articles/nope", "/", "/nope"):
        client.get(address)
    client.head("/api/search")
    client.open("/api/search", method="BREW")
    values = samples(client)
    assert requests(values, endpoint="api_search", method="GET", status="200") == 1
    assert requests(values, endpoint="api_search", method="GET", status="400") == 1
    assert requests(values, endpoint="api_search", method="HEAD", status="200") == 1
    assert requests(values, endpoint="api_article", method="GET", status="404") == 1
    assert requests(values, endpoint="home", method="GET", status="200") == 1
    assert requests(values, endpoint="none", method="GET", status="404") == 1
    assert sum(requests(values, endpoint=e, method="other", status="405") for e in ("none", "api_search")) == 1
    timed = ("timtin_http_request_seconds_count", frozenset({("endpoint", "api_search")}))
    assert values[timed] >= 3


def test_metrics_of_the_index(folder: Path) -> None:
    client = create_app(folder).test_client()
    values = samples(client)
    plain = frozenset[tuple[str, str]]()
    assert values["timtin_index_up", plain] == 1
    assert values["timtin_index_articles", plain] == client.get("/readyz").json["articles"]
    assert values["timtin_index_age_seconds", plain] >= 0


def test_the_age_is_that_of_the_last_commit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    latest = max(path.stat().st_mtime for path in (folder / "manifest.json", *folder.glob("gen-*")))
    monkeypatch.setattr("timtin.search_web.site.metrics.time.time", lambda: latest + 500)
    values = samples(create_app(folder).test_client())
    assert values["timtin_index_age_seconds", frozenset()] == pytest.approx(500, abs=1)


def test_without_an_index(tmp_path: Path) -> None:
    values = samples(create_app(tmp_path / "none").test_client())
    assert values["timtin_index_up", frozenset()] == 0
    assert ("timtin_index_articles", frozenset()) not in values


def test_searches_in_one_process_are_counted_separately(folder: Path) -> None:
    host = Flask("host", static_folder=None)
    host.register_blueprint(create_blueprint(folder), url_prefix="/a")
    host.register_blueprint(create_blueprint(folder, name="b"), url_prefix="/b")
    client = host.test_client()
    client.get("/a/api/suggest")
    labels = {"endpoint": "api_suggest", "method": "GET", "status": "200"}
    assert requests(samples(client, "/a/metrics"), **labels) == 1
    assert requests(samples(client, "/b/metrics"), **labels) == 0


def test_metrics_can_be_disabled(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMTIN_METRICS", "0")
    response = create_app(folder).test_client().get("/metrics")
    assert (response.status_code, response.json["error"]["code"]) == (404, "not_found")


def test_openmetrics_on_request(folder: Path) -> None:
    client = create_app(folder).test_client()
    response = client.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert response.content_type.startswith("application/openmetrics-text")
    assert response.text.endswith("# EOF\n")
    assert "Access-Control-Allow-Origin" not in response.headers


def test_metrics_do_not_disclose_the_index_folder(folder: Path) -> None:
    assert os.fspath(folder) not in create_app(folder).test_client().get("/metrics").text
