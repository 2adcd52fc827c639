"""`backup`, `restore`, `verify`: real indexes of both engines, real damage, readers that go on serving."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import timtin as package
from timtin.store.lock import FolderLock
from timtin.tests.search_cli.conftest import RECORDS, environment

ENGINES = ["tantivy", "whoosh"]


@pytest.fixture(scope="module", params=ENGINES)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of four articles, in several commits, with a blocked id; only for copying."""
    folder = tmp_path_factory.mktemp("made") / "index"
    with package.create_index(folder, engine=request.param) as writer:
        writer.add(package.Article(**(record | {"tags": tuple(record.get("tags", ()))})) for record in RECORDS)
    with package.create_index(folder) as writer:
        writer.add(package.Article(id=id, title="Tin sau", body=id) for id in ("late", "bad"))
    with package.create_index(folder) as writer:
        writer.delete(["bad"], block=True)
    return folder


@pytest.fixture
def index(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(made, tmp_path / "index"))


def answers(index: Path) -> tuple[object, ...]:
    """What an index says: everything in it, a search with facets, suggestions."""
    with package.open_index(index) as reader:
        page = reader.search("dân").to_dict() | {"took_ms": 0}
        return sorted(map(str, reader.articles())), page, reader.suggest("tr")


def test_there_and_back(timtin, index: Path, tmp_path: Path) -> None:
    before = answers(index)
    copy = tmp_path / "copies" / "monday"  # the folder above is not there yet
    said = json.loads(timtin("backup", copy, "--json", index=index).stdout)
    assert said["backup"] == str(copy)
    assert said["bytes"] == sum(p.stat().st_size for p in copy.rglob("*") if p.is_file() and p.name != "backup.json")
    assert answers(copy) == before  # laid out like an index: it can be searched as it is
    assert timtin("verify", index=copy).returncode == 0

    timtin("index", "-", index=index, stdin=b'{"id": "later", "title": "Tin sau nua"}')
    done = timtin("restore", copy, index=index)
    assert done.returncode == 2
    assert b"--force" in done.stderr
    assert answers(index) != before
    assert timtin("restore", copy, "--force", index=index).returncode == 0
    assert answers(index) == before

    fresh = tmp_path / "fresh"
    assert timtin("restore", copy, index=fresh).returncode == 0
    assert answers(fresh) == before
    # It is an index like any other: it is written to, and what was blocked stays so.
    report = timtin("index", "-", "--json", index=fresh, stdin=b'{"id": "bad", "title": "Tin sai"}')
    assert json.loads(report.stdout)["articles"] == 4
    assert len(list(fresh.glob("gen-*"))) == 1


