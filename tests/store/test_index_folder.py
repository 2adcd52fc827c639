"""The index folder: opening, refusing, rebuilding, and the block list."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from whoosh.query import Every

from timtin.engines.document import Plan
from timtin.model import (
    EngineMismatch,
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexVersion,
    IndexWriteError,
    UsageError,
)
from timtin.store.index_folder import Store, create_store, open_store, rebuild_store
from timtin.store.manifest import FORMAT
from timtin.tests.engines.conftest import Make
from timtin.tests.engines.corpus import document


def fill(store: Store, *ids: str) -> None:
    """Commit documents of these ids."""
    writer = store.writer()
    for id in ids:
        writer.put(document(id, "dân vận"))
    writer.commit()


def ids(store: Store) -> set[str]:
    """Return the ids that a new reader of the store finds."""
    reader = store.reader()
    found = {match.id for match in reader.search(Plan(match=Every(), limit=100)).matches}
    reader.close()
    return found


def edit(folder: Path, **changes: Any) -> None:
    """Change the manifest."""
    path = folder / "manifest.json"
    said = json.loads(path.read_text())
    path.write_text(json.dumps({name: value for name, value in {**said, **changes}.items() if value is not None}))


def test_a_new_index_describes_itself(engine: str, tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "er" / "index"
    store = create_store(str(folder), engine=engine, fingerprint="f1")
    fill(store, "1")
    assert (store.engine, store.format, store.generation, store.analyzer) == (engine, FORMAT, 1, "f1")
    assert store.folder == folder
    manifest = json.loads((folder / "manifest.json").read_text())
    assert set(manifest) == {"format", "engine", "analyzer", "generation", "created", "timtin"}
    generation = folder / "gen-000001"
    assert store.bytes() == sum(path.stat().st_size for path in generation.rglob("*") if path.is_file()) > 0
    assert {path.name for path in folder.iterdir()} == {"manifest.json", "gen-000001", ".write.lock"}


def test_creating_an_existing_index_opens_it(engine: str, tmp_path: Path) -> None:
    fill(create_store(tmp_path / "i", engine=engine, fingerprint="f"), "1")
    for asked in (None, engine):
        assert ids(create_store(tmp_path / "i", engine=asked, fingerprint="f")) == {"1"}
    assert open_store(tmp_path / "i", fingerprint="f").engine == engine


def test_another_engine_is_a_mismatch_that_names_both(tmp_path: Path) -> None:
    create_store(tmp_path / "i", engine="whoosh", fingerprint="f")
    with pytest.raises(EngineMismatch, match=r"has engine whoosh, not tantivy.*--rebuild"):
        create_store(tmp_path / "i", engine="tantivy", fingerprint="f")


def test_the_engine_of_a_new_index_is_the_setting_unless_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert create_store(tmp_path / "1", fingerprint="f").engine == "tantivy"
    monkeypatch.setenv("TIMTIN_ENGINE", "whoosh")
    assert create_store(tmp_path / "2", fingerprint="f").engine == "whoosh"
    assert create_store(tmp_path / "1", fingerprint="f").engine == "tantivy"


def test_an_unknown_engine_is_refused_before_anything_is_created(tmp_path: Path) -> None:
    for make in (create_store, lambda *a, **k: rebuild_store(*a, **k).__enter__()):
        with pytest.raises(UsageError, match="no engine 'lucene'; choose one of: tantivy, whoosh"):
            make(tmp_path / "i", engine="lucene", fingerprint="f")
    assert not (tmp_path / "i").exists()


@pytest.mark.parametrize("prepare", ["nothing", "empty folder", "file", "folder of others"])
def test_a_missing_index_is_reported_with_the_command_that_creates_one(tmp_path: Path, prepare: str) -> None:
    folder = tmp_path / "i"
    if prepare == "file":
        folder.write_text("x")
    elif prepare != "nothing":
        folder.mkdir()
    if prepare == "folder of others":
        (folder / "README.md").write_text("not ours")
    with pytest.raises(IndexMissing, match=r"timtin index SOURCE… --index .*/i"):
        open_store(folder, fingerprint="f")


def test_other_files_in_the_folder_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("not ours")
    (tmp_path / "gen-notes").mkdir()
    (tmp_path / "gen-000001").mkdir()
    (tmp_path / "gen-000001" / "precious").write_text("not ours")
    store = create_store(tmp_path, engine="whoosh", fingerprint="f")
    assert store.generation == 2
    fill(store, "1")
    assert (tmp_path / "README.md").read_text() == (tmp_path / "gen-000001" / "precious").read_text() == "not ours"
    assert (tmp_path / "gen-notes").is_dir()


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "i").write_text("x")
    with pytest.raises(IndexWriteError, match="cannot be created"):
        create_store(tmp_path / "i", fingerprint="f")


def test_another_analyzer_is_reported_with_both_fingerprints(engine: str, tmp_path: Path) -> None:
    create_store(tmp_path / "i", engine=engine, fingerprint="old-one")
    for use in (open_store, create_store):
        with pytest.raises(IndexVersion, match=r"old-one.*new-one.*--rebuild"):
            use(tmp_path / "i", fingerprint="new-one")


def test_another_format_is_reported_with_both_versions_whatever_the_manifest_contains(tmp_path: Path) -> None:
    create_store(tmp_path / "i", fingerprint="f")
    edit(tmp_path / "i", format=FORMAT + 41, engine=None, timtin="9.9")
    for use in (open_store, create_store):
        with pytest.raises(
            IndexVersion, match=rf"format {FORMAT + 41} \(timtin 9.9\).*reads format {FORMAT}.*--rebuild"
        ):
            use(tmp_path / "i", fingerprint="f")


BROKEN = {
    "empty": "",
    "no JSON": "{",
    "no object": "[1]",
    "deep": "[" * 100_000,
    "no format": "{}",
    "format is text": '{"format": "1"}',
    "half of it": json.dumps({"format": FORMAT, "engine": "tantivy"}),
    "generation below 1": json.dumps(
        {"format": FORMAT, "engine": "tantivy", "analyzer": "f", "generation": 0, "created": "", "timtin": ""}
    ),
}


@pytest.mark.parametrize("text", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_manifest_is_damage(tmp_path: Path, text: str) -> None:
    create_store(tmp_path / "i", fingerprint="f")
    (tmp_path / "i" / "manifest.json").write_text(text)
    for use in (open_store, create_store):
        with pytest.raises(IndexDamaged, match=r"manifest\.json is damaged.*--rebuild"):
            use(tmp_path / "i", fingerprint="f")


def test_a_missing_generation_is_damage(tmp_path: Path) -> None:
    store = create_store(tmp_path / "i", fingerprint="f")
    shutil.rmtree(tmp_path / "i" / "gen-000001")
    with pytest.raises(IndexDamaged, match=r"gen-000001 is missing.*--rebuild"):
        open_store(tmp_path / "i", fingerprint="f")
    with pytest.raises(IndexDamaged, match="is missing"):
        store.writer()


def test_an_unknown_engine_in_the_manifest_is_reported(tmp_path: Path) -> None:
    create_store(tmp_path / "i", fingerprint="f")
    edit(tmp_path / "i", engine="lucene")
    with pytest.raises(IndexVersion, match=r"engine lucene.*tantivy, whoosh"):
        open_store(tmp_path / "i", fingerprint="f")


def test_a_rebuild_takes_effect_only_when_it_is_complete(engine: str, make: Make) -> None:
    store = make(engine)
    fill(store, "old")
    serving = store.reader()
    with store.rebuild() as following:
        fill(following, "new1")
        fill(following, "new2")
        assert following.generation == 2
        assert not store.changed()
        assert ids(store) == {"old"}
        with pytest.raises(IndexLocked):
            store.writer()
    assert store.changed()
    assert not following.changed()
    assert serving.search(Plan(match=Every())).total == 1, "an open reader is not affected"
    assert set(dict(serving.documents())) == {"old"}
    serving.close()
    assert ids(store) == ids(open_store(store.folder, fingerprint="test")) == {"new1", "new2"}
    assert not (store.folder / "gen-000001").exists()
    fill(store, "new3")
    assert ids(store) == {"new1", "new2", "new3"}


def test_a_rebuild_that_fails_changes_nothing(engine: str, make: Make) -> None:
    store = make(engine)
    fill(store, "old")
    with pytest.raises(ZeroDivisionError), store.rebuild() as following:
        fill(following, "new")
        raise ZeroDivisionError
    assert {path.name for path in store.folder.iterdir()} == {"manifest.json", "gen-000001", ".write.lock"}
    assert ids(store) == {"old"}
    fill(store, "more")
    assert ids(store) == {"old", "more"}


def test_leftovers_of_a_killed_rebuild_are_cleaned_by_the_next(make: Make) -> None:
    store = make("tantivy")
    fill(store, "old")
    code = """
