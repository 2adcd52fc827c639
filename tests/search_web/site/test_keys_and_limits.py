"""Keys of the API and limits on how often it may be asked; sizes of requests; behind proxies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient

from timtin import UsageError
from timtin.search_web import create_app, create_blueprint
from timtin.search_web.site.rate_limits import client_of, read_limit

Made = Callable[..., FlaskClient]


@pytest.fixture
def made(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """Makes a client of an app with these settings."""

    def client(**settings: str) -> FlaskClient:
        for name, value in settings.items():
            monkeypatch.setenv(f"TIMTIN_{name.upper()}", value)
        return create_app(folder).test_client()

    return client


KEYS = [
    ({}, 401),
    ({"Authorization": "Bearer one"}, 200),
    ({"Authorization": "bearer  two "}, 200),
    ({"X-API-Key": "two"}, 200),
    ({"Authorization": "Bearer one", "X-API-Key": "two"}, 200),
    # wrong, half right, empty, of another scheme, one of two wrong
    ({"Authorization": "Bearer three"}, 401),
    ({"Authorization": "Bearer on"}, 401),
    ({"Authorization": "Bearer one,two"}, 401),
    ({"Authorization": "Bearer"}, 401),
    ({"Authorization": "Basic b25lOm9uZQ=="}, 401),
    ({"Authorization": "one"}, 401),
    ({"X-API-Key": ""}, 401),
    ({"X-API-Key": "chìa".encode().decode("latin-1")}, 401),
    ({"Authorization": "Bearer one", "X-API-Key": "three"}, 401),
    ({"Authorization": "Basic b25lOm9uZQ==", "X-API-Key": "one"}, 200),
]


@pytest.mark.parametrize(("headers", "status"), KEYS)
def test_keys(made: Made, headers: dict[str, str], status: int) -> None:
    client = made(api_keys=" one, two ,")
    for address in ("/api/search?facets=&limit=1", "/api/articles/tin-1", "/api/suggest?q=x", "/api/similar?id=tin-1"):
        got = client.get(address, headers=headers)
        assert got.status_code == status
        if status == 401:
            assert got.json["error"]["code"] == "unauthorized"
            assert got.headers["WWW-Authenticate"].startswith("Bearer")
        assert "private" in got.headers["Cache-Control"]
        assert {"Authorization", "X-API-Key"} <= set(got.vary)


def test_people_and_readers_need_no_key(made: Made) -> None:
    client = made(api_keys="one")
    for address in ("/", "/?q=tin", "/articles/tin-1", "/feed.atom", "/sitemap.xml", "/opensearch.xml", "/robots.txt",
                    "/api/openapi.json", "/healthz", "/readyz", "/metrics"):  # fmt: skip
        assert client.get(address).status_code == 200, address
    assert client.get("/api/suggest?q=x", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
    assert client.get("/api/suggest?q=x", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 401
    assert client.get("/api/search", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 401


def test_scripts_of_other_pages_may_send_a_key(made: Made) -> None:
    asked = made(api_keys="one").options(
        "/api/search", headers={"Origin": "https://x.example", "Access-Control-Request-Headers": "authorization"}
    )
    assert asked.status_code == 204
    assert "Authorization" in asked.headers["Access-Control-Allow-Headers"]


def test_keys_in_a_file(made: Made, tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text("# of the newsroom\none\n\n  chìa \n", encoding="utf-8")
    client = made(api_keys=f"@{file}")
    assert client.get("/api/search", headers={"X-API-Key": "one"}).status_code == 200
    assert client.get("/api/search", headers={"X-API-Key": "chìa".encode().decode("latin-1")}).status_code == 200
    assert client.get("/api/search", headers={"X-API-Key": "# of the newsroom"}).status_code == 401


@pytest.mark.parametrize("content", [None, b"", b"# nothing\n\n", b"\xff\xfe"])
def test_a_file_without_keys_opens_nothing(made: Made, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "keys"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        made(api_keys=f"@{file}")
    assert caught.value.field == "api_keys"


def test_a_limit(made: Made) -> None:
    client = made(rate_limit="3/hour")
    left = [client.get("/api/suggest?q=x").headers["X-RateLimit-Remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    got = client.get("/api/search")
    assert (got.status_code, got.json["error"]["code"]) == (429, "too_many_requests")
    assert 3500 < int(got.headers["Retry-After"]) <= 3600
    assert got.headers["Access-Control-Allow-Origin"] == "*"
    # malformed requests count too; so do feeds; people and monitors do not
    assert client.get("/api/search?year=x").status_code == 429
    assert client.get("/feed.atom").status_code == 429
    for address in ("/", "/articles/tin-1", "/healthz", "/readyz", "/metrics", "/robots.txt"):
        assert client.get(address).status_code == 200
    assert client.options("/api/search").status_code == 204
    assert client.get("/api/search", environ_overrides={"REMOTE_ADDR": "192.0.2.9"}).status_code == 200


def test_several_limits_at_once(made: Made) -> None:
    client = made(rate_limit="100/minute; 2/day")
    assert [client.get("/api/suggest").status_code for _ in range(3)] == [200, 200, 429]


def test_every_key_has_its_own_limit(made: Made) -> None:
    client = made(rate_limit="2/hour", api_keys="one,two")
    one, two = {"X-API-Key": "one"}, {"X-API-Key": "two"}
    assert [client.get("/api/suggest", headers=one).status_code for _ in range(3)] == [200, 200, 429]
    assert client.get("/api/suggest", headers=two).status_code == 200
    # guessing is counted by address
    assert [client.get("/api/suggest", headers={"X-API-Key": "x"}).status_code for _ in range(3)] == [401, 401, 429]


def test_exactly_as_many_as_allowed_however_many_threads(made: Made) -> None:
    app = made(rate_limit="40/hour").application
    codes: list[int] = []

    def ask() -> None:
        client = app.test_client()
        codes.extend(client.get("/api/openapi.json").status_code for _ in range(10))

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (codes.count(200), codes.count(429)) == (40, 40)


def test_limits_inside_another_app_are_for_our_routes_alone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMTIN_RATE_LIMIT", "1/hour")
    host = Flask("host", static_folder=None)
    host.register_blueprint(create_blueprint(folder), url_prefix="/tim")
    host.add_url_rule("/api/own", view_func=lambda: "own")
    client = host.test_client()
    assert [client.get("/tim/api/suggest").status_code for _ in range(2)] == [200, 429]
    assert [client.get("/api/own").status_code for _ in range(3)] == [200] * 3


@pytest.mark.parametrize("setting", ["many", "10", "0/minute", "10/fortnight", "-1/minute", "10/minute and more"])
def test_a_limit_that_is_none_is_refused_at_the_start(setting: str) -> None:
    with pytest.raises(UsageError) as caught:
        read_limit(setting)
    assert caught.value.field == "rate_limit"


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix:", "unix:"),
        (None, "unknown"),
    ],
)
def test_who_asks(address: str | None, client: str) -> None:
    assert client_of(address) == client


def test_behind_a_proxy_clients_are_told_apart(made: Made) -> None:
    through = made(rate_limit="1/hour", proxies="1")
    for client in ("192.0.2.1", "192.0.2.2"):
        headers = {"X-Forwarded-For": f"6.6.6.6, {client}"}  # what stands before was the client's own invention
        assert [through.get("/api/suggest", headers=headers).status_code for _ in range(2)] == [200, 429]
    found = through.get("/robots.txt", headers={"X-Forwarded-Proto": "https", "X-Forwarded-Host": "tin.example"})
    assert "Sitemap: https://tin.example/sitemap.xml" in found.text


def test_fewer_than_no_proxies(made: Made) -> None:
    with pytest.raises(UsageError) as caught:
        made(proxies="-1")
    assert caught.value.field == "proxies"


def test_without_a_proxy_nobody_can_invent_addresses(made: Made) -> None:
    client = made(rate_limit="1/hour")
    codes = [client.get("/api/suggest", headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code for n in range(2)]
    assert codes == [200, 429]
    assert "evil" not in client.get("/robots.txt", headers={"X-Forwarded-Host": "evil.example"}).text


SIZES = [
    ("/api/search", {"data": b"x" * 70_000}, 413, "too_large"),
    ("/api/search?q=" + "x" * 210_000, {}, 414, "address_too_long"),
    ("/api/articles/" + "x" * 210_000, {}, 414, "address_too_long"),
    ("/feed.atom?q=" + "x" * 210_000, {}, 414, "address_too_long"),
]


@pytest.mark.parametrize(("address", "more", "status", "code"), SIZES, ids=[code for *_, code in SIZES])
def test_what_is_too_large(client: FlaskClient, address: str, more: dict[str, bytes], status: int, code: str) -> None:
    got = client.get(address, **more)
    assert (got.status_code, got.json["error"]["code"]) == (status, code)
    assert "/" not in got.json["error"]["message"]


def test_large_pages_are_refused_as_pages(client: FlaskClient) -> None:
    got = client.get("/?q=" + "x" * 210_000)
    assert got.status_code == 414
    assert got.content_type.startswith("text/html")
    assert client.get("/api/search?q=" + "x" * 100_000).status_code == 200
    assert client.get("/api/search", data=b"x" * 1000).status_code == 200


@pytest.mark.parametrize("address", ["tin.example", "ftp://tin.example", "https://", "https://a b", "https://a/?x=1"])
def test_a_public_address_that_is_none_is_refused(made: Made, address: str) -> None:
    with pytest.raises(UsageError) as caught:
        made(base_url=address)
    assert caught.value.field == "base_url"
