"""`timtin crawl` as a process: exit codes, one JSON value, progress on a terminal only."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def portal(tmp_path: Path) -> Iterator[str]:
    """The address of a folder served by the web server of the standard library: HTTP/1.0, with Last-Modified."""
    folder = tmp_path / "www"
    (folder / "tin").mkdir(parents=True)
    (folder / "index.html").write_text('<title>Cổng tin</title><a href="tin/một.html">1</a><a href="mat.html">2</a>')
    (folder / "tin" / "một.html").write_text(
        "<title>Xã Phú Mỹ họp dân</title><h1>Xã Phú Mỹ họp dân</h1><p>Bà con góp ý."
    )
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def test_a_crawl_and_its_repetition(timtin, portal: str, tmp_path: Path) -> None:
    out = tmp_path / "cổng tin.warc.gz"
    result = timtin("crawl", portal, "--out", out, "--delay", "0", "--json")
    assert result.returncode == 0, result.stderr.decode()
    report = json.loads(result.stdout)
    assert {name: report[name] for name in ("fetched", "stored", "not_modified", "resumed", "waiting", "out")} == {
        "fetched": 2,
        "stored": 2,
        "not_modified": 0,
        "resumed": False,
        "waiting": 0,
        "out": str(out),
    }
    assert report["failed"] == [{"url": f"{portal}mat.html", "reason": "the answer is 404 File not found"}]
    assert report["skipped"] == []
    assert f"failed: {portal}mat.html: the answer is 404 File not found" in result.stderr.decode()

    again = timtin("crawl", portal, "--out", out, "--delay", "0")
    assert again.returncode == 0
    assert "0 trang đã lưu, 2 không đổi, 0 bỏ qua, 1 lỗi" in again.stdout.decode()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cổng tin.warc.gz", "cổng tin.warc.gz.state", "www"]


ERRORS = [  # arguments, exit code, part of the message
    (["ftp://phumy.example/", "--out", "a.warc.gz"], 2, "no web address"),
    (["http://phumy.example/"], 2, "--out"),
    (["--out", "a.warc.gz"], 2, "URL"),
    (["http://phumy.example/", "--out", "khong-co/a.warc.gz"], 2, "Cannot write khong-co/a.warc.gz"),
    (["http://phumy.example/", "--out", "."], 2, "Cannot write ."),
    (["http://phumy.example/", "--out", "a.warc.gz", "--delay", "-1"], 2, "delay"),
    (["http://phumy.example/", "--out", "a.warc.gz", "--limit", "0"], 2, "limit"),
    (["http://phumy.example/", "--out", "a.warc.gz", "--delay", "nan"], 2, "delay"),
    (["http://phumy.example/", "--out", "a.warc.gz", "--scope", "all"], 2, "scope"),
    (["http://khong-co.invalid/", "--out", "a.warc.gz", "--retries", "0"], 1, "nothing could be fetched: no such host"),
]


@pytest.mark.parametrize(("arguments", "code", "message"), ERRORS)
def test_errors(timtin, tmp_path: Path, arguments: list[str], code: int, message: str) -> None:
    result = timtin("crawl", *arguments, cwd=tmp_path, env={"http_proxy": "", "HTTP_PROXY": "", "all_proxy": ""})
    assert result.returncode == code, result.stderr.decode()
    assert message in result.stderr.decode()
    assert b"Traceback" not in result.stderr
    assert result.stdout == b""
    assert list(tmp_path.iterdir()) == []


def test_progress_is_shown_on_a_terminal(portal: str, tmp_path: Path) -> None:
    controller, terminal = pty.openpty()
    command = [sys.executable, "-m", "timtin", "crawl", portal, "--out", str(tmp_path / "a.warc.gz"), "--delay", "0.2"]
    env = {name: value for name, value in os.environ.items() if not name.startswith("TIMTIN_")}
    with subprocess.Popen(
        [*command, "--json"], stdout=subprocess.PIPE, stderr=terminal, env=env | {"TERM": "xterm"}
    ) as running:
        os.close(terminal)
        shown = b""
        try:
            while chunk := os.read(controller, 65536):
                shown += chunk
        except OSError:  # Linux raises it when the terminal is closed
            pass
        output = running.stdout.read() if running.stdout else b""
    os.close(controller)
    assert running.returncode == 0
    assert "Đang tải" in shown.decode(errors="replace")
    assert json.loads(output)["stored"] == 2
