"""The public interface: every exported name exists, and importing it loads nothing heavy."""

from __future__ import annotations

import importlib
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import timtin

PACKAGES = [
    "analyzers",
    "engines",
    "indexer",
    "knowledge",
    "model",
    "presentation",
    "search_cli",
    "search_web",
    "searcher",
    "store",
]


def test_every_exported_name_exists_and_is_listed() -> None:
    for name in timtin.__all__:
        assert getattr(timtin, name) is not None
    assert set(timtin._MODULE_OF) | {"__version__"} == set(timtin.__all__)
    assert len(timtin.__all__) == len(set(timtin.__all__))


def test_the_version_is_that_of_the_distribution(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert timtin.__version__ == project["version"]


def test_all_errors_of_the_model_are_exported() -> None:
    model = importlib.import_module("timtin.model")
    errors = {
        name
        for name in model.__all__
        if isinstance(getattr(model, name), type) and issubclass(getattr(model, name), Exception)
    }
    assert errors - {"IndexUnavailable"} <= set(timtin.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nonsense"):
        _ = timtin.nonsense


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_has_a_docstring(package: str) -> None:
    module = importlib.import_module(f"timtin.{package}")
    assert module.__doc__ and len(module.__doc__.strip().splitlines()[0]) >= 15
    for name in getattr(module, "__all__", ()):
        assert hasattr(module, name)


# Modules that are slow to import and that most callers do not need.
HEAVY = {
    "tantivy",
    "whoosh",
    "flask",
    "waitress",
    "trafilatura",
    "pyvi",
    "sklearn",
    "numpy",
    "unidecode",
    "rich",
    "lxml",
}


@pytest.mark.parametrize("module", ["timtin", "timtin.analyzers", "timtin.model", "timtin.knowledge", "timtin.indexer"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(*sorted({HEAVY!r} & set(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
