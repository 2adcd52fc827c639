"""Lighthouse on the home and results pages: accessibility and best practices of at least 95, small and stable pages.

The performance score depends on the load of the machine, so only `benchmarks/lighthouse.py` prints it; this test checks
what determines it: requests, bytes, layout shift.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from timtin.tests.search_web.conftest import ARGUMENTS, CHROMIUM

LIGHTHOUSE = os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse")
START_TIMEOUT = 90
"""Seconds within which the browser must start, even on a busy machine."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Debian's chromium"),
    pytest.mark.skipif(LIGHTHOUSE is None, reason="needs lighthouse (npm), named by $LIGHTHOUSE or on the path"),
]


@pytest.fixture(scope="module")
def browser_port(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The debugging port of a browser: on a busy machine, Lighthouse waits too short a time for its own to start."""
    profile = tmp_path_factory.mktemp("profile")
    command = [
        str(CHROMIUM),
        "--headless",
        *ARGUMENTS,
        "--remote-debugging-port=0",
        f"--user-data-dir={profile}",
        "about:blank",
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as browser:
        port_file = profile / "DevToolsActivePort"
        end = time.monotonic() + START_TIMEOUT
        while not (port_file.exists() and port_file.read_text()) and time.monotonic() < end and browser.poll() is None:
            time.sleep(0.1)
        try:
            yield int(port_file.read_text().split()[0])
        finally:
            browser.terminate()


@pytest.mark.parametrize("page", ["/", "/?q=d%C3%A2n%20v%E1%BA%ADn%20kh%C3%A9o"], ids=["home", "results"])
def test_lighthouse(address: str, browser_port: int, page: str, tmp_path: Path) -> None:
    report = tmp_path / "report.json"
    command = [
        str(LIGHTHOUSE), address + page, "--quiet", "--output=json", f"--output-path={report}",
        "--only-categories=accessibility,best-practices,performance", f"--port={browser_port}",
    ]  # fmt: skip
    env = os.environ | {"TMPDIR": str(tmp_path)}
    run = subprocess.run(command, env=env, check=False, capture_output=True, timeout=300)
    assert run.returncode == 0, run.stderr.decode()
    result = json.loads(report.read_text(encoding="utf-8"))
    assert result.get("runtimeError") is None
    audits = result["audits"]
    failed = {
        name: [
            ref["id"] for ref in category["auditRefs"] if ref["weight"] and audits[ref["id"]]["score"] not in (None, 1)
        ]
        for name, category in result["categories"].items()
    }
    for name in ("accessibility", "best-practices"):
        assert result["categories"][name]["score"] >= 0.95, failed[name]
    assert audits["cumulative-layout-shift"]["numericValue"] < 0.01
    assert audits["total-byte-weight"]["numericValue"] < 150_000
    requests = audits["network-requests"]["details"]["items"]
    assert len(requests) <= 6
    assert all(each["url"].startswith((address, "data:")) for each in requests)
    assert [each["url"] for each in requests if each["statusCode"] >= 400] == []
