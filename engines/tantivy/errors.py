"""What tantivy throws, in our words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...model import TimtinError
from ..failures import unreadable


def first_line(error: BaseException) -> str:
    """What it says, without the trace that a panic brings along."""
    return str(error).strip().partition("\n")[0]


def is_failure(error: BaseException) -> bool:
    """Whether tantivy threw it: an error of its own, of the disk, or a Rust panic (which is no `Exception`)."""
    return isinstance(error, (ValueError, OSError, RuntimeError)) or type(error).__name__ == "PanicException"


@contextmanager
def suppress_failures() -> Iterator[None]:
    """Go on whatever tantivy throws."""
    try:
        yield
    except BaseException as error:
        if not is_failure(error):
            raise


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Turn what tantivy throws while it reads into `IndexDamaged`."""
    try:
        yield
    except TimtinError:
        raise
    except BaseException as error:
        if not is_failure(error):
            raise
        raise unreadable(folder, first_line(error)) from error
