"""Paging by score, then by tie-breakers, on an engine that can sort by one number only."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from typing import Any, TypeVar

A = TypeVar("A")

_MARGIN = 16
"""Documents that are fetched before and after the window at first, to see whether groups of equal rank continue
there."""

_MAX_GROUP = 30_000
"""Greatest number of documents of equal rank that are sorted."""

_DIGITS = ".5g"


def rank(score: float) -> float:
    """Return the score rounded to the five digits that decide the order; the rest is rounding error of sums."""
    return float(format(score, _DIGITS))


def ordered_window(
    fetch: Callable[[int, int], list[tuple[float, A]]],
    tie: Callable[[list[A]], list[tuple[Any, ...]]],
    offset: int,
    limit: int,
    max_group: int = _MAX_GROUP,
) -> list[tuple[float, A]]:
    """Return at most `limit` documents from `offset` on, ordered by rank (greatest first) and `tie` (smallest first).

    `fetch(offset, count)` returns ranks and addresses ordered by rank; documents of equal rank may be in any order, but
    always in the same one. The fetched range is widened until it contains complete groups of equal rank, so that pages
    never overlap. A group of more than `max_group` documents keeps the order of the engine on every page.
    """
    hits, before, open_before, open_after = _widened(fetch, offset, limit, max_group)
    ordered: list[tuple[float, A]] = []
    for _, equals in groupby(hits, key=lambda hit: hit[0]):
        group = list(equals)
        start, end = len(ordered), len(ordered) + len(group)
        complete = not (open_before and start == 0) and not (open_after and end == len(hits))
        if 1 < len(group) <= max_group and complete and start < before + limit and end > before:
            keys = tie([address for _, address in group])
            group = [group[i] for i in sorted(range(len(group)), key=keys.__getitem__)]
        ordered += group
    return ordered[before : before + limit]


def _widened(
    fetch: Callable[[int, int], list[tuple[float, A]]], offset: int, limit: int, max_group: int
) -> tuple[list[tuple[float, A]], int, bool, bool]:
    """Fetch the window, widened until its first and last groups of equal rank are complete or too large.

    Returns the hits (none if the window is empty), how many of them precede the window, and whether the group at the
    start and the one at the end are incomplete.
    """
    before, after = min(offset, _MARGIN), _MARGIN
    while True:
        hits = fetch(offset - before, before + limit + after)
        inside = hits[before : before + limit]
        if not inside:
            return [], before, False, False
        open_before = before < offset and hits[0][0] == inside[0][0]
        open_after = len(hits) == before + limit + after and hits[-1][0] == inside[-1][0]
        wider_before = min(offset, max_group, before * 8) if open_before else before
        wider_after = min(max_group, after * 8) if open_after else after
        if (wider_before, wider_after) == (before, after):
            return hits, before, open_before, open_after
        before, after = wider_before, wider_after
