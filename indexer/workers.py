"""Preparing items in several processes: same results, same order, a bounded number of them in flight."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain
from multiprocessing import get_context, parent_process

from ..model import TimtinError, UsageError
from .extract.site_lookahead import with_learned_boilerplate
from .page import Item, Page, Record
from .prepare import Prepared, prepare

_CHUNK_ITEMS, _CHUNK_BYTES = 16, 1 << 20
_CHUNKS_PER_WORKER = 3
_PATIENCE = 1.0
"""Seconds of work after which a pool pays for its start (each process loads the tables: about 0.4 s)."""


def prepare_all(
    items: Iterable[Item], jobs: int | None = 1, patience: float = _PATIENCE
) -> Generator[Prepared, None, None]:
    """Prepare every item, in order.

    Args:
        items: what the readers yield.
        jobs: processes; 1 works in this one; None takes as many as there are processors.
        patience: seconds to work in this process before others are started; few pages never need them.

    Raises:
        UsageError: fewer than one job.
        TimtinError: a process died (the system ended it, most likely for want of memory).
    """
    wanted = _processors() if jobs is None else jobs
    if wanted < 1:
        raise UsageError(f"--jobs {wanted}: at least one process is needed.", field="jobs")
    stream = with_learned_boilerplate(items)
    if wanted == 1:
        yield from map(prepare, stream)
        return
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        item = next(stream, None)
        if item is None:
            return
        yield prepare(item)
    first = next(stream, None)
    if first is not None:
        yield from _prepare_in_pool(chain((first,), stream), wanted)


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _prepare_in_pool(items: Iterator[Item], jobs: int) -> Iterator[Prepared]:
    chunks = _chunks(items)
    pending: deque[Future[list[Prepared]]] = deque()
    with _pool(jobs) as submit:
        for chunk in chunks:
            pending.append(submit(chunk))
            if len(pending) >= jobs * _CHUNKS_PER_WORKER:
                yield from pending.popleft().result()
        while pending:
            yield from pending.popleft().result()


def _chunks(items: Iterator[Item]) -> Iterator[list[Item]]:
    chunk: list[Item] = []
    size = 0
    for item in items:
        chunk.append(item)
        size += _weight(item)
        if len(chunk) >= _CHUNK_ITEMS or size >= _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _weight(item: Item) -> int:
    if isinstance(item, Page):
        return len(item.data)
    if isinstance(item, Record):
        return len(item.article.body) if isinstance(item.article.body, str) else 0
    return 0


def _end_with_parent() -> None:
    """In a worker: end when the process that started it is gone, however that ended. The executor's queue holds its own
    two ends, so a worker would wait for ever, and with it whoever reads the output it has inherited."""
    threading.Thread(target=_outlive_nobody, daemon=True).start()


def _outlive_nobody() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _prepare_chunk(chunk: list[Item]) -> list[Prepared]:
    return [prepare(item) for item in chunk]


@contextmanager
def _pool(jobs: int) -> Iterator[Callable[[list[Item]], Future[list[Prepared]]]]:
    """Worker processes that end when the block does; where it ends by an exception, after the chunk they are at.

    They are started with `spawn`, since the engine's writer has threads by then, and with SIGINT blocked: Ctrl-C in
    a terminal reaches the whole process group, and only this process may act on it. They are never killed: the
    executor's own threads were seen to wait for ever for a worker that was.
    """
    executor = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_end_with_parent)

    def submit(chunk: list[Item]) -> Future[list[Prepared]]:
        with _interrupts_held():
            return executor.submit(_prepare_chunk, chunk)

    try:
        yield submit
    except BrokenProcessPool as error:
        raise TimtinError(
            "A worker process died, most likely because memory ran out. Nothing of this run was committed; "
            "run it again with --jobs 1."
        ) from error
    finally:
        executor.shutdown(cancel_futures=True)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
