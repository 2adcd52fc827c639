"""One window of a total order, from an engine that sorts by one number alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

A = TypeVar("A")

_PAD = 16
_MOST = 50_000
_DIGITS = ".5g"


def rank(score: float) -> float:
    """A score as far as it decides an order: beyond five digits it is the rounding of sums, not relevance."""
    return float(format(score, _DIGITS))


def ordered_window(
    fetch: Callable[[int, int], list[tuple[float, A]]],
    tie: Callable[[list[A]], list[tuple[object, ...]]],
    offset: int,
    limit: int,
) -> list[tuple[float, A]]:
    """The documents from `offset` on, at most `limit`, ordered by rank (greatest first) and `tie` (smallest first).

    `fetch(offset, count)` gives ranks and addresses, ordered by rank alone: equal ranks may stand in any order, but
    always the same. The window is widened until it holds whole groups of equals, so that pages never overlap; groups
    beyond 50,000 documents keep the engine's own order.
    """
    before, after = min(offset, _PAD), _PAD
    while True:
        start = offset - before
        hits = fetch(start, before + limit + after)
        inside = hits[before : before + limit]
        if not inside:
            return []
        more_before = start > 0 and hits[0][0] == inside[0][0]
        more_after = len(hits) == before + limit + after and hits[-1][0] == inside[-1][0]
        if not (more_before or more_after):
            break
        if before + after > _MOST:
            return inside
        before = min(offset, before * 8) if more_before else before
        after = after * 8 if more_after else after
    first, last = inside[0][0], inside[-1][0]
    group = [hit for hit in hits if last <= hit[0] <= first]
    skipped = next(i for i, hit in enumerate(hits) if hit[0] == first)
    if len({hit[0] for hit in group}) < len(group):
        keys = tie([address for _, address in group])
        order = sorted(range(len(group)), key=lambda i: (-group[i][0], keys[i]))
        group = [group[i] for i in order]
    return group[before - skipped : before - skipped + limit]
