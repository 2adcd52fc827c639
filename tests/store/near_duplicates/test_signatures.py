"""The side index of near duplicates: independent of order, transactional, readable without locks, and crash-safe."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.analyzers.near_duplicates.signature import signature
from timtin.engines.document import Document
from timtin.model import IndexDamaged, IndexWriteError
from timtin.store.near_duplicates import signatures as duplicates
from timtin.store.near_duplicates.groups import MAX_NEAR_DUPLICATES, NEAR_DUPLICATES_FILE, NearDuplicatesReader
from timtin.store.near_duplicates.signatures import MAX_TEXTS_PER_SHINGLE as CROWD
from timtin.store.near_duplicates.signatures import SIGNATURES_FILE, NearDuplicatesWriter


def words(seed: int, count: int = 120) -> list[str]:
    generator = random.Random(seed)
    return [f"{generator.choice('bcdghklmnrstvx')}{generator.choice('aeiou')}n" for _ in range(count)]


def document(id: str, text: Iterable[str]) -> Document:
    return Document(id=id, texts={}, exact={}, keys={}, stored=b"", signature=signature((list(text),)))


def write(folder: Path, put: Iterable[Document] = (), delete: Iterable[str] = ()) -> None:
    writer = NearDuplicatesWriter(folder)
    for each in put:
        writer.put(each)
    for id in delete:
        writer.delete(id)
    writer.commit()


def near_duplicates(folder: Path, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    with closing(NearDuplicatesReader(folder)) as copies:
        return {id: others for id in ids if (others := copies.near_duplicates_of(id))}


A, B, C = words(1), words(2), words(3)
LIBRARY = {
    "a": document("a", A),
    "a again": document("a again", A),
    "a, first half": document("a, first half", A[:60]),
    "a, end": document("a, end", A[40:]),
    "b": document("b", B),
    "b with a lead": document("b with a lead", [*words(9, 20), *B]),
    "c": document("c", C),
    "a phrase": document("a phrase", A[:8]),
}
COPIED = {
    "a": {"a again", "a, end", "a, first half"},
    "a again": {"a", "a, end", "a, first half"},
    "a, first half": {"a", "a again"},
    "a, end": {"a", "a again"},
    "b": {"b with a lead"},
    "b with a lead": {"b"},
}
PARTS = {"a, first half": "a, end", "a, end": "a, first half"}
"""They share a passage, and are near duplicates if a text exists that is a near duplicate of both."""


def expected(there: Iterable[str]) -> dict[str, tuple[str, ...]]:
    there = set(there)
    found = {id: COPIED.get(id, set()) & there for id in there}
    for one, other in PARTS.items():
        if {one, other} <= there and COPIED[one] & COPIED[other] & there:
            found[one].add(other)
    return {id: tuple(sorted(others)) for id, others in found.items() if others}


def test_near_duplicates_are_symmetric(tmp_path: Path) -> None:
    write(tmp_path, LIBRARY.values())
    assert near_duplicates(tmp_path, [*LIBRARY, "unknown"]) == expected(LIBRARY)


STEPS = st.lists(
    st.lists(st.tuples(st.sampled_from(sorted(LIBRARY)), st.booleans()), min_size=1, max_size=6), min_size=1, max_size=5
)


@settings(max_examples=20)
@given(runs=STEPS, order=st.randoms(use_true_random=False))
def test_the_history_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, runs: list[list[tuple[str, bool]]], order: random.Random
) -> None:
    """The near duplicates depend only on the articles in the index, not on the changes that led to them."""
    folder = tmp_path_factory.mktemp("any")
    there: set[str] = set()
    for run in runs:
        writer = NearDuplicatesWriter(folder)
        for id, put in run:
            if put:
                writer.put(LIBRARY[id])
                there.add(id)
            else:
                writer.delete(id)
                there.discard(id)
        writer.commit()
    assert near_duplicates(folder, LIBRARY) == expected(there)
    rest = [each for id, each in LIBRARY.items() if id not in there]
    order.shuffle(rest)
    write(folder, rest)
    assert near_duplicates(folder, LIBRARY) == expected(LIBRARY)


def test_an_update_changes_the_near_duplicates(tmp_path: Path) -> None:
    write(tmp_path, [document("1", A), document("2", A), document("3", B)])
    write(tmp_path, [document("2", B)])
    assert near_duplicates(tmp_path, "123") == {"2": ("3",), "3": ("2",)}
    write(tmp_path, [document("2", A[:5])])  # too short for a signature
    assert near_duplicates(tmp_path, "123") == {}


def test_rollback_discards_changes(tmp_path: Path) -> None:
    write(tmp_path, [document("1", A)])
    writer = NearDuplicatesWriter(tmp_path)
    writer.put(document("2", A))
    writer.rollback()
    writer.rollback()
    with pytest.raises(IndexWriteError, match="ended"):
        writer.put(document("3", A))
    assert near_duplicates(tmp_path, "12") == {}
    write(tmp_path, [document("3", A)])
    assert near_duplicates(tmp_path, "123") == {"1": ("3",), "3": ("1",)}


def test_an_index_without_signatures_has_no_files(tmp_path: Path) -> None:
    write(tmp_path, [Document(id="1", texts={}, exact={}, keys={}, stored=b"")], ["2"])
    assert list(tmp_path.iterdir()) == []
    assert near_duplicates(tmp_path, "12") == {}


def test_any_id_is_valid(tmp_path: Path) -> None:
    ids = ["a\0b", "\ud800", "🙂" * 300, " "]
    write(tmp_path, [document(id, A) for id in ids])
    assert set(near_duplicates(tmp_path, ids)["\ud800"]) == set(ids) - {"\ud800"}


def test_readers_keep_their_snapshot_until_they_refresh(tmp_path: Path) -> None:
    with closing(NearDuplicatesReader(tmp_path)) as copies:
        write(tmp_path, [document("1", A), document("2", A)])
        assert copies.near_duplicates_of("1") == ()
        copies.refresh()
        assert copies.near_duplicates_of("1") == ("2",)
        write(tmp_path, [document("3", A)])
        assert copies.near_duplicates_of("1") == ("2",)
        copies.refresh()
        assert copies.near_duplicates_of("1") == ("2", "3")
    assert copies.near_duplicates_of("1") == ()


def test_the_file_for_readers_is_replaced_only_if_it_changed(tmp_path: Path) -> None:
    write(tmp_path, [document("1", A), document("2", A)])
    before = (tmp_path / NEAR_DUPLICATES_FILE).stat()
    write(tmp_path, [document("3", B), document("1", A)])
    assert (tmp_path / NEAR_DUPLICATES_FILE).stat().st_ino == before.st_ino
    assert sorted(path.name for path in tmp_path.iterdir()) == [NEAR_DUPLICATES_FILE, SIGNATURES_FILE]


@pytest.mark.parametrize("mode", [0o755, 0o775, 0o700], ids=oct)
def test_files_take_the_mode_of_their_folder(tmp_path: Path, mode: int) -> None:
    tmp_path.chmod(mode)
    write(tmp_path, [document("1", A), document("2", A)])
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {mode & 0o666}


def test_a_read_only_folder_can_be_read(tmp_path: Path) -> None:
    write(tmp_path, [document("1", A), document("2", A)])
    (tmp_path / SIGNATURES_FILE).unlink()  # readers need only one file, no lock and no journal
    (tmp_path / NEAR_DUPLICATES_FILE).chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        assert near_duplicates(tmp_path, "12") == {"1": ("2",), "2": ("1",)}
        assert [path.name for path in tmp_path.iterdir()] == [NEAR_DUPLICATES_FILE]
    finally:
        tmp_path.chmod(0o755)


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, [document("1", A), document("2", A)])
    pages = 20  # when the file may not grow, SQLite raises the same error as on a full disk
    monkeypatch.setattr(duplicates, "_SCHEMA", f"PRAGMA max_page_count = {pages};{duplicates._SCHEMA}")
    writer = NearDuplicatesWriter(tmp_path)
    with pytest.raises(IndexWriteError, match="full"):
        for number in range(1000):
            writer.put(document(f"n{number}", words(number + 100)))
    monkeypatch.undo()
    assert near_duplicates(tmp_path, "12") == {"1": ("2",), "2": ("1",)}
    write(tmp_path, [document("3", A)])
    assert near_duplicates(tmp_path, "3") == {"3": ("1", "2")}


DYING = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from timtin.analyzers.near_duplicates.signature import signature
from timtin.engines.document import Document
from timtin.store.near_duplicates.signatures import NearDuplicatesWriter
writer = NearDuplicatesWriter(Path(sys.argv[2]))
for number in range(400):
    text = [f"t{number}x{place}" for place in range(200)]
    writer.put(Document(id=f"n{number}", texts={}, exact={}, keys={}, stored=b"", signature=signature((text,))))
writer._base.execute("PRAGMA cache_spill = 1")
writer._base.execute("PRAGMA cache_size = 1")
writer._base.execute("SELECT count(*) FROM texts").fetchall()
os._exit(9)
"""


