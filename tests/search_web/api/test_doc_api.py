"""docs/api.md documents every endpoint, parameter, error and metric; its examples run."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from prometheus_client.parser import text_string_to_metric_families
from werkzeug.serving import make_server

from timtin.search_web import create_app
from timtin.search_web.api import routes as programs
from timtin.search_web.api.openapi import ERRORS, OPERATIONS
from timtin.search_web.http import parameters

ENDPOINTS = {"search": "api_search", "suggest": "api_suggest", "similar": "api_similar", "articles": "api_article",
        "feed": "feed", "queries": "api_queries"}  # fmt: skip


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "api.md").read_text(encoding="utf-8")


def rows(page: str, heading: str) -> list[list[str]]:
    """Return the rows of the table under a heading, without its header."""
    section = page.split(f"\n## {heading}\n")[1].split("\n## ", maxsplit=1)[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines[1:]]


def test_every_endpoint_is_documented(page: str) -> None:
    documented = {name for row in rows(page, "Endpoints") for name in re.findall(r"`(/[^`]*)`", row[0])}
    described = {each.path for each in OPERATIONS}
    assert {address.removesuffix("?id=") for address in documented} >= described
    routed = {rule for _, _, rules in (*programs.ROUTES, *programs.ROOT_ROUTES) for rule in rules}
    expected = {re.sub(r"<(?:path:)?(\w+)>", r"{\1}", rule) for rule in routed} - {"/api", "/api/{rest}"}
    shown = {address.removesuffix("?id=").replace("2024-03-1", "{part}") for address in documented}
    assert shown == expected


def test_every_parameter_is_documented_with_its_endpoints(page: str) -> None:
    documented: dict[str, set[str]] = {}
    for row in rows(page, "Parameters"):
        for name in re.findall(r"`(\w+)`", row[0]):
            documented[name] = {ENDPOINTS[each] for each in row[1].split(", ")}
    actual: dict[str, set[str]] = {}
    for operation in OPERATIONS:
        for parameter in operation.table(100):
            actual.setdefault(parameter.name, set()).add(operation.endpoint)
    assert documented == actual


def test_the_values_of_every_parameter_are_documented(page: str) -> None:
    table = {name: row[2] for row in rows(page, "Parameters") for name in re.findall(r"`(\w+)`", row[0])}
    for parameter in (*parameters.search(100), *parameters.suggest(100)):
        if isinstance(parameter.kind, parameters.OneOf) and not parameter.listed:
            assert re.findall(r"`(\w+)`", table[parameter.name]) == list(parameter.kind.words)
    assert str(parameters.MAX_PAGE) in table["page"]
    assert f"at most {parameters.MAX_VALUES} values of each" in page


def test_every_error_is_documented(page: str) -> None:
    assert [int(row[0]) for row in rows(page, "Errors")] == sorted(ERRORS)


def test_every_metric_is_documented(page: str, folder: Path) -> None:
    client = create_app(folder).test_client()
    client.get("/healthz")
    families = {family.name for family in text_string_to_metric_families(client.get("/metrics").text)}
    documented = {re.sub("_total$", "", row[0].strip("`")) for row in rows(page, "Metrics")}
    assert documented == {name for name in families if not name.endswith("_created")}


def examples(root: Path) -> list[str]:
    text = (root / "docs" / "api.md").read_text(encoding="utf-8")
    return [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, create_app(folder), threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_examples_run(root: Path, address: str) -> None:
    if shutil.which("curl") is None:
        pytest.skip("needs curl")
    lines = examples(root)
    assert len(lines) >= 5
    for line in lines:
        words = shlex.split(line.replace("http://127.0.0.1:8080", address))
        run = subprocess.run([words[0], "--silent", "--noproxy", "*", *words[1:]], capture_output=True, check=True)
        output = run.stdout.decode()
        assert "suggestions" in output or "hits" in output or "<feed" in output or "bad_filter" in output, line
        assert ("error" in output) == ("soon" in line)
