"""Indexes of both engines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from timtin.engines.document import Document
from timtin.engines.registry import ENGINES
from timtin.store.index_folder import Store, create_store

Make = Callable[..., Store]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """The name of each engine in turn."""
    return str(request.param)


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """`make(engine, documents, batch=…)`: an index of the documents, committed every `batch` of them."""

    def made(engine: str, documents: Iterable[Document] = (), *, batch: int = 3) -> Store:
        store = create_store(tmp_path / engine, engine=engine, fingerprint="test")
        waiting = list(documents)
        for start in range(0, len(waiting), batch):
            writer = store.writer()
            for document in waiting[start : start + batch]:
                writer.put(document)
            writer.commit()
        return store

    return made
