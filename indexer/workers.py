"""Preparation of items in several processes: the same results in the same order, with bounded memory."""

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
"""Seconds of work after which starting a pool pays off (each process loads the tables, which takes about 0.4 s)."""


def prepare_all(
    items: Iterable[Item], jobs: int | None = 1, patience: float = _PATIENCE
) -> Generator[Prepared, None, None]:
    """Yield every item prepared, in order.

    Args:
        items: the items of the readers.
        jobs: processes; 1 works in the current one, None uses one for each processor.
        patience: seconds to work in the current process before others are started, since a few pages do not need them.

    Raises:
        UsageError: `jobs` is less than 1.
        TimtinError: a process died (most likely the system ended it because memory ran out).
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
        size += _size(item)
        if len(chunk) >= _CHUNK_ITEMS or size >= _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _size(item: Item) -> int:
    """Return the approximate size of an item in bytes."""
    if isinstance(item, Page):
        return len(item.data)
    if isinstance(item, Record):
        return len(item.article.body) if isinstance(item.article.body, str) else 0
    return 0


def _end_with_parent() -> None:
    """In a worker: exit when the parent process ends, however it ends.

    A worker holds both ends of the executor's queue, so without this it would wait forever, and so would any process
    that reads the output stream which the worker has inherited.
    """
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def _wait_for_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _prepare_chunk(chunk: list[Item]) -> list[Prepared]:
    return [prepare(item) for item in chunk]


@contextmanager
def _pool(jobs: int) -> Iterator[Callable[[list[Item]], Future[list[Prepared]]]]:
    """Yield a function that submits a chunk to worker processes, which end with the block.

    If the block ends by an exception, they first finish their current chunks. They are started with `spawn`, since the
    engine's writer already has threads, and with SIGINT blocked: Ctrl-C in a terminal reaches the whole process group,
    and only this process may act on it. They are never killed, because the executor's own threads may then wait forever
    for the killed worker.
    """
    executor = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_end_with_parent)

    def submit(chunk: list[Item]) -> Future[list[Prepared]]:
        with _interrupts_blocked():
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
def _interrupts_blocked() -> Iterator[None]:
    """Block SIGINT, so that a process started in the block ignores it."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
