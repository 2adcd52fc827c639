from __future__ import annotations

import doctest
import subprocess
import sys
from pathlib import Path

import pytest

from timtin.analyzers import query_repair as repair


def test_the_examples_of_the_documentation_are_true(root: Path) -> None:
    page = root / "docs" / "query-repair.md"
    results = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert results.attempted > 5
    assert results.failed == 0


def test_every_exported_name_is_there() -> None:
    for name in repair.__all__:
        assert callable(getattr(repair, name)), name
    assert set(repair.__all__) <= set(dir(repair))
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = repair.nothing


def test_importing_loads_nothing() -> None:
    code = (
        "import sys, timtin.analyzers.query_repair; "
        "print([m for m in sys.modules if m.startswith('timtin.analyzers.')])"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded == "['timtin.analyzers.query_repair']\n"
