"""Every example runs as its comments say: real processes, real requests, a real browser."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest

CHROMIUM = shutil.which("chromium")


def environment(index: Path) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("TIMTIN_")}
    return env | {"TIMTIN_INDEX": str(index), "PYTHONUNBUFFERED": "1"}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the bundled sample, built as the README of the examples says."""
    folder = tmp_path_factory.mktemp("examples") / "demo-index"
    command = [sys.executable, "-m", "timtin", "demo", "--no-serve", "--index", str(folder)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder


@contextmanager
def running(index: Path, root: Path, *arguments: str) -> Iterator[str]:
    """Start a server process, and yield the address that it prints."""
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments], env=environment(index), cwd=root, stderr=subprocess.PIPE, text=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    assert process.stderr is not None
    lines: list[str] = []
    try:
        for line in process.stderr:
            lines.append(line)
            if match := re.search(r"http://127\.0\.0\.1:\d+", line):
                break
        else:
            raise AssertionError("".join(lines))
        rest = threading.Thread(target=process.stderr.read, daemon=True)  # a full pipe would block it
        rest.start()
        yield match[0]
    finally:
        process.terminate()
        process.wait(30)
        rest.join(30)
        process.stderr.close()


def read(address: str) -> str:
    with urlopen(address, timeout=60) as response:
        return str(response.read().decode())


def test_the_script(tmp_path: Path, root: Path) -> None:
    command = [sys.executable, "examples/script.py", str(tmp_path / "mine"), "dan van kheo"]
    for report in ("2 new, 0 updated, 0 as before", "0 new, 0 updated, 2 as before"):
        result = subprocess.run(
            command, cwd=root, env=environment(tmp_path), capture_output=True, timeout=120, check=True
        )
        lines = result.stdout.decode().splitlines()
        assert lines[0] == report
        assert lines[1] == "2024-03-08  Xã Mẫu Lâm làm đường hoa"
        assert "<mark>dân vận khéo</mark>" in lines[2]
        assert lines[3:] == ["2024: 1"]
    refused = subprocess.run(command[:2], cwd=root, capture_output=True, timeout=120, check=False)
    assert refused.returncode == 1
    assert b"FOLDER QUERY" in refused.stderr


def test_the_flask_app(index: Path, root: Path) -> None:
    with running(index, root, "flask", "--app", "examples/flask_app.py", "run", "--port", "0") as address:
        home = read(address + "/")
        assert "<timtin-search" in home
        for link in re.findall(r'(?:src|href)="([^"]+)"', home):
            assert read(address + link)
        assert json.loads(read(address + "/tim/api/search?q=dan+van+kheo"))["total"] > 0
        assert 'action="/tim/"' in read(address + "/tim/?q=" + quote("dân vận"))


def test_the_fastapi_app(index: Path, root: Path) -> None:
    pytest.importorskip("uvicorn", reason="needs fastapi and uvicorn")
    with running(index, root, "uvicorn", "--app-dir", "examples", "fastapi_app:app", "--port", "0") as address:
        page = json.loads(read(address + "/news?q=dan+van+kheo&limit=2"))
        assert len(page["hits"]) == 2
        assert "<mark>" in page["hits"][0]["title_html"]
        assert sum(value["count"] for value in page["facets"]["year"]) > 0
        place = json.loads(read(address + "/news?place=" + quote("Tây Ninh")))
        assert 0 < place["total"] < json.loads(read(address + "/news"))["total"]
        article = json.loads(read(address + "/news/" + page["hits"][0]["id"]))
        assert article["title"] == page["hits"][0]["title"]
        for wrong, status in (("/news/nope", 404), ("/news?limit=0", 422)):
            with pytest.raises(HTTPError) as refused:
                read(address + wrong)
            assert refused.value.code == status
            refused.value.close()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Log nothing."""


@contextmanager
def static_server(folder: Path) -> Iterator[str]:
    """Serve a folder like `python -m http.server --directory`, and yield the address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join(10)


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium")
def test_the_static_page(index: Path, root: Path, tmp_path: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="needs playwright")
    folder = tmp_path / "static"
    shutil.copytree(root / "examples" / "static", folder)
    with running(index, root, "timtin", "serve", "--port", "0") as search, static_server(folder) as site:
        page_file = folder / "index.html"
        written = page_file.read_text(encoding="utf-8")
        assert "http://127.0.0.1:8080" in written
        page_file.write_text(written.replace("http://127.0.0.1:8080", search), encoding="utf-8")
        with playwright.sync_playwright() as driver:
            browser = driver.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-quic"]
            )
            console_messages: list[str] = []
            context = browser.new_context(locale="vi-VN")
            page = context.new_page()
            page.on("console", lambda message: console_messages.append(message.text))
            page.goto(site)
            first, second = page.get_by_role("combobox").first, page.get_by_role("combobox").last
            first.press_sequentially("dan van")
            page.get_by_role("option").first.click()
            page.get_by_role("listitem").first.wait_for()
            assert page.get_by_role("listitem").count() == 3
            second.fill("dân vận")
            second.press("Enter")
            only = page.locator("timtin-search").last.get_by_role("region")  # its own results, once they exist
            only.get_by_role("listitem").first.wait_for()
            assert all("/2024" in each for each in only.get_by_role("listitem").all_inner_texts())
            assert console_messages == []

            plain = browser.new_context(java_script_enabled=False, locale="vi-VN").new_page()
            plain.goto(site)
            plain.get_by_role("searchbox").fill("dân vận")
            plain.get_by_role("button", name="Tìm").click()
            assert re.match(r"\d+ kết quả", plain.locator("h1").inner_text())
            browser.close()


def test_the_readme_names_every_example(root: Path) -> None:
    links = set(re.findall(r"\]\((\w[^):]*)\)", (root / "examples" / "README.md").read_text(encoding="utf-8")))
    files = {path.name for path in (root / "examples").glob("*.py")} | {"static/index.html"}
    assert {name for name in links if not name.startswith("..")} == files
