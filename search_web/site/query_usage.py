"""Recording of requests in the query log (docs/use-log.md), without addresses or browsers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import request

from ...model import ResultPage, settings

if TYPE_CHECKING:
    from ...store.query_log import QueryLog


def record_search(page: ResultPage, *, on_page: bool) -> None:
    """Record a search; `on_page` if its results link to the article pages of this site."""
    log = _log()
    if log is not None:
        log.record_search(page.query, page.total, page=page.page, interface="page" if on_page else "other")


def record_open(query: str) -> None:
    """Record that a result of this query was opened."""
    log = _log() if query else None
    if log is not None:
        log.record_opened(query)


def readable_log() -> QueryLog | None:
    """Return the query log if it is enabled and the setting `use_log_api` allows the API to report it; else None."""
    return _log(reading=True) if settings.number("use_log_api") else None


def _log(*, reading: bool = False) -> QueryLog | None:
    """Return the query log if it is enabled and the client has not opted out (DNT, GPC); else None."""
    if not settings.text("use_log"):
        return None
    if not reading and (request.method != "GET" or "1" in (request.headers.get("DNT"), request.headers.get("Sec-GPC"))):
        return None
    from ...store.query_log import use_log  # noqa: PLC0415 - lazy: most installations keep no query log

    return use_log()
