"""docs/architecture.md names the packages, layers, folders and functions that the code has."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

NAMED = re.compile(r"`([a-z_]+(?:/[a-z_]+)*\.py)` `(\w+)`")
FOLDER = re.compile(r"`((?:[a-z_]+/)+)`")


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "architecture.md").read_text(encoding="utf-8")


def packages(root: Path) -> set[str]:
    """Return every package that the distribution has, as a path."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    dotted = project["tool"]["setuptools"]["packages"]
    return {name.removeprefix("timtin.").replace(".", "/") for name in dotted} - {"timtin"}


def test_every_named_function_exists(root: Path, page: str) -> None:
    named = NAMED.findall(page)
    assert len(named) > 40
    missing = []
    for path, name in named:
        tree = ast.parse((root / path).read_text(encoding="utf-8"))
        defined = {
            node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        }
        if name not in defined:
            missing.append(f"{path} {name}")
    assert missing == []


def test_the_described_packages_are_those_of_the_distribution(root: Path, page: str) -> None:
    described = {name.strip("/") for name in FOLDER.findall(page)}
    own = packages(root)
    nested_only_in_prose = {"engines/tantivy", "engines/whoosh", "store/completions", "store/near_duplicates"}
    assert own - described == set()
    assert nested_only_in_prose <= described
    assert {name for name in described if not (root / name).is_dir()} - {"decisions", "pages"} == set()


def test_the_layers_are_those_of_import_linter(root: Path, page: str) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = project["tool"]["importlinter"]["contracts"]
    [layers] = [each["layers"] for each in contracts if "timtin.model" in each.get("layers", ())]
    expected = "\n".join(each.replace("timtin.", "") for each in layers)
    assert f"```\n{expected}\n```" in page
