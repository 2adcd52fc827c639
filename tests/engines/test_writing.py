"""Writers: transactions, locks, file modes, and recovery after crashes and full disks."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from whoosh.query import Every, Term

from timtin.engines.document import Plan
from timtin.engines.nodes import exact
from timtin.engines.protocol import Reader
from timtin.model import IndexLocked, IndexWriteError
from timtin.store.index_folder import Store, open_store
from timtin.tests.engines.conftest import Make
from timtin.tests.engines.corpus import document

ALL = Plan(match=Every(), facets=("topic",), limit=10_000)


def stored(reader: Reader) -> dict[str, bytes]:
    """Return the content of the index, after comparing the three methods that list it."""
    held = dict(reader.documents())
    assert reader.count() == len(held) == reader.search(ALL).total
    assert {match.id for match in reader.search(ALL).matches} == set(held)
    return held


def files(store: Store) -> Path:
    """Return the folder of the current generation."""
    return store.folder / f"gen-{store.generation:06d}"


def test_the_last_put_of_an_id_counts(engine: str, make: Make) -> None:
    store = make(engine)
    writer = store.writer()
    for number in range(3):
        writer.put(document("1", f"lần {number}", stored=b"%d" % number, topic=[f"t{number}"]))
    writer.commit()
    reader = store.reader()
    assert stored(reader) == {"1": b"2"}
    assert reader.search(ALL).facets == {"topic": {"t2": 1}}
    assert reader.search(Plan(match=Term("body", "0"))).total == 0
    reader.close()


def test_put_and_delete_in_one_transaction(engine: str, make: Make) -> None:
    store = make(engine, [document(id, "cũ", topic=["cũ"]) for id in "abcd"], batch=2)
    writer = store.writer()
    writer.put(document("a", "mới", stored=b"new", topic=["mới"]))
    writer.delete("b")
    writer.delete("c")
    writer.put(document("c", "mới", stored=b"new", topic=["mới"]))
    writer.put(document("e", "mới", stored=b"new"))
    writer.delete("e")
    writer.delete("never there")
    writer.commit()
    reader = store.reader()
    assert stored(reader) == {"a": b"new", "c": b"new", "d": b"'d'"}
    assert reader.search(ALL).facets == {"topic": {"mới": 2, "cũ": 1}}
    assert reader.search(Plan(match=Every(), filters={"topic": exact("topic", "cũ")}, facets=("topic",))).total == 1
    reader.close()


def test_readers_see_nothing_before_the_commit_and_only_after_a_refresh(engine: str, make: Make) -> None:
    store = make(engine, [document("1", "một")])
    reader = store.reader()
    writer = store.writer()
    writer.put(document("1", "hai", stored=b"new"))
    writer.put(document("2", "hai"))
    reader.refresh()
    assert stored(reader) == {"1": b"'1'"}
    writer.commit()
    assert stored(reader) == {"1": b"'1'"}
    reader.refresh()
    assert stored(reader) == {"1": b"new", "2": b"'2'"}
    reader.close()


def test_rollback_discards_everything_and_releases_the_lock(engine: str, make: Make) -> None:
    store = make(engine, [document("1", "một"), document("2", "hai")])
    writer = store.writer()
    writer.put(document("1", "khác", stored=b"new"))
    writer.delete("2")
    writer.rollback()
    writer.rollback()
    with pytest.raises(IndexWriteError, match="ended"):
        writer.put(document("3"))
    store.writer().commit()
    reader = store.reader()
    assert stored(reader) == {"1": b"'1'", "2": b"'2'"}
    reader.close()


def test_a_second_writer_is_refused_by_store_and_engine(engine: str, make: Make) -> None:
    store = make(engine)
    writer = store.writer()
    with pytest.raises(IndexLocked, match="Another process"):
        open_store(store.folder, fingerprint="test").writer()
    writer.rollback()
    from timtin.engines.registry import engine_named

    inner = engine_named(engine).writer(files(store))
    with pytest.raises(IndexLocked, match="Another process"):
        engine_named(engine).writer(files(store))
    inner.rollback()
    store.writer().rollback()


def test_many_small_commits_leave_few_files_and_none_unneeded(engine: str, make: Make) -> None:
    store = make(engine)
    for number in range(30):
        writer = store.writer()
        writer.put(document(str(number % 20), f"lần {number}"))
        writer.commit()
    reader = store.reader()
    assert len(stored(reader)) == 20
    reader.close()
    assert not unneeded(store)
    assert len(list(files(store).iterdir())) < 150


def unneeded(store: Store) -> list[str]:
    """Return the files that belong to no committed segment."""
    names = [path.name for path in files(store).iterdir()]
    if store.engine == "whoosh":
        from timtin.engines.whoosh.files import read_toc, storage_of

        segments = {segment.segment_id() for segment in read_toc(storage_of(files(store))).segments}
        return [name for name in names if name.endswith((".seg", ".tmp")) and name.split(".")[0] not in segments]
    meta = json.loads((files(store) / "meta.json").read_text())
    segments = {segment["segment_id"].replace("-", "") for segment in meta["segments"]}
    return [name for name in names if re.match(r"[0-9a-f]{32}\.", name) and name.split(".")[0] not in segments]


def test_file_modes_follow_the_folder(engine: str, tmp_path: Path) -> None:
    from timtin.store.index_folder import create_store

    folder = tmp_path / "index"
    folder.mkdir()
    folder.chmod(0o750)
    writer = create_store(folder, engine=engine, fingerprint="test").writer()
    writer.put(document("1", "một"))
    writer.commit()
    generation = folder / "gen-000001"
    assert oct(generation.stat().st_mode & 0o777) == "0o750"
    assert {oct(path.stat().st_mode & 0o777) for path in generation.iterdir()} == {"0o640"}


PRELUDE = """
import os, resource, signal, sys
from pathlib import Path
from timtin.engines.document import Document
from timtin.model import IndexWriteError
from timtin.store.index_folder import open_store
store = open_store(sys.argv[1], fingerprint="test")
def put(writer, start, end):
    for n in range(start, end):
        body = " ".join(f"từ{n * k % 99991}" for k in range(200))
        writer.put(Document(id=f"n{n}", texts={"body": body}, exact={}, keys={}, stored=os.urandom(500)))
