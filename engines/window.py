"""One window of a total order, from an engine that sorts by one number alone."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any, TypeVar

A = TypeVar("A")

_PAD = 16
_MOST = 30_000
_DIGITS = ".5g"


def rank(score: float) -> float:
    """A score as far as it decides an order: beyond five digits it is the rounding of sums, not relevance."""
    return float(format(score, _DIGITS))


def ordered_window(
    fetch: Callable[[int, int], list[tuple[float, A]]],
    tie: Callable[[list[A]], list[tuple[Any, ...]]],
    offset: int,
    limit: int,
    most: int = _MOST,
) -> list[tuple[float, A]]:
    """The documents from `offset` on, at most `limit`, ordered by rank (greatest first) and `tie` (smallest first).

    `fetch(offset, count)` gives ranks and addresses, ordered by rank alone: equal ranks may stand in any order, but
    always the same. The window is widened until it holds whole groups of equals, so that pages never overlap; a group
    of more than `most` documents keeps the engine's own order on every page.
    """
    before, after = min(offset, _PAD), _PAD
    while True:
        hits = fetch(offset - before, before + limit + after)
        inside = hits[before : before + limit]
        if not inside:
            return []
        open_before = before < offset and hits[0][0] == inside[0][0]
        open_after = len(hits) == before + limit + after and hits[-1][0] == inside[-1][0]
        wider_before = min(offset, most, before * 8) if open_before else before
        wider_after = min(most, after * 8) if open_after else after
        if (wider_before, wider_after) == (before, after):
            break
        before, after = wider_before, wider_after
    ordered: list[tuple[float, A]] = []
    for _, equals in groupby(hits, key=lambda hit: hit[0]):
        group = list(equals)
        start, end = len(ordered), len(ordered) + len(group)
        whole = not (open_before and start == 0) and not (open_after and end == len(hits))
        if 1 < len(group) <= most and whole and start < before + limit and end > before:
            keys = tie([address for _, address in group])
            group = [group[i] for i in sorted(range(len(group)), key=keys.__getitem__)]
        ordered += group
    return ordered[before : before + limit]
