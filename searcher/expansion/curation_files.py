"""The curation files of a folder, read again when they change: no restart, no lock on the way of a search."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Lock

from ...model import settings
from .curation import Curation, Problem
from .curation_lines import BEST_BETS, FILES, best_bet_lines, read

SECONDS = 1.0
"""How old what is known of the files may get before they are looked at."""

FOLDER = "curation"
"""Of the index folder, unless the setting `curation` names another."""

_LOG = logging.getLogger("timtin.curation")
_Stamp = tuple[tuple[int, ...] | None, ...]


def curation_folder(index: Path) -> Path:
    """Where the curation files of an index stand: the setting `curation`, else its own folder."""
    chosen = settings.text("curation")
    return Path(chosen) if chosen else index / FOLDER


class Curated:
    """The files of one folder. `now` is their last whole state: a search keeps the one that it began with."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.monotonic) -> None:
        self.folder = folder
        self._clock = clock
        self._lock = Lock()
        self._stamp: _Stamp = (None,) * len(FILES)
        self._looked: float | None = None
        self._now = Curation()

    def now(self) -> Curation:
        """What the files say, at most SECONDS behind them. Never raises: what cannot be read is a problem of it."""
        looked = self._looked
        if (looked is None or self._clock() - looked >= SECONDS) and self._lock.acquire(blocking=looked is None):
            try:
                self._look()
            finally:
                self._lock.release()
        return self._now

    def _look(self) -> None:
        self._looked = self._clock()
        stamp = tuple(_stamp(self.folder / name) for name in FILES)
        if stamp == self._stamp:
            return
        self._stamp = stamp  # taken before reading: what is written meanwhile is seen the next time
        self._now = read({name: _text(self.folder / name) for name in FILES})
        for problem in self._now.problems:
            _LOG.warning("%s", _told(self.folder, problem))


def checked(folder: Path, is_there: Callable[[str], bool]) -> Curation:
    """What the files of a folder say now; among the problems, too, pinned ids of which `is_there` knows no article."""
    found = read({name: _text(folder / name) for name in FILES})
    missing = dict.fromkeys(
        id for entries in found.pinned.values() for _, ids in entries for id in ids if not is_there(id)
    )
    lines = best_bet_lines(_text(folder / BEST_BETS), missing)
    gone = [Problem(file=BEST_BETS, line=line, text=f"no article has the id {id}") for line, id in lines]
    return replace(found, problems=(*found.problems, *gone))


def _told(folder: Path, problem: Problem) -> str:
    return f"{folder / problem.file}{f':{problem.line}' if problem.line else ''}: {problem.text}"


def _stamp(path: Path) -> tuple[int, ...] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino, found.st_mode


def _text(path: Path) -> str | Problem:
    """The text of a file; empty where there is none. Bytes that are no UTF-8 become U+FFFD, which `read` tells."""
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
