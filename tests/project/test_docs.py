"""The documentation: links resolve, every page is reachable, every package has its section, the README example runs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import timtin

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)(?:#[^)]*)?\)")
PACKAGES = [
    "analyzers",
    "engines",
    "index",
    "indexer",
    "knowledge",
    "model",
    "presentation",
    "search_cli",
    "search_web",
    "searcher",
    "store",
]


def pages(root: Path) -> list[Path]:
    return [root / "README.md", root / "CONTRIBUTING.md", *sorted((root / "docs").rglob("*.md"))]


def test_every_link_resolves(root: Path) -> None:
    broken = [
        f"{page.relative_to(root)}: {target}"
        for page in pages(root)
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_every_page_is_reachable_from_the_readme(root: Path) -> None:
    visited, pending = set(), [root / "README.md"]
    while pending:
        page = pending.pop().resolve()
        if page in visited or page.suffix != ".md":
            continue
        visited.add(page)
        pending += [page.parent / target for target in LINK.findall(page.read_text(encoding="utf-8"))]
    assert {page.resolve() for page in pages(root)} - visited == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_has_its_section(root: Path, package: str) -> None:
    headings = re.findall(r"^## (.+)$", (root / "docs" / "architecture.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert any(f"`{package}/`" in heading for heading in headings)


def test_the_example_of_the_readme_runs(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code = re.search(r"```python\n(.*?)```", (root / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert code is not None
    monkeypatch.chdir(tmp_path)
    exec(compile(code[1], "README.md", "exec"), {"timtin": timtin})
    assert "<mark>dân vận khéo</mark>" in capsys.readouterr().out
