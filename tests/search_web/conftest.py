"""A small real index, and clients of the app over it."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

import timtin
from timtin import Article, Attachment
from timtin.search_web import create_app

BODY = (
    "Ngày 05/03/2024, xã Mẫu Lâm sơ kết phong trào dân vận khéo theo Quyết định số 217-QĐ/TW.\n"
    "Bà con hiến đất mở hai con ngõ & trồng hoa dọc bờ kênh.\n\n"
    "Mỗi tổ cử một người trông coi."
)

ODD_IDS = (
    "tin/2024/1", "a//b", "/dau", "../len", "a/./b", "mot hai", "a?b#c%20d&e=f", "đường-về", "%2F", "q\\w", "dòng\nmới",
)  # fmt: skip
"""Ids that a URL path would alter, or that look as if it did."""


def _articles() -> list[Article]:
    plain = [
        Article(
            id=f"tin-{number}",
            url=f"https://tin.example/{number}",
            title=f"Xã Mẫu Lâm {number} làm đường hoa",
            body=BODY,
            published=f"{2020 + number % 4}-03-{1 + number:02}T08:30:00+07:00",
            source=("Cổng thông tin Mẫu Lâm", "Đài truyền thanh Mẫu Lâm")[number % 2],
            place=("Long An/Huyện Bến Lức", "Hà Nội/Huyện Gia Lâm")[number % 2],
        )
        for number in range(24)
    ]
    odd = [Article(id=id, title=f"Bài có mã lạ số {number}", body="Nội dung.") for number, id in enumerate(ODD_IDS)]
    hostile = Article(
        id="hostile",
        url="javascript:alert(1)",
        title="<script>alert('x')</script> & “ngoặc”",
        body="<img src=x onerror=alert(1)> kịch bản\nDòng hai",
        summary="<b>Tóm tắt</b> kịch bản",
        source="<i>Nguồn</i>",
        author='"><script>',
        attachments=(
            Attachment(name="an toàn.pdf", url="https://tin.example/a.pdf"),
            Attachment(name="độc.pdf", url="JavaScript:alert(2)"),
            Attachment(name="dữ liệu", url="data:text/html,x"),
        ),
    )
    return [*plain, *odd, hostile]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a real index of a few articles."""
    path = tmp_path_factory.mktemp("web") / "index"
    with timtin.create_index(str(path)) as index:
        report = index.add(_articles())
    assert report.indexed == 24 + len(ODD_IDS) + 1
    return path


@pytest.fixture(scope="session")
def app(folder: Path) -> Flask:
    """The stand-alone app over this index."""
    return create_app(folder)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A test client of the app."""
    return app.test_client()


@pytest.fixture
def odd_ids() -> tuple[str, ...]:
    return ODD_IDS


@pytest.fixture
def failing() -> Callable[[timtin.TimtinError], FlaskClient]:
    """Return a function that makes a client of an app whose index cannot be opened for the given reason."""

    def client_of(error: timtin.TimtinError) -> FlaskClient:
        def opener(_folder: Path) -> timtin.Index:
            raise error

        return create_app("nowhere", opener=opener).test_client()

    return client_of


CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serve an app on a free port, and yield its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(10)
    server.server_close()


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    """The address of the app, served for a browser."""
    with serving(app) as url:
        yield url


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One Chromium (Debian's, driven by playwright) for all tests of a module."""
    if CHROMIUM is None:
        pytest.skip("needs Debian's chromium")
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_tab(browser: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Return a function that opens fresh windows.

    A console message or page error in any of them (a blocked script or style, a 404) fails the test.
    """
    contexts: list[Any] = []
    console_messages: list[str] = []

    def open_page(**options: Any) -> Any:
        context = browser.new_context(**{"base_url": address, "locale": "vi-VN", **options})
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", lambda message: console_messages.append(message.text))
        page.on("pageerror", lambda error: console_messages.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert console_messages == []
