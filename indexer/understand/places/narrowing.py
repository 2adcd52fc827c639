"""Choice among the units that one name can mean, by the paths of other places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ....knowledge import Unit
from ....model import Path


def depth_inside(unit: Unit, paths: Iterable[Path]) -> int:
    """Return how many levels above the unit the deepest of these paths covers; 0 if the unit lies in none of them."""
    above = set(paths)
    return next((size for size in range(len(unit.path) - 1, 0, -1) if unit.path[:size] in above), 0)


def narrow(units: Sequence[Unit], tiers: Iterable[set[Path]]) -> tuple[Unit, ...]:
    """Reduce the units tier by tier to those that lie deepest in the tier's paths, and return the rest.

    `tiers` begins with the most reliable paths. A tier has no effect if none of the units lies in its paths.
    """
    left = tuple(units)
    for paths in tiers:
        if len(left) < 2:
            break
        depths = {unit.path: depth_inside(unit, paths) for unit in left}
        deepest = max(depths.values())
        if deepest:
            left = tuple(unit for unit in left if depths[unit.path] == deepest)
    return left


def enclosing_unit(units: Sequence[Unit]) -> Unit | None:
    """Return the unit in which all the others lie: `Bến Lức` is the district, whose town has the same name."""
    for unit in units:
        if all(other.path[: len(unit.path)] == unit.path for other in units):
            return unit
    return None