import os, signal, sys
from timtin.store.index_folder import rebuild_store
with rebuild_store(sys.argv[1], fingerprint="test") as store:
    os.kill(os.getpid(), signal.SIGKILL)
"""
    ended = subprocess.run([sys.executable, "-c", code, str(store.folder)], check=False, timeout=60)
    assert ended.returncode == -signal.SIGKILL
    assert (store.folder / "gen-000002").is_dir()
    assert ids(open_store(store.folder, fingerprint="test")) == {"old"}
    with store.rebuild() as following:
        fill(following, "new")
    assert [path.name for path in store.folder.glob("gen-*")] == ["gen-000002"]
    assert ids(store) == {"new"}


STATES = {
    "missing": shutil.rmtree,
    "of another analyzer": lambda folder: edit(folder, analyzer="other"),
    "of another format": lambda folder: edit(folder, format=99),
    "damaged": lambda folder: (folder / "manifest.json").write_text("{"),
    "without its generation": lambda folder: shutil.rmtree(folder / "gen-000001"),
}


@pytest.mark.parametrize("spoil", STATES.values(), ids=STATES.keys())
def test_a_rebuild_repairs_any_index(tmp_path: Path, spoil: Any) -> None:
    folder = tmp_path / "i"
    fill(create_store(folder, fingerprint="f"), "old")
    spoil(folder)
    with rebuild_store(folder, fingerprint="f") as following:
        fill(following, "new")
    assert ids(open_store(folder, fingerprint="f")) == {"new"}
    assert len(list(folder.glob("gen-*"))) == 1


def test_a_rebuild_keeps_the_engine_unless_another_is_given(tmp_path: Path) -> None:
    create_store(tmp_path, engine="whoosh", fingerprint="f")
    edit(tmp_path, format=FORMAT + 1)
    with rebuild_store(tmp_path, fingerprint="f") as following:
        assert following.engine == "whoosh"
    with rebuild_store(tmp_path, engine="tantivy", fingerprint="f"):
        pass
    assert open_store(tmp_path, fingerprint="f").engine == "tantivy"


def test_blocked_ids_stay_through_rebuilds(tmp_path: Path) -> None:
    store = create_store(tmp_path, fingerprint="f")
    assert store.blocked() == frozenset()
    store.block(["b", "a\n", "\ud800"])
    store.block(["c"])
    with store.rebuild():
        pass
    assert open_store(tmp_path, fingerprint="f").blocked() == {"a\n", "b", "c", "\ud800"}


@pytest.mark.parametrize("text", ["{", '{"a": 1}', "[1]", "\udcff".encode(errors="surrogateescape").decode("latin-1")])
def test_a_broken_block_list_is_damage(tmp_path: Path, text: str) -> None:
    store = create_store(tmp_path, fingerprint="f")
    (tmp_path / "blocked.json").write_text(text, encoding="utf-8")
    with pytest.raises(IndexDamaged, match=r"blocked\.json"):
        store.blocked()


def test_a_failed_write_of_a_small_file_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = create_store(tmp_path, fingerprint="f")
    store.block(["a"])

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(IndexWriteError, match="No space left"):
        store.block(["b"])
    monkeypatch.undo()
    assert store.blocked() == {"a"}
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".blocked")]