"""


def run(store: Store, code: str) -> subprocess.CompletedProcess[str]:
    """Run Python in another process against the index."""
    script = PRELUDE + textwrap.dedent(code)
    return subprocess.run(
        [sys.executable, "-c", script, str(store.folder)], capture_output=True, text=True, timeout=60, check=False
    )


def test_a_killed_writer_leaves_the_last_commit_and_no_lock(engine: str, make: Make) -> None:
    store = make(engine, [document("1", "một")])
    ended = run(store, "writer = store.writer(); put(writer, 0, 300); os.kill(os.getpid(), signal.SIGKILL)")
    assert ended.returncode == -signal.SIGKILL
    reader = store.reader()
    assert stored(reader) == {"1": b"'1'"}
    writer = store.writer()
    writer.put(document("2", "hai"))
    writer.commit()
    reader.refresh()
    assert stored(reader) == {"1": b"'1'", "2": b"'2'"}
    reader.close()
    assert not unneeded(store)


def test_a_full_disk_is_reported_and_damages_nothing(engine: str, make: Make) -> None:
    """A limit of the file size stands in for a full disk: both interrupt a write."""
    store = make(engine, [document("1", "một")])
    ended = run(
        store,
        """
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, resource.RLIM_INFINITY))
        writer = store.writer()
        try:
            put(writer, 0, 1500)
            writer.commit()
        except IndexWriteError as error:
            print("told:", error)
        writer.rollback()
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        writer = store.writer()
        put(writer, 0, 1)
        writer.commit()
        """,
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("told: The index in "), ended.stdout
    assert "What was committed before is untouched" in ended.stdout.replace("\n", " ")
    reader = store.reader()
    assert set(stored(reader)) == {"1", "n0"}
    reader.close()
    assert not unneeded(store)


def as_other_user(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run Python as a user who can read the folder but not write to it."""
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), str(folder)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def closed_to_writing(tmp_path: Path) -> Path:
    """Return a folder that other users can reach."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.owner() == tmp_path.owner() and folder.stat().st_mode & 0o777 == 0o700:  # as pytest makes them
            folder.chmod(0o755)
    return tmp_path


def test_a_user_with_read_permission_can_search_but_not_write(engine: str, make: Make, closed_to_writing: Path) -> None:
    store = make(engine, [document("1", "một"), document("2", "hai")], batch=1)
    generation = files(store)
    for path in (store.folder, generation):
        path.chmod(0o555)
    try:
        ended = as_other_user(
            """
            import encodings.latin_1, fcntl, os, sys
            from whoosh.query import Term
            import timtin.engines.tantivy.engine, timtin.engines.whoosh.engine
            from timtin.engines.document import Plan
            from timtin.model import IndexWriteError
            from timtin.store.index_folder import open_store
            if os.getuid() == 0:  # the other user may not be able to read the files of Python
                os.setgid(65534)
                os.setuid(65534)
            store = open_store(sys.argv[1], fingerprint="test")
            reader = store.reader()
            reader.refresh()
            print([match.id for match in reader.search(Plan(match=Term("body", "hai"))).matches])
            reader.close()
            try:
                store.writer()
            except IndexWriteError as error:
                print("told:", error)
            """,
            store.folder,
        )
    finally:
        for path in (store.folder, generation):
            path.chmod(0o755)
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("['2']\ntold: "), ended.stdout
