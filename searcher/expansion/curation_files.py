"""The curation files of a folder, read again when they change: no restart, and no lock in the path of a search."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Lock

from ...model import settings
from .curation import BEST_BETS, FILES, Curation, Problem, pinned_lines, read_curation

CHECK_INTERVAL = 1.0
"""Seconds between two looks at the files."""

FOLDER = "curation"
"""The folder's name within the index folder, unless the setting `curation` names another folder."""

_LOG = logging.getLogger("timtin.curation")
_Stamp = tuple[tuple[int, ...] | None, ...]


def curation_folder(index: Path) -> Path:
    """Return the folder of an index's curation files: the setting `curation`, else a folder within the index."""
    chosen = settings.text("curation")
    return Path(chosen) if chosen else index / FOLDER


class WatchedCuration:
    """The curation files of one folder.

    `current()` returns an immutable state, so that a search keeps the one with which it began.
    """

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.folder = folder
        self._clock = clock
        self._lock = Lock()
        self._stamp: _Stamp = (None,) * len(FILES)
        self._checked_at: float | None = None
        self._current = Curation()

    def current(self) -> Curation:
        """Return what the files say, at most CHECK_INTERVAL out of date.

        Never raises: a file that cannot be read is one of the problems of the result.
        """
        checked_at = self._checked_at
        due = checked_at is None or self._clock() - checked_at >= CHECK_INTERVAL
        # Only the first search waits for the files; a later one takes the former state while another thread reads.
        if due and self._lock.acquire(blocking=checked_at is None):
            try:
                self._check()
            finally:
                self._lock.release()
        return self._current

    def _check(self) -> None:
        self._checked_at = self._clock()
        stamp = tuple(_stamp(self.folder / name) for name in FILES)
        if stamp == self._stamp:
            return
        self._stamp = stamp  # taken before reading: a change made meanwhile is seen at the next check
        self._current = read_curation({name: _read_file(self.folder / name) for name in FILES})
        for problem in self._current.problems:
            _LOG.warning("%s", _located(self.folder, problem))


def check_folder(folder: Path, article_exists: Callable[[str], bool]) -> Curation:
    """Read the files of a folder; pinned ids of articles that do not exist are reported as problems, too."""
    curation = read_curation({name: _read_file(folder / name) for name in FILES})
    missing = dict.fromkeys(
        id for entries in curation.pinned.values() for _, ids in entries for id in ids if not article_exists(id)
    )
    lines = pinned_lines(_read_file(folder / BEST_BETS), missing)
    unknown = [Problem(file=BEST_BETS, line=line, text=f"no article has the id {id}") for line, id in lines]
    return replace(curation, problems=(*curation.problems, *unknown))


def _located(folder: Path, problem: Problem) -> str:
    return f"{folder / problem.file}{f':{problem.line}' if problem.line else ''}: {problem.text}"


def _stamp(path: Path) -> tuple[int, ...] | None:
    """Return what changes whenever a file does: times, size, inode and mode; None where there is no file."""
    try:
        stat = path.stat()
    except (OSError, ValueError):
        return None
    return stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino, stat.st_mode


def _read_file(path: Path) -> str | Problem:
    """Return the text of a file, empty where there is none.

    Bytes that are not UTF-8 become U+FFFD, which `read_curation` reports with the line.
    """
    most = settings.number("max_file_mb") << 20
    try:
        with path.open("rb") as stream:
            raw = stream.read(most + 1)
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        return Problem(file=path.name, line=0, text=f"cannot be read: {getattr(error, 'strerror', None) or error}")
    if len(raw) > most:
        return Problem(file=path.name, line=0, text=f"larger than {most >> 20} MiB (the setting max_file_mb)")
    return raw.decode("utf-8-sig", "replace")
