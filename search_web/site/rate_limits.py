"""Rate limits per client, from the setting `rate_limit`, counted in the memory of this process."""

from __future__ import annotations

import ipaddress
import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from ...model import TimtinError, UsageError

if TYPE_CHECKING:
    from limits import RateLimitItem
    from limits.strategies import RateLimiter

_V6_NETWORK = 64
"""Prefix length of the IPv6 network that counts as one client; providers assign such networks to customers."""


class TooManyRequests(TimtinError):
    """The client exceeded the setting `rate_limit`; `wait` is the seconds until its next request."""

    status: ClassVar[int] = 429
    code: ClassVar[str] = "too_many_requests"

    def __init__(self, wait: int) -> None:
        super().__init__(f"Too many requests; try again in {wait} s.")
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Quota:
    """The remaining quota of a client under the limit it is closest to reaching."""

    limit: int
    left: int
    seconds: int
    """Seconds until the window of that limit ends."""


class Limiter:
    """Counts requests in moving windows, in each process separately."""

    def __init__(self, items: tuple[RateLimitItem, ...]) -> None:
        from limits.storage import MemoryStorage  # noqa: PLC0415 - lazy: for installations with a limit
        from limits.strategies import MovingWindowRateLimiter  # noqa: PLC0415 - lazy: see above

        self._items = items
        self._windows: RateLimiter = MovingWindowRateLimiter(MemoryStorage())

    def count(self, client: str) -> Quota:
        """Count a request of this client and return its remaining quota.

        Raises:
            TooManyRequests: the request exceeds a limit.
        """
        refused = [item for item in self._items if not self._windows.hit(item, client)]
        if refused:
            raise TooManyRequests(max(self._quota(item, client).seconds for item in refused))
        return min((self._quota(item, client) for item in self._items), key=lambda each: each.left)

    def _quota(self, item: RateLimitItem, client: str) -> Quota:
        reset, left = self._windows.get_window_stats(item, client)
        return Quota(item.amount, left, max(1, math.ceil(reset - time.time())))


def read_limit(setting: str) -> Limiter | None:
    """Return the limiter of the setting `rate_limit` (`60/minute; 1000/day`), or None if it is empty.

    Raises:
        UsageError: the setting is invalid.
    """
    if not setting.strip():
        return None
    from limits import parse_many  # noqa: PLC0415 - lazy: for installations with a limit

    try:
        items = tuple(parse_many(setting))
    except ValueError as error:
        advice = "write it as `60/minute` or `10/second; 1000/day`"
        raise UsageError(f"rate_limit {setting!r} is not a rate limit; {advice}.", field="rate_limit") from error
    if any(item.amount < 1 or item.multiples < 1 for item in items):
        raise UsageError(
            f"rate_limit {setting!r} would refuse every request; leave it empty for no limit.", field="rate_limit"
        )
    return Limiter(items)


def client_of(address: str | None) -> str:
    """Return the client that an address belongs to: the IPv4 address itself, or the network of an IPv6 address."""
    try:
        ip = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return address or "unknown"
    if ip.version == 6:
        mapped = getattr(ip, "ipv4_mapped", None)
        return str(mapped or ipaddress.ip_network((ip, _V6_NETWORK), strict=False))
    return str(ip)
