"""The places that an article's web address names: `benluc.longan.gov.vn`, `duytien.hanamtv.vn`, `/xa-binh-phu/`."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

from ....knowledge import Gazetteer, Unit
from ....knowledge.places.names import FOLDED_TYPE_WORDS

_NOT_A_PLACE = frozenset({"www", "gov", "vn", "com", "net", "org", "edu", "info", "cong", "portal", "news", "m"})
_PREFIX = {word.replace(" ", ""): unit_type for word, unit_type in FOLDED_TYPE_WORDS.items()}
_OFFICE = re.compile(r"^(ubnd|hdnd|mttq|danguy|huyenuy|thanhuy|thiuy|quanuy|tinhuy|bandanvan|congan|bao|dai)(?=.)")
_TAIL = re.compile(r"(?<=.)(city|tv|rtv|online|portal|info|news|dcs)$")
_SEGMENT_WORDS = "|".join(word.replace(" ", "-") for word in FOLDED_TYPE_WORDS if len(word) > 2 or word in ("xa", "tp"))
_TYPED_SEGMENT = re.compile(rf"^({_SEGMENT_WORDS})-[a-z0-9-]+$")


def host_units(url: str | None, gazetteer: Gazetteer, on: date | None) -> tuple[tuple[Unit, ...], bool]:
    """Return the units that an address's host can mean, and whether it names one of them for certain.

    That is certain for the only place label of a government host (`.gov.vn`), and for two labels of any host of which
    one lies in the other; not for a host that has outlived its units.
    """
    host = _host(url)
    labels = [label.replace("-", "") for label in host.split(".") if label not in _NOT_A_PLACE]
    labels = [label for label in labels if _label_units(label, gazetteer, None)]
    candidates = [_label_units(label, gazetteer, on) for label in labels]
    if not candidates or not all(candidates):
        return (), False
    chosen, *others = candidates
    chained = False
    for above in others:
        paths = {unit.path for unit in above}
        inside = tuple(u for u in chosen if any(u.path[:size] in paths for size in range(1, len(u.path))))
        chained |= bool(inside)
        chosen = inside or chosen
    chosen = _highest(chosen)
    own = host.endswith(".gov.vn") and not others
    return chosen, len(chosen) == 1 and (chained or own)


def path_units(url: str | None, gazetteer: Gazetteer, on: date | None) -> tuple[Unit, ...]:
    """Return the units that a whole path segment names with its type word (`/xa-binh-phu/`), except for the last
    segment, which holds the title."""
    try:
        segments = urlsplit(url or "").path.lower().split("/")[:-1]
    except ValueError:
        return ()
    return tuple(
        unit
        for segment in segments
        if _TYPED_SEGMENT.match(segment)
        for unit in gazetteer.find(segment.replace("-", " "), on)
    )


def _host(url: str | None) -> str:
    try:
        return (urlsplit(url or "").hostname or "").lower()
    except ValueError:
        return ""


def host_span(url: str | None) -> tuple[int, int]:
    """Return the span of the host in an address; (0, 0) if there is none."""
    host = _host(url)
    start = (url or "").lower().find(host) if host else -1
    return (start, start + len(host)) if start >= 0 else (0, 0)


def _label_units(label: str, gazetteer: Gazetteer, on: date | None) -> tuple[Unit, ...]:
    """Return the units of a host label, if need be without an office before or a medium behind it (`ubndtamky`,
    `hanamtv`)."""
    bare = _OFFICE.sub("", label)
    for form in dict.fromkeys((label, bare, _TAIL.sub("", label), _TAIL.sub("", bare))):
        if len(form) > 2 and (units := gazetteer.find_by_slug(form, on)):
            return units
        for prefix, unit_type in _PREFIX.items():
            if form.startswith(prefix) and len(form) > len(prefix):
                units = gazetteer.find_by_slug(form.removeprefix(prefix), on)
                if units := tuple(unit for unit in units if unit.type == unit_type):
                    return units
    return ()


def _highest(units: tuple[Unit, ...]) -> tuple[Unit, ...]:
    """Return the units of the highest level: `bacninh.gov.vn` is the province's host, not the city's."""
    for level in ("province", "district", "commune"):
        if of_level := tuple(unit for unit in units if unit.level == level):
            return of_level
    return ()
