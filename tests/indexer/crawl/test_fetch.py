"""One request: slow, broken, endless and compressed answers of a real server."""

from __future__ import annotations

import gzip
import socket
import struct
import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler

import pytest

from timtin.indexer.crawl.fetch import Answer, Failure, Fetcher, decompress
from timtin.model import UsageError

LIMIT = 200_000


@pytest.fixture
def get(site):
    fetchers = []

    def ask(path: str, *, timeout: float = 5.0, limit: int = LIMIT, url: str | None = None, **extra):
        fetcher = Fetcher("timtin/test", timeout)
        fetchers.append(fetcher)
        return fetcher.get(url or site.url + path, limit=limit, **extra)

    yield ask
    for fetcher in fetchers:
        fetcher.close()


def raw(*pieces: bytes, pause: float = 0.0, reset: bool = False):
    """Send exactly these bytes as the answer, then close the connection."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        for piece in pieces:
            handler.connection.sendall(piece)
            time.sleep(pause)
        if reset:
            handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            handler.connection.close()

    return answer


def endless(head: bytes, piece: bytes, pause: float = 0.0):
    """Send an answer that never ends."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.connection.sendall(head)
        while True:  # until the crawler closes the connection, which raises OSError
            handler.connection.sendall(piece)
            time.sleep(pause)

    return answer


OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"

