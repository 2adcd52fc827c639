"""`timtin suggest` and `timtin similar` as processes."""

from __future__ import annotations

import json
from pathlib import Path


def test_suggest_prints_a_list_of_objects(timtin, small_index: Path) -> None:
    result = timtin("suggest", "van", "kh", "--json", index=small_index)
    assert (result.returncode, result.stderr) == (0, b"")
    first, *_ = json.loads(result.stdout)
    assert list(first) == ["text", "html", "kind", "count", "id"]
    assert "vận khéo" in first["text"].lower()


def test_suggest_as_text(timtin, small_index: Path) -> None:
    result = timtin("suggest", "xoai", index=small_index)
    assert "Hội Nông dân tập huấn trồng xoài  bài, 1 bài" in result.stdout.decode()
    assert "Không có gợi ý nào." in timtin("suggest", "zzzz", index=small_index).stdout.decode()
    assert len(timtin("suggest", "t", "--limit", "2", index=small_index).stdout.decode().splitlines()) == 2


def test_suggest_wrong_usage(timtin, small_index: Path, tmp_path: Path) -> None:
    assert timtin("suggest", index=small_index).returncode == 2
    assert timtin("suggest", "a", "--limit", "0", index=small_index).returncode == 2
    assert timtin("suggest", "a", "--limit", "x", index=small_index).returncode == 2
    assert timtin("suggest", "a", index=tmp_path / "none").returncode == 3
    for odd in ("", "--", b"\xff\xc3", "(((", "\x01"):
        result = timtin("suggest", "--json", "--", odd, index=small_index)
        assert (result.returncode, json.loads(result.stdout)) == (0, []), result.stderr


def test_similar(timtin, small_index: Path, tmp_path: Path) -> None:
    result = timtin("similar", "a1", "--json", index=small_index)
    assert (result.returncode, result.stderr) == (0, b"")
    output = json.loads(result.stdout)
    assert output["id"] == "a1"
    assert "a1" not in [hit["id"] for hit in output["hits"]]
    assert timtin("similar", "a1", index=small_index).returncode == 0
    for wrong, code in ((("nobody",), 1), (("a1", "--limit", "0"), 2), ((), 2), ((b"\xff",), 1)):
        result = timtin("similar", *wrong, index=small_index)
        assert (result.returncode, result.stdout) == (code, b"")
        assert b"Traceback" not in result.stderr
    assert timtin("similar", "a1", index=tmp_path / "none").returncode == 3