def test_a_killed_process_leaves_the_last_commit(tmp_path: Path) -> None:
    write(tmp_path, [document("1", A), document("2", A)])
    done = subprocess.run([sys.executable, "-c", DYING, "", str(tmp_path)], check=False, timeout=60)
    assert done.returncode == 9
    assert near_duplicates(tmp_path, ["1", "n1"]) == {"1": ("2",)}
    write(tmp_path, [document("3", A)])
    assert near_duplicates(tmp_path, ["1", "n1"]) == {"1": ("2", "3")}
    assert sorted(path.name for path in tmp_path.iterdir()) == [NEAR_DUPLICATES_FILE, SIGNATURES_FILE]


@pytest.mark.parametrize("left", ["gone", "older", "broken"])
def test_killed_between_the_two_files(tmp_path: Path, left: str) -> None:
    """The next commit publishes what the killed process did not."""
    write(tmp_path, [document("1", A), document("2", A)])
    older = (tmp_path / NEAR_DUPLICATES_FILE).read_bytes()
    write(tmp_path, [document("3", A)])
    if left == "gone":
        (tmp_path / NEAR_DUPLICATES_FILE).unlink()
    else:
        (tmp_path / NEAR_DUPLICATES_FILE).write_bytes(older if left == "older" else b"no database" * 100)
    write(tmp_path, [document("4", B)])
    assert near_duplicates(tmp_path, "1") == {"1": ("2", "3")}


