"""A small index, and the command run as a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from .forks import AVAILABLE, Forks

Run = Callable[..., "subprocess.CompletedProcess[bytes]"]

RECORDS = [
    {
        "id": "a1",
        "url": "https://phumy.example/a1",
        "title": "Xã Phú Mỹ ra mắt mô hình Dân vận khéo",
        "summary": "Mô hình giúp bà con trồng rau sạch.",
        "body": "Sáng nay, Đảng ủy xã họp bàn công tác dân vận.\nUBND xã thực hiện Quyết định 217-QĐ/TW.",
        "published": "2024-03-05T08:00:00+07:00",
        "author": "Lê Hoa",
        "source": "Cổng tin Phú Mỹ",
        "tags": ["dân vận"],
        "image": "https://phumy.example/a1.jpg",
    },
    {
        "id": "a2",
        "title": "Hội Nông dân tập huấn trồng xoài",
        "body": "Lớp học có 40 người dự.\nÔng Nam nói: cần thêm nước tưới.",
        "published": "2023-11-20",
        "source": "Cổng tin Phú Mỹ",
    },
    {"id": "a3", "title": "Thông báo lịch tiếp công dân", "body": "Lịch tiếp dân tháng tư."},
]


def environment(**changes: str) -> dict[str, str]:
    """Return the environment without variables that change the output of the command."""
    others = {"NO_COLOR", "COLUMNS", "LINES"}  # a test runner may set its own width
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TIMTIN_") and name not in others}
    return kept | {"PYTHONWARNINGS": "default"} | changes


@pytest.fixture(scope="session")
def forks() -> Iterator[Forks | None]:
    """The server that starts processes of the command by forking; None where forking is not supported."""
    if not AVAILABLE:
        yield None
        return
    with Forks(environment()) as server:
        yield server


@pytest.fixture(scope="session")
def timtin(forks: Forks | None) -> Run:
    """Run the command: `timtin("search", "dân", index=folder, stdin=b"", env={…})`."""

    def run(
        *arguments: str | bytes | Path,
        index: Path | None = None,
        stdin: bytes = b"",
        env: dict[str, str] | None = None,
        cwd: Path | None = None,
    ) -> subprocess.CompletedProcess[bytes]:
        changes = dict(env or {})
        if index is not None:
            changes["TIMTIN_INDEX"] = str(index)
        # Variables that the interpreter reads at its start (encodings, locale) need a new interpreter.
        if forks is not None and not any(name.startswith(("PYTHON", "LC_", "LANG")) for name in changes):
            words = [os.fsdecode(each) for each in arguments]
            return forks.run(words, env=environment(**changes), cwd=cwd, stdin=stdin, timeout=120)
        command = [sys.executable, "-m", "timtin", *arguments]
        return subprocess.run(
            command, input=stdin, capture_output=True, env=environment(**changes), cwd=cwd, timeout=120, check=False
        )

    return run


@pytest.fixture(scope="session")
def records() -> bytes:
    """The records of the small index, as JSONL."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in RECORDS).encode()


@pytest.fixture(scope="session")
def small_index(timtin: Run, records: bytes, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of three articles, which tests must not change."""
    folder = tmp_path_factory.mktemp("small") / "index"
    result = timtin("index", "-", index=folder, stdin=records)
    assert result.returncode == 0, result.stderr.decode()
    return folder
