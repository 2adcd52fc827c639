"""Vietnam's units before and after the reform of 1 July 2025: what a name may mean, and what it became."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, cached_property, lru_cache
from itertools import takewhile

from ...analyzers import fold, has_diacritics, normalize
from ...model import Level, Path
from .names import COMMUNE_KINDS, DISTRICT_KINDS, SHORT, Kind, key, split_kind, with_kind, written_names
from .table import NOWHERE, REFORM, Table, aliases, folded_rows, table

CITY_PROVINCES = frozenset({"Hà Nội", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Huế"})
"""Provinces that are called `thành phố`; every other `thành phố X` is a district."""

_NAMES_KEPT = 1 << 14
LONGEST_NAME = 8
"""Syllables of the longest written name, with its type word."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit as it stood from `since` until the day before `until` (None: no limit known).

    `now` is the part of today's path that is certain: the new commune where all of the unit became one, else the new
    province alone.
    """

    path: Path
    kind: Kind
    level: Level
    now: Path
    since: date | None
    until: date | None

    @property
    def name(self) -> str:
        """The last part of the path: `Phường Trường Xuân`."""
        return self.path[-1]

    def stands(self, on: date | None) -> bool:
        """Whether it may have stood on that day; without a day, always."""
        return on is None or ((self.since is None or self.since <= on) and (self.until is None or on < self.until))


@dataclass(frozen=True, slots=True)
class PlaceFilter:
    """What a filter value such as `Bến Lức` or `Long An/Huyện Bến Lức` selects: a path, else any of these names."""

    path: str | None = None
    names: tuple[str, ...] = ()


class Gazetteer:
    """All units of both eras. Made by `gazetteer()`; reads its table at first use and is safe to share."""

    def __init__(self) -> None:
        self._units: dict[int, Unit] = {}
        self._beginning = lru_cache(maxsize=_NAMES_KEPT)(self._names_of)  # by text: nothing may change what it gives

    @cached_property
    def _table(self) -> Table:
        return table()

    @cached_property
    def provinces_then(self) -> frozenset[str]:
        """The provinces before the reform, without type word (with both Thừa Thiên Huế and Huế, which followed it)."""
        return frozenset(unit.name for unit in self._provinces if unit.since != REFORM)

    @cached_property
    def provinces_now(self) -> frozenset[str]:
        """Today's 34 provinces, without type word."""
        return frozenset(unit.name for unit in self._provinces if unit.since == REFORM)

    @cached_property
    def first_syllables(self) -> frozenset[str]:
        """The normal forms with which a bare name of a province or district can begin, for a quick look."""
        kinds = self._table.kind
        big = {
            name for name, rows in self._table.by_key.items() if any(kinds[row] not in COMMUNE_KINDS for row in rows)
        }
        return frozenset(name.split(" ")[0] for name in (*big, *aliases()))

    @cached_property
    def _provinces(self) -> tuple[Unit, ...]:
        return tuple(self._unit(row) for row, parent in enumerate(self._table.parent) if parent == NOWHERE)

    def find(self, name: str, on: date | None = None) -> tuple[Unit, ...]:
        """Every unit of this name that may have stood on the day `on` (None: at any time), in the order of their paths.

        `name` may begin with a type word or its abbreviation, which then must be the unit's. A name written without
        any diacritic finds the names that are so written, else all that it could stand for.
        """
        rows = self._rows(key(name), marked=has_diacritics(name))
        units = {self._unit(row).path: self._unit(row) for row in rows if self._unit(row).stands(on)}
        return tuple(units[path] for path in sorted(units))

    def _rows(self, name_key: str, *, marked: bool) -> list[int]:
        found = self._typed(name_key, self._table.by_key, folded=False)
        return found if found or marked else self._typed(fold(name_key), folded_rows(), folded=True)

    def _typed(self, name_key: str, index: dict[str, list[int]], *, folded: bool) -> list[int]:
        """Rows of a key, with its first words as the type word or as part of the name."""
        rows = [] if name_key.isdecimal() else _rows_of(name_key, index)
        kind, bare = split_kind(name_key, folded=folded)
        if kind is not None:
            rows += [row for row in _rows_of(bare, index) if self._is(row, kind)]
        return rows

    def _is(self, row: int, kind: str) -> bool:
        columns = self._table
        if columns.parent[row] != NOWHERE:
            return columns.kind[row] == kind
        return (kind == "thành phố") == (columns.name[row] in CITY_PROVINCES) and kind in ("tỉnh", "thành phố")

    def _unit(self, row: int) -> Unit:
        unit = self._units.get(row)
        if unit is None:
            unit = self._units[row] = self._make(row)
        return unit

    def _make(self, row: int) -> Unit:
        columns, name = self._table, self._table.name[row]
        since, until = columns.since[row], columns.until[row]
        parent = columns.parent[row]
        if parent == NOWHERE:
            return Unit((name,), "tỉnh", "province", (columns.became[row],), since, until)
        above = self._unit(parent)
        kind = columns.kind[row]
        level: Level = "district" if kind in DISTRICT_KINDS else "commune"
        path = (*above.path, with_kind(kind, name))
        if since == REFORM:
            return Unit(path, kind, level, path, since, until)
        letters, _, became = columns.became[row].partition(" ")
        now = (above.now[0], with_kind(SHORT[letters], became)) if became else above.now[:1]
        return Unit(path, kind, level, now, since, until)

    def unit(self, path: Sequence[str], on: date | None = None) -> Unit | None:
        """The one unit of a whole path from the province down, in any written form; None if there is none such."""
        found = [unit for unit in self.locate(path, on) if len(unit.path) == len(path)]
        exact = [unit for unit in found if unit.path == tuple(path)]
        return exact[0] if exact else found[0] if len(found) == 1 else None

    def locate(self, parts: Sequence[str], on: date | None = None) -> tuple[Unit, ...]:
        """The units that the last part names and that lie in all the parts before it (which may leave out levels)."""
        if not parts:
            return ()
        return tuple(unit for unit in self.find(parts[-1], on) if self._lies_in(unit, parts[:-1]))

    def _lies_in(self, unit: Unit, above: Iterable[str]) -> bool:
        names = [{key(name), split_kind(key(name))[1]} for name in unit.path[:-1]]
        for part in above:
            whole = key(part)
            forms = {whole, split_kind(whole)[1]} if split_kind(whole)[0] in (None, "tỉnh", "thành phố") else {whole}
            forms |= {aliases().get(form, form) for form in forms}
            if not has_diacritics(part):
                names = [known | {fold(name) for name in known} for known in names]
            place = next((at for at, known in enumerate(names) if known & forms), None)
            if place is None:
                return False
            names = names[place + 1 :]
        return True

    def became(self, unit: Unit) -> tuple[Unit, ...]:
        """What a unit of today was made of: the communes of before the reform all of which became it, or the provinces
        all of which lie in it; in the order of their paths."""
        if unit.since != REFORM:
            return ()
        if unit.level == "province":
            made = [old for old in self._provinces if old.since != REFORM and old.now == unit.path]
        else:
            letters = {kind: short for short, kind in SHORT.items()}
            became = f"{letters[unit.kind]} {unit.name[len(unit.kind) + 1 :]}"
            columns = self._table
            rows = (row for row, name in enumerate(columns.became) if name == became and columns.until[row] is not None)
            made = [self._unit(row) for row in rows if self._unit(row).now == unit.path]
        return tuple(sorted(made, key=lambda each: each.path))

    def before(self, unit: Unit) -> Unit | None:
        """What a commune of today was: the lowest unit of before the reform in which all that became it whole lay, with
        that commune as its `now`. None for any other unit, and where nothing became it whole.

        Its level is a commune's where it was made of more than one district.
        """
        if unit.since != REFORM or len(unit.path) != 2:
            return None
        paths = list(zip(*(old.path for old in self.became(unit)), strict=False))
        shared = tuple(parts[0] for parts in takewhile(lambda parts: len(set(parts)) == 1, paths))
        found = self.unit(shared, REFORM - timedelta(days=1)) if shared else None
        if (
            found is not None
            and found.level == "commune"
            and found.name[len(found.kind) :] != unit.name[len(unit.kind) :]
        ):
            found = self.unit(found.path[:-1], REFORM - timedelta(days=1))  # parts of others became it, too
        if found is None:
            return None
        return replace(found, now=unit.path, level="commune" if found.level == "province" else found.level)

    def path_now(self, path_then: Sequence[str]) -> Path:
        """What a path of either era is part of today, as far as it is certain; () for an unknown path."""
        unit = self.unit(path_then)
        return unit.now if unit else ()

    def longest_place(self, words: Sequence[str]) -> int:
        """How many of the first words are a known name, with or without type word; the longest wins, 0 if none."""
        for size in range(min(len(words), LONGEST_NAME), 0, -1):
            name = " ".join(words[:size])
            if self._rows(key(name), marked=has_diacritics(name)):
                return size
        return 0

    def longest(
        self, keys: Sequence[str], on: date | None = None, *, kinds: frozenset[str] | None = None
    ) -> tuple[int, tuple[Unit, ...]]:
        """The longest bare name that the first keys form, in how many keys, and the units that bear it.

        In: keys of single words, as `places_names.key` makes them; `kinds`: the type words allowed (None: any). Only
        units that may have stood on the day `on`. Out: (0, ()) if there is none.
        """
        for size, named in self._beginning(tuple(keys), kinds):
            units = {unit.path: unit for unit in named if unit.stands(on)}
            if units:
                return size, tuple(units.values())
        return 0, ()

    def _names_of(self, keys: tuple[str, ...], kinds: frozenset[str] | None) -> list[tuple[int, list[Unit]]]:
        """The bare names that the first keys form, the longest first: in how many keys, and who ever bore it."""
        found: list[tuple[int, list[Unit]]] = []
        most = self._longest_from.get(keys[0], 0) if keys else 0
        for size in range(min(len(keys), most), 0, -1):
            name = " ".join(keys[:size])
            if name not in self._names or (kinds is None and name.isdecimal()):
                continue
            rows = _rows_of(name, self._table.by_key)
            if kinds is not None:
                rows = [row for row in rows if any(self._is(row, kind) for kind in kinds)]
            found.append((size, sorted(map(self._unit, rows), key=lambda unit: unit.path)))
        return found

    @cached_property
    def _names(self) -> frozenset[str]:
        """The keys of all bare names, in every written form."""
        return frozenset((*self._table.by_key, *aliases()))

    @cached_property
    def _longest_from(self) -> dict[str, int]:
        """How many keys the longest name has that begins with a key."""
        longest: dict[str, int] = {}
        for name in self._names:
            words = name.split(" ")
            longest[words[0]] = max(longest.get(words[0], 0), min(len(words), LONGEST_NAME))
        return longest

    def find_slug(self, slug: str, on: date | None = None) -> tuple[Unit, ...]:
        """The units whose bare name an address writes so: no marks, no spaces (`benluc`)."""
        rows = self._slugs.get(slug, ())
        units = {unit.path: unit for row in rows if (unit := self._unit(row)).stands(on)}
        return tuple(units[path] for path in sorted(units))

    @cached_property
    def _slugs(self) -> dict[str, list[int]]:
        slugs: dict[str, list[int]] = {}
        for name, rows in folded_rows().items():
            slugs.setdefault(name.replace(" ", ""), []).extend(rows)
        for written, name in aliases().items():
            slugs.setdefault(fold(written).replace(" ", ""), self._table.by_key.get(name, []))
        return slugs

    def resolve_filter(self, value: str, *, then: bool = False) -> PlaceFilter:
        """What a filter value selects: a value with `/` is a path; the bare name of a current province (with `then`,
        of a province of either era) is its path; any other is a name, in every spelling of the table it could be."""
        parts = [part.strip() for part in value.split("/") if part.strip()]
        if "/" in value and parts:
            unit = self.unit(parts)
            return PlaceFilter(path="/".join(unit.path if unit else parts))
        units = self.find(value)
        provinces = self.provinces_then | self.provinces_now if then else self.provinces_now
        for unit in units:
            if unit.level == "province" and unit.name in provinces:
                return PlaceFilter(path=unit.name)
        typed = split_kind(key(value), folded=not has_diacritics(value))[0] is not None
        names = {written_names(unit.name)[0 if typed else -1] for unit in units}
        return PlaceFilter(names=tuple(sorted(names)) or (normalize(value).strip(),))


def _rows_of(name: str, index: Mapping[str, list[int]]) -> list[int]:
    """The rows of a bare name's key as it is and as another written form of a name."""
    other = aliases().get(name)
    return [*index.get(name, ()), *(index.get(other, ()) if other else ())]


@cache
def gazetteer() -> Gazetteer:
    """The one gazetteer of this process; its table is read at the first question."""
    return Gazetteer()
