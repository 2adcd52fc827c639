from __future__ import annotations

import doctest
from pathlib import Path


def test_the_documented_examples_are_correct() -> None:
    page = Path(__file__).resolve().parents[2] / "docs" / "analyzers.md"
    results = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert results.attempted > 10
    assert results.failed == 0
