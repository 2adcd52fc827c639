"""The translation of the exceptions that tantivy raises."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...model import TimtinError
from ..failures import unreadable_error


def first_line(error: BaseException) -> str:
    """Return the first line of the message; a Rust panic adds a backtrace to it."""
    return str(error).strip().partition("\n")[0]


def is_failure(error: BaseException) -> bool:
    """Return whether tantivy raised this: one of its errors, an I/O error, or a Rust panic (which is not an
    `Exception`)."""
    return isinstance(error, (ValueError, OSError, RuntimeError)) or type(error).__name__ == "PanicException"


@contextmanager
def suppress_failures() -> Iterator[None]:
    """Ignore exceptions that tantivy raises."""
    try:
        yield
    except BaseException as error:
        if not is_failure(error):
            raise


@contextmanager
def translated_errors(folder: Path) -> Iterator[None]:
    """Translate the exceptions that tantivy raises while reading to `IndexDamaged`."""
    try:
        yield
    except TimtinError:
        raise
    except BaseException as error:
        if not is_failure(error):
            raise
        raise unreadable_error(folder, first_line(error)) from error
