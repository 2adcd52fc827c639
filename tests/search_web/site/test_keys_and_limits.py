"""API keys, rate limits, sizes of requests, clients behind proxies, and the base URL."""

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

ClientFactory = Callable[..., FlaskClient]


@pytest.fixture
def make_client(folder: Path, monkeypatch: pytest.MonkeyPatch) -> ClientFactory:
    """Return a function that makes a client of an app with these settings."""

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
    # wrong, incomplete, empty, of another scheme, one of two wrong
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
def test_keys(make_client: ClientFactory, headers: dict[str, str], status: int) -> None:
    client = make_client(api_keys=" one, two ,")
    for address in ("/api/search?facets=&limit=1", "/api/articles/tin-1", "/api/suggest?q=x", "/api/similar?id=tin-1"):
        response = client.get(address, headers=headers)
        assert response.status_code == status
        if status == 401:
            assert response.json["error"]["code"] == "unauthorized"
            assert response.headers["WWW-Authenticate"].startswith("Bearer")
        assert "private" in response.headers["Cache-Control"]
        assert {"Authorization", "X-API-Key"} <= set(response.vary)


def test_pages_feeds_and_monitoring_need_no_key(make_client: ClientFactory) -> None:
    client = make_client(api_keys="one")
    for address in ("/", "/?q=tin", "/articles/tin-1", "/feed.atom", "/sitemap.xml", "/opensearch.xml", "/robots.txt",
                    "/api/openapi.json", "/healthz", "/readyz", "/metrics"):  # fmt: skip
        assert client.get(address).status_code == 200, address
    assert client.get("/api/suggest?q=x", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
    assert client.get("/api/suggest?q=x", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 401
    assert client.get("/api/search", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 401


def test_scripts_of_other_origins_may_send_a_key(make_client: ClientFactory) -> None:
    preflight = make_client(api_keys="one").options(
        "/api/search", headers={"Origin": "https://x.example", "Access-Control-Request-Headers": "authorization"}
    )
    assert preflight.status_code == 204
    assert "Authorization" in preflight.headers["Access-Control-Allow-Headers"]


def test_keys_in_a_file(make_client: ClientFactory, tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text("# of the newsroom\none\n\n  chìa \n", encoding="utf-8")
    client = make_client(api_keys=f"@{file}")
    assert client.get("/api/search", headers={"X-API-Key": "one"}).status_code == 200
    assert client.get("/api/search", headers={"X-API-Key": "chìa".encode().decode("latin-1")}).status_code == 200
    assert client.get("/api/search", headers={"X-API-Key": "# of the newsroom"}).status_code == 401


@pytest.mark.parametrize("content", [None, b"", b"# nothing\n\n", b"\xff\xfe"])
def test_a_key_file_without_keys_is_an_error(make_client: ClientFactory, tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "keys"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(UsageError) as caught:
        make_client(api_keys=f"@{file}")
    assert caught.value.field == "api_keys"


def test_a_rate_limit(make_client: ClientFactory) -> None:
    client = make_client(rate_limit="3/hour")
    left = [client.get("/api/suggest?q=x").headers["X-RateLimit-Remaining"] for _ in range(3)]
    assert left == ["2", "1", "0"]
    response = client.get("/api/search")
    assert (response.status_code, response.json["error"]["code"]) == (429, "too_many_requests")
    assert 3500 < int(response.headers["Retry-After"]) <= 3600
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    # malformed requests and feeds count, too; pages and monitoring do not
    assert client.get("/api/search?year=x").status_code == 429
    assert client.get("/feed.atom").status_code == 429
    for address in ("/", "/articles/tin-1", "/healthz", "/readyz", "/metrics", "/robots.txt"):
        assert client.get(address).status_code == 200
    assert client.options("/api/search").status_code == 204
    assert client.get("/api/search", environ_overrides={"REMOTE_ADDR": "192.0.2.9"}).status_code == 200


def test_several_limits_at_once(make_client: ClientFactory) -> None:
    client = make_client(rate_limit="100/minute; 2/day")
    assert [client.get("/api/suggest").status_code for _ in range(3)] == [200, 200, 429]


def test_every_key_has_its_own_limit(make_client: ClientFactory) -> None:
    client = make_client(rate_limit="2/hour", api_keys="one,two")
    one, two = {"X-API-Key": "one"}, {"X-API-Key": "two"}
    assert [client.get("/api/suggest", headers=one).status_code for _ in range(3)] == [200, 200, 429]
    assert client.get("/api/suggest", headers=two).status_code == 200
    # requests with invalid keys are counted by address
    assert [client.get("/api/suggest", headers={"X-API-Key": "x"}).status_code for _ in range(3)] == [401, 401, 429]


def test_concurrent_requests_are_counted_exactly(make_client: ClientFactory) -> None:
    app = make_client(rate_limit="40/hour").application
    codes: list[int] = []

    def send_requests() -> None:
        client = app.test_client()
        codes.extend(client.get("/api/openapi.json").status_code for _ in range(10))

    threads = [Thread(target=send_requests) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (codes.count(200), codes.count(429)) == (40, 40)


def test_limits_do_not_apply_to_routes_of_the_host(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMTIN_RATE_LIMIT", "1/hour")
    host = Flask("host", static_folder=None)
    host.register_blueprint(create_blueprint(folder), url_prefix="/tim")
    host.add_url_rule("/api/own", view_func=lambda: "own")
    client = host.test_client()
    assert [client.get("/tim/api/suggest").status_code for _ in range(2)] == [200, 429]
    assert [client.get("/api/own").status_code for _ in range(3)] == [200] * 3


@pytest.mark.parametrize("setting", ["many", "10", "0/minute", "10/fortnight", "-1/minute", "10/minute and more"])
def test_an_invalid_rate_limit_is_an_error(setting: str) -> None:
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
def test_the_client_of_an_address(address: str | None, client: str) -> None:
    assert client_of(address) == client


def test_clients_behind_a_proxy_are_distinguished(make_client: ClientFactory) -> None:
    proxied = make_client(rate_limit="1/hour", proxies="1")
    for client in ("192.0.2.1", "192.0.2.2"):
        headers = {"X-Forwarded-For": f"6.6.6.6, {client}"}  # the client sent the part before the comma
        assert [proxied.get("/api/suggest", headers=headers).status_code for _ in range(2)] == [200, 429]
    robots = proxied.get("/robots.txt", headers={"X-Forwarded-Proto": "https", "X-Forwarded-Host": "tin.example"})
    assert "Sitemap: https://tin.example/sitemap.xml" in robots.text


def test_a_negative_number_of_proxies(make_client: ClientFactory) -> None:
    with pytest.raises(UsageError) as caught:
        make_client(proxies="-1")
    assert caught.value.field == "proxies"


def test_without_a_proxy_forwarded_headers_are_ignored(make_client: ClientFactory) -> None:
    client = make_client(rate_limit="1/hour")
    codes = [client.get("/api/suggest", headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code for n in range(2)]
    assert codes == [200, 429]
    assert "evil" not in client.get("/robots.txt", headers={"X-Forwarded-Host": "evil.example"}).text


SIZES = [
    ("/api/search", {"data": b"x" * 70_000}, 413, "too_large"),
    ("/api/search?q=" + "x" * 210_000, {}, 414, "address_too_long"),
    ("/api/articles/" + "x" * 210_000, {}, 414, "address_too_long"),
    ("/feed.atom?q=" + "x" * 210_000, {}, 414, "address_too_long"),
]


@pytest.mark.parametrize(("address", "options", "status", "code"), SIZES, ids=[code for *_, code in SIZES])
def test_requests_that_are_too_large(
    client: FlaskClient, address: str, options: dict[str, bytes], status: int, code: str
) -> None:
    response = client.get(address, **options)
    assert (response.status_code, response.json["error"]["code"]) == (status, code)
    assert "/" not in response.json["error"]["message"]


def test_the_error_for_a_long_page_url_is_a_page(client: FlaskClient) -> None:
    response = client.get("/?q=" + "x" * 210_000)
    assert response.status_code == 414
    assert response.content_type.startswith("text/html")
    assert client.get("/api/search?q=" + "x" * 100_000).status_code == 200
    assert client.get("/api/search", data=b"x" * 1000).status_code == 200


@pytest.mark.parametrize("address", ["tin.example", "ftp://tin.example", "https://", "https://a b", "https://a/?x=1"])
def test_an_invalid_base_url_is_an_error(make_client: ClientFactory, address: str) -> None:
    with pytest.raises(UsageError) as caught:
        make_client(base_url=address)
    assert caught.value.field == "base_url"
