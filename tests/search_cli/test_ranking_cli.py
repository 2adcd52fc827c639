"""`timtin evaluate` and `timtin search --explain`, as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


@pytest.fixture
def judgments(tmp_path: Path) -> tuple[Path, Path]:
    queries, qrels = tmp_path / "q.tsv", tmp_path / "qrels.tsv"
    queries.write_text("1\ttrồng rau\n2\ttrong xoai\n3\tkhông ai chấm\n")
    qrels.write_text("1\t0\ta1\t1\n2\t0\ta2\t1\n4\t0\ta3\t1\n")
    return queries, qrels


def test_evaluate(timtin, small_index: Path, judgments: tuple[Path, Path], tmp_path: Path) -> None:
    queries, qrels = judgments
    run = tmp_path / "run.txt"
    arguments = ["evaluate", "--queries", queries, "--qrels", qrels]
    result = timtin(*arguments, "--run-out", run, "--json", index=small_index)
    assert result.returncode == 0, result.stderr.decode()
    measures = json.loads(result.stdout)
    assert (measures["queries"], measures["nDCG@10"], measures["MRR@10"], measures["recall@100"]) == (2, 1.0, 1.0, 1.0)
    assert (measures["unjudged"], measures["unasked"]) == (["3"], ["4"])
    first = [line.split("\t") for line in run.read_text().splitlines() if line.split("\t")[3] == "1"]
    assert [(line[0], line[2]) for line in first] == [("1", "a1"), ("2", "a2")]
    shown = timtin(*arguments, index=small_index).stdout.decode()
    assert "nDCG@10     1.0000" in shown
    assert "3" in shown


def test_evaluate_reports_invalid_files(timtin, small_index: Path, judgments: tuple[Path, Path]) -> None:
    queries, qrels = judgments
    qrels.write_text("1 a1\n")
    result = timtin("evaluate", "--queries", queries, "--qrels", qrels, index=small_index)
    assert result.returncode == 2
    assert b"line 1" in result.stderr
    assert b"Traceback" not in result.stderr
    missing = timtin("evaluate", "--queries", queries, "--qrels", qrels.with_name("none.tsv"), index=small_index)
    assert missing.returncode in (1, 2)
    assert b"Traceback" not in missing.stderr


def test_explanations_as_json_and_as_text(timtin, small_index: Path) -> None:
    result = timtin("search", "bà con trồng rau sạch xyzzy", "--explain", "--json", index=small_index)
    assert result.returncode == 0, result.stderr.decode()
    page = json.loads(result.stdout)
    hit = page["explanation"]["hits"][0]
    assert hit["id"] == page["hits"][0]["id"] == "a1"
    assert sum(part["score"] for part in hit["parts"]) == pytest.approx(hit["score"], abs=0.01)
    assert page["hits"][0]["missing"] == ["xyzzy"]
    assert "explanation" not in json.loads(timtin("search", "trồng rau", "--json", index=small_index).stdout)
    shown = timtin("search", "bà con trồng rau sạch xyzzy", "--explain", index=small_index).stdout.decode()
    assert "Giải thích" in shown
    assert "xyzzy (không bài nào có)" in shown
    assert "từ đã gõ" in shown
