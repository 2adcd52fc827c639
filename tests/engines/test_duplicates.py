"""Near duplicates on disk: found whatever the order, in one transaction, readable by anybody, whole after a crash."""

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
from timtin.store.near_duplicates.groups import COPIES, MOST, Copies
from timtin.store.near_duplicates.signatures import CROWD, SIGNATURES, Duplicates


def words(seed: int, count: int = 120) -> list[str]:
    generator = random.Random(seed)
    return [f"{generator.choice('bcdghklmnrstvx')}{generator.choice('aeiou')}n" for _ in range(count)]


def document(id: str, text: Iterable[str]) -> Document:
    return Document(id=id, texts={}, exact={}, keys={}, stored=b"", signature=signature((list(text),)))


def write(folder: Path, put: Iterable[Document] = (), delete: Iterable[str] = ()) -> None:
    writer = Duplicates(folder)
    for each in put:
        writer.put(each)
    for id in delete:
        writer.delete(id)
    writer.commit()


def told(folder: Path, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    with closing(Copies(folder)) as copies:
        return {id: others for id in ids if (others := copies.others(id))}


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
"""They share a passage: copies as long as there is a text that both are copies of."""


def expected(there: Iterable[str]) -> dict[str, tuple[str, ...]]:
    there = set(there)
    found = {id: COPIED.get(id, set()) & there for id in there}
    for one, other in PARTS.items():
        if {one, other} <= there and COPIED[one] & COPIED[other] & there:
            found[one].add(other)
    return {id: tuple(sorted(others)) for id, others in found.items() if others}


def test_what_is_near_is_told_both_ways(tmp_path: Path) -> None:
    write(tmp_path, LIBRARY.values())
    assert told(tmp_path, [*LIBRARY, "unknown"]) == expected(LIBRARY)


STEPS = st.lists(
    st.lists(st.tuples(st.sampled_from(sorted(LIBRARY)), st.booleans()), min_size=1, max_size=6), min_size=1, max_size=5
)


@settings(max_examples=20)
@given(runs=STEPS, order=st.randoms(use_true_random=False))
def test_the_way_there_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, runs: list[list[tuple[str, bool]]], order: random.Random
) -> None:
    """However articles came, were deleted and came again: what is told depends on those that are there."""
    folder = tmp_path_factory.mktemp("any")
    there: set[str] = set()
    for run in runs:
        writer = Duplicates(folder)
        for id, put in run:
            if put:
                writer.put(LIBRARY[id])
                there.add(id)
            else:
                writer.delete(id)
                there.discard(id)
        writer.commit()
    assert told(folder, LIBRARY) == expected(there)
    rest = [each for id, each in LIBRARY.items() if id not in there]
    order.shuffle(rest)
    write(folder, rest)
    assert told(folder, LIBRARY) == expected(LIBRARY)


def test_an_update_changes_what_is_near(tmp_path: Path) -> None:
    write(tmp_path, [document("1", A), document("2", A), document("3", B)])
    write(tmp_path, [document("2", B)])
    assert told(tmp_path, "123") == {"2": ("3",), "3": ("2",)}
    write(tmp_path, [document("2", A[:5])])  # nothing to compare is left
    assert told(tmp_path, "123") == {}


def test_rollback_forgets(tmp_path: Path) -> None:
    write(tmp_path, [document("1", A)])
    writer = Duplicates(tmp_path)
    writer.put(document("2", A))
    writer.rollback()
    writer.rollback()
    with pytest.raises(IndexWriteError, match="ended"):
        writer.put(document("3", A))
    assert told(tmp_path, "12") == {}
    write(tmp_path, [document("3", A)])
    assert told(tmp_path, "123") == {"1": ("3",), "3": ("1",)}


def test_an_index_without_signatures_has_no_files(tmp_path: Path) -> None:
    write(tmp_path, [Document(id="1", texts={}, exact={}, keys={}, stored=b"")], ["2"])
    assert list(tmp_path.iterdir()) == []
    assert told(tmp_path, "12") == {}


def test_any_id_will_do(tmp_path: Path) -> None:
    ids = ["a\0b", "\ud800", "🙂" * 300, " "]
    write(tmp_path, [document(id, A) for id in ids])
    assert set(told(tmp_path, ids)["\ud800"]) == set(ids) - {"\ud800"}


def test_readers_see_what_they_opened_until_they_refresh(tmp_path: Path) -> None:
    with closing(Copies(tmp_path)) as copies:
        write(tmp_path, [document("1", A), document("2", A)])
        assert copies.others("1") == ()
        copies.refresh()
        assert copies.others("1") == ("2",)
        write(tmp_path, [document("3", A)])
        assert copies.others("1") == ("2",)
        copies.refresh()
        assert copies.others("1") == ("2", "3")
    assert copies.others("1") == ()


