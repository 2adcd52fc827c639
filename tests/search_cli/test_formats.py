"""`--format`: the same content as JSON, JSON lines and CSV; exports can be indexed again."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from timtin.tests.search_cli.conftest import environment

SEARCH, SIMILAR, SUGGEST = ["search", "trồng"], ["similar", "a1"], ["suggest", "tr"]


def table(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8"), newline="")))


# command; function from its JSON to rows
COMMANDS = [
    (SEARCH, lambda output: output["hits"]),
    (SIMILAR, lambda output: output["hits"]),
    (SUGGEST, lambda output: output),
    (["stats"], lambda output: [output]),
    (["export"], lambda output: output),
]


@pytest.mark.parametrize(("command", "rows"), COMMANDS, ids=lambda each: each[0] if isinstance(each, list) else "")
def test_every_format_has_the_same_content(timtin, small_index: Path, command: list[str], rows) -> None:
    def output_as(form: str) -> bytes:
        result = timtin(*command, "--format", form, index=small_index)
        assert result.returncode == 0, result.stderr.decode()
        return result.stdout

    def without_score(row: dict) -> dict:
        return {name: value for name, value in row.items() if name != "score"}

    whole = rows(json.loads(output_as("json")))
    assert whole
    assert rows(json.loads(timtin(*command, "--json", index=small_index).stdout)) == whole
    assert [without_score(json.loads(line)) for line in output_as("jsonl").decode().splitlines()] == [
        *map(without_score, whole)
    ]
    lines = table(output_as("csv"))
    assert len(lines) == len(whole)
    for line, row in zip(lines, whole, strict=True):
        for name in set(line) & {"id", "title", "text", "published", "url", "source", "body", "articles", "engine"}:
            assert line[name] == str(row[name] if row[name] is not None else "")


def test_columns_of_results(timtin, small_index: Path) -> None:
    [first, *_] = table(timtin("search", "dân vận", "--format", "csv", index=small_index).stdout)
    assert list(first) == [
        "id", "url", "title", "published", "source", "author", "places", "citations", "snippet", "score",
        "duplicate_count",
    ]  # fmt: skip
    assert first["citations"] == "217-QĐ/TW"
    assert "<mark>" not in first["snippet"]
    assert "dân vận" in first["snippet"]


def test_no_results_are_a_header_only(timtin, small_index: Path) -> None:
    assert timtin("search", "zzyzx", "--format", "csv", index=small_index).stdout.count(b"\n") == 1
    assert timtin("search", "zzyzx", "--format", "jsonl", index=small_index).stdout == b""


def test_odd_text_survives_an_export(timtin, tmp_path: Path) -> None:
    odd = {"id": "odd", "title": 'Dấu "ngoặc", phẩy; và\ttab', "body": "dòng một\ndòng hai\n\n=1+1", "tags": ["a", "b"]}
    original, copy = tmp_path / "original", tmp_path / "copy"
    timtin("index", "-", index=original, stdin=json.dumps(odd).encode())
    file = tmp_path / "all.csv"
    file.write_bytes(timtin("export", "--format", "csv", index=original).stdout)
    assert timtin("index", file, index=copy).returncode == 0
    assert timtin("export", index=copy).stdout == timtin("export", index=original).stdout


@pytest.mark.parametrize("form", ["jsonl", "json", "csv"])
def test_an_export_to_a_file(timtin, small_index: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / "out"
    result = timtin("export", "--format", form, "--out", file, "--json", index=small_index)
    assert json.loads(result.stdout) == {"articles": 3, "out": str(file)} or form != "jsonl"
    if form == "jsonl":
        assert file.read_bytes() == timtin("export", index=small_index).stdout
    else:  # --json means --format json, which does not determine the format of the file
        assert result.returncode in (0, 2)
        assert timtin("export", "--format", form, "--out", file, index=small_index).returncode == 0
        assert file.read_bytes() == timtin("export", "--format", form, index=small_index).stdout


@pytest.mark.parametrize("command", [SEARCH, SIMILAR, SUGGEST, ["stats"]], ids=lambda each: each[0])
def test_conflicting_formats(timtin, small_index: Path, command: list[str]) -> None:
    result = timtin(*command, "--json", "--format", "csv", index=small_index)
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"--format csv" in result.stderr
    assert timtin(*command, "--json", "--format", "json", index=small_index).returncode == 0
    assert timtin(*command, "--format", "xml", index=small_index).returncode == 2


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
def test_a_closed_pipe_is_not_an_error(small_index: Path, form: str) -> None:
    command = [sys.executable, "-m", "timtin", "search", "--format", form]
    running = subprocess.Popen(
        command, env=environment(TIMTIN_INDEX=str(small_index)), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.close()
    errors = running.stderr.read()
    running.stderr.close()
    assert (running.wait(60), errors) == (0, b"")
