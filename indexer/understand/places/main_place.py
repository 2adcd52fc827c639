"""The place an article is about: the publisher's, or a part of it that the title names. See `docs/places.md`.

Places that are merely mentioned are not returned, and nothing is guessed: if a name is that of several places and the
article does not say which, the place is ambiguous, with its candidates; if no place stands out, there is none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple, cast

from ....knowledge import Unit, gazetteer
from ....knowledge.dates import published_day
from ....knowledge.places.names import COMMITTEE_WORDS, TYPE_WORDS, unit_level
from ....model import Article, Level, Place
from ..mentions import Passage
from .evidence import Evidence, NamedPlace, gather
from .narrowing import depth_inside, enclosing_unit, narrow
from .outstanding import narrowing_tiers, outstanding_unit, resolve
from .provenance import Zone, place_passages, read_zones
from .publisher_place import PublisherPlace, read_publisher_place

_OFFICE_WORDS = re.compile(r"(?i)\b(ủy|uỷ|ubnd|hđnd|ban nhân dân|hội đồng|đảng bộ|mặt trận|mttq|khối)\b")
_OFFICE_OF_LEVEL = re.compile(
    r"(?i)(?:ubnd|hđnd|nhân\s+dân|đảng\s+(?:ủy|uỷ|bộ)|mttq|tổ\s+quốc(?:\s+việt\s+nam)?|khối\s+(?:dân\s+)?vận|công\s+an)\s+"
    r"(?P<type>tỉnh|huyện|quận|thị\s+xã|xã|phường|thị\s+trấn)(?![^\W_])(?!\s+[A-ZĐÀ-Ỹ])"
    r"|(?P<committee>tỉnh|huyện|quận|thị)\s+(?:ủy|uỷ)\b"
)
"""An office that shows the level of its unit but not which unit it is."""

LONGEST_OFFICE = len("Ban Chỉ huy Quân sự ")
"""Characters before the place in a title that begins with an office of it."""


class MainPlace(NamedTuple):
    """The place of an article (`places` holds one or none), the level of its publisher, and where both were read."""

    places: tuple[Place, ...]
    level: Level | None
    place_passages: tuple[Passage, ...]
    level_passages: tuple[Passage, ...]


class _Decision(NamedTuple):
    """The units that the place can be (none, one, or several if it is ambiguous), and the name of an ambiguous one."""

    units: tuple[Unit, ...]
    name: str = ""


_NONE = _Decision(())


def find_places(article: Article) -> MainPlace:
    """Return the place an article is about and the level of its publisher.

    `published` must be ISO 8601, otherwise the article counts as undated. The level is the publisher's or the place's,
    or else that of the offices that title and lead mention, or None.
    """
    known = gazetteer()
    on = published_day(article.published)
    zones = read_zones(article)
    title, lead, second, rest = (zone.text for zone in zones)
    evidence = gather((title, lead, second, rest), known, on)
    publisher = read_publisher_place(article, lead, known, on)
    units, name = _decide(evidence, publisher, title)
    if not units:
        return _level_of_offices(zones[:2])
    if len(units) == 1:
        unit = units[0]
        place = Place(name=unit.name, path_then=unit.path, path_now=unit.now)
        level: Level | None = (publisher.certain or unit).level
    else:
        levels = {unit.level for unit in units}
        place = Place(name=name, ambiguous=True, candidates=tuple(sorted(unit.path for unit in units)))
        level = levels.pop() if len(levels) == 1 else None
    passages = place_passages(place.name, units, evidence, publisher, zones)
    level_passages = tuple(one._replace(value=level) for one in passages[:1]) if level else ()
    return MainPlace((place,), level, passages, level_passages)


def _decide(evidence: Evidence, publisher: PublisherPlace, title: str) -> _Decision:
    """Apply the rules in order: publisher, title, outstanding unit, lead, the publisher's ambiguous place."""
    named = _places_of_title(evidence, publisher)
    titled = _without_enclosing(named, evidence, publisher)
    if publisher.certain:
        return _Decision((_within_publisher(publisher.certain, titled, evidence, publisher),))
    subject = _office_before(named, titled, title) or _subject(titled, title)
    decision = _decide_subject(subject, evidence, publisher, title) if subject else None
    if decision is not None:
        return decision
    outstanding = outstanding_unit(evidence, publisher)
    if outstanding and (not titled or any(_may_contain(outstanding, one) for one in titled)):
        return _Decision((outstanding,))
    decision = _NONE if titled else _alone_in_lead(evidence, publisher)
    if decision.units or len({unit.name for unit in publisher.stated}) != 1:
        return decision
    return _Decision(publisher.stated, publisher.stated[0].name)


def _places_of_title(evidence: Evidence, publisher: PublisherPlace) -> list[NamedPlace]:
    """Return the title's places in order. If a bare name begins the title, it means the place that has this name in the
    rest of the article."""
    titled = evidence.in_title()
    opening = evidence.opening
    if opening is None:
        return titled
    typed = [place for place in evidence.places.values() if place.types and place.bare == opening.bare]
    if typed:
        best = max(typed, key=lambda place: (place.count, -min(len(unit.path) for unit in place.units)))
        best.title = opening.start if best.title is None else best.title
        others = [p for p in titled if p is not best and not (p.types is None and p.bare == best.bare)]
        return sorted([best, *others], key=lambda place: place.title or 0)
    if any(place.bare == opening.bare for place in titled):
        return titled
    units = narrow(opening.units, narrowing_tiers(evidence, publisher, None))
    top = enclosing_unit(units)
    if top and (top.level != "commune" or len(units) < len(opening.units)):
        titled.append(NamedPlace(None, opening.bare, (top,), title=opening.start))
    return sorted(titled, key=lambda place: place.title or 0)