def test_what_readers_open_is_replaced_only_where_it_changed(tmp_path: Path) -> None:
    write(tmp_path, [document("1", A), document("2", A)])
    before = (tmp_path / COPIES).stat()
    write(tmp_path, [document("3", B), document("1", A)])
    assert (tmp_path / COPIES).stat().st_ino == before.st_ino
    assert sorted(path.name for path in tmp_path.iterdir()) == [COPIES, SIGNATURES]


@pytest.mark.parametrize("mode", [0o755, 0o775, 0o700], ids=oct)
def test_files_take_the_mode_of_their_folder(tmp_path: Path, mode: int) -> None:
    tmp_path.chmod(mode)
    write(tmp_path, [document("1", A), document("2", A)])
    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {mode & 0o666}


def test_a_folder_that_cannot_be_written_is_read(tmp_path: Path) -> None:
    write(tmp_path, [document("1", A), document("2", A)])
    (tmp_path / SIGNATURES).unlink()  # readers need the one file, no lock and no journal
    (tmp_path / COPIES).chmod(0o444)
    tmp_path.chmod(0o555)
    try:
        assert told(tmp_path, "12") == {"1": ("2",), "2": ("1",)}
        assert [path.name for path in tmp_path.iterdir()] == [COPIES]
    finally:
        tmp_path.chmod(0o755)


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, [document("1", A), document("2", A)])
    pages = 20  # SQLite refuses as it does on a full disk once the file may not grow
    monkeypatch.setattr(duplicates, "_SCHEMA", f"PRAGMA max_page_count = {pages};{duplicates._SCHEMA}")
    writer = Duplicates(tmp_path)
    with pytest.raises(IndexWriteError, match="full"):
        for number in range(1000):
            writer.put(document(f"n{number}", words(number + 100)))
    monkeypatch.undo()
    assert told(tmp_path, "12") == {"1": ("2",), "2": ("1",)}
    write(tmp_path, [document("3", A)])
    assert told(tmp_path, "3") == {"3": ("1", "2")}


DYING = """
import os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from timtin.analyzers.near_duplicates.signature import signature
from timtin.engines.document import Document
from timtin.engines.duplicates import Duplicates
writer = Duplicates(Path(sys.argv[2]))
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
    assert told(tmp_path, ["1", "n1"]) == {"1": ("2",)}
    write(tmp_path, [document("3", A)])
    assert told(tmp_path, ["1", "n1"]) == {"1": ("2", "3")}
    assert sorted(path.name for path in tmp_path.iterdir()) == [COPIES, SIGNATURES]


@pytest.mark.parametrize("left", ["gone", "older", "broken"])
def test_killed_between_the_two_files(tmp_path: Path, left: str) -> None:
    """The next run that writes publishes what this one did not."""
    write(tmp_path, [document("1", A), document("2", A)])
    older = (tmp_path / COPIES).read_bytes()
    write(tmp_path, [document("3", A)])
    if left == "gone":
        (tmp_path / COPIES).unlink()
    else:
        (tmp_path / COPIES).write_bytes(older if left == "older" else b"no database" * 100)
    write(tmp_path, [document("4", B)])
    assert told(tmp_path, "1") == {"1": ("2", "3")}


def test_damaged_files(tmp_path: Path) -> None:
    write(tmp_path, [document("1", A), document("2", A)])
    (tmp_path / COPIES).write_bytes(b"no database" * 100)
    with closing(Copies(tmp_path)) as copies, pytest.raises(IndexDamaged, match=COPIES):
        copies.others("1")
    (tmp_path / SIGNATURES).write_bytes(b"no database" * 100)
    with pytest.raises(IndexDamaged, match=SIGNATURES):
        Duplicates(tmp_path).put(document("3", A))


def test_thousands_of_the_same(tmp_path: Path) -> None:
    """The same text everywhere costs one comparison, and what is told of it is bounded."""
    write(tmp_path, (document(f"n{number:04}", A) for number in range(3 * MOST)))
    assert len(told(tmp_path, ["n0000"])["n0000"]) == MOST
    with closing(sqlite3.connect(tmp_path / SIGNATURES)) as base:
        assert base.execute("SELECT count(*) FROM pairs").fetchone() == (0,)
        assert base.execute("SELECT count(*) FROM texts").fetchone() == (1,)


def test_a_crowd_with_one_frame(tmp_path: Path) -> None:
    """Shingles that many texts share are kept for the first of them; reruns are found by the others."""
    frame = words(1, 80)
    crowd = [document(f"n{number}", [*frame, *words(number + 100, 100)]) for number in range(CROWD + 40)]
    write(tmp_path, crowd)
    with closing(sqlite3.connect(tmp_path / SIGNATURES)) as base:
        assert base.execute("SELECT max(n) FROM (SELECT count(*) n FROM postings GROUP BY shingle)").fetchone() == (
            CROWD,
        )
    last = f"n{CROWD + 39}"
    write(tmp_path, [document("rerun", [*frame, *words(CROWD + 139, 100), "theo", "báo"])])
    assert last in told(tmp_path, ["rerun"])["rerun"]
