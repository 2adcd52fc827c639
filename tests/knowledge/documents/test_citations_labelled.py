"""Precision and recall on articles labelled by a reader, computed by `benchmarks/citations.py`."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from timtin.knowledge.documents.citations import normal_citation


@pytest.fixture(scope="module")
def benchmark(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmark_of_citations", root / "benchmarks" / "citations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def compared(benchmark: ModuleType, shared: Path) -> list[Any]:
    read = benchmark.labels()
    articles = benchmark.texts(shared / "news" / "gov-articles.jsonl.gz", {label.id for label in read})
    return list(benchmark.disagreements(read, articles))


@pytest.mark.shared
@pytest.mark.parametrize("half", ["dev", "test", "fresh"])
def test_precision_and_recall(benchmark: ModuleType, compared: list[Any], half: str) -> None:
    score = benchmark.score([each for each in compared if each.label.half == half])
    assert score.precision >= 0.98
    assert score.recall >= 0.95


def test_the_labels_are_in_normal_form(benchmark: ModuleType) -> None:
    read = benchmark.labels()
    assert len({label.id for label in read}) == len(read) >= 200
    for label in read:
        assert [normal_citation(number) for number in sorted(label.numbers)] == sorted(label.numbers)
