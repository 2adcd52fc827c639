"""`timtin compact`: a smaller index with the same content, in both engines."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import timtin
from timtin.indexer import IndexOptions, index_sources
from timtin.indexer.compact import compact
from timtin.store.lock import FolderLock


@pytest.fixture(params=["tantivy", "whoosh"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """An index of ten articles after insertions, updates and deletions in many commits."""
    folder, engine = tmp_path / "index", request.param
    for source in ("Cổng A", "Cổng B"):
        file = tmp_path / f"{source}.jsonl"
        records = [
            {"id": f"{source[-1]}{n}", "title": f"Xã Mẫu {n} làm đường hoa", "body": f"Tin {n}. " * 50,
             "published": f"202{n % 4}-03-05"}
            for n in range(5)
        ]  # fmt: skip
        file.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records))
        index_sources(str(folder), [str(file)], IndexOptions(source=source, engine=engine))
    for turn in range(6):
        with timtin.create_index(str(folder)) as writer:
            writer.add(timtin.Article(id=f"gone{n}", title=f"Sẽ xóa {turn} {n}", body="x " * 500) for n in range(20))
    with timtin.create_index(str(folder)) as writer:
        writer.delete(f"gone{n}" for n in range(20))
    return folder


def said(folder: Path) -> dict[str, Any]:
    with timtin.open_index(str(folder)) as index:
        page = index.search("đường hoa", sort="newest").to_dict()
        for hit in page["hits"]:
            hit.pop("score")
        return {
            "articles": sorted(str(article) for article in index.articles()),
            "page": page | {"took_ms": 0},
            "similar": {hit.id for hit in index.similar("A1")},
            "suggestions": [each.text for each in index.suggest("duong")],
        }


def test_the_same_content_in_fewer_bytes(index: Path) -> None:
    before = said(index)
    with timtin.open_index(str(index)) as reader:
        done = compact(index)
        reader.refresh()  # a reader goes over to it
        assert reader.count() == 10
    assert done.articles == 10
    assert done.after < done.before
    assert said(index) == before
    assert len(list(index.glob("gen-*"))) == 1


def test_the_collections_of_articles_are_kept(index: Path, tmp_path: Path) -> None:
    compact(index)
    rest = tmp_path / "Cổng A.jsonl"
    rest.write_text("".join(rest.read_text().splitlines(keepends=True)[:2]))
    report = index_sources(str(index), [str(rest)], IndexOptions(source="Cổng A", prune=True))
    assert (report.pruned, report.unchanged, report.articles) == (3, 2, 7)


def test_it_fails_while_another_process_writes(index: Path) -> None:
    lock = FolderLock(index)
    try:
        with pytest.raises(timtin.IndexLocked):
            compact(index)
    finally:
        lock.release()
    with timtin.open_index(str(index)) as reader:
        assert reader.count() == 10


def test_a_failure_leaves_the_index_as_it_was(index: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = said(index)

    def fail(*_: object, **__: object) -> None:
        raise timtin.IndexWriteError("the disk is full")

    monkeypatch.setattr("timtin.indexer.compact.to_document", fail)
    with pytest.raises(timtin.IndexWriteError):
        compact(index)
    assert said(index) == before
    assert len(list(index.glob("gen-*"))) == 1


def test_no_index(tmp_path: Path) -> None:
    with pytest.raises(timtin.IndexMissing):
        compact(tmp_path / "nowhere")
    assert not list(tmp_path.iterdir())
