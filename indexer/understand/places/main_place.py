"""The place an article is about: the publisher's, or the part of it that the title names. See `docs/places.md`.

Places that are merely mentioned are not told, and nothing is guessed: where a name is several places' and the page
does not say which, the place is ambiguous with its candidates; where no place stands out, there is none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple, cast

from ....knowledge import Unit, gazetteer
from ....knowledge.dates import published_day
from ....knowledge.places.names import COMMITTEES, WRITTEN, level_of
from ....model import Article, Level, Path, Place
from ..mentions import Passage
from .evidence import Evidence, Named, gather, inside, narrow, root
from .provenance import Zone, read_where, read_zones
from .publisher import Publisher, read_publisher

_OFFICE_WORDS = re.compile(r"(?i)\b(ủy|uỷ|ubnd|hđnd|ban nhân dân|hội đồng|đảng bộ|mặt trận|mttq|khối)\b")
_TALK = re.compile(
    r"(?i)(?:ubnd|hđnd|nhân\s+dân|đảng\s+(?:ủy|uỷ|bộ)|mttq|tổ\s+quốc(?:\s+việt\s+nam)?|khối\s+(?:dân\s+)?vận|công\s+an)\s+"
    r"(?P<kind>tỉnh|huyện|quận|thị\s+xã|xã|phường|thị\s+trấn)(?![^\W_])(?!\s+[A-ZĐÀ-Ỹ])"
    r"|(?P<committee>tỉnh|huyện|quận|thị)\s+(?:ủy|uỷ)\b"
)
LONGEST_OFFICE = len("Ban Chỉ huy Quân sự ")
"""Letters before the place in a title that begins with an office of it."""

SHARE, ENOUGH, HOLDS = 0.7, 4, 0.4
"""A place stands out among those beside it with this share of their weight, at least this weight, and this share of
the weight of the place in which it lies."""


class FoundPlaces(NamedTuple):
    """The place of an article (or none) and the level of its publisher, and where each was read."""

    places: tuple[Place, ...]
    level: Level | None
    places_read: tuple[Passage, ...]
    level_read: tuple[Passage, ...]


def find_places(article: Article) -> FoundPlaces:
    """The place an article is about and the level of its publisher.

    In: an article with `published` in ISO 8601 (else it counts as undated). Out: no place or one; the level is the
    place's, or of the organisations that the page speaks of, or None.
    """
    known = gazetteer()
    on = published_day(article.published)
    zones = read_zones(article)
    title, lead, second, rest = (zone.text for zone in zones)
    evidence = gather((title, lead, second, rest), known, on)
    publisher = read_publisher(article, lead, known, on)
    units, name = _decide(evidence, publisher, title)
    if not units:
        return _talk_level(zones[:2])
    if len(units) == 1:
        unit = units[0]
        place = Place(name=unit.name, path_then=unit.path, path_now=unit.now)
        level: Level | None = (publisher.sure or unit).level
    else:
        levels = {unit.level for unit in units}
        place = Place(name=name, ambiguous=True, candidates=tuple(sorted(unit.path for unit in units)))
        level = levels.pop() if len(levels) == 1 else None
    read = read_where(place.name, units, evidence, publisher, zones)
    return FoundPlaces((place,), level, read, tuple(one._replace(value=level) for one in read[:1]) if level else ())


def _decide(evidence: Evidence, publisher: Publisher, title: str) -> tuple[tuple[Unit, ...], str]:
    """The units the article's place can be (none, one, or several: ambiguous) and its name."""
    named = _titled(evidence, publisher)
    titled = _outermost_dropped(named, evidence, publisher)
    if publisher.sure:
        within = [
            units[0]
            for one in titled
            if len(units := _resolve(one, evidence, publisher)) == 1 and inside(units[0], [publisher.sure.path])
        ]
        return ((within[0] if len(within) == 1 else publisher.sure),), ""
    subject = _office_before(named, titled, title) or _subject(titled, title)
    if subject:
        units = _resolve(subject, evidence, publisher)
        if len(units) == 1 and units[0].level == "province" and not _by_office(subject, title):
            deeper = _outstanding(evidence, publisher)
            if deeper and deeper.path[:1] == units[0].path:
                return (deeper,), ""
        if len(units) == 1 or subject.kinds:
            return units, _name(subject, units)
    standing = _outstanding(evidence, publisher)
    if standing and (not titled or any(_fits(standing, one) for one in titled)):
        return (standing,), ""
    found = ((), "") if titled else _alone_in_lead(evidence, publisher)
    return found if found[0] or len({unit.name for unit in publisher.stated}) != 1 else _stated(publisher)


