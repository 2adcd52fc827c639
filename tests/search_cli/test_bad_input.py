"""Bad input to the real command: a clear message, the right exit code, and committed articles stay."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

GOOD = {"id": "good", "title": "Xã An Bình khánh thành cầu mới", "body": "Cây cầu dài 20 mét."}


def good_line() -> bytes:
    return json.dumps(GOOD, ensure_ascii=False).encode() + b"\n"


def report_of(result) -> dict:
    assert b"Traceback" not in result.stderr
    return json.loads(result.stdout)


# A bad file: name, content, part of the reason (ignoring case).
FILES = [
    ("empty.txt", b"", "empty"),
    ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, ""),
    ("noise.html", os.urandom(1) + bytes(range(256)) * 64, ""),
    ("untitled.html", b"<html><body><p></p></body></html>", ""),
    ("broken.jsonl", b'{"title": "Tin m', "json"),
    ("types.jsonl", b'{"title": 5, "body": ["x"]}\n', ""),
    ("list.jsonl", b"[1, 2]\n", ""),
    ("nothing.jsonl", b'{"id": "x"}\n', ""),
    ("cut.jsonl.gz", b"\x1f\x8b\x08\x00 not really", ""),
]


@pytest.mark.parametrize(("name", "content", "reason"), FILES, ids=[name for name, _, _ in FILES])
def test_one_bad_file_beside_a_good_one(timtin, tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "good.jsonl").write_bytes(good_line())
    (pages / name).write_bytes(content)
    result = timtin("index", pages, "--json", index=tmp_path / "index")
    report = report_of(result)
    assert result.returncode == 0
    assert report["indexed"] == 1
    assert report["rejected"], report
    for bad in report["rejected"]:
        assert name in bad["source"]
        assert reason in bad["reason"].lower()
        assert bad["reason"] in result.stderr.decode()
    # Alone, it is an error, and no index is created.
    alone = timtin("index", pages / name, "--json", index=tmp_path / "other")
    assert alone.returncode == 1
    assert report_of(alone)["read"] == len(report_of(alone)["rejected"]) > 0
    assert not (tmp_path / "other").exists()


def test_broken_lines_among_good_ones(timtin, tmp_path: Path) -> None:
    lines = (
        good_line()
        + b'{"id": "b", "title": \n'
        + b'{"id": "c", "title": "Tin th\xff"}\n'
        + b'{"id": "d", "title": "D"}\n'
    )
    report = report_of(timtin("index", "-", "--json", index=tmp_path / "index", stdin=lines))
    assert report["indexed"] >= 2
    assert any(bad["source"].endswith(":2") for bad in report["rejected"])
    assert report["read"] == report["indexed"] + len(report["rejected"])


def test_lone_surrogates(timtin, tmp_path: Path) -> None:
    line = b'{"id": "s", "title": "Tin \\ud800 m\xe1\xbb\x9bi", "body": "\\udfff", "tags": ["\\udc80"]}\n'
    index = tmp_path / "index"
    assert report_of(timtin("index", "-", "--json", index=index, stdin=line))["indexed"] == 1
    title = json.loads(timtin("show", "s", "--json", index=index).stdout.decode())["title"]
    assert "mới" in title
    assert timtin("export", index=index).stdout.decode()


def test_a_line_beyond_the_limit(timtin, tmp_path: Path) -> None:
    lines = b'{"id": "long", "body": "' + b"a " * (3 << 20) + b'"}\n' + good_line()
    result = timtin("index", "-", "--json", index=tmp_path / "index", stdin=lines, env={"TIMTIN_MAX_FILE_MB": "1"})
    report = report_of(result)
    assert (report["indexed"], len(report["rejected"])) == (1, 1)
    assert "1 MiB" in report["rejected"][0]["reason"]


def test_a_missing_folder(timtin, tmp_path: Path) -> None:
    result = timtin("index", tmp_path / "nowhere", index=tmp_path / "index")
    assert result.returncode == 1
    assert b"nowhere" in result.stderr
    assert not (tmp_path / "index").exists()


def test_closed_standard_input(tmp_path: Path) -> None:
    script = 'exec "$0" -m timtin "$@" <&-'
    for arguments, code in ((("index", "-"), 1), (("analyze", "-", "--json"), 0), (("demo", "--no-serve"), 0)):
        result = subprocess.run(
            ["sh", "-c", script, sys.executable, *arguments, "--index", str(tmp_path / "index")],
            capture_output=True,
            check=False,
        )
        assert result.returncode == code, result.stderr.decode()
        assert b"Traceback" not in result.stderr
        assert b"bug in timtin" not in result.stderr


def test_an_empty_folder(timtin, tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    assert timtin("index", tmp_path / "pages", index=tmp_path / "index").returncode == 1


def test_a_symbolic_link_loop(timtin, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "good.jsonl").write_bytes(good_line())
    (pages / "again").symlink_to(pages, target_is_directory=True)
    report = report_of(timtin("index", pages, "--json", index=tmp_path / "index"))
    assert report["indexed"] == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="needs a user who can be refused, not root")
def test_an_unreadable_file(timtin, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "good.jsonl").write_bytes(good_line())
    secret = pages / "secret.txt"
    secret.write_text("Tin")
    secret.chmod(0)
    report = report_of(timtin("index", pages, "--json", index=tmp_path / "index"))
    assert report["indexed"] == 1
    assert "secret.txt" in report["rejected"][0]["source"]


def test_strict_commits_nothing(timtin, tmp_path: Path, records: bytes) -> None:
    index = tmp_path / "index"
    timtin("index", "-", index=index, stdin=records)
    result = timtin("index", "-", "--strict", "--json", index=index, stdin=good_line() + b"{\n")
    report = report_of(result)
    assert result.returncode == 1
    assert (report["committed"], report["indexed"], report["articles"]) == (False, 0, 3)
    assert timtin("show", "good", index=index).returncode == 1
    # With --rebuild, too, the current generation stays.
    assert timtin("index", "-", "--strict", "--rebuild", index=index, stdin=good_line() + b"{\n").returncode == 1
    assert json.loads(timtin("stats", "--json", index=index).stdout)["articles"] == 3


def test_prune(timtin, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    for number in range(3):
        (pages / f"{number}.jsonl").write_bytes(json.dumps({"id": f"p{number}", "title": f"Tin số {number}"}).encode())
    index = tmp_path / "index"
    timtin("index", "-", "--source", "Nơi khác", index=index, stdin=good_line())
    assert report_of(timtin("index", pages, "--source", "Cổng", "--json", index=index))["articles"] == 4
    (pages / "1.jsonl").unlink()
    report = report_of(timtin("index", pages, "--source", "Cổng", "--prune", "--json", index=index))
    assert (report["pruned"], report["unchanged"], report["articles"]) == (1, 2, 3)
    # An empty folder may be a disk that is not mounted, so nothing is removed.
    for path in pages.iterdir():
        path.unlink()
    assert timtin("index", pages, "--source", "Cổng", "--prune", index=index).returncode == 1
    assert json.loads(timtin("stats", "--json", index=index).stdout)["articles"] == 3
