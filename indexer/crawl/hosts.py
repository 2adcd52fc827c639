"""Hosts and manners: what each host's robots.txt asks for, and how long to wait between two requests to it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from .addresses import host, origin
from .fetch import Answer, Failure
from .robots import Rules, read_rules


@dataclass(slots=True)
class Hosts:
    """Keeps requests to one host `delay` seconds apart, or as long as its robots.txt asks for, if that is longer.

    `get` asks for a url (waiting and trying again by itself), `within` says whether a redirect of robots.txt may be
    followed.
    """

    delay: float
    get: Callable[[str], Answer | Failure]
    within: Callable[[str], bool]
    _rules: dict[str, Rules] = field(default_factory=dict)
    _free: dict[str, float] = field(default_factory=dict)

    def rules(self, url: str) -> Rules:
        """What the host of a url asks for; read once."""
        place = origin(url)
        if place not in self._rules:
            self._rules[place] = read_rules(url, self.get, self.within)
        return self._rules[place]

    def first_free(self, names: Iterable[str]) -> str | None:
        """The host that may be asked first."""
        return min(names, key=lambda name: self._free.get(name, 0.0), default=None)

    def pause(self, url: str) -> float:
        """Seconds until the host of a url may be asked again."""
        return max(0.0, self._free.get(host(url), 0.0) - time.monotonic())

    def wait(self, url: str) -> None:
        """Sleep until the host of a url may be asked."""
        seconds = self.pause(url)
        if seconds > 0:
            time.sleep(seconds)

    def asked(self, url: str, pause: float = 0.0) -> None:
        """The host has been asked just now; it is left alone for the delay, or `pause` seconds if that is longer."""
        rules = self._rules.get(origin(url))
        between = max(self.delay, pause, rules.delay() if rules is not None else 0.0)
        self._free[host(url)] = time.monotonic() + between
