"""Folders to files: sorted, hidden ones left out, loops noticed, one name at a time."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass

from ..page import Rejected


@dataclass(frozen=True, slots=True)
class Found:
    """A regular file: its path, and its path within the folder that was given, with `/`."""

    path: str
    key: str


def printable(path: str) -> str:
    """A path as it may be shown and stored: bytes of its name that are no text become `?`."""
    return path.encode("utf-8", "replace").decode("utf-8")


def why(error: OSError) -> str:
    """What an operating system's error means, in a few words."""
    known = {
        FileNotFoundError: "no such file or folder",
        PermissionError: "no permission to read it",
        IsADirectoryError: "a folder, not a file",
    }
    return known.get(type(error)) or (error.strerror or str(error) or type(error).__name__)


def unusual(path: str) -> str | None:
    """Why `path` cannot be opened as a file, or None where it is a regular one.

    Raises:
        OSError: it is not there or cannot be looked at.
    """
    mode = os.stat(path).st_mode  # noqa: PTH116 - names that are not valid text stay what they are
    if stat.S_ISREG(mode):
        return None
    if stat.S_ISFIFO(mode):
        return "a named pipe, not a file"
    return "a socket, not a file" if stat.S_ISSOCK(mode) else "a device, not a file"


def walk(folder: str) -> Iterator[Found | Rejected]:
    """Every file below `folder` in the order of names; what cannot be read is rejected with its reason."""
    seen: dict[tuple[int, int], str] = {}
    pending = [(folder, "")]
    found_any = False
    while pending:
        path, key = pending.pop()
        try:
            if not os.path.isdir(path):  # noqa: PTH112
                reason = unusual(path)
                yield Found(path, key) if reason is None else Rejected(printable(path), reason)
                found_any = True
                continue
            known = os.stat(path)  # noqa: PTH116
            first = seen.setdefault((known.st_dev, known.st_ino), path)
            if first != path:
                yield Rejected(printable(path), f"a link back to {printable(first)}, which is read already")
                continue
            with os.scandir(path) as entries:
                names = sorted((entry.name for entry in entries if not entry.name.startswith(".")), reverse=True)
        except FileNotFoundError:
            yield Rejected(printable(path), "a broken link, or a file that has gone meanwhile")
        except OSError as error:
            yield Rejected(printable(path), why(error))
        else:
            pending.extend((os.path.join(path, name), f"{key}/{name}" if key else name) for name in names)  # noqa: PTH118
    if not found_any:
        yield Rejected(printable(folder), "no files in this folder")
