"""robots.txt of the hosts of a crawl, as RFC 9309 says it is to be taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from .addresses import normal, origin
from .fetch import REDIRECTS, Answer, Failure

ROBOT = "timtin"
"""The name that robots.txt calls us by."""

LARGEST = 500 << 10
"""Bytes of a robots.txt that are read (RFC 9309, 2.5)."""

LONGEST_DELAY = 600.0
"""Seconds between two requests that are granted to a host, whatever it asks for."""

_HOPS = 5


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host asks for. `refused` says why nothing there may be asked for."""

    parsed: Any = None
    refused: str | None = None

    def allows(self, url: str) -> bool:
        """Whether this url may be asked for."""
        return self.parsed is None or bool(self.parsed.can_fetch(url, ROBOT))

    def delay(self) -> float:
        """Seconds between two requests that it asks for, ten minutes at most; 0 where it asks for none."""
        if self.parsed is None:
            return 0.0
        rate = self.parsed.request_rate(ROBOT)
        between = rate.seconds / rate.requests if rate is not None and rate.requests else 0.0
        asked = max(float(self.parsed.crawl_delay(ROBOT) or 0.0), between)
        return min(asked, LONGEST_DELAY) if asked > 0 else 0.0  # `nan` is not

    def sitemaps(self) -> list[str]:
        """The sitemaps it names, as written."""
        return [] if self.parsed is None else list(self.parsed.sitemaps)


def read_rules(url: str, get: Callable[[str], Answer | Failure], within: Callable[[str], bool]) -> Rules:
    """The rules for the host of a url; `within` says whether a redirect may be followed.

    None there (4xx, or redirected off the site): everything is allowed. An answer of 5xx, or none: nothing is.
    """
    target = urljoin(origin(url), "/robots.txt")
    for _ in range(_HOPS):
        answer = get(target)
        if isinstance(answer, Failure):
            return Rules(refused=answer.reason)
        if answer.status >= 500 or answer.status == 429:
            why = f"its robots.txt cannot be read (the answer is {answer.status}), so nothing may be asked for"
            return Rules(refused=why)
        if answer.status in REDIRECTS:
            following = normal(answer.header("Location"), target)
            if following is None or not within(following):
                return Rules()
            target = following
            continue
        if answer.status != 200:
            return Rules()
        return _parsed(answer.content(LARGEST)[0])
    return Rules()


def _parsed(data: bytes) -> Rules:
    from protego import Protego  # noqa: PLC0415 - only a crawl needs it

    return Rules(Protego.parse(data[:LARGEST].decode("utf-8-sig", "replace")))
