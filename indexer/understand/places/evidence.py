"""What a page says of places, gathered: every unit named, where, how often, and what narrows a name that many bear."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from ....knowledge import Gazetteer, Unit
from ....knowledge.places.names import DISTRICT_KINDS
from ....knowledge.places.table import REFORM
from ....model import Path
from .mentions import Mention, bare_runs, find_mentions, leading_bare, unknown_levels

READ = 30_000
"""Characters of a body that are read for places; the subject of an article shows long before."""

_LINK = re.compile(r"\s*(?:[,(:–-]|thuộc|của|tại|ở)?\s*(?:thuộc\s+|của\s+)?\(?\s*")
_AND = re.compile(r"\s*,?\s*và\s+")
_RANK = {"province": 0, "district": 1, "commune": 2}


@dataclass(slots=True)
class Named:
    """One place as a page names it: `units` that it can be, hits by zone, and `near`: paths named in one breath."""

    kinds: tuple[str, ...] | None
    bare: str
    units: tuple[Unit, ...]
    title: int | None = None
    lead: int = 0
    second: int = 0
    body: int = 0
    near: set[Path] = field(default_factory=set)

    @property
    def hits(self) -> int:
        """How often the page names it."""
        return (self.title is not None) + self.lead + self.second + self.body

    @property
    def weight(self) -> int:
        """How much it counts among the places of a page: the title most, then the lead, the rest at most five."""
        lead = 3 * bool(self.lead or self.second)
        return 4 * (self.title is not None) + lead + min(self.body + max(self.lead + self.second - 1, 0), 5)


@dataclass(slots=True)
class Evidence:
    """All places that a page names. `opening` is the bare name with which its title begins; `unknown` the levels of
    units that title or lead name but the gazetteer has not, so that nothing else of that level is the subject."""

    named: dict[tuple[tuple[str, ...] | None, str], Named] = field(default_factory=dict)
    read: tuple[tuple[int, Mention], ...] = ()
    """Every mention with its zone: its number in `ZONES`."""
    opening: Mention | None = None
    unknown: frozenset[str] = frozenset()

    def in_title(self) -> list[Named]:
        """Places of the title, in its order."""
        found = [named for named in self.named.values() if named.title is not None]
        return sorted(found, key=lambda named: named.title or 0)


ZONES = ("title", "lead", "second", "body")


def gather(texts: tuple[str, str, str, str], gazetteer: Gazetteer, on: date | None) -> Evidence:
    """Read a page's texts, as `ZONES` names them, for places that may have stood on the day `on`."""
    title, lead, second, body = texts
    unknown: set[str] = unknown_levels(f"{title}\n{lead}", gazetteer, on)
    zones = [(text, find_mentions(text, gazetteer, on)) for text in (title, lead, second, body[:READ])]
    if on is None and _speaks_of_districts(mention for _, mentions in zones for mention in mentions):
        unknown |= {m.level for _, mentions in zones[:2] for m in mentions if not _before_reform(m)}
        zones = [(text, [old for mention in mentions if (old := _before_reform(mention))]) for text, mentions in zones]
    evidence = Evidence(
        read=tuple((zone, mention) for zone, (_, mentions) in enumerate(zones) for mention in mentions),
        opening=leading_bare(title, gazetteer, on),
        unknown=frozenset(unknown),
    )
    for zone, (text, mentions) in zip(ZONES, zones, strict=True):
        near, above = _chains(text, mentions)
        for at, mention in enumerate(mentions):
            _add(evidence, zone, mention, near[at], counted=not above[at])
    shared = {named.bare for named in evidence.named.values() if any(unit.level != "commune" for unit in named.units)}
    runs = {bare: start for bare, start in bare_runs(title).items() if bare not in shared}
    for named in evidence.named.values():
        if named.title is None and named.kinds and all(unit.level == "commune" for unit in named.units):
            named.title = runs.get(named.bare)  # the title may leave out what kind it is
    return evidence


def _add(evidence: Evidence, zone: str, mention: Mention, near: set[Path], *, counted: bool) -> None:
    place = (mention.kinds, mention.bare)
    named = evidence.named.setdefault(place, Named(*place, mention.units))
    named.near |= near
    if zone == "title":
        named.title = mention.start if named.title is None else named.title
    elif zone == "lead":
        named.lead += counted
    elif zone == "second":
        named.second += counted
    else:
        named.body += counted


def _speaks_of_districts(mentions: Iterable[Mention]) -> bool:
    """Districts ended with the reform, so an undated page that has one is of before."""
    return any(
        m.kinds and (set(m.kinds) & (DISTRICT_KINDS | {"thị trấn"})) and all(u.level != "province" for u in m.units)
        for m in mentions
    )


def _before_reform(mention: Mention) -> Mention | None:
    units = tuple(unit for unit in mention.units if unit.since != REFORM or unit.level == "province")
    return Mention(mention.kinds, mention.bare, units, mention.start, mention.end) if units else None


def _chains(text: str, mentions: Sequence[Mention]) -> tuple[list[set[Path]], list[bool]]:
    """For each mention the paths of higher units that follow or precede it in one chain (`xã X, huyện Y (Z)`), and
    whether it only says where a lower one of its chain lies (a chain names one place, not three)."""
    near: list[set[Path]] = [set() for _ in mentions]
    above = [False] * len(mentions)
    ranks = [_RANK[mention.level] for mention in mentions]
    linked = [
        _linked(text, one, two, alike=ranks[at] == ranks[at + 1]) for at, (one, two) in enumerate(pairwise(mentions))
    ]
    for at in range(len(mentions) - 2, -1, -1):
        if linked[at]:
            if ranks[at + 1] <= ranks[at]:
                near[at] |= near[at + 1]
            if ranks[at + 1] < ranks[at]:
                near[at] |= {unit.path for unit in mentions[at + 1].units}
                above[at + 1] = True
    for at in range(1, len(mentions)):
        if linked[at - 1] and ranks[at - 1] < ranks[at] and not near[at]:
            near[at] |= {unit.path for unit in mentions[at - 1].units}
            above[at - 1] = True
    return near, above


def _linked(text: str, one: Mention, two: Mention, *, alike: bool) -> bool:
    """Whether nothing but a comma, a bracket or `thuộc` stands between them, or `và` between two of a level."""
    if _LINK.fullmatch(text, one.end, two.start):
        return True
    return alike and bool(_AND.fullmatch(text, one.end, two.start))


def inside(unit: Unit, paths: Iterable[Path]) -> int:
    """How many parts of a unit's path the longest of these paths above it covers (0: none)."""
    above = set(paths)
    return next((size for size in range(len(unit.path) - 1, 0, -1) if unit.path[:size] in above), 0)


def narrow(units: Sequence[Unit], tiers: Iterable[set[Path]]) -> tuple[Unit, ...]:
    """Of the units that a name can mean those that lie in what the page names besides, the surest evidence first."""
    left = tuple(units)
    for paths in tiers:
        if len(left) < 2:
            break
        depths = {unit.path: inside(unit, paths) for unit in left}
        deepest = max(depths.values())
        if deepest:
            left = tuple(unit for unit in left if depths[unit.path] == deepest)
    return left


def root(units: Sequence[Unit]) -> Unit | None:
    """The one of them in which all the others lie: `Bến Lức` is the district, whose town has its name."""
    for unit in units:
        if all(other.path[: len(unit.path)] == unit.path for other in units):
            return unit
    return None
