"""The wheel contains every package, every template and every table, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

NOT_SHIPPED = {
    ".git", ".dev", ".venv", "build", "dist", "tests", "benchmarks", "docs", "tools", "__pycache__", ".hypothesis",
    ".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache", ".ci", "examples",
}  # fmt: skip


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The names of the files in a wheel built from a copy of the tree."""
    tree = tmp_path_factory.mktemp("tree") / "timtin"
    shutil.copytree(
        root,
        tree,
        ignore=lambda _, names: (
            NOT_SHIPPED & set(names) | {n for n in names if n.endswith(".egg-info") or n.startswith(".venv-")}
        ),
    )
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(tree)],
        check=True,
        capture_output=True,
    )
    [path] = out.glob("*.whl")
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


def code_packages(root: Path) -> set[str]:
    """Return the dotted name of every folder with an `__init__.py`, as pyproject.toml must list it."""
    packages = {"timtin"}
    for init in root.rglob("__init__.py"):
        parts = init.parent.relative_to(root).parts
        if parts and not set(parts) & NOT_SHIPPED and not parts[0].startswith("."):
            packages.add(".".join(("timtin", *parts)))
    return packages


def test_pyproject_lists_every_package(root: Path) -> None:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(project["tool"]["setuptools"]["packages"]) == code_packages(root)


def test_every_module_template_and_table_is_in_the_wheel(root: Path, wheel: list[str]) -> None:
    shipped = [*root.glob("*.py"), *root.glob("py.typed")]
    for package in code_packages(root) - {"timtin"}:
        folder = root.joinpath(*package.split(".")[1:])
        shipped += [p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    expected = {f"timtin/{path.relative_to(root).as_posix()}" for path in shipped}
    assert expected - set(wheel) == set()


def test_nothing_but_the_package_is_in_the_wheel(wheel: list[str]) -> None:
    assert {name.split("/")[0] for name in wheel} == {"timtin", *(n.split("/")[0] for n in wheel if ".dist-info/" in n)}
    assert not [
        name
        for name in wheel
        if name.startswith(("timtin/tests", "timtin/benchmarks", "timtin/index/", "timtin/build"))
    ]
