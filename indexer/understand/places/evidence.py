"""Evidence: every place an article names, in which zones and how often, and what narrows an ambiguous name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from ....knowledge import Gazetteer, Unit
from ....knowledge.places.names import DISTRICT_TYPES
from ....knowledge.places.table import REFORM
from ....model import Path
from .bare_names import bare_runs, leading_bare_mention
from .place_mentions import find_place_mentions
from .typed_names import PlaceMention, unknown_levels

READ = 30_000
"""Characters of a body that are read for places; the subject of an article shows long before."""

ZONES = ("title", "lead", "second", "body")
"""The zones of an article: title, lead, second lead, rest of the body."""

_LINK = re.compile(r"\s*(?:[,(:–-]|thuộc|của|tại|ở)?\s*(?:thuộc\s+|của\s+)?\(?\s*")
_AND = re.compile(r"\s*,?\s*và\s+")
_RANK = {"province": 0, "district": 1, "commune": 2}


@dataclass(slots=True)
class NamedPlace:
    """One place as an article names it: the units that it can be, and how often each zone names it.

    `title` is the offset of its first mention in the title. `chain_paths` holds the paths named in one chain with it
    (`xã X, huyện Y`).
    """

    types: tuple[str, ...] | None
    bare: str
    units: tuple[Unit, ...]
    title: int | None = None
    lead: int = 0
    second: int = 0
    body: int = 0
    chain_paths: set[Path] = field(default_factory=set)

    @property
    def count(self) -> int:
        """How often the article names it; the title counts once."""
        return (self.title is not None) + self.lead + self.second + self.body

    @property
    def weight(self) -> int:
        """Its weight among the places of the article: 4 for the title, 3 for the leads, the rest at most 5."""
        lead = 3 * bool(self.lead or self.second)
        return 4 * (self.title is not None) + lead + min(self.body + max(self.lead + self.second - 1, 0), 5)


@dataclass(slots=True)
class Evidence:
    """All places that an article names, by unit types and bare name.

    `mentions` lists every mention with the index of its zone in `ZONES`. `opening` is the bare name with which the
    title begins. `unknown` holds the levels of units that title or lead name but the gazetteer lacks, so that no other
    unit of such a level can be the main place.
    """

    places: dict[tuple[tuple[str, ...] | None, str], NamedPlace] = field(default_factory=dict)
    mentions: tuple[tuple[int, PlaceMention], ...] = ()
    opening: PlaceMention | None = None
    unknown: frozenset[str] = frozenset()

    def in_title(self) -> list[NamedPlace]:
        """Return the places of the title, in its order."""
        titled = [place for place in self.places.values() if place.title is not None]
        return sorted(titled, key=lambda place: place.title or 0)

    def add(self, zone: str, mention: PlaceMention, chain_paths: set[Path], *, counted: bool) -> None:
        """Add a mention in a zone to its place; one that is not counted only locates another place."""
        key = (mention.types, mention.bare)
        place = self.places.setdefault(key, NamedPlace(*key, mention.units))
        place.chain_paths |= chain_paths
        if zone == "title":
            place.title = mention.start if place.title is None else place.title
        elif zone == "lead":
            place.lead += counted
        elif zone == "second":
            place.second += counted
        else:
            place.body += counted


def gather(texts: tuple[str, str, str, str], gazetteer: Gazetteer, on: date | None) -> Evidence:
    """Return the places that the texts of the `ZONES` name, with units that may have existed on the day `on`."""
    title, lead, second, body = texts
    unknown = unknown_levels(f"{title}\n{lead}", gazetteer, on)
    zones = [(text, find_place_mentions(text, gazetteer, on)) for text in (title, lead, second, body[:READ])]
    if on is None and _names_districts(mention for _, mentions in zones for mention in mentions):
        unknown |= {m.level for _, mentions in zones[:2] for m in mentions if not _before_reform(m)}
        zones = [(text, [old for mention in mentions if (old := _before_reform(mention))]) for text, mentions in zones]
    evidence = Evidence(
        mentions=tuple((zone, mention) for zone, (_, mentions) in enumerate(zones) for mention in mentions),
        opening=leading_bare_mention(title, gazetteer, on),
        unknown=frozenset(unknown),
    )
    for zone, (text, mentions) in zip(ZONES, zones, strict=True):
        chain_paths, is_context = _chains(text, mentions)
        for at, mention in enumerate(mentions):
            evidence.add(zone, mention, chain_paths[at], counted=not is_context[at])
    _find_communes_in_title(evidence, title)
    return evidence


def _find_communes_in_title(evidence: Evidence, title: str) -> None:
    """Note which communes, named with their type elsewhere, the title names without it."""
    places = evidence.places.values()
    ambiguous = {place.bare for place in places if any(unit.level != "commune" for unit in place.units)}
    runs = {bare: start for bare, start in bare_runs(title).items() if bare not in ambiguous}
    for place in places:
        if place.title is None and place.types and all(unit.level == "commune" for unit in place.units):
            place.title = runs.get(place.bare)


def _names_districts(mentions: Iterable[PlaceMention]) -> bool:
    """Return whether a district or town is named, which were abolished by the reform: an undated article is older."""
    return any(
        m.types and (set(m.types) & (DISTRICT_TYPES | {"thị trấn"})) and all(u.level != "province" for u in m.units)
        for m in mentions
    )


def _before_reform(mention: PlaceMention) -> PlaceMention | None:
    """Return the mention without the units that the reform created; None if nothing is left."""
    units = tuple(unit for unit in mention.units if unit.since != REFORM or unit.level == "province")
    return mention._replace(units=units) if units else None


def _chains(text: str, mentions: Sequence[PlaceMention]) -> tuple[list[set[Path]], list[bool]]:
    """Return, for each mention, the paths of higher units before or after it in one chain (`xã X, huyện Y (Z)`), and
    whether it only locates a lower unit of its chain: a chain names one place, not three."""
    chain_paths: list[set[Path]] = [set() for _ in mentions]
    is_context = [False] * len(mentions)
    ranks = [_RANK[mention.level] for mention in mentions]
    linked = [
        _are_linked(text, one, two, same_level=ranks[at] == ranks[at + 1])
        for at, (one, two) in enumerate(pairwise(mentions))
    ]
    for at in range(len(mentions) - 2, -1, -1):
        if linked[at]:
            if ranks[at + 1] <= ranks[at]:
                chain_paths[at] |= chain_paths[at + 1]
            if ranks[at + 1] < ranks[at]:
                chain_paths[at] |= {unit.path for unit in mentions[at + 1].units}
                is_context[at + 1] = True
    for at in range(1, len(mentions)):
        if linked[at - 1] and ranks[at - 1] < ranks[at] and not chain_paths[at]:
            chain_paths[at] |= {unit.path for unit in mentions[at - 1].units}
            is_context[at - 1] = True
    return chain_paths, is_context


def _are_linked(text: str, one: PlaceMention, two: PlaceMention, *, same_level: bool) -> bool:
    """Return whether only a comma, a bracket or `thuộc` stands between two mentions, or `và` between two of a level."""
    if _LINK.fullmatch(text, one.end, two.start):
        return True
    return same_level and bool(_AND.fullmatch(text, one.end, two.start))
