"""Pages indexed together yield the same articles as each alone: learned boilerplate removes no headlines."""

from __future__ import annotations

from pathlib import Path

import pytest

from timtin.indexer.page import Page, Record, Rejected
from timtin.indexer.prepare import PreparedDocument, prepare
from timtin.indexer.readers import read
from timtin.indexer.workers import prepare_all
from timtin.model import Article
from timtin.model.stored import from_stored

SAMPLE = Path(__file__).parents[2] / "sample" / "pages"


def article(ready: PreparedDocument | Rejected) -> Article:
    assert isinstance(ready, PreparedDocument), ready
    return from_stored(ready.document.stored)


@pytest.fixture(scope="module")
def items() -> list[Page | Record | Rejected]:
    from timtin.indexer.page import ReadOptions

    return list(read([str(SAMPLE)], ReadOptions()))


def test_together_as_alone(items: list[Page | Record | Rejected]) -> None:
    alone = {one.origin: article(one) for one in map(prepare, items)}
    together = {one.origin: article(one) for one in prepare_all(iter(items), 1)}
    assert len(alone) >= 55
    for name in ("title", "published", "author", "source", "url", "summary", "body"):
        assert {at: getattr(one, name) for at, one in together.items()} == {
            at: getattr(one, name) for at, one in alone.items()
        }


def test_every_page_of_the_sample_is_complete(items: list[Page | Record | Rejected]) -> None:
    assert [one.origin for one in map(prepare, items) if not (article(one).title and article(one).body)] == []
