"""Evaluation against relevance judgments: the measures, the run file, and the errors for malformed lines."""

from __future__ import annotations

from math import log2
from pathlib import Path
from typing import Any

import pytest

from timtin.model import SourceError, UsageError
from timtin.searcher.evaluate import evaluate

QUERIES = "q1\tdân vận khéo\nq2\ttrồng cây\n\nq3\tkhông ai hỏi\nq4\txyzzy\n"
QRELS = "q1\t0\tkheo\t2\nq1\t0\tnowhere\t1\nq2 0 nfd 1\nq4\t0\tkheo\t1\nq5\t0\tkheo\t1\nq3\t0\tkheo\t0\n"


def files(folder: Path, queries: str, qrels: str) -> tuple[Path, Path]:
    asked, judged = folder / "queries.tsv", folder / "qrels.tsv"
    asked.write_text(queries)
    judged.write_text(qrels)
    return asked, judged


def test_measures(index: Any, tmp_path: Path) -> None:
    run = tmp_path / "run.txt"
    found = evaluate(index, *files(tmp_path, QUERIES, QRELS), run)
    order = [id for id, _ in index.ranking("dân vận khéo", 100)]
    place = order.index("kheo")
    one = (2 / log2(place + 2)) / (2 + 1 / log2(3))
    assert found.queries == 3
    assert found.ndcg == pytest.approx((one + 1 + 0) / 3)
    assert found.mrr == pytest.approx((1 / (place + 1) + 1 + 0) / 3)
    assert found.recall == pytest.approx((0.5 + 1 + 0) / 3)
    assert (found.unjudged, found.unasked) == (("q3",), ("q5",))
    lines = [line.split("\t") for line in run.read_text().splitlines()]
    assert [line[2] for line in lines if line[0] == "q1"] == order
    assert {(line[1], line[5]) for line in lines} == {("Q0", "timtin")}
    assert [line[3] for line in lines if line[0] == "q1"] == [str(number) for number in range(1, len(order) + 1)]


MALFORMED = (  # queries, qrels, message
    ("q1 dân vận\n", QRELS, "queries.tsv, line 1"),  # no tab
    ("q1\tdân\nq1\tvận\n", QRELS, "line 2.*twice"),
    ("q1\t \n", QRELS, "line 1"),
    (QUERIES, "q1\t0\tkheo\n", "qrels.tsv, line 1"),
    (QUERIES, "q1\t0\tkheo\t1\nq1\t0\tkheo\tmuch\n", "line 2.*'much'"),
    (QUERIES, "q9\t0\tkheo\t1\n", "No query"),
    ("", QRELS, "No query"),
)


@pytest.mark.parametrize(("queries", "qrels", "message"), MALFORMED)
def test_errors_name_the_malformed_line(index: Any, tmp_path: Path, queries: str, qrels: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        evaluate(index, *files(tmp_path, queries, qrels))


def test_files_that_cannot_be_read_or_written(index: Any, tmp_path: Path) -> None:
    queries, qrels = files(tmp_path, QUERIES, QRELS)
    with pytest.raises(SourceError, match="cannot be read"):
        evaluate(index, tmp_path / "none.tsv", qrels)
    with pytest.raises(SourceError, match="cannot be written"):
        evaluate(index, queries, qrels, tmp_path / "no" / "run.txt")
    queries.write_bytes(b"q1\t\xff\xfe\n")
    with pytest.raises(SourceError, match="UTF-8"):
        evaluate(index, queries, qrels)
