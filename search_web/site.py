"""One mounted search: its index, shared by every thread of the server, and its settings."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ..model import UsageError, settings
from .http.api_keys import Keys, read_keys
from .http.metrics import Metrics
from .http.rate_limits import Limiter, read_limit

if TYPE_CHECKING:
    from ..searcher import Index

Opener = Callable[[Path], "Index"]

REFRESH_SECONDS = 1.0
"""How old a view of the index may get before new commits are looked for."""


def open_default(folder: Path) -> Index:
    """Open the index with the searcher."""
    from ..searcher import open_index  # noqa: PLC0415 - starting a server must not load an engine

    return open_index(folder)


class LiveIndex:
    """An index that opens at first use, is shared by threads and follows the commits of other processes.

    An index that is missing or damaged is looked for again at the next request, so a server may be started first
    and the index built afterwards.
    """

    def __init__(
        self,
        folder: str | os.PathLike[str],
        opener: Opener = open_default,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.folder = Path(folder)
        self._opener = opener
        self._clock = clock
        self._lock = threading.Lock()
        self._index: Index | None = None
        self._looked = 0.0
        self.changed: float | None = None
        """When the index last changed before it was last looked for, in seconds since 1970; what `get` gives is of
        then or newer. None as long as there is none."""

    def get(self) -> Index:
        """The open index, at most `REFRESH_SECONDS` behind the last commit.

        Raises:
            IndexUnavailable: it is missing, damaged or of another version.
        """
        with self._lock:
            if self._index is None:
                self.changed = _last_change(self.folder)
                self._index = self._opener(self.folder)
                self._looked = self._clock()
            elif self._clock() - self._looked >= REFRESH_SECONDS:
                self.changed = _last_change(self.folder)
                self._looked = self._clock()
                self._index.refresh()
            return self._index

    def forget(self) -> None:
        """Open anew at the next use. The old one is not closed: another thread may be in the middle of a search."""
        with self._lock:
            self._index = None

    def close(self) -> None:
        """Close the index; for the end of a server, when no request runs any more."""
        with self._lock:
            index, self._index = self._index, None
        if index is not None:
            index.close()


def _last_change(folder: Path) -> float | None:
    """When a file was last made or replaced in the index, which every commit does."""
    times = []
    for path in (folder / "manifest.json", *folder.glob("gen-*")):
        try:
            times.append(path.stat().st_mtime)
        except OSError:  # a rebuild removed it meanwhile
            continue
    return max(times, default=None)


@dataclass(frozen=True, slots=True)
class Site:
    """What a view needs to know of the search it belongs to."""

    live: LiveIndex
    name: str
    limit: int
    max_limit: int
    max_query: int
    cors_origins: tuple[str, ...]
    base_url: str
    keys: Keys
    limiter: Limiter | None
    metrics: Metrics | None


def make_site(index_path: str | os.PathLike[str], opener: Opener = open_default) -> Site:
    """A site over the index in `index_path`, with the settings of the environment.

    Raises:
        UsageError: a `TIMTIN_` variable holds nonsense.
    """
    live = LiveIndex(index_path, opener)
    return Site(
        live=live,
        name=settings.text("site_name"),
        limit=settings.number("limit"),
        max_limit=settings.number("max_limit"),
        max_query=settings.number("max_query"),
        cors_origins=tuple(name for each in settings.text("cors_origin").split(",") if (name := each.strip())),
        base_url=_base_url(settings.text("base_url")),
        keys=read_keys(settings.text("api_keys")),
        limiter=read_limit(settings.text("rate_limit")),
        metrics=Metrics(live) if settings.number("metrics") else None,
    )


def _base_url(setting: str) -> str:
    """The setting without a slash at its end; empty where it is not set."""
    setting = setting.strip()
    if not setting:
        return ""
    try:
        parts = urlsplit(setting)
        good = parts.scheme in ("http", "https") and parts.hostname and not (parts.query or parts.fragment)
    except ValueError:
        good = False
    if not good or any(sign <= " " for sign in setting):
        raise UsageError(f"base_url {setting!r} is no address such as https://tin.example/tim", field="base_url")
    return setting.rstrip("/")
