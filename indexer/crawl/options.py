"""What a crawl is asked for, and what it tells at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

ScopeKind = Literal["host", "path", "domain"]

Progress = Callable[[int, int, str], None]
"""Called before each request: pages asked for so far, urls known and still to be asked for, the url."""

LISTED = 1000
"""Skipped and failed urls that a report names; the others are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOptions:
    """`delay` and `timeout` in seconds (between two requests to a host; until an answer must be there whole), `limit`
    in pages asked for, `max_bytes` of one answer as sent and unpacked, `retries` after a failed try, `depth` in links
    from a start page, `same_shape` in urls that differ in their digits alone, `back_off` the seconds before the first
    retry (doubled each time), `longest_wait` the most seconds a `Retry-After` is obeyed.
    """

    scope: ScopeKind = "host"
    delay: float = 1.0
    limit: int = 1000
    timeout: float = 30.0
    max_bytes: int = 10 << 20
    retries: int = 2
    depth: int = 25
    same_shape: int = 5000
    back_off: float = 1.0
    longest_wait: float = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """What a crawl did, with what it had done before it was interrupted (`resumed`).

    `fetched` counts answers of any kind, listings (robots.txt apart) included; `stored` new or changed pages;
    `not_modified` pages that are as they were; `redirected` answers that named another url. `waiting` urls were found
    and not asked for (the limit, or the site stopped answering: `stopped` says so). `skipped` and `failed` are
    (url, reason), the first 1,000 of each.
    """

    out: str
    seconds: float
    fetched: int = 0
    stored: int = 0
    not_modified: int = 0
    redirected: int = 0
    waiting: int = 0
    skipped: tuple[tuple[str, str], ...] = ()
    skipped_more: int = 0
    failed: tuple[tuple[str, str], ...] = ()
    failed_more: int = 0
    resumed: bool = False
    stopped: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The report as `timtin crawl --json` prints it."""
        return {
            "fetched": self.fetched,
            "stored": self.stored,
            "not_modified": self.not_modified,
            "redirected": self.redirected,
            "waiting": self.waiting,
            "skipped": [{"url": url, "reason": reason} for url, reason in self.skipped],
            "skipped_more": self.skipped_more,
            "failed": [{"url": url, "reason": reason} for url, reason in self.failed],
            "failed_more": self.failed_more,
            "resumed": self.resumed,
            "stopped": self.stopped,
            "seconds": round(self.seconds, 3),
            "out": self.out,
        }
