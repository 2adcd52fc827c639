"""The small collection of `articles`, indexed with both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

import timtin
from timtin.analyzers import fingerprint
from timtin.indexer.document import to_document
from timtin.store.index_folder import create_store
from timtin.tests.searcher.articles import ARTICLES

ENGINES = ("tantivy", "whoosh")

Build = Callable[..., timtin.Index]


def write(folder: Path, engine: str, some: Iterable[timtin.Article]) -> None:
    """Put articles whose places, topics and so on are already set, and commit."""
    writer = create_store(folder, engine=engine, fingerprint=fingerprint()).writer()
    for article in some:
        writer.put(to_document(article, collection="test"))
    writer.commit()


@pytest.fixture(scope="session", params=ENGINES)
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[timtin.Index]:
    """Return the small collection, once on each engine."""
    folder = tmp_path_factory.mktemp(request.param)
    write(folder, request.param, ARTICLES)
    with timtin.open_index(folder) as opened:
        yield opened


@pytest.fixture(scope="session")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[timtin.Index, timtin.Index]]:
    """Return the small collection on both engines."""
    folders = [tmp_path_factory.mktemp(engine) for engine in ENGINES]
    for folder, engine in zip(folders, ENGINES, strict=True):
        write(folder, engine, ARTICLES)
    with timtin.open_index(folders[0]) as first, timtin.open_index(folders[1]) as second:
        yield first, second


@pytest.fixture(params=ENGINES)
def build(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Build]:
    """Return a function that builds an index of the articles it is given."""
    opened: list[timtin.Index] = []

    def make(*some: timtin.Article) -> timtin.Index:
        write(tmp_path, request.param, some)
        opened.append(timtin.open_index(tmp_path))
        return opened[-1]

    yield make
    for each in opened:
        each.close()


def ids(page: timtin.ResultPage) -> set[str]:
    """Return the ids of a page's hits."""
    return {hit.id for hit in page.hits}
