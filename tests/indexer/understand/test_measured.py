"""Precision and recall on labelled articles, by the functions of `benchmarks/understanding.py`.

The thresholds are slightly below the figures reported in `docs/`.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from timtin.knowledge.tables import read_table
from timtin.knowledge.topics import topics

LEAST = [
    # subject, least precision, least recall, least number of labels
    ("place", 0.93, 0.85, 120),
    ("level", 0.94, 0.94, 50),
    ("topic", 0.88, 0.92, 120),
    ("organization", 0.97, 0.97, 200),
    ("event date", 0.95, 0.94, 55),
]


@pytest.fixture(scope="module")
def benchmark(root: Path) -> ModuleType:
    name = "benchmark_of_understanding"
    spec = importlib.util.spec_from_file_location(name, root / "benchmarks" / "understanding.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # its dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def scores(benchmark: ModuleType, shared: Path) -> dict[str, Any]:
    assert shared.is_dir()
    return dict(benchmark.measure())


@pytest.mark.shared
@pytest.mark.parametrize(("subject", "precision", "recall", "least"), LEAST)
def test_measured(scores: dict[str, Any], subject: str, precision: float, recall: float, least: int) -> None:
    score = scores[subject]
    assert score.expected >= least
    assert score.precision >= precision, score.misses
    assert score.recall >= recall, score.misses


def test_labels_use_the_names_of_the_tables(benchmark: ModuleType) -> None:
    labels = list(benchmark.labels())
    assert len([label for label in labels if label.topics is not None]) >= 150
    assert len([label for label in labels if label.organizations is not None]) >= 80
    assert len([label for label in labels if label.days is not None]) >= 60
    assert {topic for label in labels for topic in (label.topics or set()) | label.topics_allowed} <= set(topics())
    named = {name for label in labels for name in (label.organizations or set()) | label.organizations_allowed}
    assert named <= {name for name, _ in read_table("organizations.tsv", 2)}


def test_each_article_is_labelled_once(benchmark: ModuleType) -> None:
    for table in ("understanding.tsv", "organizations.tsv"):
        ids = [tuple(cells[:2]) for cells in benchmark.rows(table, 4)]
        assert len(set(ids)) == len(ids)
