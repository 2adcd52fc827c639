"""What the use log is told of requests, and what it tells: docs/use-log.md. Neither address nor browser goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from ...model import ResultPage, settings

if TYPE_CHECKING:
    from ...store.query_log import UseLog


def searched(page: ResultPage, *, on_page: bool) -> None:
    """Count a search, `on_page` where its results are links that lead through our own article pages."""
    log = _log()
    if log is not None:
        log.searched(page.query, page.total, page=page.page, channel="page" if on_page else "other")


def opened(query: str) -> None:
    """Count that a result of this query is being read."""
    log = _log() if query else None
    if log is not None:
        log.opened(query)


def told() -> UseLog | None:
    """The log, where it is on and the setting lets the API tell it."""
    return _log(asking=True) if settings.number("use_log_api") else None


def _log(*, asking: bool = False) -> UseLog | None:
    """The use log, where it is on and the reader did not ask to be left out."""
    if not settings.text("use_log"):
        return None
    if not asking and (request.method != "GET" or "1" in (request.headers.get("DNT"), request.headers.get("Sec-GPC"))):
        return None
    from ...store.query_log import use_log  # noqa: PLC0415 - starting a server must not load the searcher

    return use_log()
