"""A bounded cache: a dictionary that computes missing values and never exceeds its limit."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

V = TypeVar("V")

LIMIT = 1 << 16
"""Entries: about the distinct words of a hundred thousand news articles, and about 10 MB when full."""

_LONGEST_KEY = 64


class Cache(dict[str, V], Generic[V]):
    """A dictionary in which `cache[key]` computes `compute(key)` on a miss and keeps the result.

    Keys of more than 64 characters are computed but not kept, and a full cache is cleared. Clearing is cheap (the
    frequent words are back at once), needs no bookkeeping on a hit, and is safe between threads: each operation on the
    dictionary is atomic, and a lost entry is only computed again.
    """

    def __init__(self, compute: Callable[[str], V], limit: int = LIMIT) -> None:
        super().__init__()
        self._compute = compute
        self._limit = limit

    def __missing__(self, key: str) -> V:
        value = self._compute(key)
        if len(key) <= _LONGEST_KEY:
            if len(self) >= self._limit:
                self.clear()
            self[key] = value
        return value
