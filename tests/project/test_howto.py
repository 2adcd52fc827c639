"""The how-to pages can be followed: their diffs apply to the code, and what they and CONTRIBUTING.md name exists."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

PAGES = sorted((Path(__file__).parents[2] / "docs" / "howto").glob("add-*.md"))
BLOCK = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
PATH = re.compile(r"`((?:[\w.-]+/)*[\w-]+\.(?:py|tsv|json|po|md|toml))`")
CREATED = {"indexer/extract/cms/langso.py", "tests/indexer/readers/test_front_matter.py"}
"""Files that a page tells the reader to create."""


def diffs(page: Path, root: Path) -> Iterator[tuple[str, str]]:
    """Yield every diff of a page: the file named last before it, and the lines that it must contain."""
    text = page.read_text(encoding="utf-8")
    for block in BLOCK.finditer(text):
        if block[2] == "diff":
            named = [path for path in PATH.findall(BLOCK.sub("", text[: block.start()])) if (root / path).is_file()]
            lines = textwrap.dedent(block[3]).splitlines()
            yield named[-1], "".join(f"{line[1:]}\n" for line in lines if line[:1] in {" ", "-"})


def test_there_is_a_page_for_each_common_extension() -> None:
    assert len(PAGES) == 6


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_diffs_apply(root: Path, page: Path) -> None:
    page_diffs = list(diffs(page, root))
    assert page_diffs
    assert [old for path, old in page_diffs if (root / path).read_text(encoding="utf-8").count(old) != 1] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_named_files_exist(root: Path, page: Path) -> None:
    prose = BLOCK.sub("", page.read_text(encoding="utf-8"))
    named = {path for path in PATH.findall(prose) if "/" in path} - CREATED
    assert {path for path in named if not (root / path).is_file()} == set()


def test_contributing_names_what_exists(root: Path) -> None:
    text = (root / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = {*re.findall(r"\b(?:tests|benchmarks)/[\w/.]*\w", text), *re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text)}
    assert len(named) > 25
    assert {path for path in named if not (root / path).exists()} == set()