BROKEN = [  # name, answer, words of the reason
    ("nothing", raw(), "closed or reset"),
    ("no http", raw(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"), "no HTTP"),
    ("a status that is no number", raw(b"HTTP/1.1 abc OK\r\n\r\n"), "no HTTP"),
    ("head cut", raw(b"HTTP/1.1 200 OK\r\nContent-Ty", reset=True), "broken answer"),
    ("body shorter than told", raw(OK + b"Content-Length: 100\r\n\r\nngan"), "ended too early"),
    ("reset within the body", raw(OK + b"Content-Length: 100\r\n\r\nngan", pause=0.1, reset=True), "broken answer"),
    ("a chunk that is none", raw(OK + b"Transfer-Encoding: chunked\r\n\r\nxyz\r\nabc\r\n"), "ended too early"),
    ("cut within a chunk", raw(OK + b"Transfer-Encoding: chunked\r\n\r\n64\r\nabc"), "ended too early"),
    ("a thousand headers", raw(OK + b"".join(b"X-%d: 1\r\n" % n for n in range(1000)) + b"\r\n"), "headers"),
    ("a header of a megabyte", raw(OK + b"X: " + b"a" * 1_000_000 + b"\r\n\r\n"), "broken answer"),
]


@pytest.mark.parametrize(("name", "answer", "words"), BROKEN, ids=[case[0] for case in BROKEN])
def test_broken_answers_are_failures_with_a_reason(site, get, name: str, answer, words: str) -> None:
    site.pages["/"] = answer
    got = get("/")
    assert isinstance(got, Failure)
    assert words in got.reason
    assert got.may_retry
    assert got.reached


SLOW = [
    ("a head a byte at a time", endless(b"HTTP/1.1 200 OK\r\n", b"X-A: b\r\n", pause=0.05)),
    ("a body a byte at a time", endless(OK + b"Content-Length: 100000\r\n\r\n", b"a", pause=0.05)),
    ("one chunk a byte at a time", endless(OK + b"Transfer-Encoding: chunked\r\n\r\nfffff\r\n", b"a", pause=0.05)),
    ("always to be continued", endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.02)),
]


@pytest.mark.parametrize(("name", "answer"), SLOW, ids=[case[0] for case in SLOW])
def test_slow_answers_end_at_the_timeout(site, get, name: str, answer) -> None:
    site.pages["/"] = answer
    got = get("/", timeout=0.6)
    assert isinstance(got, Failure)
    assert "0.6 seconds" in got.reason or "headers" in got.reason


def test_silence_ends_at_the_timeout(site, get) -> None:
    over = threading.Event()
    site.pages["/"] = lambda handler: over.wait(10)
    assert get("/", timeout=0.4).reason in ("no answer for 0.4 seconds", "no whole answer within 0.4 seconds")
    over.set()


def test_an_endless_body_is_cut_at_the_limit(site, get) -> None:
    site.pages["/"] = endless(OK + b"\r\n", b"a" * 65536)
    got = get("/")
    assert isinstance(got, Answer)
    assert got.problem == "larger than 0.190735 MiB"
    assert len(got.body) == LIMIT


def test_a_body_declared_too_large_is_not_read(site, get, page) -> None:
    site.pages["/"] = page(b"a" * (LIMIT + 1))
    got = get("/")
    assert got.body == b""
    assert "larger than" in got.problem


def test_unwanted_types_are_not_read(site, get, page) -> None:
    site.pages["/"] = page(b"%PDF", type="application/pdf; x=1")
    got = get("/", wanted=lambda media_type: media_type == "text/html")
    assert got.body == b""
    assert got.problem == "content type application/pdf, no page"


def test_a_body_longer_than_declared_affects_no_later_answer(site, page) -> None:
    site.pages["/a"] = raw(OK + b"Content-Length: 4\r\n\r\nngan va con nua")
    site.pages["/b"] = page("hai")
    fetcher = Fetcher("timtin/test", 5.0)
    try:
        assert fetcher.get(site.url + "/a", limit=LIMIT).body == b"ngan"
        time.sleep(0.2)  # until the server's end of the connection arrives; a request sent before fails and is retried
        assert fetcher.get(site.url + "/b", limit=LIMIT).body == b"hai"
    finally:
        fetcher.close()


def test_chunked_bodies_and_no_length(site, get) -> None:
    site.pages["/chunks"] = raw(OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nmot\r\n4\r\n hai\r\n0\r\n\r\n")
    site.pages["/rest"] = raw(OK + b"\r\nmot hai")
    assert get("/chunks").body == b"mot hai"
    assert get("/rest").body == b"mot hai"


def test_compressed_bodies_are_kept_as_sent_and_decompressed_up_to_the_limit(site, get, page) -> None:
    text = "Bà con góp công.".encode() * 100
    site.pages["/gzip"] = page(gzip.compress(text), headers={"Content-Encoding": "gzip"})
    site.pages["/deflate"] = page(zlib.compress(text), headers={"Content-Encoding": "deflate"})
    site.pages["/not"] = page(text, headers={"Content-Encoding": "gzip"})  # it says so and isn't
    site.pages["/cut"] = page(gzip.compress(text)[:-12], headers={"Content-Encoding": "gzip"})
    site.pages["/bomb"] = page(gzip.compress(b"\0" * 50_000_000), headers={"Content-Encoding": "gzip"})
    site.pages["/br"] = page(b"xyz", headers={"Content-Encoding": "br"})
    assert get("/gzip").body[:2] == b"\x1f\x8b"
    for path in ("/gzip", "/deflate", "/not"):
        assert get(path).content(LIMIT) == (text, True), path
    assert get("/cut").content(LIMIT)[1] is False
    bomb, whole = get("/bomb").content(LIMIT)
    assert (len(bomb), whole) == (LIMIT, False)
    assert get("/br").content(LIMIT) == (b"", False)


def test_several_gzip_members_and_what_follows_them() -> None:
    packed = gzip.compress(b"mot ") + gzip.compress(b"hai")
    assert decompress(packed, 100) == (b"mot hai", True)
    assert decompress(packed + b"\0\0", 100) == (b"mot hai", True)
    assert decompress(packed, 5) == (b"mot h", False)


def test_retry_after(site, get, page) -> None:
    def seconds(value: str) -> float | None:
        site.pages["/"] = page("", 429, headers={"Retry-After": value})
        return get("/").retry_after()

    assert seconds("7") == 7
    assert seconds("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert seconds("soon") is None
    assert seconds("-5") is None
    assert seconds("9" * 400) == 999_999_999


def test_connections_are_kept(site, page) -> None:
    ports = set()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        ports.add(handler.client_address)
        page("a")(handler)

    site.other = lambda path: answer
    fetcher = Fetcher("timtin/test", 5.0)
    try:
        for number in range(5):
            fetcher.get(f"{site.url}/{number}", limit=LIMIT)
    finally:
        fetcher.close()
    assert len(ports) == 1


def test_what_cannot_be_reached(get) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        nobody = free.getsockname()[1]
    refused = get("", url=f"http://127.0.0.1:{nobody}/")
    assert refused == Failure(reason="no connection: Connection refused", may_retry=True, reached=False)
    unknown = get("", url="http://khong-co.invalid/")
    assert unknown.reason.startswith("no such host")
    assert not unknown.reached


def test_a_server_without_tls_asked_for_https(site, get) -> None:
    got = get("", url=site.url.replace("http://", "https://") + "/")
    assert isinstance(got, Failure)
    assert got.reason.startswith("no secure connection")
    assert not got.may_retry


def test_the_proxy_of_the_environment(site, get, page, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    site.other = lambda path: page(f"qua proxy: {path}")
    monkeypatch.setenv("http_proxy", site.url)
    assert get("", url="http://phumy.example/tin?a=1").body.decode() == "qua proxy: http://phumy.example/tin?a=1"
    assert get("/truc-tiep").body.decode() == "qua proxy: /truc-tiep"  # this machine itself: no proxy
    monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:9")
    with pytest.raises(UsageError, match="no http proxy"):
        get("", url="http://phumy.example/")
