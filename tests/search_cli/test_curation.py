"""`timtin curation check` and `timtin stats --queries` as processes."""

from __future__ import annotations

import json
import time
from pathlib import Path

from timtin.store.query_log import MIN_HOURS, QueryLog


def test_valid_curation_files(timtin, small_index: Path, tmp_path: Path) -> None:
    (tmp_path / "best_bets.tsv").write_text("nước ngọt\ta2\n", encoding="utf-8")
    env = {"TIMTIN_CURATION": str(tmp_path)}
    result = timtin("curation", "check", "--json", index=small_index, env=env)
    assert (result.returncode, result.stderr) == (0, b"")
    assert json.loads(result.stdout) == {
        "folder": str(tmp_path), "synonyms": 0, "best_bets": 1, "stop_phrases": 0, "problems": []
    }  # fmt: skip
    [first, *_] = json.loads(timtin("search", "nuoc ngot", "--json", index=small_index, env=env).stdout)["hits"]
    assert (first["id"], first["pinned"]) == ("a2", True)
    shown = timtin("search", "nuoc ngot", index=small_index, env=env).stdout.decode()
    assert "được chọn lên đầu" in shown


def test_problems_are_reported_with_file_and_line(timtin, small_index: Path, tmp_path: Path) -> None:
    (tmp_path / "best_bets.tsv").write_text("# ghim\nhội xuân\ta1\tlạc\nthiếu\n", encoding="utf-8")
    (tmp_path / "synonyms.txt").write_text("một mình\n", encoding="utf-8")
    env = {"TIMTIN_CURATION": str(tmp_path)}
    result = timtin("curation", "check", index=small_index, env=env)
    assert result.returncode == 1
    errors = result.stderr.decode()
    assert f"{tmp_path / 'synonyms.txt'}:1: " in errors
    assert f"{tmp_path / 'best_bets.tsv'}:2: no article has the id lạc" in errors
    assert f"{tmp_path / 'best_bets.tsv'}:3: " in errors
    assert "1 best_bets" in result.stdout.decode()
    problems = json.loads(timtin("curation", "check", "--json", index=small_index, env=env).stdout)["problems"]
    assert {(each["file"], each["line"]) for each in problems} == {
        ("synonyms.txt", 1), ("best_bets.tsv", 2), ("best_bets.tsv", 3)
    }  # fmt: skip
    result = timtin("search", "họp", "--json", index=small_index, env=env)
    assert result.returncode == 0
    assert f"{tmp_path / 'synonyms.txt'}:1: ".encode() in result.stderr
    assert json.loads(result.stdout)["total"] == 1


def test_wrong_usage(timtin, small_index: Path, tmp_path: Path) -> None:
    assert timtin("curation", index=small_index).returncode == 2
    assert timtin("curation", "mend", index=small_index).returncode == 2
    assert timtin("curation", "check", index=tmp_path / "none").returncode == 3
    assert (
        timtin("curation", "check", index=small_index, env={"TIMTIN_CURATION": str(tmp_path / "none")}).returncode == 2
    )
    result = timtin("stats", "--queries", index=small_index)
    assert result.returncode == 1
    assert b"TIMTIN_USE_LOG" in result.stderr


def test_the_report_of_the_query_log(timtin, small_index: Path, tmp_path: Path) -> None:
    env = {"TIMTIN_USE_LOG": str(tmp_path / "use.sqlite")}
    for hour in range(MIN_HOURS):
        log = QueryLog(tmp_path / "use.sqlite", clock=lambda hour=hour: time.time() - 3600 * hour)
        log.record_search("chợ đêm", 0, interface="page")
        log.record_search("tiếp dân", 1, interface="page")
    report = json.loads(timtin("stats", "--queries", "--json", index=small_index, env=env).stdout)
    assert [each["query"] for each in report["empty"]] == ["chợ đêm"]
    assert [each["query"] for each in report["abandoned"]] == ["tiếp dân"]
    assert report["searches"] == 2 * MIN_HOURS
    result = timtin("stats", "--queries", "--days", "3", index=small_index, env=env)
    assert "chợ đêm" in result.stdout.decode()
    assert f"mở 0/{MIN_HOURS}" in result.stdout.decode()
