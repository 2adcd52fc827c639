"""A real HTTP server on 127.0.0.1 whose answers a test defines for each path, and a reader for WARC files."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from timtin.indexer.crawl import CrawlOptions, CrawlReport, crawl

Handler = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Page:
    """A complete answer with `Content-Length`."""

    body: str | bytes = ""
    status: int = 200
    type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        body = self.body.encode() if isinstance(self.body, str) else self.body
        handler.send_response(self.status)
        if self.type:
            handler.send_header("Content-Type", self.type)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in self.headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)


class Site:
    """A site that answers with `pages[path]`, otherwise 404. `asked` logs (path, headers, time) of each request."""

    def __init__(self) -> None:
        self.pages: dict[str, Page | Handler] = {}
        self.other: Callable[[str], Page | Handler | None] = lambda path: None
        self.asked: list[tuple[str, dict[str, str], float]] = []
        self.url = ""

    def paths(self) -> list[str]:
        return [path for path, _, _ in self.asked]

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        path = handler.path
        self.asked.append((path, dict(handler.headers.items()), time.monotonic()))
        (self.pages.get(path) or self.other(path) or Page("không có", 404))(handler)


@pytest.fixture
def site() -> Iterator[Site]:
    """An empty site, served until the test ends."""
    made = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 10  # an open connection must not block the tests forever

        def do_GET(self) -> None:
            made.answer(self)

        def log_message(self, format: str, *args: object) -> None:
            pass

        def handle(self) -> None:
            with suppress(OSError, ValueError):  # the crawler closed the connection
                super().handle()

        def finish(self) -> None:
            with suppress(OSError, ValueError):
                super().finish()

    class Server(ThreadingHTTPServer):
        daemon_threads = False

    with Server(("127.0.0.1", 0), Handler) as server:
        made.url = f"http://127.0.0.1:{server.server_port}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield made
        server.shutdown()
        thread.join()


@pytest.fixture
def page() -> type[Page]:
    return Page


@pytest.fixture
def article() -> Callable[..., Page]:
    """A page with its own text and these links."""

    def make(name: str, *links: str, head: str = "", **extra) -> Page:
        linked = "".join(f'<a href="{link}">xem</a> ' for link in links)
        return Page(
            f"<html><head><title>{name}</title>{head}</head><body><p>Tin {name}.</p>{linked}</body></html>", **extra
        )

    return make


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "portal.warc.gz"


@pytest.fixture
def run(site: Site, out: Path) -> Callable[..., CrawlReport]:
    """Crawl the site without pauses: `run("/", limit=3)`."""

    def crawled(*paths: str, **options) -> CrawlReport:
        chosen = {"delay": 0.0, "back_off": 0.01, "timeout": 5.0, **options}
        return crawl([site.url + path for path in paths or ("/",)], str(out), CrawlOptions(**chosen))

    return crawled


@dataclass
class Record:
    """A record of an archive, decompressed."""

    kind: str
    url: str
    body: bytes
    headers: dict[str, str]
    status: str | None


def records(path: Path) -> list[Record]:
    """Return every record, in order, with checked digests."""
    found = []
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests="raise"):
            headers = dict(record.rec_headers.headers)
            status = record.http_headers.get_statuscode() if record.http_headers else None
            body = record.content_stream().read()
            found.append(Record(record.rec_type, headers.get("WARC-Target-URI", ""), body, headers, status))
    return found


@pytest.fixture
def read_archive(site: Site, out: Path) -> Callable[..., list[Record]]:
    """Read the records of the archive; urls are relative to the server."""

    def read(*kinds: str) -> list[Record]:
        found = [record for record in records(out) if not kinds or record.kind in kinds]
        for record in found:
            record.url = record.url.removeprefix(site.url)
        return found

    return read
