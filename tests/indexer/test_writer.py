"""`create_index`: counts, updates, deletions, commit and rollback; the same with every engine."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import timtin
from timtin import Article
from timtin.analyzers import fingerprint
from timtin.indexer.seen_ids import SeenIds
from timtin.model.stored import from_stored
from timtin.store.index_folder import open_store


@pytest.fixture(params=["tantivy", "whoosh"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def news(number: int, body: str = "Lời của tin.") -> Article:
    return Article(id=f"n{number}", title=f"Tin số {number}", body=body)


def bodies_in(folder: Path) -> dict[str, str]:
    with closing(open_store(folder, fingerprint=fingerprint()).reader()) as reader:
        return {id: from_stored(stored).body for id, stored in reader.documents()}


def ids_in(folder: Path) -> set[str]:
    return set(bodies_in(folder))


def counts(report: timtin.Report) -> tuple[int, int, int, int, int]:
    return (report.read, report.indexed, report.updated, report.unchanged, len(report.rejected))


def test_insert_update_unchanged(tmp_path: Path, engine: str) -> None:
    with timtin.create_index(tmp_path, engine=engine) as index:
        report = index.add(news(n) for n in range(5))
        assert counts(report) == (5, 5, 0, 0, 0)
        assert report.articles == 5
    with timtin.create_index(tmp_path) as index:
        report = index.add([news(0), news(1, "Lời mới."), news(7)])
        assert counts(report) == (3, 1, 1, 1, 0)
        assert report.articles == 6
    assert ids_in(tmp_path) == {"n0", "n1", "n2", "n3", "n4", "n7"}


# The articles of one run on an index that contains n0 and n1: their number and text, and the counts
# (indexed, updated, unchanged) and what n0, n1 and n2 hold afterwards.
RUNS: list[tuple[list[tuple[int, str]], tuple[int, int, int], dict[str, str]]] = [
    ([(2, "a"), (2, "b")], (1, 1, 0), {"n0": "old", "n1": "old", "n2": "b"}),  # new, then changed
    ([(2, "a"), (2, "a")], (1, 0, 1), {"n0": "old", "n1": "old", "n2": "a"}),  # new, then the same
    ([(0, "x"), (0, "old")], (0, 2, 0), {"n0": "old", "n1": "old"}),  # there and back again
    ([(0, "old"), (0, "x"), (0, "x")], (0, 1, 2), {"n0": "x", "n1": "old"}),
    ([(0, "x"), (1, "old"), (0, "y")], (0, 2, 1), {"n0": "y", "n1": "old"}),
]


@pytest.mark.parametrize(("run", "expected", "held"), RUNS)
def test_the_same_id_several_times(
    tmp_path: Path, engine: str, run: list[tuple[int, str]], expected: tuple[int, int, int], held: dict[str, str]
) -> None:
    with timtin.create_index(tmp_path, engine=engine) as index:
        index.add([news(0, "old"), news(1, "old")])
    with timtin.create_index(tmp_path) as index:
        report = index.add(news(number, body) for number, body in run)
        assert (report.indexed, report.updated, report.unchanged) == expected
        assert report.read == len(run)
        assert report.articles == len(held)
    assert bodies_in(tmp_path) == held


def test_delete(tmp_path: Path, engine: str) -> None:
    with timtin.create_index(tmp_path, engine=engine) as index:
        index.add(news(n) for n in range(4))
        assert index.delete(["n0", "nobody", "n0"]) == 1  # what this very run has put
    with timtin.create_index(tmp_path) as index:
        assert index.delete(["n1"]) == 1
        assert index.delete(["n1"]) == 0
        assert index.add([news(1)]).indexed == 1  # and back
        assert index.delete(["n2"]) == 1
        assert index.articles == 2
    assert ids_in(tmp_path) == {"n1", "n3"}


def test_blocked_ids_are_not_indexed_again(tmp_path: Path, engine: str) -> None:
    with timtin.create_index(tmp_path, engine=engine) as index:
        index.add([news(0), news(1)])
        assert index.delete(["n0", "later"], block=True) == 1
        report = index.add([news(0)])
        assert counts(report) == (1, 0, 0, 0, 1)
        assert "blocked" in report.rejected[0].reason
    with timtin.create_index(tmp_path) as index:
        report = index.add([news(0), Article(id="later", title="Tin")])
        assert counts(report) == (2, 0, 0, 0, 2)
    assert ids_in(tmp_path) == {"n1"}


def test_an_exception_rolls_back(tmp_path: Path, engine: str) -> None:
    with timtin.create_index(tmp_path, engine=engine) as index:
        index.add([news(0)])

    def breaks() -> Any:
        yield news(1)
        raise RuntimeError("the source broke")

    for _ in range(2):  # the second time shows that nothing is left locked
        with pytest.raises(RuntimeError, match="broke"), timtin.create_index(tmp_path) as index:
            index.delete(["n0"])
            index.add(breaks())
    assert ids_in(tmp_path) == {"n0"}


def test_one_writer_at_a_time(tmp_path: Path, engine: str) -> None:
    with timtin.create_index(tmp_path, engine=engine) as index:
        with pytest.raises(timtin.IndexLocked):
            timtin.create_index(tmp_path)
        index.add([news(0)])
        assert ids_in(tmp_path) == set()
    assert ids_in(tmp_path) == {"n0"}


def test_an_index_keeps_its_engine(tmp_path: Path, engine: str) -> None:
    with timtin.create_index(tmp_path, engine=engine):
        pass
    other = "whoosh" if engine == "tantivy" else "tantivy"
    with pytest.raises(timtin.EngineMismatch):
        timtin.create_index(tmp_path, engine=other)


def test_an_ended_writer_cannot_be_used(tmp_path: Path, engine: str) -> None:
    with timtin.create_index(tmp_path, engine=engine) as index:
        pass
    with pytest.raises(timtin.UsageError, match="ended"):
        index.add([news(0)])
    with pytest.raises(timtin.UsageError, match="ended"):
        index.delete(["n0"])
    with timtin.create_index(tmp_path) as index, pytest.raises(timtin.UsageError, match="list"):
        index.delete("n0")


def test_rejections_name_the_article(tmp_path: Path, engine: str) -> None:
    articles: Any = [news(0), Article(title=" "), "no article", Article(id="b", title=b"x")]  # type: ignore[arg-type]
    with timtin.create_index(tmp_path, engine=engine) as index:
        report = index.add(articles)
    assert counts(report) == (4, 1, 0, 0, 3)
    assert [bad.source for bad in report.rejected] == ["article 2", "article 3", "article 4"]
    assert set(report.to_dict()) >= {
        "read",
        "indexed",
        "updated",
        "unchanged",
        "rejected",
        "pruned",
        "seconds",
        "articles",
    }


def test_the_ids_seen_are_all_kept() -> None:
    seen = SeenIds()
    try:
        assert seen.get("a") is None
        seen.set("a", b"1")
        seen.set("a", b"")
        seen.set("Ă", b"2")
        assert (seen.get("a"), seen.get("Ă"), seen.get("A")) == (b"", b"2", None)
    finally:
        seen.close()