def _stated(publisher: Publisher) -> tuple[tuple[Unit, ...], str]:
    """The units of the one name that the publisher states as its place without saying which of them."""
    return publisher.stated, publisher.stated[0].name


def _fits(unit: Unit, named: Named) -> bool:
    """Whether one lies in the other."""
    return any(unit.path[: len(other.path)] == other.path[: len(unit.path)] for other in named.units)


def _titled(evidence: Evidence, publisher: Publisher) -> list[Named]:
    """The title's places; a bare name with which it begins stands for the place so called on the rest of the page."""
    found = evidence.in_title()
    opening = evidence.opening
    if opening is None:
        return found
    typed = [n for n in evidence.named.values() if n.kinds and n.bare == opening.bare]
    if not typed:
        if any(named.bare == opening.bare for named in found):
            return found
        units = narrow(opening.units, _tiers(evidence, publisher, None))
        top = root(units)
        if top and (top.level != "commune" or len(units) < len(opening.units)):
            found.append(Named(None, opening.bare, (top,), title=opening.start))
        return sorted(found, key=lambda named: named.title or 0)
    best = max(typed, key=lambda named: (named.hits, -min(len(unit.path) for unit in named.units)))
    best.title = opening.start if best.title is None else best.title
    others = [named for named in found if named is not best and not (named.kinds is None and named.bare == best.bare)]
    return sorted([best, *others], key=lambda named: named.title or 0)


def _tiers(evidence: Evidence, publisher: Publisher, named: Named | None) -> list[set[Path]]:
    """What tells names apart, the surest first: the same breath, the publisher, places with type words, bare ones."""
    typed = {u.path for n in evidence.named.values() if n is not named and n.kinds for u in n.units}
    bare = {u.path for n in evidence.named.values() if n is not named and not n.kinds for u in n.units}
    near = named.near if named else set()
    return [near, set(publisher.paths), typed, bare, set(publisher.weak)]


def _resolve(named: Named, evidence: Evidence, publisher: Publisher) -> tuple[Unit, ...]:
    units = narrow(named.units, _tiers(evidence, publisher, named))
    top = root(units) if named.kinds is None else None
    return (top,) if top else units


def _outermost_dropped(titled: list[Named], evidence: Evidence, publisher: Publisher) -> list[Named]:
    """Without those that only say where another one lies (`phường X, thành phố Y`)."""
    resolved = [(named, _resolve(named, evidence, publisher)) for named in titled]
    return [
        named
        for named, units in resolved
        if not any(
            other is not named and any(inside(deep, [unit.path for unit in units]) for deep in deeper)
            for other, deeper in resolved
        )
    ]


def _subject(titled: Sequence[Named], title: str) -> Named | None:
    """The one place of a title, or the office of a place with which it begins."""
    if len(titled) == 1:
        return titled[0]
    begins = titled and titled[0].kinds and (titled[0].title or 0) <= LONGEST_OFFICE
    return titled[0] if begins and _by_office(titled[0], title) else None


def _office_before(named: Sequence[Named], titled: Sequence[Named], title: str) -> Named | None:
    """The office with which a title begins though it also names a part of its place, not in one breath with it:
    `Tỉnh ủy X làm việc với huyện Y`."""
    if not named or named[0] in titled or not named[0].kinds or (named[0].title or 0) > LONGEST_OFFICE:
        return None
    paths = {unit.path for unit in named[0].units}
    chained = any(one.near & paths for one in titled)
    return named[0] if not chained and _by_office(named[0], title) else None


