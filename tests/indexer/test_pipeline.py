"""`index_sources`: one commit at the end, prune, rebuild, strict; the same with every engine and any number of jobs."""

from __future__ import annotations

import io
import json
import unicodedata
from contextlib import closing
from pathlib import Path

import pytest

import timtin
from timtin.analyzers import fingerprint
from timtin.indexer import IndexOptions, index_sources
from timtin.indexer import report as reports
from timtin.indexer.page import Rejected
from timtin.indexer.writer import ids_of_collection
from timtin.model import SourceError
from timtin.model.stored import from_stored
from timtin.store.index_folder import create_store, open_store


@pytest.fixture(params=["tantivy", "whoosh"])
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def write(folder: Path, **texts: str) -> Path:
    """Write a folder of JSONL files with one record each: name=title."""
    folder.mkdir(exist_ok=True)
    for name, title in texts.items():
        record = {"id": name, "title": title, "body": "Lời của tin."}
        (folder / f"{name}.jsonl").write_text(json.dumps(record))
    return folder


def titles_in(folder: Path) -> dict[str, str]:
    with closing(open_store(folder, fingerprint=fingerprint()).reader()) as reader:
        return {id: from_stored(stored).title for id, stored in reader.documents()}


def test_twice_the_same_is_unchanged(tmp_path: Path, engine: str) -> None:
    pages = write(tmp_path / "pages", a="Một", b="Hai", c="Ba")
    first = index_sources(tmp_path / "index", [str(pages)], IndexOptions(engine=engine))
    assert (first.read, first.indexed, first.articles, first.committed) == (3, 3, 3, True)
    write(pages, b="Hai mới", d="Bốn")
    second = index_sources(tmp_path / "index", [str(pages)])
    assert (second.indexed, second.updated, second.unchanged, second.articles) == (1, 1, 2, 4)
    assert titles_in(tmp_path / "index") == {"a": "Một", "b": "Hai mới", "c": "Ba", "d": "Bốn"}


def test_jobs_change_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("timtin.indexer.workers._PATIENCE", 0.0)
    pages = write(tmp_path / "pages", **{f"p{n:03}": f"Xã số {n} họp dân" for n in range(60)})
    for jobs in (1, 2):
        report = index_sources(tmp_path / f"index{jobs}", [str(pages)], IndexOptions(jobs=jobs))
        assert (report.indexed, report.rejected) == (60, ())
    assert titles_in(tmp_path / "index1") == titles_in(tmp_path / "index2")


def test_an_edited_file_updates_its_article(tmp_path: Path, engine: str) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    page = (
        "<html><head><title>{0}</title></head><body><h1>{0}</h1><p>"
        + "Bà con góp công làm đường. " * 12
        + "</p></body></html>"
    )
    (pages / "tin.html").write_text(page.format("Xã An Bình làm đường"))
    options = IndexOptions(engine=engine, source="Cổng An Bình")
    assert index_sources(tmp_path / "index", [str(pages)], options).indexed == 1
    (pages / "tin.html").write_text(page.format("Xã An Bình làm xong đường"))
    report = index_sources(tmp_path / "index", [str(pages)], options)
    assert (report.updated, report.articles) == (1, 1)


def test_prune_removes_articles_that_the_source_no_longer_has(tmp_path: Path, engine: str) -> None:
    index = tmp_path / "index"
    here = write(tmp_path / "here", a="Một", b="Hai")
    there = write(tmp_path / "there", c="Ba")
    index_sources(index, [str(here)], IndexOptions(engine=engine, source="Đây"))
    index_sources(index, [str(there)], IndexOptions(source="Kia"))
    (here / "a.jsonl").unlink()
    report = index_sources(index, [str(here)], IndexOptions(source=" Đây ", prune=True))
    assert (report.pruned, report.unchanged, report.articles) == (1, 1, 2)
    assert set(titles_in(index)) == {"b", "c"}
    (here / "b.jsonl").unlink()  # nothing left: it looks like a disk that is not mounted
    report = index_sources(index, [str(here)], IndexOptions(source="Đây", prune=True))
    assert (report.pruned, report.articles) == (0, 2)


def test_prune_knows_the_source_that_records_name(tmp_path: Path, engine: str) -> None:
    """Without --source a record belongs to the source it names; with --source, to that collection alone."""
    index, file = tmp_path / "index", tmp_path / "tin.jsonl"
    ours = [{"id": id, "title": "Tin", "source": "Cổng Hòa"} for id in ("1", "2")]
    others = [{"id": "3", "title": "Tin", "source": "Khác"}, {"id": "4", "title": "Tin"}]

    def run(records: list[dict[str, str]], source: str | None = None, prune: bool = False) -> set[str]:
        file.write_text("\n".join(map(json.dumps, records)))
        index_sources(index, [str(file)], IndexOptions(engine=engine, source=source, prune=prune))
        return set(titles_in(index))

    assert run([*ours, *others]) == {"1", "2", "3", "4"}
    assert run(ours[:1], unicodedata.normalize("NFD", "Cổng  Hòa"), prune=True) == {"1", "3", "4"}
    assert run([{"id": "5", "title": "Tin", "source": "Cổng Hòa"}], "Kho") == {"1", "3", "4", "5"}
    assert run(ours[:1], "Cổng Hòa", prune=True) == {"1", "3", "4", "5"}  # 5 is Kho's
    assert run([{"id": "6", "title": "Tin"}], "Kho", prune=True) == {"1", "3", "4", "6"}


