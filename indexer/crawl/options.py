"""The options of a crawl, and its report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

ScopeKind = Literal["host", "path", "domain"]

Progress = Callable[[int, int, str], None]
"""Called before each request: pages fetched so far, known URLs still to be fetched, the URL."""

LISTED = 1000
"""Skipped and failed URLs that a report lists; the others are only counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOptions:
    """How to crawl.

    Args:
        scope: which URLs belong to the crawl; see `urls.Scope`.
        delay: seconds between two requests to a host.
        limit: pages to fetch.
        timeout: seconds until an answer must be complete.
        max_bytes: size of one answer, both as sent and decompressed.
        retries: further attempts after a failed one.
        depth: links from a start page.
        same_shape: URLs that differ only in their digits and query values.
        back_off: seconds before the first retry, doubled each time.
        longest_wait: the longest `Retry-After` in seconds that is obeyed.
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
    """What a crawl did, including what it did before an interruption (`resumed`).

    `fetched` counts answers of any kind, with listings but without robots.txt; `stored` new or changed pages;
    `not_modified` unchanged pages; `redirected` answers that name another URL. `waiting` URLs were found but not
    fetched, because of the limit or because the site stopped answering (`stopped` is then the reason). `skipped` and
    `failed` are pairs (URL, reason), the first 1,000 of each.
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
        """Return the report as `timtin crawl --json` prints it."""
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
