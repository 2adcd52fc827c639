"""The gazetteer: which administrative units, before and after the reform of 1 July 2025, a written name may denote.

What the units became in the reform, and what today's units were made of, is in `succession`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache

from ...analyzers import fold, has_diacritics, normalize
from .names import COMMUNE_TYPES, name_key, name_variants, split_unit_type
from .table import REFORM, folded_rows, name_aliases, unit_table
from .units import Unit, may_be_called, provinces, unit_at

_CACHED_PREFIXES = 1 << 14
LONGEST_NAME = 8
"""Syllables of the longest written name, with its type word."""


@dataclass(frozen=True, slots=True)
class PlaceFilter:
    """The places that a filter value such as `Bến Lức` or `Long An/Huyện Bến Lức` selects.

    These are the places within `path`, or if it is None, those with any of the `names` (normal forms) in their path.
    """

    path: str | None = None
    names: tuple[str, ...] = ()


class Gazetteer:
    """All units of both eras, found by their names.

    Use the shared instance that `gazetteer()` returns. The table is read at the first look-up; instances are safe to
    share between threads.
    """

    def __init__(self) -> None:
        # the cached value is shared by all callers and must not be changed
        self._prefixes = lru_cache(maxsize=_CACHED_PREFIXES)(self._name_prefixes)

    @cached_property
    def provinces_before_reform(self) -> frozenset[str]:
        """The provinces before the reform, without type word (both Thừa Thiên Huế and Huế, which succeeded it)."""
        return frozenset(unit.name for unit in provinces() if unit.since != REFORM)

    @cached_property
    def provinces_today(self) -> frozenset[str]:
        """Today's 34 provinces, without type word."""
        return frozenset(unit.name for unit in provinces() if unit.since == REFORM)

    @cached_property
    def first_syllables(self) -> frozenset[str]:
        """The normal forms with which the bare name of a province or district can begin, to rule out words quickly."""
        types = unit_table().type
        large = {
            name for name, rows in unit_table().by_key.items() if any(types[row] not in COMMUNE_TYPES for row in rows)
        }
        return frozenset(name.split(" ")[0] for name in (*large, *name_aliases()))

    def find(self, name: str, on: date | None = None) -> tuple[Unit, ...]:
        """Return every unit of this name that may have existed on a day (None: at any time), ordered by path.

        If the name begins with a type word, the unit must be of that type. A name without any diacritics finds the
        units whose names have none, or if there are none, all whose names it could stand for.
        """
        units = {unit.path: unit for unit in map(unit_at, _rows_of(name)) if unit.existed(on)}
        return tuple(units[path] for path in sorted(units))

    def unit(self, path: Sequence[str], on: date | None = None) -> Unit | None:
        """Return the unit of a whole path from the province down, in any written form.

        None if there is no such unit, or several and none with exactly this path.
        """
        units = [unit for unit in self.locate(path, on) if len(unit.path) == len(path)]
        exact = [unit for unit in units if unit.path == tuple(path)]
        return exact[0] if exact else units[0] if len(units) == 1 else None

    def locate(self, parts: Sequence[str], on: date | None = None) -> tuple[Unit, ...]:
        """Return the units that the last part names and that lie within all parts before it; levels may be missing."""
        if not parts:
            return ()
        return tuple(unit for unit in self.find(parts[-1], on) if _lies_within(unit, parts[:-1]))

    def find_by_slug(self, slug: str, on: date | None = None) -> tuple[Unit, ...]:
        """Return the units whose bare name, without diacritics and spaces, is this part of a web address: `benluc`."""
        rows = self._slugs.get(slug, ())
        units = {unit.path: unit for row in rows if (unit := unit_at(row)).existed(on)}
        return tuple(units[path] for path in sorted(units))

    @cached_property
    def _slugs(self) -> dict[str, list[int]]:
        slugs: dict[str, list[int]] = {}
        for name, rows in folded_rows().items():
            slugs.setdefault(name.replace(" ", ""), []).extend(rows)
        for written, name in name_aliases().items():
            slugs.setdefault(fold(written).replace(" ", ""), unit_table().by_key.get(name, []))
        return slugs

    def count_name_words(self, words: Sequence[str]) -> int:
        """Return how many of the first words form the longest known name, with or without type word; 0 if none do."""
        for size in range(min(len(words), LONGEST_NAME), 0, -1):
            if _rows_of(" ".join(words[:size])):
                return size
        return 0

    def longest_name(
        self, keys: Sequence[str], on: date | None = None, *, types: frozenset[str] | None = None
    ) -> tuple[int, tuple[Unit, ...]]:
        """Return the length, in keys, of the longest bare name with which the keys begin, and the units of that name.

        `keys` are the keys of single words, as `name_key` makes them; `types` are the unit types that count (None:
        all). Only units that may have existed on the day `on` count. Returns `(0, ())` if there is no such name.
        """
        for size, named in self._prefixes(tuple(keys), types):
            units = {unit.path: unit for unit in named if unit.existed(on)}
            if units:
                return size, tuple(units.values())
        return 0, ()

    def _name_prefixes(self, keys: tuple[str, ...], types: frozenset[str] | None) -> list[tuple[int, list[Unit]]]:
        """Return the bare names with which the keys begin, longest first: how many keys, and all units of the name."""
        prefixes: list[tuple[int, list[Unit]]] = []
        longest = self._longest_by_first_key.get(keys[0], 0) if keys else 0
        for size in range(min(len(keys), longest), 0, -1):
            name = " ".join(keys[:size])
            if name not in self._names or (types is None and name.isdecimal()):
                continue
            rows = _rows_of_key(name, unit_table().by_key)
            if types is not None:
                rows = [row for row in rows if any(may_be_called(row, unit_type) for unit_type in types)]
            prefixes.append((size, sorted(map(unit_at, rows), key=lambda unit: unit.path)))
        return prefixes

    @cached_property
    def _names(self) -> frozenset[str]:
        """The keys of all bare names, in every written form."""
        return frozenset((*unit_table().by_key, *name_aliases()))

    @cached_property
    def _longest_by_first_key(self) -> dict[str, int]:
        """For each key that begins a name, the length in keys of the longest such name."""
        longest: dict[str, int] = {}
        for name in self._names:
            words = name.split(" ")
            longest[words[0]] = max(longest.get(words[0], 0), min(len(words), LONGEST_NAME))
        return longest

    def resolve_filter(self, value: str, *, include_former: bool = False) -> PlaceFilter:
        """Return what a filter value selects.

        A value with `/` is a path. The bare name of a province of today (with `include_former`, of either era) is the
        province's path. Any other value is a name, in every spelling of the table that it could stand for.
        """
        parts = [part.strip() for part in value.split("/") if part.strip()]
        if "/" in value and parts:
            unit = self.unit(parts)
            return PlaceFilter(path="/".join(unit.path if unit else parts))
        units = self.find(value)
        allowed = self.provinces_before_reform | self.provinces_today if include_former else self.provinces_today
        for unit in units:
            if unit.level == "province" and unit.name in allowed:
                return PlaceFilter(path=unit.name)
        has_type_word = split_unit_type(name_key(value), folded=not has_diacritics(value))[0] is not None
        names = {name_variants(unit.name)[0 if has_type_word else -1] for unit in units}
        return PlaceFilter(names=tuple(sorted(names)) or (normalize(value).strip(),))


