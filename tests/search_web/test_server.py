"""Serving under waitress, over real connections."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest

from timtin import TimtinError
from timtin.search_web import serve

PROGRAM = """
import sys
from timtin.search_web import serve
serve(sys.argv[1], port=0, threads=2, on_ready=lambda address: print(address, flush=True))
print("over")
"""


def raw(address: str, request: bytes) -> bytes:
    """Return the first bytes of the response to a request that no HTTP library would send."""
    parts = urlsplit(address)
    with socket.create_connection((parts.hostname, parts.port), timeout=20) as connection:
        connection.sendall(request)
        return connection.recv(64)


def test_serves_until_interrupted_and_prints_nothing(folder: Path) -> None:
    command = [sys.executable, "-c", PROGRAM, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            address = server.stdout.readline().strip()
            assert address.startswith("http://127.0.0.1:")
            with urlopen(address + "api/search?q=dan+van&limit=1", timeout=20) as response:
                assert response.status == 200
            for odd in (b"GET /api/search?q=\xff\xfe HTTP/1.0", b"GET", b"GET / HTTP/1.0\r\nHost: " + b"a" * 300):
                assert b" 400 " in raw(address, odd + b"\r\n\r\n")
            assert b" 200 " in raw(address, b"GET /?q=%FF%00 HTTP/1.0\r\n\r\n")
            server.send_signal(signal.SIGINT)
            out, err = server.communicate(timeout=20)
        finally:
            server.kill()
    assert (out, err, server.returncode) == ("over\n", "", 0)


def test_trusted_proxies_and_size_limits(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMTIN_PROXIES", "1")
    monkeypatch.setenv("TIMTIN_RATE_LIMIT", "1/hour")
    command = [sys.executable, "-c", PROGRAM, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout
            address = server.stdout.readline().strip()
            for client, status in ((1, b" 200 "), (2, b" 200 "), (1, b" 429 ")):
                head = f"GET /api/suggest HTTP/1.0\r\nX-Forwarded-For: 6.6.6.6, 192.0.2.{client}\r\n\r\n"
                assert status in raw(address, head.encode())
            long = b"GET /?q=" + b"x" * 210_000 + b" HTTP/1.0\r\n\r\n"
            assert b" 414 " in raw(address, long)
            assert b" 431 " in raw(address, long.replace(b"x", b"xx"))
            body = b"GET / HTTP/1.0\r\nContent-Length: %d\r\n\r\n"
            assert b" 413 " in raw(address, body % 70_000 + b"x" * 70_000)
            assert b" 413 " in raw(address, body % 7_000_000)
            server.send_signal(signal.SIGINT)
            _, err = server.communicate(timeout=20)
        finally:
            server.kill()
    assert (err, server.returncode) == ("", 0)


def test_a_port_in_use_is_an_error(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(TimtinError, match=f"Port {port} on 127.0.0.1 is in use") as caught:
            serve(folder, "127.0.0.1", port, 1)
    assert caught.value.field == "port"


@pytest.mark.parametrize(
    ("host", "port", "threads", "field"),
    [
        ("127.0.0.1", 65536, 1, "port"),
        ("127.0.0.1", -1, 1, "port"),
        ("127.0.0.1", 0, 0, "threads"),
        ("no such host", 0, 1, "host"),
        ("203.0.113.7", 0, 1, "host"),  # reserved for documentation, so not an address of this machine
        ("a" * 300, 0, 1, "host"),
    ],
)
def test_addresses_that_cannot_be_listened_on(folder: Path, host: str, port: int, threads: int, field: str) -> None:
    with pytest.raises(TimtinError) as caught:
        serve(folder, host, port, threads)
    assert caught.value.field == field


@pytest.mark.parametrize(("host", "shown"), [("0.0.0.0", "127.0.0.1"), ("localhost", "localhost")])
def test_the_reported_address_can_be_opened(folder: Path, host: str, shown: str) -> None:
    addresses: list[str] = []

    def ready(address: str) -> None:
        addresses.append(address)
        raise KeyboardInterrupt

    serve(folder, host, 0, 1, on_ready=ready)
    assert urlsplit(addresses[0]).hostname == shown
    assert urlsplit(addresses[0]).port
