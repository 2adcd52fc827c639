"""The structure of the code: no import cycles, bounded folders, files and functions, explained lazy imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOT_CODE = {"tests", "benchmarks", "docs", "tools", "examples", "build", "dist"}

MAX_FILES = 12
"""Python files in one folder, `__init__.py` included."""

MAX_LINES = 400
"""Lines of one file."""

MAX_FUNCTION = 60
"""Lines of one function, decorators and docstring excluded: about one screen."""


def modules() -> dict[str, Path]:
    """Return the path of every module of the package by its dotted name."""
    modules_by_name = {}
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        if parts[0] in NOT_CODE or parts[0].startswith("."):
            continue
        name = parts[:-1] if parts[-1] == "__init__" else parts
        modules_by_name[".".join(("timtin", *name))] = path
    return modules_by_name


MODULES = modules()


@cache
def tree(name: str) -> ast.Module:
    """Return the syntax tree of a module."""
    return ast.parse(MODULES[name].read_text(encoding="utf-8"))


def imported(name: str, node: ast.AST) -> Iterator[str]:
    """Yield the modules of the package that an import statement names."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names if alias.name in MODULES)
    if isinstance(node, ast.ImportFrom):
        package = name if MODULES[name].name == "__init__.py" else name.rpartition(".")[0]
        for _ in range(node.level - 1):
            package = package.rpartition(".")[0]
        base = ".".join(filter(None, (package if node.level else "", node.module or "")))
        for alias in node.names:
            target = f"{base}.{alias.name}"
            if target in MODULES:
                yield target
            elif base in MODULES:
                yield base


@cache
def imports(name: str) -> frozenset[str]:
    """Return every module that a module imports, including lazy and type-checking imports."""
    return frozenset(target for node in ast.walk(tree(name)) for target in imported(name, node) if target != name)


def test_there_are_no_import_cycles() -> None:
    state: dict[str, int] = {}

    def visit(name: str, path: tuple[str, ...]) -> None:
        if state.get(name) == 1:
            pytest.fail("import cycle: " + " -> ".join((*path[path.index(name) :], name)))
        if name in state:
            return
        state[name] = 1
        for target in sorted(imports(name)):
            visit(target, (*path, name))
        state[name] = 2

    for name in MODULES:
        visit(name, ())


def nested_imports(module: ast.Module) -> Iterator[int]:
    """Yield the line of every import inside a function."""
    for function in ast.walk(module):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from (node.lineno for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom))


def test_imports_inside_functions_are_explained() -> None:
    unmarked = set()
    for name, path in MODULES.items():
        lines = path.read_text(encoding="utf-8").splitlines()
        unexplained = (line for line in nested_imports(tree(name)) if "lazy" not in lines[line - 1])
        unmarked |= {f"{path.relative_to(ROOT)}:{line}" for line in unexplained}
    assert sorted(unmarked) == []


def test_folders_stay_small() -> None:
    folders: dict[Path, int] = {}
    for path in MODULES.values():
        folders[path.parent] = folders.get(path.parent, 0) + 1
    assert {str(folder.relative_to(ROOT)): count for folder, count in folders.items() if count > MAX_FILES} == {}


def test_files_stay_short() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES.values()}
    assert {str(path.relative_to(ROOT)): count for path, count in lengths.items() if count > MAX_LINES} == {}


def test_functions_fit_a_screen() -> None:
    long = {}
    for name, path in MODULES.items():
        for node in ast.walk(tree(name)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
                body = node.body[1:] if ast.get_docstring(node) is not None and len(node.body) > 1 else node.body
                length = node.end_lineno - body[0].lineno + 1
                if length > MAX_FUNCTION:
                    long[f"{path.relative_to(ROOT)}:{node.name}"] = length
    assert long == {}


def test_every_package_has_a_docstring() -> None:
    packages = [path for path in MODULES.values() if path.name == "__init__.py"]
    assert [
        str(path.relative_to(ROOT))
        for path in packages
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ] == []
