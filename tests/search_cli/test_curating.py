"""`timtin curation check` and `timtin stats --queries`, as processes of their own."""

from __future__ import annotations

import json
import time
from pathlib import Path

from timtin.store.query_log import MIN_HOURS, QueryLog


def test_a_sound_folder(timtin, small_index: Path, tmp_path: Path) -> None:
    (tmp_path / "best_bets.tsv").write_text("nước ngọt\ta2\n", encoding="utf-8")
    where = {"TIMTIN_CURATION": str(tmp_path)}
    done = timtin("curation", "check", "--json", index=small_index, env=where)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == {
        "folder": str(tmp_path), "synonyms": 0, "best_bets": 1, "stop_phrases": 0, "problems": []
    }  # fmt: skip
    [first, *_] = json.loads(timtin("search", "nuoc ngot", "--json", index=small_index, env=where).stdout)["hits"]
    assert (first["id"], first["pinned"]) == ("a2", True)
    shown = timtin("search", "nuoc ngot", index=small_index, env=where).stdout.decode()
    assert "được chọn lên đầu" in shown


def test_problems_are_told_with_file_and_line(timtin, small_index: Path, tmp_path: Path) -> None:
    (tmp_path / "best_bets.tsv").write_text("# ghim\nhội xuân\ta1\tlạc\nthiếu\n", encoding="utf-8")
    (tmp_path / "synonyms.txt").write_text("một mình\n", encoding="utf-8")
    where = {"TIMTIN_CURATION": str(tmp_path)}
    done = timtin("curation", "check", index=small_index, env=where)
    assert done.returncode == 1
    told = done.stderr.decode()
    assert f"{tmp_path / 'synonyms.txt'}:1: " in told
    assert f"{tmp_path / 'best_bets.tsv'}:2: no article has the id lạc" in told
    assert f"{tmp_path / 'best_bets.tsv'}:3: " in told
    assert "1 best_bets" in done.stdout.decode()
    problems = json.loads(timtin("curation", "check", "--json", index=small_index, env=where).stdout)["problems"]
    assert {(each["file"], each["line"]) for each in problems} == {
        ("synonyms.txt", 1), ("best_bets.tsv", 2), ("best_bets.tsv", 3)
    }  # fmt: skip
    done = timtin("search", "họp", "--json", index=small_index, env=where)
    assert done.returncode == 0
    assert f"{tmp_path / 'synonyms.txt'}:1: ".encode() in done.stderr
    assert json.loads(done.stdout)["total"] == 1


def test_wrong_usage(timtin, small_index: Path, tmp_path: Path) -> None:
    assert timtin("curation", index=small_index).returncode == 2
    assert timtin("curation", "mend", index=small_index).returncode == 2
    assert timtin("curation", "check", index=tmp_path / "none").returncode == 3
    assert (
        timtin("curation", "check", index=small_index, env={"TIMTIN_CURATION": str(tmp_path / "none")}).returncode == 2
    )
    done = timtin("stats", "--queries", index=small_index)
    assert done.returncode == 1
    assert b"TIMTIN_USE_LOG" in done.stderr


def test_queries(timtin, small_index: Path, tmp_path: Path) -> None:
    where = {"TIMTIN_USE_LOG": str(tmp_path / "use.sqlite")}
    for hour in range(MIN_HOURS):
        log = QueryLog(tmp_path / "use.sqlite", clock=lambda hour=hour: time.time() - 3600 * hour)
        log.record_search("chợ đêm", 0, interface="page")
        log.record_search("tiếp dân", 1, interface="page")
    report = json.loads(timtin("stats", "--queries", "--json", index=small_index, env=where).stdout)
    assert [each["query"] for each in report["empty"]] == ["chợ đêm"]
    assert [each["query"] for each in report["abandoned"]] == ["tiếp dân"]
    assert report["searches"] == 2 * MIN_HOURS
    done = timtin("stats", "--queries", "--days", "3", index=small_index, env=where)
    assert "chợ đêm" in done.stdout.decode()
    assert f"mở 0/{MIN_HOURS}" in done.stdout.decode()
