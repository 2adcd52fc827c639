"""`--format`: the same answer as JSON, JSON lines and CSV; what is exported can be indexed again."""

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


# command, the rows within its JSON
COMMANDS = [
    (SEARCH, lambda said: said["hits"]),
    (SIMILAR, lambda said: said["hits"]),
    (SUGGEST, lambda said: said),
    (["stats"], lambda said: [said]),
    (["export"], lambda said: said),
]


@pytest.mark.parametrize(("command", "rows"), COMMANDS, ids=lambda each: each[0] if isinstance(each, list) else "")
def test_every_format_says_the_same(timtin, small_index: Path, command: list[str], rows) -> None:
    def say(form: str) -> bytes:
        done = timtin(*command, "--format", form, index=small_index)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    def steady(row: dict) -> dict:
        return {name: value for name, value in row.items() if name != "score"}

    whole = rows(json.loads(say("json")))
    assert whole
    assert rows(json.loads(timtin(*command, "--json", index=small_index).stdout)) == whole
    assert [steady(json.loads(line)) for line in say("jsonl").decode().splitlines()] == [*map(steady, whole)]
    lines = table(say("csv"))
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


def test_nothing_found_is_a_header_alone(timtin, small_index: Path) -> None:
    assert timtin("search", "zzyzx", "--format", "csv", index=small_index).stdout.count(b"\n") == 1
    assert timtin("search", "zzyzx", "--format", "jsonl", index=small_index).stdout == b""


def test_odd_text_is_quoted_and_read_again(timtin, tmp_path: Path) -> None:
    odd = {"id": "odd", "title": 'Dấu "ngoặc", phẩy; và\ttab', "body": "dòng một\ndòng hai\n\n=1+1", "tags": ["a", "b"]}
    there, again = tmp_path / "there", tmp_path / "again"
    timtin("index", "-", index=there, stdin=json.dumps(odd).encode())
    file = tmp_path / "all.csv"
    file.write_bytes(timtin("export", "--format", "csv", index=there).stdout)
    assert timtin("index", file, index=again).returncode == 0
    assert timtin("export", index=again).stdout == timtin("export", index=there).stdout


@pytest.mark.parametrize("form", ["jsonl", "json", "csv"])
def test_an_export_to_a_file(timtin, small_index: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / "out"
    done = timtin("export", "--format", form, "--out", file, "--json", index=small_index)
    assert json.loads(done.stdout) == {"articles": 3, "out": str(file)} or form != "jsonl"
    if form == "jsonl":
        assert file.read_bytes() == timtin("export", index=small_index).stdout
    else:  # --json is --format json, and says nothing of the file's own form
        assert done.returncode in (0, 2)
        assert timtin("export", "--format", form, "--out", file, index=small_index).returncode == 0
        assert file.read_bytes() == timtin("export", "--format", form, index=small_index).stdout


@pytest.mark.parametrize("command", [SEARCH, SIMILAR, SUGGEST, ["stats"]], ids=lambda each: each[0])
def test_two_formats_at_once(timtin, small_index: Path, command: list[str]) -> None:
    done = timtin(*command, "--json", "--format", "csv", index=small_index)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"--format csv" in done.stderr
    assert timtin(*command, "--json", "--format", "json", index=small_index).returncode == 0
    assert timtin(*command, "--format", "xml", index=small_index).returncode == 2


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
def test_a_closed_pipe_is_quiet(small_index: Path, form: str) -> None:
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