def test_readers_serve_on_and_go_over(timtin, index: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    with package.open_index(index) as reader:
        assert timtin("backup", copy, index=index).returncode == 0
        timtin("delete", "a1", "a2", index=index)
        reader.refresh()
        assert reader.count() == 2
        assert timtin("restore", copy, "--force", index=index).returncode == 0
        reader.refresh()
        assert reader.count() == 4
        assert reader.search("dân vận").total == 1


def test_nothing_is_overwritten_unasked(timtin, small_index: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.mkdir()
    precious = taken / "precious.txt"
    precious.write_text("mine")
    for options in ([], ["--force"]):  # what is no backup is never replaced
        done = timtin("backup", taken, *options, index=small_index)
        assert (done.returncode, done.stdout) == (2, b"")
        assert precious.read_text() == "mine"
    assert timtin("backup", precious, index=small_index).returncode == 2
    copy = tmp_path / "copy"
    copy.mkdir()  # an empty folder is free
    assert timtin("backup", copy, index=small_index).returncode == 0
    made = (copy / "backup.json").read_bytes()
    assert timtin("backup", copy, index=small_index).returncode == 2
    assert (copy / "backup.json").read_bytes() == made
    assert timtin("backup", copy, "--force", index=small_index).returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "taken"]  # nothing half made is left


# --- damage


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def biggest(folder: Path) -> Path:
    return max((path for path in folder.glob("gen-*/*") if path.is_file()), key=lambda path: path.stat().st_size)


# what is done to a backup; a word of what is said
DAMAGE = [
    (lambda copy: flip(biggest(copy)), "not what was copied"),
    (lambda copy: biggest(copy).unlink(), "No such file"),
    (lambda copy: (copy / "backup.json").write_text("{"), "damaged"),
    (
        lambda copy: (copy / "backup.json").write_text('{"made": 1, "timtin": 2, "files": {"../x": [1, "a"]}}'),
        "outside",
    ),
    (lambda copy: (copy / "backup.json").unlink(), "no backup"),
    (shutil.rmtree, "no backup"),
]


@pytest.fixture(scope="module")
def small_copy(timtin, small_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the small index, only for copying."""
    folder = tmp_path_factory.mktemp("copies") / "small"
    assert timtin("backup", folder, index=small_index).returncode == 0
    return folder


@pytest.mark.parametrize(("harm", "said"), DAMAGE)
def test_a_damaged_backup_changes_nothing(
    timtin, small_index: Path, small_copy: Path, tmp_path: Path, harm, said: str
) -> None:
    index, copy = tmp_path / "index", tmp_path / "copy"
    shutil.copytree(small_index, index)
    shutil.copytree(small_copy, copy)
    harm(copy)
    before = answers(index)
    done = timtin("restore", copy, "--force", index=index)
    assert done.returncode == 3
    assert said in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert answers(index) == before
    assert len(list(index.glob("gen-*"))) == 1


def test_another_analyzer_s_backup(timtin, small_index: Path, tmp_path: Path) -> None:
    index, copy = tmp_path / "index", tmp_path / "copy"
    shutil.copytree(small_index, index)
    manifest = json.loads((index / "manifest.json").read_bytes()) | {"analyzer": "timtin-0/none"}
    (index / "manifest.json").write_text(json.dumps(manifest))
    assert timtin("backup", copy, index=index).returncode == 0  # it can be kept for the version that made it
    done = timtin("restore", copy, index=tmp_path / "new")
    assert done.returncode == 3
    assert b"timtin-0/none" in done.stderr
    assert not (tmp_path / "new" / "manifest.json").exists()


def test_a_writer_is_waited_for(timtin, small_index: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    shutil.copytree(small_index, index)
    lock = FolderLock(index)
    try:
        done = timtin("backup", tmp_path / "copy", index=index)
    finally:
        lock.release()
    assert done.returncode == 1
    assert b"writ" in done.stderr
    assert not (tmp_path / "copy").exists()
    assert timtin("backup", tmp_path / "copy", index=index).returncode == 0


def test_no_index(timtin, tmp_path: Path) -> None:
    assert timtin("backup", tmp_path / "copy", index=tmp_path / "nowhere").returncode == 3
    assert timtin("verify", index=tmp_path / "nowhere").returncode == 3
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_nothing(small_index: Path, tmp_path: Path) -> None:
    """The kernel refuses files beyond a size, which a program sees as a full disk."""
    import resource
    import signal

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, resource.RLIM_INFINITY))

    done = subprocess.run(
        [sys.executable, "-m", "timtin", "backup", str(tmp_path / "copy")],
        env=environment(TIMTIN_INDEX=str(small_index)), capture_output=True, preexec_fn=limited, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert b"Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_verify_finds_a_sound_index_sound(timtin, index: Path) -> None:
    done = timtin("verify", "--json", index=index)
    assert (done.returncode, json.loads(done.stdout)) == (0, {"articles": 4, "problems": []})
    assert "4 bài" in timtin("verify", index=index).stdout.decode()


def test_verify_finds_a_damaged_database(timtin, index: Path) -> None:
    [base] = index.glob("gen-*/signatures.sqlite")
    data = bytearray(base.read_bytes())
    data[: len(data) // 2] = bytes(len(data) // 2)
    base.write_bytes(data)
    done = timtin("verify", "--json", index=index)
    assert done.returncode == 3
    assert any("signatures.sqlite" in problem for problem in json.loads(done.stdout)["problems"])
    assert b"rebuild" in done.stderr


def test_verify_finds_missing_files(timtin, index: Path) -> None:
    for path in index.glob("gen-*/*"):
        if path.suffix in (".store", ".seg"):
            path.unlink()
    done = timtin("verify", index=index)
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr


def test_verify_holds_a_backup_against_its_checksums(timtin, small_copy: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(small_copy, copy)
    flip(biggest(copy))
    done = timtin("verify", index=copy)
    assert done.returncode == 3
    assert b"not what was copied" in done.stderr
