"""The publisher's place: as stated, in the publisher's name, in the web address, in the dateline of the lead."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from ....knowledge import Gazetteer, Unit
from ....knowledge.aligned_text import compose
from ....knowledge.places.succession import predecessor_area
from ....knowledge.places.table import REFORM
from ....model import Article, Path
from ..mentions import PartName
from .address import host_span, host_units, path_units
from .bare_names import leading_bare_mention
from .narrowing import depth_inside, enclosing_unit, narrow
from .place_mentions import find_place_mentions

_PRESS = re.compile(r"(?i)^\s*(báo|tạp\s+chí|thông\s+tấn|vn|dân\s+trí|tuổi\s+trẻ|thanh\s+niên)\b")
_DATELINE = re.compile(r"\s*\((?P<host>[A-Za-z0-9.-]+\.gov\.vn)\)")
"""The beginning of a lead that names the portal it comes from: `(longan.gov.vn) – Sáng …`."""
_WORD_START = re.compile(r"(?<![^\W_])[^\W\d_]")


class Statement(NamedTuple):
    """The units that one statement can mean, and where it stands: the whole `place`, words of the `source`, the host of
    the `url`, or the dateline of the lead."""

    units: tuple[Unit, ...]
    part: PartName | Literal["lead"]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PublisherPlace:
    """What is known about the place of an article's publisher.

    `certain` is its one place, if that is certain; `stated` holds the units that the stated place can mean. `paths` are
    those of the places it may be in, with all levels above, and narrow other names; so do, last of all, the `weak`
    paths, from the mere web address.
    """

    certain: Unit | None
    stated: tuple[Unit, ...]
    paths: frozenset[Path]
    weak: frozenset[Path]
    statements: tuple[Statement, ...]


def read_publisher_place(article: Article, lead: str, gazetteer: Gazetteer, on: date | None) -> PublisherPlace:
    """Return what an article's stated place, source, address and dateline say about the place of its publisher.

    `lead` is the composed text of the lead; units are those that may have existed on the day `on`.
    """
    stated = _stated_units(article.place, gazetteer, on)
    host, host_is_certain, host_statement = _host(article.url, lead, gazetteer, on)
    source, is_office, source_span = _source_units(article.source, gazetteer, on)
    source = narrow(source, [{unit.path for unit in (*stated, *host)}])
    certain = [
        units[0]
        for units, is_certain in ((stated, True), (source, is_office), (host, host_is_certain))
        if is_certain and len(units) == 1
    ]
    unit = certain[0] if certain else None
    for other in certain[1:]:  # a less certain statement may name a place in the wider one
        if unit and not stated and depth_inside(other, [unit.path]):
            unit = other
    paths = {u.path for u in (*stated, *source)} | ({u.path for u in host} if host_is_certain else set())
    weak = {u.path for u in (*host, *path_units(article.url, gazetteer, on))}
    statements = (
        Statement(stated, "place", 0, len(article.place or "")),
        Statement(source, "source", *source_span),
        host_statement,
    )
    return PublisherPlace(unit, stated, frozenset(_with_above(paths)), frozenset(_with_above(weak)), statements)


def _with_above(paths: set[Path]) -> set[Path]:
    """Return the paths and those of all levels above them."""
    return {path[:size] for path in paths for size in range(1, len(path) + 1)}


def _host(
    url: str | None, lead: str, gazetteer: Gazetteer, on: date | None
) -> tuple[tuple[Unit, ...], bool, Statement]:
    """Return the units of the address's host, or else of the host in the dateline, whether they are certain, and the
    statement."""
    units, is_certain = host_units(url, gazetteer, on)
    part: PartName | Literal["lead"] = "url"
    span = host_span(url)
    dateline = _DATELINE.match(lead)
    if not is_certain and dateline:
        units, is_certain = host_units(f"//{dateline['host']}/", gazetteer, on)
        part, span = "lead", dateline.span("host")
    return units, is_certain, Statement(units if is_certain else (), part, *span)


def _stated_units(place: str | None, gazetteer: Gazetteer, on: date | None) -> tuple[Unit, ...]:
    """Return the unit that a source states as its place, or several if the statement is ambiguous.

    A whole path is exactly that unit (`Tây Ninh` is the province, though there are communes of that name), else it is a
    name. A unit of another era becomes the unit that succeeded or preceded it.
    """
    parts = [part.strip() for part in (place or "").split("/") if part.strip()]
    whole = gazetteer.unit(parts, on) or gazetteer.unit(parts)
    if whole:
        units: tuple[Unit, ...] = (whole,)
    else:
        units = gazetteer.locate(parts, on) or gazetteer.locate(parts)
    if on and not any(unit.existed(on) for unit in units):
        if len(units) == 1 and on < REFORM and (was := predecessor_area(units[0])):
            return (was,)
        became = dict.fromkeys(unit.now for unit in units)
        units = tuple(unit for path in became if (unit := gazetteer.unit(path, on)))
    top = enclosing_unit(units)
    return (top,) if top else units


def _source_units(
    source: str | None, gazetteer: Gazetteer, on: date | None
) -> tuple[tuple[Unit, ...], bool, tuple[int, int]]:
    """Return the units that the publisher's name names, whether it is an office of theirs, and their span in the name.

    A newspaper is no office: it reports about all places.
    """
    text, positions = compose(source or "")
    mentions = find_place_mentions(text, gazetteer, on)
    if mentions:
        deepest = max(mentions, key=lambda mention: max(len(unit.path) for unit in mention.units))
        units = narrow(deepest.units, [{unit.path for m in mentions if m is not deepest for unit in m.units}])
        span = deepest.start, deepest.end
    else:
        units, span = _closing_bare_name(text, gazetteer, on)
    top = enclosing_unit(units)
    start, end = (positions[at] for at in span) if positions else span
    return ((top,) if top else units), not _PRESS.search(text), (start, end)


def _closing_bare_name(text: str, gazetteer: Gazetteer, on: date | None) -> tuple[tuple[Unit, ...], tuple[int, int]]:
    """Return the units and the span of the bare name that ends a publisher's name: `Đài Truyền thanh Duy Tiên`."""
    for start in (match.start() for match in _WORD_START.finditer(text[:200])):
        bare = leading_bare_mention(text[start:], gazetteer, on)
        if bare and not text[start + bare.end :].strip(" .)"):
            return bare.units, (start + bare.start, start + bare.end)
    return (), (0, 0)
