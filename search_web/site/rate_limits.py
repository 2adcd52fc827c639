"""How often one client may ask: the limits of the setting `rate_limit`, counted in this process's memory."""

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
"""A household or a server gets a whole IPv6 network of this prefix, and each of its addresses for nothing."""


class TooMany(TimtinError):
    """More requests than the setting `rate_limit` allows; `wait` is in how many seconds the next may come."""

    status: ClassVar[int] = 429
    code: ClassVar[str] = "too_many_requests"

    def __init__(self, wait: int) -> None:
        super().__init__(f"Too many requests; the next may come in {wait} s.")
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Standing:
    """What is left to a client under the limit that is nearest to being reached."""

    limit: int
    left: int
    seconds: int
    """Until the window of that limit is over."""


class Limiter:
    """Counts requests in moving windows. Every process counts for itself."""

    def __init__(self, items: tuple[RateLimitItem, ...]) -> None:
        from limits.storage import MemoryStorage  # noqa: PLC0415 - loaded only where a limit is set
        from limits.strategies import MovingWindowRateLimiter  # noqa: PLC0415

        self._items = items
        self._windows: RateLimiter = MovingWindowRateLimiter(MemoryStorage())

    def count(self, client: str) -> Standing:
        """Count a request of this client.

        Raises:
            TooMany: it is one too many.
        """
        refused = [item for item in self._items if not self._windows.hit(item, client)]
        if refused:
            raise TooMany(max(self._standing(item, client).seconds for item in refused))
        return min((self._standing(item, client) for item in self._items), key=lambda each: each.left)

    def _standing(self, item: RateLimitItem, client: str) -> Standing:
        reset, left = self._windows.get_window_stats(item, client)
        return Standing(item.amount, left, max(1, math.ceil(reset - time.time())))


def read_limit(setting: str) -> Limiter | None:
    """The limiter of the setting `rate_limit` (`60/minute; 1000/day`); None where it is empty.

    Raises:
        UsageError: it cannot be understood.
    """
    if not setting.strip():
        return None
    from limits import parse_many  # noqa: PLC0415

    try:
        items = tuple(parse_many(setting))
    except ValueError as error:
        help = "write it as `60/minute` or `10/second; 1000/day`"
        raise UsageError(f"rate_limit {setting!r} is no limit; {help}.", field="rate_limit") from error
    if any(item.amount < 1 or item.multiples < 1 for item in items):
        raise UsageError(
            f"rate_limit {setting!r} would let nobody in; leave it empty for no limit.", field="rate_limit"
        )
    return Limiter(items)


def client_of(address: str | None) -> str:
    """Who asks, by address: an IPv4 address, or the network of an IPv6 one."""
    try:
        found = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return address or "unknown"
    if found.version == 6:
        mapped = getattr(found, "ipv4_mapped", None)
        return str(mapped or ipaddress.ip_network((found, _V6_NETWORK), strict=False))
    return str(found)
