"""Folders to files: sorted, without hidden files, safe against link loops; and reasons for operating-system errors."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass

from ..page import Rejected


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A regular file: its path, and its `/`-separated path relative to the folder that is the source."""

    path: str
    key: str


def printable_path(path: str) -> str:
    """Return a path as it may be displayed and stored: bytes of its name that are not text become `?`."""
    return path.encode("utf-8", "replace").decode("utf-8")


def error_reason(error: OSError) -> str:
    """Return a short reason for an operating-system error."""
    known = {
        FileNotFoundError: "no such file or folder",
        PermissionError: "no permission to read it",
        IsADirectoryError: "a folder, not a file",
    }
    return known.get(type(error)) or (error.strerror or str(error) or type(error).__name__)


def special_file_reason(path: str) -> str | None:
    """Return why `path` cannot be opened as a file, or None if it is a regular file.

    Raises:
        OSError: it does not exist or cannot be examined.
    """
    mode = os.stat(path).st_mode  # noqa: PTH116 - `Path` does not preserve names that are not valid text
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISFIFO(mode):
        return "a named pipe, not a file"
    return "a socket, not a file" if stat.S_ISSOCK(mode) else "a device, not a file"


def walk(folder: str) -> Iterator[SourceFile | Rejected]:
    """Yield every file below `folder` in the order of names; what cannot be read is rejected with its reason."""
    visited: dict[tuple[int, int], str] = {}
    pending = [(folder, "")]
    is_empty = True
    while pending:
        path, key = pending.pop()
        try:
            if not os.path.isdir(path):  # noqa: PTH112
                reason = special_file_reason(path)
                yield SourceFile(path, key) if reason is None else Rejected(printable_path(path), reason)
                is_empty = False
                continue
            status = os.stat(path)  # noqa: PTH116
            first = visited.setdefault((status.st_dev, status.st_ino), path)
            if first != path:
                yield Rejected(printable_path(path), f"a link back to {printable_path(first)}, which is read already")
                continue
            with os.scandir(path) as entries:
                names = sorted((entry.name for entry in entries if not entry.name.startswith(".")), reverse=True)
        except FileNotFoundError:
            yield Rejected(printable_path(path), "a broken link, or a file that has disappeared since")
        except OSError as error:
            yield Rejected(printable_path(path), error_reason(error))
        else:
            pending.extend((os.path.join(path, name), f"{key}/{name}" if key else name) for name in names)  # noqa: PTH118
    if is_empty:
        yield Rejected(printable_path(folder), "no files in this folder")