def _without_enclosing(titled: list[NamedPlace], evidence: Evidence, publisher: PublisherPlace) -> list[NamedPlace]:
    """Return the title's places without those that only locate another one (`phường X, thành phố Y`)."""
    resolved = [(place, resolve(place, evidence, publisher)) for place in titled]
    return [
        place
        for place, units in resolved
        if not any(
            other is not place and any(depth_inside(deep, [unit.path for unit in units]) for deep in deeper)
            for other, deeper in resolved
        )
    ]


def _within_publisher(
    certain: Unit, titled: Sequence[NamedPlace], evidence: Evidence, publisher: PublisherPlace
) -> Unit:
    """Return the only place of the title that lies in the publisher's place, or else the publisher's place."""
    within = [
        units[0]
        for place in titled
        if len(units := resolve(place, evidence, publisher)) == 1 and depth_inside(units[0], [certain.path])
    ]
    return within[0] if len(within) == 1 else certain


def _decide_subject(subject: NamedPlace, evidence: Evidence, publisher: PublisherPlace, title: str) -> _Decision | None:
    """Return the decision for the subject of the title, or None for a bare name that stays ambiguous.

    A province gives way to an outstanding unit in it, unless an office of the province is the subject.
    """
    units = resolve(subject, evidence, publisher)
    if len(units) == 1 and units[0].level == "province" and not _is_named_as_office(subject, title):
        deeper = outstanding_unit(evidence, publisher)
        if deeper and deeper.path[:1] == units[0].path:
            return _Decision((deeper,))
    return _Decision(units, _name(subject, units)) if len(units) == 1 or subject.types else None


def _subject(titled: Sequence[NamedPlace], title: str) -> NamedPlace | None:
    """Return the only place of a title, or the one whose office begins it."""
    if len(titled) == 1:
        return titled[0]
    begins = titled and titled[0].types and (titled[0].title or 0) <= LONGEST_OFFICE
    return titled[0] if begins and _is_named_as_office(titled[0], title) else None


def _office_before(named: Sequence[NamedPlace], titled: Sequence[NamedPlace], title: str) -> NamedPlace | None:
    """Return the place whose office begins a title that also names a part of that place, outside its chain: `Tỉnh ủy X
    làm việc với huyện Y`."""
    if not named or named[0] in titled or not named[0].types or (named[0].title or 0) > LONGEST_OFFICE:
        return None
    paths = {unit.path for unit in named[0].units}
    is_chained = any(one.chain_paths & paths for one in titled)
    return named[0] if not is_chained and _is_named_as_office(named[0], title) else None


def _is_named_as_office(place: NamedPlace, title: str) -> bool:
    """Return whether the title names an authority of the place: `Tỉnh ủy X`, `UBND huyện X`."""
    at = place.title or 0
    return bool(_OFFICE_WORDS.search(title, max(0, at - 30), at + 10))


def _may_contain(unit: Unit, place: NamedPlace) -> bool:
    """Return whether the unit lies in a unit that the place can be, or contains one."""
    return any(unit.path[: len(other.path)] == other.path[: len(unit.path)] for other in place.units)


def _alone_in_lead(evidence: Evidence, publisher: PublisherPlace) -> _Decision:
    """Return the only chain of an article, if it is in the lead.

    Otherwise return the only commune, if the lead names it and the article names it again; it may be ambiguous.
    """
    whole = _only_chain(evidence, publisher)
    if whole:
        return _Decision((whole,))
    communes = [p for p in evidence.places.values() if p.types and all(unit.level == "commune" for unit in p.units)]
    if len(communes) != 1 or not communes[0].lead or communes[0].count < 2:
        return _NONE
    units = resolve(communes[0], evidence, publisher)
    return _Decision(units, _name(communes[0], units))


def _only_chain(evidence: Evidence, publisher: PublisherPlace) -> Unit | None:
    """Return the lowest unit of the chain in the lead, if the article names no place outside that chain."""
    resolved = [(place, resolve(place, evidence, publisher)) for place in evidence.places.values()]
    if not resolved or evidence.unknown or any(len(units) != 1 for _, units in resolved):
        return None
    place, (unit,) = max(resolved, key=lambda one: len(one[1][0].path))
    all_on_path = all(unit.path[: len(units[0].path)] == units[0].path for _, units in resolved)
    return unit if place.lead and place.chain_paths and all_on_path else None


def _name(place: NamedPlace, units: tuple[Unit, ...]) -> str:
    return units[0].name if units else place.bare


def _level_of_offices(zones: Sequence[Zone]) -> MainPlace:
    """Return the level of the offices that the zones mention, if all have one level; no place is returned."""
    passages = [
        zone.passage(unit_level(_unit_type_of_office(match)), *match.span())
        for zone in zones
        for match in _OFFICE_OF_LEVEL.finditer(zone.text)
    ]
    levels = {passage.value for passage in passages}
    if len(levels) != 1:
        return MainPlace((), None, (), ())
    return MainPlace((), cast("Level", levels.pop()), (), tuple(passages))


def _unit_type_of_office(match: re.Match[str]) -> str:
    word = " ".join((match["type"] or match["committee"]).lower().split())
    return TYPE_WORDS[word] if match["type"] else COMMITTEE_WORDS[word]
