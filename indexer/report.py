"""The report of an indexing run: counts, and every rejection with its location and reason."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from .page import Rejected

MAX_REJECTIONS = 10_000
"""Rejections kept in full; further ones are only counted, so that memory does not grow with a bad input."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one run did. `read` is the sum of `indexed` (new ids), `updated`, `unchanged` and all rejections.

    An id that occurs several times in one run counts as if each article had been committed before the next; the last
    one stays. `rejected_more` counts the rejections beyond the first 10,000. `articles` is the number of articles in
    the index afterwards. `committed` is False if a strict run was abandoned.
    """

    read: int = 0
    indexed: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: tuple[Rejected, ...] = ()
    rejected_more: int = 0
    pruned: int = 0
    seconds: float = 0.0
    articles: int = 0
    committed: bool = True

    def to_dict(self) -> dict[str, Any]:
        """Return the report as `timtin index --json` prints it."""
        return {
            "read": self.read,
            "indexed": self.indexed,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "rejected": [{"source": bad.source, "reason": bad.reason} for bad in self.rejected],
            "rejected_more": self.rejected_more,
            "pruned": self.pruned,
            "seconds": round(self.seconds, 3),
            "articles": self.articles,
            "committed": self.committed,
        }


class Tally:
    """The counts of a run in progress, from which its `Report` is made."""

    def __init__(self) -> None:
        self.read = self.indexed = self.updated = self.unchanged = self.pruned = 0
        self.rejected: list[Rejected] = []
        self.rejected_more = 0
        self._started = time.monotonic()

    def reject(self, bad: Rejected) -> None:
        """Count one rejection, and keep it among the first 10,000."""
        self.read += 1
        if len(self.rejected) < MAX_REJECTIONS:
            self.rejected.append(bad)
        else:
            self.rejected_more += 1

    def report(self, articles: int) -> Report:
        """Return the report of a committed run; `articles` is the number of articles in the index now."""
        return Report(
            read=self.read,
            indexed=self.indexed,
            updated=self.updated,
            unchanged=self.unchanged,
            rejected=tuple(self.rejected),
            rejected_more=self.rejected_more,
            pruned=self.pruned,
            seconds=time.monotonic() - self._started,
            articles=articles,
        )

    def abandoned(self, articles: int) -> Report:
        """Return the report of a run whose changes were all discarded."""
        return Report(
            read=self.read,
            rejected=tuple(self.rejected),
            rejected_more=self.rejected_more,
            seconds=time.monotonic() - self._started,
            articles=articles,
            committed=False,
        )
