"""The query log over HTTP: what is counted, what is not, and when the report may be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from timtin.searcher import use_log


@pytest.fixture(autouse=True)
def log_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Enable the query log, so that it reports queries of a single hour; return its file."""
    monkeypatch.setenv("TIMTIN_USE_LOG", str(tmp_path / "use.sqlite"))
    monkeypatch.setenv("TIMTIN_USE_LOG_HOURS", "1")
    return tmp_path / "use.sqlite"


def test_searches_and_opened_articles_are_counted(client: FlaskClient) -> None:
    client.get("/?q=đường hoa")
    client.get("/api/search?q=ĐƯỜNG HOA")
    client.get("/?q=đường hoa&page=2")
    client.get("/articles/tin-1?q=đường hoa")
    client.get("/?q=kênh")
    client.get("/?q=zzz khongco")
    client.get("/")
    client.get("/articles/tin-1")
    log = use_log()
    assert log is not None
    report = log.report()
    first = report.popular[0]
    assert (first.query, first.searches, first.shown, first.opened, first.results) == ("đường hoa", 2, 1, 1, 24)
    assert [each.query for each in report.abandoned] == ["kênh"]
    assert [each.query for each in report.empty] == ["zzz khongco"]
    assert report.searches == 4


@pytest.mark.parametrize("headers", [{"DNT": "1"}, {"Sec-GPC": "1"}])
def test_clients_that_opt_out_are_not_counted(client: FlaskClient, log_file: Path, headers: dict[str, str]) -> None:
    client.get("/?q=đường hoa", headers=headers)
    client.get("/articles/tin-1?q=đường hoa", headers=headers)
    client.head("/?q=đường hoa")
    assert not log_file.exists()


def test_the_file_contains_no_personal_data(client: FlaskClient, log_file: Path) -> None:
    client.get(
        "/?q=đường hoa",
        headers={"User-Agent": "Trình duyệt lạ", "Cookie": "a=b"},
        environ_base={"REMOTE_ADDR": "203.0.113.7"},
    )
    raw = log_file.read_bytes()
    assert "đường hoa".encode() in raw
    for secret in ("203.0.113.7", "Trình duyệt", "a=b"):
        assert secret.encode() not in raw


def test_the_report_requires_its_setting(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    client.get("/api/search?q=kênh")
    assert client.get("/api/queries").status_code == 404
    monkeypatch.setenv("TIMTIN_USE_LOG_API", "1")
    response = client.get("/api/queries?limit=5")
    assert response.status_code == 200
    assert response.json["popular"] == [
        {"query": "kênh", "searches": 1, "results": 24, "empty": 0, "shown": 0, "opened": 0}
    ]
    assert client.get("/api/queries?limit=x").status_code == 400
    monkeypatch.delenv("TIMTIN_USE_LOG")
    assert client.get("/api/queries").status_code == 404


def test_an_unwritable_log_does_not_affect_searches(
    client: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIMTIN_USE_LOG", str(tmp_path))
    assert client.get("/?q=đường hoa").status_code == 200
    assert client.get("/api/search?q=đường hoa").status_code == 200
