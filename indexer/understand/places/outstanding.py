"""The unit that stands out among all places an article names, and the resolution of ambiguous names."""

from __future__ import annotations

from collections import defaultdict

from ....knowledge import Unit, gazetteer
from ....model import Path
from .evidence import Evidence, NamedPlace
from .narrowing import enclosing_unit, narrow
from .publisher_place import PublisherPlace

SHARE, LEAST_WEIGHT, LEAST_PART = 0.7, 4, 0.4
"""A unit stands out among those beside it if it has this share of their weight, at least this weight, and this share of
the weight of the unit in which it lies."""


def resolve(place: NamedPlace, evidence: Evidence, publisher: PublisherPlace) -> tuple[Unit, ...]:
    """Return the units that a named place can be, narrowed by everything else in the article."""
    units = narrow(place.units, narrowing_tiers(evidence, publisher, place))
    top = enclosing_unit(units) if place.types is None else None
    return (top,) if top else units


def narrowing_tiers(evidence: Evidence, publisher: PublisherPlace, place: NamedPlace | None) -> list[set[Path]]:
    """Return the paths that narrow a name, the most reliable first.

    They are those of its own chain, the publisher, places with type words, bare names, and the web address.
    """
    typed = {u.path for p in evidence.places.values() if p is not place and p.types for u in p.units}
    bare = {u.path for p in evidence.places.values() if p is not place and not p.types for u in p.units}
    chain_paths = place.chain_paths if place else set()
    return [chain_paths, set(publisher.paths), typed, bare, set(publisher.weak)]


def outstanding_unit(evidence: Evidence, publisher: PublisherPlace) -> Unit | None:
    """Return the deepest unit that stands out at its level and whose province is named in the title or a lead."""
    weights, leading, units = _weigh(evidence, publisher)
    here: Path = ()
    while child := _heaviest_child(here, weights):
        if child[:1] not in leading or (here and weights[child] < LEAST_PART * weights[here]):
            break
        if here and evidence.unknown & ({"district", "commune"} if len(here) == 1 else {"commune"}):
            break
        here = child
    known = gazetteer()
    return units.get(here) or (known.unit(here) if here else None)


def _weigh(evidence: Evidence, publisher: PublisherPlace) -> tuple[dict[Path, int], set[Path], dict[Path, Unit]]:
    """Return the weight of every path, the paths that title or leads name, and the units of unambiguous names.

    A second lead counts as far as it stays within the provinces of title and lead.
    """
    weights: dict[Path, int] = defaultdict(int)
    leading: set[Path] = set()
    second: set[Path] = set()
    units: dict[Path, Unit] = {}
    for place in evidence.places.values():
        resolved = resolve(place, evidence, publisher)
        if len(resolved) != 1:
            continue
        path = resolved[0].path
        units[path] = resolved[0]
        for size in range(1, len(path) + 1):
            weights[path[:size]] += place.weight
            if place.lead or place.title is not None:
                leading.add(path[:size])
            elif place.second:
                second.add(path[:size])
    leading |= {path for path in second if not leading or path[:1] in leading}
    return weights, leading, units


def _heaviest_child(above: Path, weights: dict[Path, int]) -> Path | None:
    """Return the heaviest path one level below `above`, if it stands out among them."""
    children = {path: weight for path, weight in weights.items() if path[:-1] == above}
    if not children:
        return None
    path = max(children, key=lambda child: children[child])
    stands_out = children[path] >= LEAST_WEIGHT and children[path] >= SHARE * sum(children.values())
    return path if stands_out else None
