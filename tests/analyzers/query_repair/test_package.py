from __future__ import annotations

import doctest
import subprocess
import sys
from pathlib import Path

import pytest

from timtin.analyzers import query_repair


def test_the_documented_examples_are_correct(root: Path) -> None:
    page = root / "docs" / "query-repair.md"
    results = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert results.attempted > 5
    assert results.failed == 0


def test_every_exported_name_exists() -> None:
    for name in query_repair.__all__:
        assert callable(getattr(query_repair, name)), name
    assert set(query_repair.__all__) <= set(dir(query_repair))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = query_repair.nothing


def test_importing_loads_nothing() -> None:
    code = (
        "import sys, timtin.analyzers.query_repair; "
        "print([m for m in sys.modules if m.startswith('timtin.analyzers.')])"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded == "['timtin.analyzers.query_repair']\n"
