"""Lighthouse's four scores for the home page, results and an article of the bundled sample, best of three runs.

    python benchmarks/lighthouse.py

Needs chromium and the npm package `lighthouse` ($LIGHTHOUSE or on the path). The scores, from 0 to 100, are for
Lighthouse's simulated phone on a slow connection.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote
from urllib.request import urlopen

RUNS = 3
FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"


def main() -> None:
    lighthouse = os.environ.get("LIGHTHOUSE") or shutil.which("lighthouse")
    chromium = shutil.which("chromium")
    if lighthouse is None or chromium is None:
        sys.exit("needs lighthouse (npm install lighthouse; $LIGHTHOUSE names it) and chromium")
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, "-m", "timtin", "demo", "--index", f"{scratch}/index", "--port", "0"]
        with subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as server:
            try:
                assert server.stderr is not None
                address = next(filter(None, (re.search(r"http://\S+:\d+", line) for line in server.stderr)))[0]
                query = quote("dân vận khéo")
                with urlopen(f"{address}/api/search?q={query}&facets=") as answer:
                    id = json.load(answer)["hits"][0]["id"]
                for page in ("/", f"/?q={query}", f"/articles/{id}"):
                    print(page, measure(lighthouse, chromium, address + page, Path(scratch)))
            finally:
                server.terminate()


def measure(lighthouse: str, chromium: str, address: str, scratch: Path) -> dict[str, int]:
    """Return the best score of each category."""
    best: dict[str, int] = {}
    for _ in range(RUNS):
        report = scratch / "report.json"
        subprocess.run(
            [lighthouse, address, "--quiet", "--output=json", f"--output-path={report}", f"--chrome-flags={FLAGS}"],
            env=os.environ | {"CHROME_PATH": chromium},
            check=True,
            capture_output=True,
        )
        for name, category in json.loads(report.read_text(encoding="utf-8"))["categories"].items():
            best[name] = max(best.get(name, 0), round(100 * (category["score"] or 0)))
    return best


if __name__ == "__main__":
    main()
