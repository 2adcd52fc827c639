"""One mounted search: its index and its settings."""

from __future__ import annotations

import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from ...model import UsageError, settings
from .api_keys import Keys, read_keys
from .live_index import LiveIndex, Opener, open_default
from .metrics import Metrics
from .rate_limits import Limiter, read_limit


@dataclass(frozen=True, slots=True)
class Site:
    """The mounted search that a view belongs to: its index, settings, keys, limits and metrics."""

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
    """Return a site over the index in `index_path`, with the settings of the environment.

    Raises:
        UsageError: a `TIMTIN_` variable has an invalid value.
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
    """Return the setting `base_url` without a trailing slash; empty if it is not set.

    Raises:
        UsageError: it is not an http or https URL, or has a query or fragment.
    """
    setting = setting.strip()
    if not setting:
        return ""
    try:
        parts = urlsplit(setting)
        good = parts.scheme in ("http", "https") and parts.hostname and not (parts.query or parts.fragment)
    except ValueError:
        good = False
    if not good or any(sign <= " " for sign in setting):
        raise UsageError(f"base_url {setting!r} is not a URL such as https://tin.example/tim", field="base_url")
    return setting.rstrip("/")