def _rows_of(name: str) -> list[int]:
    """Return the rows of a written name, exactly as written or, if it has no diacritics, by its folded key."""
    key = name_key(name)
    rows = _rows_with_type(key, unit_table().by_key, folded=False)
    return rows if rows or has_diacritics(name) else _rows_with_type(fold(key), folded_rows(), folded=True)


def _rows_with_type(key: str, index: dict[str, list[int]], *, folded: bool) -> list[int]:
    """Return the rows of a key, whose first words may be a type word or part of the name."""
    rows = [] if key.isdecimal() else _rows_of_key(key, index)
    unit_type, bare = split_unit_type(key, folded=folded)
    if unit_type is not None:
        rows += [row for row in _rows_of_key(bare, index) if may_be_called(row, unit_type)]
    return rows


def _rows_of_key(key: str, index: Mapping[str, list[int]]) -> list[int]:
    """Return the rows of a bare name's key, and of the name of which it is another written form."""
    other = name_aliases().get(key)
    return [*index.get(key, ()), *(index.get(other, ()) if other else ())]


def _lies_within(unit: Unit, parts: Iterable[str]) -> bool:
    """Return whether a unit lies within units of these names, given from the highest down."""
    names = [{name_key(name), split_unit_type(name_key(name))[1]} for name in unit.path[:-1]]
    for part in parts:
        whole = name_key(part)
        unit_type, bare = split_unit_type(whole)
        forms = {whole, bare} if unit_type in (None, "tỉnh", "thành phố") else {whole}
        forms |= {name_aliases().get(form, form) for form in forms}
        if not has_diacritics(part):
            names = [known | {fold(name) for name in known} for known in names]
        place = next((at for at, known in enumerate(names) if known & forms), None)
        if place is None:
            return False
        names = names[place + 1 :]
    return True


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer that the whole process shares."""
    return Gazetteer()
