"""Interrupts, closed pipes and full disks: the right exit code, no traceback, and committed articles stay."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

PYTHON = [sys.executable, "-m", "timtin"]


def command(*arguments: str | Path, index: Path, **extra) -> subprocess.Popen[bytes]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("TIMTIN_")}
    return subprocess.Popen(
        [*PYTHON, *arguments],
        env=env | {"TIMTIN_INDEX": str(index)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        **extra,
    )


def articles_in(timtin, index: Path) -> int:
    return json.loads(timtin("stats", "--json", index=index).stdout)["articles"]


def jsonl(first: int, last: int) -> bytes:
    records = ({"id": f"n{n}", "title": f"Tin số {n}", "body": "Bà con góp công. " * 20} for n in range(first, last))
    return b"".join(json.dumps(record).encode() + b"\n" for record in records)


@pytest.mark.parametrize(("engine", "jobs"), [("tantivy", "1"), ("tantivy", "2"), ("whoosh", "1")])
def test_an_interrupt_during_indexing(timtin, tmp_path: Path, records: bytes, engine: str, jobs: str) -> None:
    index = tmp_path / "index"
    assert timtin("index", "-", "--engine", engine, index=index, stdin=records).returncode == 0
    running = command("index", "-", "--jobs", jobs, index=index, stdin=subprocess.PIPE, start_new_session=True)
    assert running.stdin is not None
    running.stdin.write(jsonl(0, 300))  # more than a pipe holds, so it is being read when this returns
    running.stdin.flush()
    time.sleep(0.5)
    if jobs != "1":  # worker processes start after a second of work
        time.sleep(1)
        running.stdin.write(jsonl(300, 600))
        running.stdin.flush()
        deadline = time.monotonic() + 30
        while len(children_of(running.pid)) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        assert len(children_of(running.pid)) >= 2
    os.killpg(running.pid, signal.SIGINT)  # as a terminal does
    out, errors = running.communicate(timeout=60)
    assert running.returncode == 130, errors.decode()
    assert errors.strip().count(b"\n") == 0, errors.decode()  # one message, and no traceback from any process
    assert out == b""
    assert articles_in(timtin, index) == 3
    # The write lock is released.
    assert timtin("index", "-", index=index, stdin=b'{"id": "later", "title": "Tin sau"}').returncode == 0
    assert articles_in(timtin, index) == 4


@pytest.mark.parametrize("signal_number", [signal.SIGKILL, signal.SIGTERM])
def test_worker_processes_end_when_the_main_process_is_killed(
    timtin, tmp_path: Path, records: bytes, signal_number: int
) -> None:
    index = tmp_path / "index"
    running = command("index", "-", "--jobs", "2", index=index, stdin=subprocess.PIPE)
    assert running.stdin is not None
    running.stdin.write(jsonl(0, 300))
    running.stdin.flush()
    time.sleep(1.5)
    running.stdin.write(jsonl(300, 600))
    running.stdin.flush()
    deadline = time.monotonic() + 30
    while len(children_of(running.pid)) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    assert len(children_of(running.pid)) >= 2
    running.send_signal(signal_number)
    running.communicate(timeout=60)  # until every process that inherited the pipe is gone
    assert running.returncode == -signal_number
    report = json.loads(timtin("index", "-", "--json", index=index, stdin=records).stdout)
    assert report["indexed"] == report["articles"] > 0  # neither locked nor damaged


def children_of(pid: int) -> list[str]:
    """Return the child processes of a process on Linux; elsewhere, pretend that there are two."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    return listed.read_text().split() if listed.exists() else ["?", "?"]


def test_a_reader_that_closes_the_pipe(tmp_path: Path, timtin) -> None:
    index = tmp_path / "index"
    lines = b"".join(
        json.dumps({"id": f"n{number}", "title": f"Tin {number}", "body": "Lời dài. " * 400}).encode() + b"\n"
        for number in range(100)
    )
    assert timtin("index", "-", index=index, stdin=lines).returncode == 0
    for arguments in (("export",), ("export", "--json"), ("search", "--json", "--limit", "100"), ("--help",)):
        running = command(*arguments, index=index)
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()
        errors = running.stderr.read()
        assert running.wait(60) == 0, errors.decode()
        assert errors == b""
        running.stderr.close()


def test_output_that_cannot_be_written(small_index: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("needs /dev/full")
    with full.open("wb") as nowhere:
        env = os.environ | {"TIMTIN_INDEX": str(small_index)}
        result = subprocess.run([*PYTHON, "export"], env=env, stdout=nowhere, stderr=subprocess.PIPE, check=False)
    assert result.returncode == 1
    assert b"Traceback" not in result.stderr
    assert b"No space" in result.stderr


@pytest.mark.parametrize("engine", ["tantivy", "whoosh"])
def test_a_full_disk_during_indexing(timtin, tmp_path: Path, records: bytes, engine: str) -> None:
    """The kernel limits the size of files, which looks like a full disk to an engine."""
    index = tmp_path / "index"
    assert timtin("index", "-", "--engine", engine, index=index, stdin=records).returncode == 0
    lines = b"".join(
        json.dumps({"id": f"n{number}", "title": f"Tin {number}", "body": f"lời {number} " * 300}).encode() + b"\n"
        for number in range(200)
    )

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, resource.RLIM_INFINITY))

    env = os.environ | {"TIMTIN_INDEX": str(index)}
    result = subprocess.run(
        [*PYTHON, "index", "-"], input=lines, env=env, capture_output=True, preexec_fn=limited, check=False, timeout=120
    )
    errors = result.stderr.decode()
    assert result.returncode == 1, errors
    assert "could not be written" in errors
    assert "Traceback" not in errors
    assert articles_in(timtin, index) == 3
    assert timtin("index", "-", index=index, stdin=lines).returncode == 0
    assert articles_in(timtin, index) == 203


def test_the_server_ends_cleanly(small_index: Path) -> None:
    from urllib.request import urlopen

    for signal_number, code in ((signal.SIGTERM, 0), (signal.SIGINT, 130)):
        running = command("serve", "--port", "0", index=small_index)
        assert running.stderr is not None
        line = running.stderr.readline().decode()
        address = next(word for word in line.split() if word.startswith("http"))
        with urlopen(address + "healthz") as response:
            assert response.status == 200
        running.send_signal(signal_number)
        out, errors = running.communicate(timeout=60)
        assert running.returncode == code, errors.decode()
        assert out == b""
        assert b"Traceback" not in errors


def test_the_demo_does_not_touch_the_users_index(timtin, tmp_path: Path) -> None:
    result = timtin("demo", "--no-serve", "--json", index=tmp_path)
    assert result.returncode == 0, result.stderr.decode()
    report = json.loads(result.stdout)
    assert report["rejected"] == []
    assert report["articles"] == 60
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]
    again = json.loads(timtin("demo", "--no-serve", "--json", index=tmp_path).stdout)
    assert again["unchanged"] == 60
