"""Places named without a type word: `Bến Lức hội nghị …`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ....analyzers import normalize
from ....analyzers.cache import Cache
from ....knowledge import Gazetteer, Unit
from .capital_runs import Run, first_words, is_all_capitals, read_run, runs_on
from .typed_names import SURNAMES, PlaceMention

_RUN = re.compile(r"[^\W\d_][^\W_]*(?:['’][^\W_]+)*")
_NOT_A_PLACE = re.compile(
    r"(?i)(chủ\s+tịch|bác|tư\s+tưởng|đạo\s+đức|phong\s+cách|thanh\s+niên|cộng\s+sản|tncs|tntp|thiếu\s+niên|ông|bà|"
    r"anh|chị|em|đồng\s+chí|đường|phố|cầu|(?<!môi\s)trường|giải|báo)\s+$"
)
_REACH = 16  # characters before a name in which such a word stands

_NORMAL: Cache[str] = Cache(normalize)


def bare_mentions(text: str, gazetteer: Gazetteer, on: date | None) -> Iterator[PlaceMention]:
    """Yield provinces and districts named without a type word, at the beginning of a run of capitalised words."""
    done = 0
    for first in first_words(text):
        start = first.start()
        if start < done or _NORMAL[first[0]] not in gazetteer.first_syllables:
            continue  # `Vũng Tàu` within `Bà Rịa - Vũng Tàu` is none
        run = read_run(text, start)
        size, units = gazetteer.longest_name(run.keys, on)
        units = _units_of_bare_name(units, gazetteer) if units else ()
        if not units or (size == 1 and units[0].level != "province"):
            continue
        if _is_place(text, start, run, size):
            done = start + run.ends[size - 1]
            yield PlaceMention(None, " ".join(run.keys[:size]), units, start, done)


def _units_of_bare_name(units: tuple[Unit, ...], gazetteer: Gazetteer) -> tuple[Unit, ...]:
    """Return the units that a name without a type word means: the province rather than its city of that name, else a
    district.

    `Huế` may be the province of today, or the one in which the city of that name lay.
    """
    provinces = tuple(unit for unit in units if unit.level == "province")
    if not provinces:
        return tuple(unit for unit in units if unit.level == "district")
    cities = {unit.path[:1] for unit in units if unit.level == "district" and unit.type == "thành phố"}
    others = (gazetteer.unit(path) for path in sorted(cities - {unit.path for unit in provinces}))
    return provinces + tuple(filter(None, others))


def _is_place(text: str, start: int, run: Run, size: int) -> bool:
    """Return whether the name ends with its run of capitalised words and is not a person's, a road's or the like."""
    if runs_on(text, start + run.ends[size - 1]) and not is_all_capitals(text[start : start + run.ends[-1]]):
        return False
    return not _NOT_A_PLACE.search(text, max(0, start - _REACH), start)


def leading_bare_mention(text: str, gazetteer: Gazetteer, on: date | None) -> PlaceMention | None:
    """Return the place of any level with whose bare name a title begins (`Bến Lức hội nghị …`)."""
    first = _RUN.search(text)
    if first is None or not first[0][0].isupper():
        return None
    start = first.start()
    run = read_run(text, start)
    size, units = gazetteer.longest_name(run.keys, on)
    if size < 2 and not any(unit.level == "province" for unit in units):
        return None
    if not size or (run.keys[0] in SURNAMES and len(run.keys) > size):
        return None
    if any(unit.level == "province" for unit in units):
        units = _units_of_bare_name(units, gazetteer)
    return PlaceMention(None, " ".join(run.keys[:size]), units, start, start + run.ends[size - 1])


def bare_runs(title: str) -> dict[str, int]:
    """Return the runs of at least two capitalised words in a title, as keys with the offset at which each begins.

    The first word of a title is always capitalised, so that the run that begins it is also returned without that word
    (`Người Cẩm Châu`).
    """
    runs: dict[str, int] = {}
    at = 0
    while match := _RUN.search(title, at):
        at = match.end()
        if not match[0][0].isupper() or is_all_capitals(title):
            continue
        keys, ends = read_run(title, match.start())
        at = match.start() + ends[-1] if ends else at
        if (
            len(keys) > 1
            and keys[0] not in SURNAMES
            and not _NOT_A_PLACE.search(title, max(0, match.start() - _REACH), match.start())
        ):
            runs.setdefault(" ".join(keys), match.start())
            if len(keys) > 2 and not runs.keys() - {" ".join(keys)}:
                runs.setdefault(" ".join(keys[1:]), match.end() + 1)
    return runs
