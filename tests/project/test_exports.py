"""The public face: what it promises is there, complete, and costs nothing before it is used."""

from __future__ import annotations

import importlib
import subprocess
import sys

import pytest

import timtin

ROOMS = ["analyzers", "engines", "indexer", "knowledge", "model", "search_cli", "search_web", "searcher"]


def test_every_exported_name_is_there_and_none_is_missing_from_the_list() -> None:
    for name in timtin.__all__:
        assert getattr(timtin, name) is not None
    assert set(timtin._MODULE_OF) | {"__version__"} == set(timtin.__all__)
    assert len(timtin.__all__) == len(set(timtin.__all__))


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


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_says_in_one_line_what_it_is(room: str) -> None:
    module = importlib.import_module(f"timtin.{room}")
    assert module.__doc__ and len(module.__doc__.strip().splitlines()[0]) >= 15
    for name in getattr(module, "__all__", ()):
        assert hasattr(module, name)


# Imported, each of these would cost every caller what only some need.
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
