"""Preparation in several processes yields the same results in the same order as in one."""

from __future__ import annotations

import multiprocessing
import time

import pytest

from timtin.indexer.page import Record, Rejected
from timtin.indexer.prepare import PreparedDocument, prepare
from timtin.indexer.workers import prepare_all
from timtin.model import Article, UsageError


def items(count: int) -> list[Record | Rejected]:
    """Records, some rejections, and one record that raises an error."""
    made: list[Record | Rejected] = []
    for number in range(count):
        if number % 7 == 3:
            made.append(Rejected(f"item {number}", "no good"))
        else:
            body = f"Bà con thôn {number} góp công làm đường theo Quyết định 217-QĐ/TW."
            made.append(
                Record(
                    article=Article(id=f"i{number}", title=f"Tin {number}", body=body),
                    origin=f"item {number}",
                    collection="c",
                )
            )
    return made


def test_two_processes_yield_the_same_as_one() -> None:
    given = items(60)
    alone = [prepare(item) for item in given]
    assert list(prepare_all(iter(given), jobs=1)) == alone
    assert list(prepare_all(iter(given), jobs=2, patience=0)) == alone
    assert sum(isinstance(one, PreparedDocument) for one in alone) > 40
    assert multiprocessing.active_children() == []


def test_few_items_start_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("timtin.indexer.workers.ProcessPoolExecutor", None)
    given = items(5)
    assert list(prepare_all(iter(given), jobs=8, patience=60)) == [prepare(item) for item in given]
    assert list(prepare_all(iter([]), jobs=None, patience=0)) == []


def test_no_process_remains_after_an_early_end() -> None:
    def endless():  # type: ignore[no-untyped-def]
        while True:
            yield from items(20)

    stream = prepare_all(endless(), jobs=2, patience=0)
    assert next(stream) == prepare(items(1)[0])
    stream.close()
    until = time.monotonic() + 30  # they were told to end; the system takes its moment
    while multiprocessing.active_children() and time.monotonic() < until:
        time.sleep(0.01)
    assert multiprocessing.active_children() == []


def test_the_input_is_read_only_as_far_as_needed() -> None:
    taken = 0

    def counted():  # type: ignore[no-untyped-def]
        nonlocal taken
        for item in items(5000):
            taken += 1
            yield item

    stream = prepare_all(counted(), jobs=2, patience=0)
    next(stream)
    assert taken <= 2 * 3 * 16
    stream.close()


def test_at_least_one_job() -> None:
    with pytest.raises(UsageError, match="jobs"):
        next(prepare_all(iter([]), jobs=0))
