"""The query log: counts without personal data, and errors of its file never disturb a search."""

from __future__ import annotations

import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.model import TimtinError, UsageError
from timtin.store import query_log
from timtin.store.query_log import MIN_HOURS, QueryLog, use_log

HOUR = 3600.0
START = 1_700_000_000.0


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def log(tmp_path: Path, clock: Clock) -> QueryLog:
    return QueryLog(tmp_path / "deep" / "use.sqlite", days=30, clock=clock)


def told(log: QueryLog) -> dict[str, list[str]]:
    report = log.report().to_dict()
    return {name: [each["query"] for each in report[name]] for name in ("popular", "empty", "abandoned")}


def ask(log: QueryLog, clock: Clock, query: str, total: int, hours: int = MIN_HOURS, *, opened: bool = False) -> None:
    """Record a search in each of so many hours."""
    for _ in range(hours):
        log.record_search(query, total, interface="page")
        if opened:
            log.record_opened(query)
        clock.now += HOUR


def test_popular_empty_and_abandoned_queries(log: QueryLog, clock: Clock) -> None:
    ask(log, clock, "Dân vận khéo", 12, 4, opened=True)
    ask(log, clock, "  DÂN  VẬN khéo", 12, 1, opened=True)
    ask(log, clock, "chợ đêm", 0)
    ask(log, clock, "lịch cắt điện", 3)
    for _ in range(MIN_HOURS):
        log.record_search("hỏi bằng máy", 3, interface="other")
        clock.now += HOUR
    assert told(log) == {
        "popular": ["dân vận khéo", "chợ đêm", "hỏi bằng máy", "lịch cắt điện"],
        "empty": ["chợ đêm"],
        "abandoned": ["lịch cắt điện"],
    }
    first = log.report().popular[0]
    assert (first.searches, first.results, first.shown, first.opened) == (5, 12, 5, 5)
    assert log.report().searches == 14


def test_rare_queries_are_never_written(log: QueryLog, clock: Clock) -> None:
    for _ in range(50):
        log.record_search("tên riêng hiếm gặp", 1)
    ask(log, clock, "hai giờ khác nhau", 1, MIN_HOURS - 1)
    assert told(log)["popular"] == []
    assert log.report().searches == 52
    raw = log.path.read_bytes()
    assert "hiếm".encode() not in raw
    assert "khác nhau".encode() not in raw


PRIVATE = [
    "nguyen.van.a@example.vn",
    "số 0912 345 678",
    "+84 (28) 3829-1234",
    "cccd 079123456789",
    "cmnd 123456789 ở đâu",
    "stk 1903.4567.8901",
    "x" * 300,
]


@pytest.mark.parametrize("query", PRIVATE)
def test_personal_data_is_counted_alone(log: QueryLog, clock: Clock, query: str) -> None:
    ask(log, clock, query, 1, MIN_HOURS + 1, opened=True)
    report = log.report()
    assert (report.searches, report.withheld, report.popular) == (MIN_HOURS + 1, MIN_HOURS + 1, ())
    with closing(sqlite3.connect(log.path)) as file:
        assert file.execute("SELECT count(*) FROM uses").fetchone() == (0,)


@pytest.mark.parametrize(
    "query", ["217-QĐ/TW", "ngày 07/03/2024", "nghị định 30/2020/NĐ-CP", "nghị quyết 18-NQ/TW 2017"]
)
def test_document_numbers_and_dates_are_no_personal_data(log: QueryLog, clock: Clock, query: str) -> None:
    ask(log, clock, query, 1)
    assert len(log.report().popular) == 1


def test_further_pages_and_nothing_asked_are_no_searches(log: QueryLog, clock: Clock) -> None:
    log.record_search("", 100)
    log.record_search("  ", 100)
    assert not log.path.exists()
    log.record_search("dân vận", 30, page=2)
    assert log.report().searches == 0


def test_old_days_are_forgotten(log: QueryLog, clock: Clock) -> None:
    ask(log, clock, "mùa cũ", 2)
    clock.now += 40 * 24 * HOUR
    log.record_search("mùa mới", 2)
    assert log.report(days=365).searches == 1
    assert "mùa cũ".encode() not in log.path.read_bytes()


def test_a_day_holds_so_many_queries(log: QueryLog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(query_log, "MAX_PER_DAY", 5)
    for number in range(9):
        log.record_search(f"câu {number}", 1)
        log.record_search("câu 0", 1)
    assert (log.report().searches, log.report().withheld) == (18, 4)


def test_threads_lose_little_and_break_nothing(log: QueryLog) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: log.record_search(f"câu {number % 3}", 1), range(60)))
    assert 0 < log.report().searches <= 60


@pytest.mark.skipif(os.name != "posix", reason="modes of files")
def test_the_file_is_nobody_elses(log: QueryLog) -> None:
    log.record_search("dân vận", 1)
    assert log.path.stat().st_mode & 0o077 == 0


def test_a_file_that_cannot_be_written_disturbs_nothing(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "no folder").write_text("x", encoding="utf-8")
    (tmp_path / "noise").write_bytes(b"no database " * 500)
    for path in (tmp_path / "no folder" / "log", tmp_path / "noise", tmp_path):
        log = QueryLog(path, clock=clock)
        log.record_search("dân vận", 1)
        log.record_opened("dân vận")
    with pytest.raises(TimtinError, match="cannot be read"):
        QueryLog(tmp_path / "noise").report()


def test_a_file_that_comes_back_is_used_again(tmp_path: Path, clock: Clock) -> None:
    path = tmp_path / "log"
    path.mkdir()
    log = QueryLog(path, clock=clock)
    log.record_search("dân vận", 1)
    path.rmdir()
    log.record_search("dân vận", 1)
    assert not path.exists(), "no attempt for a while"
    clock.now += 61
    log.record_search("dân vận", 1)
    assert log.report().searches == 1


@settings(deadline=None, max_examples=30)
@given(query=st.text(max_size=40), total=st.integers(0, 10), page=st.integers(1, 3))
def test_any_query_is_counted(tmp_path_factory: pytest.TempPathFactory, query: str, total: int, page: int) -> None:
    log = QueryLog(tmp_path_factory.mktemp("use") / "log")
    log.record_search(query, total, page=page, interface="page")
    log.record_opened(query)
    assert log.report().searches <= 1


def test_it_is_off_unless_a_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TIMTIN_USE_LOG", raising=False)
    assert use_log() is None
    monkeypatch.setenv("TIMTIN_USE_LOG", str(tmp_path / "log"))
    log = use_log()
    assert log is not None and log is use_log() and log.days == 90
    monkeypatch.setenv("TIMTIN_USE_LOG_DAYS", "viele")
    with pytest.raises(UsageError):
        use_log()
