"""Politeness: the robots.txt of each host, by RFC 9309, and the pause between two requests to it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from protego import Protego

from .fetch import REDIRECTS, Answer, Failure
from .urls import host, normalize_url, origin

ROBOT = "timtin"
"""The name by which robots.txt addresses this crawler."""

MAX_ROBOTS_BYTES = 500 << 10
"""Bytes of a robots.txt that are read (RFC 9309, 2.5)."""

MAX_DELAY = 600.0
"""The longest pause in seconds between two requests that a host can demand."""

_MAX_REDIRECTS = 5


@dataclass(frozen=True, slots=True)
class RobotsRules:
    """The rules of one host. `refusal` is the reason why nothing may be fetched from it, None if something may."""

    parsed: Any = None
    refusal: str | None = None

    def allows(self, url: str) -> bool:
        """Return whether this URL may be fetched."""
        return self.parsed is None or bool(self.parsed.can_fetch(url, ROBOT))

    def delay(self) -> float:
        """Return the seconds between two requests that the host demands, at most ten minutes; 0 if it demands none."""
        if self.parsed is None:
            return 0.0
        rate = self.parsed.request_rate(ROBOT)
        between = rate.seconds / rate.requests if rate is not None and rate.requests else 0.0
        demanded = max(float(self.parsed.crawl_delay(ROBOT) or 0.0), between)
        return min(demanded, MAX_DELAY) if demanded > 0 else 0.0  # `nan` is not greater than 0

    def sitemaps(self) -> list[str]:
        """Return the sitemaps that robots.txt names, as written."""
        return [] if self.parsed is None else list(self.parsed.sitemaps)


def read_rules(url: str, get: Callable[[str], Answer | Failure], may_follow: Callable[[str], bool]) -> RobotsRules:
    """Return the rules for the host of a URL; `may_follow` decides whether a redirect is followed.

    Without a robots.txt (4xx, or a redirect off the site) everything is allowed; after a 5xx, a 429 or no answer,
    nothing is.
    """
    target = urljoin(origin(url), "/robots.txt")
    for _ in range(_MAX_REDIRECTS):
        answer = get(target)
        if isinstance(answer, Failure):
            return RobotsRules(refusal=answer.reason)
        if answer.status >= 500 or answer.status == 429:
            reason = f"its robots.txt cannot be read (the answer is {answer.status}), so nothing may be fetched"
            return RobotsRules(refusal=reason)
        if answer.status in REDIRECTS:
            redirected = normalize_url(answer.header("Location"), target)
            if redirected is None or not may_follow(redirected):
                return RobotsRules()
            target = redirected
            continue
        if answer.status != 200:
            return RobotsRules()
        text = answer.content(MAX_ROBOTS_BYTES)[0][:MAX_ROBOTS_BYTES].decode("utf-8-sig", "replace")
        return RobotsRules(Protego.parse(text))
    return RobotsRules()


@dataclass(slots=True)
class HostSchedule:
    """When each host may be asked again: after `delay` seconds, or after a longer pause that its robots.txt demands.

    `get` fetches a URL (waiting and retrying by itself); `may_follow` decides whether a redirect of robots.txt is
    followed.
    """

    delay: float
    get: Callable[[str], Answer | Failure]
    may_follow: Callable[[str], bool]
    _rules: dict[str, RobotsRules] = field(default_factory=dict)
    _free_at: dict[str, float] = field(default_factory=dict)

    def rules(self, url: str) -> RobotsRules:
        """Return the rules for the host of a URL; they are fetched once."""
        site = origin(url)
        if site not in self._rules:
            self._rules[site] = read_rules(url, self.get, self.may_follow)
        return self._rules[site]

    def first_free(self, hosts: Iterable[str]) -> str | None:
        """Return the host to which a request is allowed first."""
        return min(hosts, key=lambda name: self._free_at.get(name, 0.0), default=None)

    def pause(self, url: str) -> float:
        """Return the seconds until the next request to the host of a URL is allowed."""
        return max(0.0, self._free_at.get(host(url), 0.0) - time.monotonic())

    def wait(self, url: str) -> None:
        """Sleep until a request to the host of a URL is allowed."""
        seconds = self.pause(url)
        if seconds > 0:
            time.sleep(seconds)

    def note_request(self, url: str, pause: float = 0.0) -> None:
        """Record a request to the host: the next one waits for the delay, or for `pause` seconds if that is longer."""
        rules = self._rules.get(origin(url))
        between = max(self.delay, pause, rules.delay() if rules is not None else 0.0)
        self._free_at[host(url)] = time.monotonic() + between
