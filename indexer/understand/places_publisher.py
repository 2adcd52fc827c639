"""Who published an article, as far as that tells places: its stated place, its name, its address, a dateline."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from ...knowledge import Gazetteer, Unit
from ...model import Article, Path
from .places_address import host_units, path_units
from .places_evidence import inside, narrow, root
from .places_mentions import find_mentions, leading_bare

_PRESS = re.compile(r"(?i)^\s*(báo|tạp\s+chí|thông\s+tấn|vn|dân\s+trí|tuổi\s+trẻ|thanh\s+niên)\b")
_DATELINE = re.compile(r"\s*\((?P<host>[A-Za-z0-9.-]+\.gov\.vn)\)")
"""A lead that begins with the portal it is from: `(longan.gov.vn) – Sáng …`."""
_WORD_START = re.compile(r"(?<![^\W_])[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Publisher:
    """What is known of who published: `sure` is its one place; `stated` the places that its own statement can mean;
    `paths` of places it may be in narrow other names, and so do, last of all, the `weak` ones of its mere address."""

    sure: Unit | None
    stated: tuple[Unit, ...]
    paths: frozenset[Path]
    weak: frozenset[Path]


def read_publisher(article: Article, lead: str, known: Gazetteer, on: date | None) -> Publisher:
    """What an article's stated place, source, address and the dateline of its lead say of who published it."""
    hinted = _hinted(article.place, known, on)
    source, official = _source_units(article.source, known, on)
    host, host_sure = host_units(article.url, known, on)
    dateline = _DATELINE.match(lead)
    if not host_sure and dateline:
        host, host_sure = host_units(f"//{dateline['host']}/", known, on)
    above = {unit.path for unit in (*hinted, *host)}
    source = narrow(source, [above])
    told = ((hinted, True), (source, official), (host, host_sure))
    sure = [units[0] for units, is_sure in told if is_sure and len(units) == 1]
    unit = sure[0] if sure else None
    for other in sure[1:]:  # a surer one that is wider: the place in it
        if unit and not hinted and inside(other, [unit.path]):
            unit = other
    paths = {u.path for u in (*hinted, *source)} | ({u.path for u in host} if host_sure else set())
    weak = {u.path for u in (*host, *path_units(article.url, known, on))}
    return Publisher(unit, hinted, frozenset(_with_above(paths)), frozenset(_with_above(weak)))


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
    if not any(unit.stands(on) for unit in units):
        became = dict.fromkeys(unit.now for unit in units)
        units = tuple(unit for path in became if (unit := known.unit(path, on)))
    top = root(units)
    return (top,) if top else units


def _source_units(source: str | None, known: Gazetteer, on: date | None) -> tuple[tuple[Unit, ...], bool]:
    """The units that the publisher's name names, and whether it is an office of theirs (a newspaper writes of all)."""
    text = normalize("NFC", source or "")
    mentions = find_mentions(text, known, on)
    if mentions:
        deepest = max(mentions, key=lambda mention: max(len(unit.path) for unit in mention.units))
        units = narrow(deepest.units, [{unit.path for m in mentions if m is not deepest for unit in m.units}])
    else:
        units = _closing_bare(text, known, on)
    top = root(units)
    return ((top,) if top else units), not _PRESS.search(text)


def _closing_bare(text: str, known: Gazetteer, on: date | None) -> tuple[Unit, ...]:
    """The units of the bare name with which a publisher's name ends: `Đài Truyền thanh Duy Tiên`."""
    for start in (match.start() for match in _WORD_START.finditer(text[:200])):
        bare = leading_bare(text[start:], known, on)
        if bare and not text[start + bare.end :].strip(" .)"):
            return bare.units
    return ()
