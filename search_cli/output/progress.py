"""The progress bar of `timtin index`, with rate and remaining time, on standard error if it is a terminal."""

from __future__ import annotations

import gzip
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from .screen import is_terminal

_SAMPLE = 1 << 20
_LINES = (".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz")


@contextmanager
def progress_bar(sources: Sequence[str]) -> Iterator[Callable[[int, int], None] | None]:
    """Yield a progress callback for `index_sources`, or None when standard error is not a terminal."""
    if not is_terminal(sys.stderr):
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - lazy: needed on a terminal only
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415 - lazy: see above

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]} bài/giây"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        total = estimate(sources)
        task = bar.add_task("Đang đọc", total=total, rate="–")

        def show(read: int, rejected: int) -> None:
            speed = bar.tasks[0].finished_speed or bar.tasks[0].speed
            label = f"Đang đọc (loại {rejected})" if rejected else "Đang đọc"
            # An estimate that turns out too low must not show more than 100 %.
            most = max(total, read) if total is not None else None
            bar.update(task, completed=read, total=most, description=label, rate=f"{speed:,.0f}" if speed else "–")

        yield show


def estimate(sources: Sequence[str]) -> int | None:
    """Estimate how many items the sources hold, or return None if unknown.

    Counts files; the number of lines is extrapolated from the first MiB of a file.
    """
    total = 0
    for source in sources:
        if source == "-":
            return None
        try:
            total += _items(Path(source))
        except OSError:
            continue
    return total or None


def _items(path: Path) -> int:
    if not path.is_dir():
        return _lines(path) if path.name.endswith(_LINES) else 1
    total = 0
    for folder, _, names in os.walk(path):
        total += sum(_lines(Path(folder, name)) if name.endswith(_LINES) else 1 for name in names)
    return total


def _lines(path: Path) -> int:
    """Estimate the number of lines of a file from its first MiB."""
    size = path.stat().st_size
    with path.open("rb") as raw:
        if path.suffix == ".gz":
            with gzip.open(raw) as stream:
                head = stream.read(_SAMPLE)
            used = raw.tell()
        else:
            head = raw.read(_SAMPLE)
            used = len(head)
    lines = head.count(b"\n") + (not head.endswith(b"\n"))
    return max(1, lines if used >= size else lines * size // max(used, 1))