def _by_office(named: Named, title: str) -> bool:
    """Whether the title names it as an authority: `Tỉnh ủy X`, `UBND huyện X`."""
    at = named.title or 0
    return bool(_OFFICE_WORDS.search(title, max(0, at - 30), at + 10))


def _outstanding(evidence: Evidence, publisher: Publisher) -> Unit | None:
    """The deepest unit in which by far the most of what the page names lies; its province must be in title or lead."""
    weights: dict[Path, int] = defaultdict(int)
    leading: set[Path] = set()
    seconding: set[Path] = set()
    units: dict[Path, Unit] = {}
    for named in evidence.named.values():
        resolved = _resolve(named, evidence, publisher)
        if len(resolved) != 1:
            continue
        path = resolved[0].path
        units[path] = resolved[0]
        for size in range(1, len(path) + 1):
            weights[path[:size]] += named.weight
            if named.lead or named.title is not None:
                leading.add(path[:size])
            elif named.second:
                seconding.add(path[:size])
    leading |= {path for path in seconding if not leading or path[:1] in leading}
    here: Path = ()
    while child := _heaviest(here, weights):
        if child[:1] not in leading or (here and weights[child] < HOLDS * weights[here]):
            break
        if here and evidence.unknown & ({"district", "commune"} if len(here) == 1 else {"commune"}):
            break
        here = child
    known = gazetteer()
    return units.get(here) or (known.unit(here) if here else None)


def _heaviest(above: Path, weights: dict[Path, int]) -> Path | None:
    children = {path: weight for path, weight in weights.items() if path[:-1] == above}
    if not children:
        return None
    path = max(children, key=lambda child: children[child])
    stands_out = children[path] >= ENOUGH and children[path] >= SHARE * sum(children.values())
    return path if stands_out else None


def _alone_in_lead(evidence: Evidence, publisher: Publisher) -> tuple[tuple[Unit, ...], str]:
    """The one place of which a page says where it lies, in the lead, naming no other; or a commune that alone is named,
    in the lead and again, though it is not told which of its name."""
    whole = _only_chain(evidence, publisher)
    if whole:
        return (whole,), ""
    communes = [n for n in evidence.named.values() if n.kinds and all(unit.level == "commune" for unit in n.units)]
    if len(communes) != 1 or not communes[0].lead or communes[0].hits < 2:
        return (), ""
    units = _resolve(communes[0], evidence, publisher)
    return units, _name(communes[0], units)


def _only_chain(evidence: Evidence, publisher: Publisher) -> Unit | None:
    resolved = [(named, _resolve(named, evidence, publisher)) for named in evidence.named.values()]
    if not resolved or evidence.unknown or any(len(units) != 1 for _, units in resolved):
        return None
    named, (unit,) = max(resolved, key=lambda one: len(one[1][0].path))
    on_its_path = all(unit.path[: len(units[0].path)] == units[0].path for _, units in resolved)
    return unit if named.lead and named.near and on_its_path else None


def _name(named: Named, units: tuple[Unit, ...]) -> str:
    return units[0].name if units else named.bare


def _talk_level(zones: Sequence[Zone]) -> FoundPlaces:
    """No place, but the one level of whose organisations title and lead speak without naming the place."""
    found = [
        zone.passage(level_of(_talked_of(match)), *match.span())
        for zone in zones
        for match in _TALK.finditer(zone.text)
    ]
    levels = {passage.value for passage in found}
    if len(levels) != 1:
        return FoundPlaces((), None, (), ())
    return FoundPlaces((), cast("Level", levels.pop()), (), tuple(found))


def _talked_of(match: re.Match[str]) -> str:
    """The kind of unit that an office's words name."""
    word = " ".join((match["kind"] or match["committee"]).lower().split())
    return WRITTEN[word] if match["kind"] else COMMITTEES[word]
