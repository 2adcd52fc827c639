"""`timtin backup`, `restore` and `verify`: indexes of both engines, damage, and readers during a restore."""

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
def original(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of four articles in several commits, with a blocked id; tests only copy it."""
    folder = tmp_path_factory.mktemp("original") / "index"
    with package.create_index(folder, engine=request.param) as writer:
        writer.add(package.Article(**(record | {"tags": tuple(record.get("tags", ()))})) for record in RECORDS)
    with package.create_index(folder) as writer:
        writer.add(package.Article(id=id, title="Tin sau", body=id) for id in ("late", "bad"))
    with package.create_index(folder) as writer:
        writer.delete(["bad"], block=True)
    return folder


@pytest.fixture
def index(original: Path, tmp_path: Path) -> Path:
    """A copy of that index."""
    return Path(shutil.copytree(original, tmp_path / "index"))


def contents(index: Path) -> tuple[object, ...]:
    """Return what a reader sees of an index: all articles, a search with facets, completions."""
    with package.open_index(index) as reader:
        page = reader.search("dân").to_dict() | {"took_ms": 0}
        return sorted(map(str, reader.articles())), page, reader.suggest("tr")


def test_backup_and_restore(timtin, index: Path, tmp_path: Path) -> None:
    before = contents(index)
    copy = tmp_path / "copies" / "monday"  # its parent folder does not exist yet
    output = json.loads(timtin("backup", copy, "--json", index=index).stdout)
    assert output["backup"] == str(copy)
    assert output["bytes"] == sum(p.stat().st_size for p in copy.rglob("*") if p.is_file() and p.name != "backup.json")
    assert contents(copy) == before  # a backup can be searched like an index
    assert timtin("verify", index=copy).returncode == 0

    timtin("index", "-", index=index, stdin=b'{"id": "later", "title": "Tin sau nua"}')
    result = timtin("restore", copy, index=index)
    assert result.returncode == 2
    assert b"--force" in result.stderr
    assert contents(index) != before
    assert timtin("restore", copy, "--force", index=index).returncode == 0
    assert contents(index) == before

    fresh = tmp_path / "fresh"
    assert timtin("restore", copy, index=fresh).returncode == 0
    assert contents(fresh) == before
    # The restored index can be written to, and blocked ids stay blocked.
    report = timtin("index", "-", "--json", index=fresh, stdin=b'{"id": "bad", "title": "Tin sai"}')
    assert json.loads(report.stdout)["articles"] == 4
    assert len(list(fresh.glob("gen-*"))) == 1


def test_readers_keep_serving_and_switch_to_the_restored_index(timtin, index: Path, tmp_path: Path) -> None:
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


def test_nothing_is_overwritten_without_force(timtin, small_index: Path, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.mkdir()
    precious = taken / "precious.txt"
    precious.write_text("mine")
    for options in ([], ["--force"]):  # a folder that is not a backup is never replaced
        result = timtin("backup", taken, *options, index=small_index)
        assert (result.returncode, result.stdout) == (2, b"")
        assert precious.read_text() == "mine"
    assert timtin("backup", precious, index=small_index).returncode == 2
    copy = tmp_path / "copy"
    copy.mkdir()  # an empty folder may be used
    assert timtin("backup", copy, index=small_index).returncode == 0
    made = (copy / "backup.json").read_bytes()
    assert timtin("backup", copy, index=small_index).returncode == 2
    assert (copy / "backup.json").read_bytes() == made
    assert timtin("backup", copy, "--force", index=small_index).returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copy", "taken"]  # no partial backup is left


# --- damage


def corrupt(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)


def largest_file(folder: Path) -> Path:
    return max((path for path in folder.glob("gen-*/*") if path.is_file()), key=lambda path: path.stat().st_size)


# damage to a backup; part of the message
DAMAGE = [
    (lambda copy: corrupt(largest_file(copy)), "not what was copied"),
    (lambda copy: largest_file(copy).unlink(), "No such file"),
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
    """A backup of the small index; tests only copy it."""
    folder = tmp_path_factory.mktemp("copies") / "small"
    assert timtin("backup", folder, index=small_index).returncode == 0
    return folder


@pytest.mark.parametrize(("damage", "message"), DAMAGE)
def test_a_damaged_backup_changes_nothing(
    timtin, small_index: Path, small_copy: Path, tmp_path: Path, damage, message: str
) -> None:
    index, copy = tmp_path / "index", tmp_path / "copy"
    shutil.copytree(small_index, index)
    shutil.copytree(small_copy, copy)
    damage(copy)
    before = contents(index)
    result = timtin("restore", copy, "--force", index=index)
    assert result.returncode == 3
    assert message in result.stderr.decode()
    assert b"Traceback" not in result.stderr
    assert contents(index) == before
    assert len(list(index.glob("gen-*"))) == 1


def test_a_backup_with_another_fingerprint(timtin, small_index: Path, tmp_path: Path) -> None:
    index, copy = tmp_path / "index", tmp_path / "copy"
    shutil.copytree(small_index, index)
    manifest = json.loads((index / "manifest.json").read_bytes()) | {"analyzer": "timtin-0/none"}
    (index / "manifest.json").write_text(json.dumps(manifest))
    assert timtin("backup", copy, index=index).returncode == 0  # the version that made it may still need the backup
    result = timtin("restore", copy, index=tmp_path / "new")
    assert result.returncode == 3
    assert b"timtin-0/none" in result.stderr
    assert not (tmp_path / "new" / "manifest.json").exists()


def test_a_backup_fails_while_the_index_is_locked(timtin, small_index: Path, tmp_path: Path) -> None:
    index = tmp_path / "index"
    shutil.copytree(small_index, index)
    lock = FolderLock(index)
    try:
        result = timtin("backup", tmp_path / "copy", index=index)
    finally:
        lock.release()
    assert result.returncode == 1
    assert b"writ" in result.stderr
    assert not (tmp_path / "copy").exists()
    assert timtin("backup", tmp_path / "copy", index=index).returncode == 0


def test_no_index(timtin, tmp_path: Path) -> None:
    assert timtin("backup", tmp_path / "copy", index=tmp_path / "nowhere").returncode == 3
    assert timtin("verify", index=tmp_path / "nowhere").returncode == 3
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_nothing(small_index: Path, tmp_path: Path) -> None:
    """The kernel limits the size of files, which looks like a full disk."""
    import resource
    import signal

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (4_000, resource.RLIM_INFINITY))

    result = subprocess.run(
        [sys.executable, "-m", "timtin", "backup", str(tmp_path / "copy")],
        env=environment(TIMTIN_INDEX=str(small_index)), capture_output=True, preexec_fn=limited, check=False,
    )  # fmt: skip
    assert result.returncode == 1, result.stderr
    assert b"Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_verify_accepts_a_sound_index(timtin, index: Path) -> None:
    result = timtin("verify", "--json", index=index)
    assert (result.returncode, json.loads(result.stdout)) == (0, {"articles": 4, "problems": []})
    assert "4 bài" in timtin("verify", index=index).stdout.decode()


def test_verify_reports_a_damaged_database(timtin, index: Path) -> None:
    [base] = index.glob("gen-*/signatures.sqlite")
    data = bytearray(base.read_bytes())
    data[: len(data) // 2] = bytes(len(data) // 2)
    base.write_bytes(data)
    result = timtin("verify", "--json", index=index)
    assert result.returncode == 3
    assert any("signatures.sqlite" in problem for problem in json.loads(result.stdout)["problems"])
    assert b"rebuild" in result.stderr


def test_verify_reports_missing_files(timtin, index: Path) -> None:
    for path in index.glob("gen-*/*"):
        if path.suffix in (".store", ".seg"):
            path.unlink()
    result = timtin("verify", index=index)
    assert result.returncode == 3
    assert b"Traceback" not in result.stderr


def test_verify_checks_the_checksums_of_a_backup(timtin, small_copy: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(small_copy, copy)
    corrupt(largest_file(copy))
    result = timtin("verify", index=copy)
    assert result.returncode == 3
    assert b"not what was copied" in result.stderr
