"""Who published an article, as far as that tells places: its stated place, its name, its address, a dateline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from ....knowledge import Gazetteer, Unit
from ....knowledge.aligned_text import composed
from ....knowledge.places.table import REFORM
from ....model import Article, Path
from ..mentions import PartName
from .address import host_span, host_units, path_units
from .evidence import inside, narrow, root
from .mentions import find_mentions, leading_bare

_PRESS = re.compile(r"(?i)^\s*(báo|tạp\s+chí|thông\s+tấn|vn|dân\s+trí|tuổi\s+trẻ|thanh\s+niên)\b")
_DATELINE = re.compile(r"\s*\((?P<host>[A-Za-z0-9.-]+\.gov\.vn)\)")
"""A lead that begins with the portal it is from: `(longan.gov.vn) – Sáng …`."""
_WORD_START = re.compile(r"(?<![^\W_])[^\W\d_]")


class Statement(NamedTuple):
    """What one statement can mean and where it stands: the whole `place`, words of the `source`, the host of the `url`,
    the dateline of the lead."""

    units: tuple[Unit, ...]
    part: PartName | Literal["lead"]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Publisher:
    """What is known of who published: `sure` is its one place; `stated` the places that its own statement can mean;
    `paths` of places it may be in narrow other names, and so do, last of all, the `weak` ones of its mere address."""

    sure: Unit | None
    stated: tuple[Unit, ...]
    paths: frozenset[Path]
    weak: frozenset[Path]
    told: tuple[Statement, ...]


def read_publisher(article: Article, lead: str, known: Gazetteer, on: date | None) -> Publisher:
    """What an article's stated place, source, address and the dateline of its lead say of who published it."""
    hinted = _hinted(article.place, known, on)
    source, official, source_at = _source_units(article.source, known, on)
    host, host_sure = host_units(article.url, known, on)
    host_at: tuple[PartName | Literal["lead"], int, int] = ("url", *host_span(article.url))
    dateline = _DATELINE.match(lead)
    if not host_sure and dateline:
        host, host_sure = host_units(f"//{dateline['host']}/", known, on)
        host_at = ("lead", *dateline.span("host"))
    above = {unit.path for unit in (*hinted, *host)}
    source = narrow(source, [above])
    sources = ((hinted, True), (source, official), (host, host_sure))
    sure = [units[0] for units, is_sure in sources if is_sure and len(units) == 1]
    unit = sure[0] if sure else None
    for other in sure[1:]:  # a surer one that is wider: the place in it
        if unit and not hinted and inside(other, [unit.path]):
            unit = other
    paths = {u.path for u in (*hinted, *source)} | ({u.path for u in host} if host_sure else set())
    weak = {u.path for u in (*host, *path_units(article.url, known, on))}
    told = (
        Statement(hinted, "place", 0, len(article.place or "")),
        Statement(source, "source", *source_at),
        Statement(host if host_sure else (), *host_at),
    )
    return Publisher(unit, hinted, frozenset(_with_above(paths)), frozenset(_with_above(weak)), told)


def _with_above(paths: set[Path]) -> set[Path]:
    return {path[:size] for path in paths for size in range(1, len(path) + 1)}


def _hinted(place: str | None, known: Gazetteer, on: date | None) -> tuple[Unit, ...]:
    """The unit that a source states as its place: a whole path (`Tây Ninh` is the province, whatever commune has its
    name), else a name; one of another era gives what it became. Several where it does not say which."""
    parts = [part.strip() for part in (place or "").split("/") if part.strip()]
    whole = known.unit(parts, on) or known.unit(parts)
    if whole:
        units: tuple[Unit, ...] = (whole,)
    else:
        units = known.locate(parts, on) or known.locate(parts)
    if on and not any(unit.stands(on) for unit in units):
        if len(units) == 1 and on < REFORM and (was := known.before(units[0])):
            return (was,)
        became = dict.fromkeys(unit.now for unit in units)
        units = tuple(unit for path in became if (unit := known.unit(path, on)))
    top = root(units)
    return (top,) if top else units


def _source_units(
    source: str | None, known: Gazetteer, on: date | None
) -> tuple[tuple[Unit, ...], bool, tuple[int, int]]:
    """The units that the publisher's name names, whether it is an office of theirs (a newspaper writes of all), and
    where in the name they are named."""
    text, positions = composed(source or "")
    mentions = find_mentions(text, known, on)
    if mentions:
        deepest = max(mentions, key=lambda mention: max(len(unit.path) for unit in mention.units))
        units = narrow(deepest.units, [{unit.path for m in mentions if m is not deepest for unit in m.units}])
        span = deepest.start, deepest.end
    else:
        units, span = _closing_bare(text, known, on)
    top = root(units)
    start, end = (positions[at] for at in span) if positions else span
    return ((top,) if top else units), not _PRESS.search(text), (start, end)


def _closing_bare(text: str, known: Gazetteer, on: date | None) -> tuple[tuple[Unit, ...], tuple[int, int]]:
    """The units of the bare name with which a publisher's name ends: `Đài Truyền thanh Duy Tiên`, and where it is."""
    for start in (match.start() for match in _WORD_START.finditer(text[:200])):
        bare = leading_bare(text[start:], known, on)
        if bare and not text[start + bare.end :].strip(" .)"):
            return bare.units, (start + bare.start, start + bare.end)
    return (), (0, 0)
