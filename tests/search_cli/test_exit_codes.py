"""Exit codes of command lines; after a failure, no output on standard output and never a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

# Arguments after `timtin`, with an index of three articles; exit code; part of the message.
ON_AN_INDEX = [
    (("search", "dan van"), 0, ""),
    (("search", "khong-co-chu-nay-dau"), 0, ""),  # no results are not an error
    (("search",), 0, ""),  # all articles
    (("search", "--", "-xoài"), 0, ""),
    (("search", "-xoài"), 2, "-x"),  # an option that does not exist
    (("search", "x", "--sort", "upwards"), 2, "upwards"),
    (("search", "x", "--limit", "ten"), 2, "ten"),
    (("search", "x", "--limit", "0"), 2, "limit"),
    (("search", "x", "--page", "0"), 2, "page"),
    (("search", "x", "--filter", "year"), 2, "FIELD=VALUE"),
    (("search", "x", "--filter", "colour=red"), 2, "colour"),
    (("search", "x", "--filter", "year=soon"), 2, "soon"),
    (("search", "x", "--facets", "colour"), 2, "colour"),
    (("show", "a1"), 0, ""),
    (("show", "nobody"), 1, "nobody"),
    (("show",), 2, "ID"),
    (("stats",), 0, ""),
    (("export",), 0, ""),
    (("export", "--out", "/nonexistent/folder/out.jsonl"), 1, "/nonexistent/folder"),
    (("delete", "nobody"), 1, "nobody"),
    (("analyze", "Đảng ủy xã"), 0, ""),
    (("serch", "x"), 2, "search"),  # suggests the closest command
    (("index",), 2, "SOURCE"),
    (("index", "x", "--prune"), 2, "--source"),
    (("index", "x", "--jobs", "0"), 2, "jobs"),
    (("--version",), 0, ""),
    (("--help",), 0, ""),
]


@pytest.mark.parametrize(("arguments", "code", "message"), ON_AN_INDEX, ids=lambda value: str(value)[:50])
def test_on_an_index(timtin, small_index: Path, arguments: tuple[str, ...], code: int, message: str) -> None:
    result = timtin(*arguments, index=small_index)
    errors = result.stderr.decode()
    assert result.returncode == code, errors
    assert "Traceback" not in errors
    assert message in errors
    if code:
        assert result.stdout == b""


@pytest.mark.parametrize(
    "command", [("search", "x"), ("show", "x"), ("stats",), ("export",), ("delete", "x"), ("serve",)]
)
def test_no_index(timtin, tmp_path: Path, command: tuple[str, ...]) -> None:
    result = timtin(*command, index=tmp_path / "nowhere")
    assert result.returncode == 3
    assert b"nowhere" in result.stderr
    assert result.stdout == b""
    assert not (tmp_path / "nowhere").exists()


def test_another_format_version(timtin, tmp_path: Path, records: bytes) -> None:
    folder = tmp_path / "index"
    assert timtin("index", "-", index=folder, stdin=records).returncode == 0
    manifest = folder / "manifest.json"
    content = json.loads(manifest.read_text())
    manifest.write_text(json.dumps(content | {"format": 987}))
    for command in (("search", "x"), ("stats",), ("index", "-")):
        result = timtin(*command, index=folder, stdin=records)
        assert result.returncode == 3, command
        assert b"987" in result.stderr
    manifest.write_text("{")
    assert timtin("search", "x", index=folder).returncode == 3


def test_another_engine_needs_rebuild(timtin, tmp_path: Path, records: bytes) -> None:
    folder = tmp_path / "index"
    assert timtin("index", "-", "--engine", "whoosh", index=folder, stdin=records).returncode == 0
    refused = timtin("index", "-", "--engine", "tantivy", index=folder, stdin=records)
    assert refused.returncode == 2
    assert b"--rebuild" in refused.stderr
    assert timtin("index", "-", "--json", index=folder, stdin=records).returncode == 0  # keeps its engine
    rebuilt = timtin("index", "-", "--engine", "tantivy", "--rebuild", "--json", index=folder, stdin=records)
    assert rebuilt.returncode == 0, rebuilt.stderr.decode()
    assert json.loads(rebuilt.stdout)["indexed"] == 3
    assert json.loads(timtin("stats", "--json", index=folder).stdout)["engine"] == "tantivy"
    assert timtin("index", "-", "--engine", "xapian", index=tmp_path / "new", stdin=records).returncode == 2


def test_the_index_may_be_named_before_or_after_the_command(timtin, small_index: Path, tmp_path: Path) -> None:
    before = timtin("--index", small_index, "stats", "--json", index=tmp_path)
    after = timtin("stats", "--json", "--index", small_index, index=tmp_path)
    assert before.returncode == after.returncode == 0
    assert before.stdout == after.stdout


def test_an_unexpected_error_is_a_message(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    from timtin.search_cli import app, options

    def broken(folder: str | None) -> None:
        raise RuntimeError("wheels came off")

    monkeypatch.setattr("timtin.search_cli.commands.stats.open_folder", broken)
    monkeypatch.delenv("TIMTIN_DEBUG", raising=False)
    assert options.open_folder is not broken
    assert app.run(["stats"]) == 1
    errors = capfd.readouterr().err
    assert "wheels came off" in errors
    assert "Traceback" not in errors
    assert app.run(["--traceback", "stats"]) == 1
    assert "Traceback" in capfd.readouterr().err
