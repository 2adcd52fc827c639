"""End-to-end tests: real pages are indexed and searched with every engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from timtin.indexer import IndexOptions, index_sources

ENGINES = ["tantivy", "whoosh"]


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def five(engine: str, shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the five real pages."""
    folder = tmp_path_factory.mktemp(f"five-{engine}")
    report = index_sources(folder, [str(shared / "pages")], IndexOptions(engine=engine))
    assert (report.indexed, list(report.rejected)) == (5, [])
    return folder