@pytest.mark.parametrize("source", [None, "", "  "])
def test_prune_needs_a_source(tmp_path: Path, source: str | None) -> None:
    with pytest.raises(timtin.UsageError, match="--source"):
        index_sources(tmp_path / "index", ["x"], IndexOptions(prune=True, source=source))


def test_prune_removes_nothing_if_a_source_is_missing(tmp_path: Path, engine: str) -> None:
    for name in "ab":
        (tmp_path / f"{name}.jsonl").write_text(json.dumps({"id": name, "title": "Tin"}), encoding="utf-8")
    both, index = [str(tmp_path / "a.jsonl"), str(tmp_path / "b.jsonl")], tmp_path / "index"
    index_sources(index, both, IndexOptions(engine=engine, source="Cổng"))
    (tmp_path / "b.jsonl").unlink()
    with pytest.raises(SourceError, match=r"b\.jsonl is not there"):
        index_sources(index, both, IndexOptions(source="Cổng", prune=True))
    with timtin.open_index(index) as opened:
        assert opened.count() == 2
    with pytest.raises(timtin.UsageError, match="Nothing to index"):
        index_sources(tmp_path / "index", [])


def test_ids_of_a_collection_beyond_one_window(tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("timtin.indexer.writer._WINDOW", 3)
    lines = "".join(
        json.dumps({"id": f"n{n}", "title": f"Tin {n}", "published": f"2024-01-{1 + n % 9:02}" if n % 3 else None})
        + "\n"
        for n in range(40)
    )
    options = IndexOptions(engine=engine, source="Cổng", stdin=io.BytesIO(lines.encode()))
    index_sources(tmp_path / "index", ["-"], options)
    with closing(create_store(tmp_path / "index", fingerprint=fingerprint()).reader()) as reader:
        found = list(ids_of_collection(reader, "Cổng"))
        assert sorted(found) == sorted(f"n{n}" for n in range(40))
        assert list(ids_of_collection(reader, "Khác")) == []


def test_strict(tmp_path: Path, engine: str) -> None:
    index = tmp_path / "index"
    pages = write(tmp_path / "pages", a="Một")
    index_sources(index, [str(pages)], IndexOptions(engine=engine))
    write(pages, b="Hai")
    (pages / "z.jsonl").write_text("{")
    for rebuild in (False, True):
        report = index_sources(index, [str(pages)], IndexOptions(strict=True, rebuild=rebuild))
        assert (report.committed, report.indexed, report.articles) == (False, 0, 1)
        assert len(report.rejected) == 1
        assert set(titles_in(index)) == {"a"}
    assert index_sources(index, [str(pages)]).indexed == 1


def test_rebuild_keeps_only_the_articles_of_the_sources(tmp_path: Path, engine: str) -> None:
    index = tmp_path / "index"
    index_sources(index, [str(write(tmp_path / "old", a="Một"))], IndexOptions(engine=engine))
    report = index_sources(index, [str(write(tmp_path / "new", b="Hai"))], IndexOptions(rebuild=True))
    assert (report.indexed, report.articles) == (1, 1)
    assert set(titles_in(index)) == {"b"}
    assert open_store(index, fingerprint=fingerprint()).engine == engine
    other = "whoosh" if engine == "tantivy" else "tantivy"
    index_sources(index, [str(tmp_path / "new")], IndexOptions(rebuild=True, engine=other))
    assert open_store(index, fingerprint=fingerprint()).engine == other


def test_a_rebuild_without_articles_leaves_the_index(tmp_path: Path, engine: str) -> None:
    index = tmp_path / "index"
    index_sources(index, [str(write(tmp_path / "old", a="Một"))], IndexOptions(engine=engine))
    report = index_sources(index, [str(tmp_path / "missing")], IndexOptions(rebuild=True))
    assert (report.read, len(report.rejected), report.articles) == (1, 1, 1)
    assert set(titles_in(index)) == {"a"}


def test_no_index_is_created_without_articles(tmp_path: Path) -> None:
    report = index_sources(tmp_path / "index", [str(tmp_path / "missing")])
    assert (report.read, len(report.rejected), report.articles) == (1, 1, 0)
    assert not (tmp_path / "index").exists()


def test_an_error_during_indexing_leaves_the_index(tmp_path: Path, engine: str) -> None:
    index = tmp_path / "index"
    index_sources(index, [str(write(tmp_path / "old", a="Một"))], IndexOptions(engine=engine))
    new = write(tmp_path / "new", b="Hai", c="Ba")

    def interrupt(read: int, rejected: int) -> None:
        if read == 2:
            raise KeyboardInterrupt

    for rebuild in (False, True):
        with pytest.raises(KeyboardInterrupt):
            index_sources(index, [str(new)], IndexOptions(rebuild=rebuild), interrupt)
        assert set(titles_in(index)) == {"a"}
    assert index_sources(index, [str(new)]).indexed == 2


def test_progress_counts_the_items_read(tmp_path: Path) -> None:
    pages = write(tmp_path / "pages", a="Một", b="Hai")
    (pages / "z.jsonl").write_text("{")
    seen: list[tuple[int, int]] = []
    index_sources(tmp_path / "index", [str(pages)], None, lambda read, rejected: seen.append((read, rejected)))
    assert seen == [(1, 0), (2, 0), (3, 1)]


def test_the_number_of_rejections_kept_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "MAX_REJECTIONS", 3)
    tally = reports.Tally()
    for number in range(5):
        tally.reject(Rejected(f"page {number}", "bad"))
    told = tally.report(0).to_dict()
    assert (told["read"], len(told["rejected"]), told["rejected_more"]) == (5, 3, 2)