def test_damaged_files(tmp_path: Path) -> None:
    write(tmp_path, [document("1", A), document("2", A)])
    (tmp_path / NEAR_DUPLICATES_FILE).write_bytes(b"no database" * 100)
    with closing(NearDuplicatesReader(tmp_path)) as copies, pytest.raises(IndexDamaged, match=NEAR_DUPLICATES_FILE):
        copies.near_duplicates_of("1")
    (tmp_path / SIGNATURES_FILE).write_bytes(b"no database" * 100)
    with pytest.raises(IndexDamaged, match=SIGNATURES_FILE):
        NearDuplicatesWriter(tmp_path).put(document("3", A))


def test_thousands_of_equal_texts(tmp_path: Path) -> None:
    """Equal texts are compared once, and the number of near duplicates returned is bounded."""
    write(tmp_path, (document(f"n{number:04}", A) for number in range(3 * MAX_NEAR_DUPLICATES)))
    assert len(near_duplicates(tmp_path, ["n0000"])["n0000"]) == MAX_NEAR_DUPLICATES
    with closing(sqlite3.connect(tmp_path / SIGNATURES_FILE)) as base:
        assert base.execute("SELECT count(*) FROM pairs").fetchone() == (0,)
        assert base.execute("SELECT count(*) FROM texts").fetchone() == (1,)


def test_many_texts_with_one_frame(tmp_path: Path) -> None:
    """Shingles shared by many texts are stored for the first of them; near duplicates are found by the others."""
    frame = words(1, 80)
    crowd = [document(f"n{number}", [*frame, *words(number + 100, 100)]) for number in range(CROWD + 40)]
    write(tmp_path, crowd)
    with closing(sqlite3.connect(tmp_path / SIGNATURES_FILE)) as base:
        assert base.execute("SELECT max(n) FROM (SELECT count(*) n FROM postings GROUP BY shingle)").fetchone() == (
            CROWD,
        )
    last = f"n{CROWD + 39}"
    write(tmp_path, [document("rerun", [*frame, *words(CROWD + 139, 100), "theo", "báo"])])
    assert last in near_duplicates(tmp_path, ["rerun"])["rerun"]
