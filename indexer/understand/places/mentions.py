"""Where a text names places: by a type word (`xã X`), a committee (`Huyện ủy X`), or barely (`Bến Lức hội nghị`).

Only capital words can be a name, and of them the longest run from the first that the gazetteer knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from ....analyzers import has_diacritics, normalize
from ....analyzers.cache import Cache
from ....knowledge import Gazetteer, Unit
from ....knowledge.places.names import COMMITTEES, COMMUNE_KINDS, WRITTEN, Kind
from ....knowledge.places.table import REFORM
from .capital_runs import Run, first_words, read_run
from .unmarked import find_plain

_KINDS: dict[str, tuple[Kind, ...]] = {word: (kind,) for word, kind in WRITTEN.items()}
_KINDS.update((f"{word} {uy}", (kind,)) for word, kind in COMMITTEES.items() for uy in ("ủy", "uỷ"))

# The first letter by itself, and what must not stand before it behind it: so `re` looks for such letters alone.
_TYPED = re.compile(
    r"[TQHPXĐtqhpxđ](?<![^\W_].)(?:"
    r"(?<=[Tt])(?i:ỉnh(?:\s+(?:ủy|uỷ))?|hành\s+(?:ủy|uỷ|phố)|hị\s+(?:ủy|uỷ|xã|trấn))"
    r"|(?<=[QqHh])(?i:(?<=q)uận|(?<=h)uyện)(?i:\s+(?:ủy|uỷ))?"
    r"|(?<=[PpXxĐđ])(?i:(?<=p)hường|(?<=x)ã|(?<=đ)ặc\s+khu)"
    r"|(?:(?<=T)(?:\.?[PXT]|[pxt])|(?<=[QHP])(?=[.\d]|[ \u00a0][A-ZĐÀ-Ỹ]))\.?"
    r")\s*(?=[^\W_])"
)
_LETTER = frozenset({"H ", "Q ", "P ", "H\u00a0", "Q\u00a0", "P\u00a0"})
"""Type words of one letter without a full stop."""
_BEFORE_NAME = re.compile(r"(?:(?<![^\W_])[A-ZĐÀ-Ỹ][^\W\d_]*[^\W\d_A-ZĐÀ-Ỹ]|\b(?:ông|bà|anh|chị|em))\s+$")
_RUN = re.compile(r"[^\W\d_][^\W_]*(?:['’][^\W_]+)*")

SURNAMES = frozenset({
    "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ", "ngô", "dương",
    "lý", "đào", "đinh", "trịnh", "trương", "lâm", "mai", "cao", "lương", "tạ", "hà", "tô", "chu", "thái", "châu",
    "tống", "kiều", "vương", "quách", "phùng", "tăng", "lưu", "đoàn",
})  # fmt: skip
_OFFICE = re.compile(r"(?i)(chủ\s+tịch|bí\s+thư|trưởng|phó|ông|bà|đồng\s+chí|đ/c)[^.;:\n]{0,40}$")
_NOT_A_PLACE = re.compile(
    r"(?i)(chủ\s+tịch|bác|tư\s+tưởng|đạo\s+đức|phong\s+cách|thanh\s+niên|cộng\s+sản|tncs|tntp|thiếu\s+niên|ông|bà|"
    r"anh|chị|em|đồng\s+chí|đường|phố|cầu|(?<!môi\s)trường|giải|báo)\s+$"
)


class Mention(NamedTuple):
    """A place named at `start`..`end` of a text: the kinds its type word allows (None: named barely), its bare key,
    and every unit of the date that it can be."""

    kinds: tuple[str, ...] | None
    bare: str
    units: tuple[Unit, ...]
    start: int
    end: int

    @property
    def level(self) -> str:
        """The highest level it can be of."""
        levels = [unit.level for unit in self.units]
        return next(level for level in ("province", "district", "commune") if level in levels)


def find_mentions(text: str, gazetteer: Gazetteer, on: date | None) -> list[Mention]:
    """Every typed mention of a text, in order, and every bare one of a province or a district between them."""
    if text.islower():
        return _in_small_letters(text, gazetteer, on)
    typed = list(_typed(text, gazetteer, on))
    if not typed and not has_diacritics(text):
        typed = [Mention((kind,), *found) for kind, found in find_plain(text, gazetteer, on)]
    taken = [(mention.start, mention.end) for mention in typed]
    bare = [m for m in _bare(text, gazetteer, on) if not any(start < m.end and m.start < end for start, end in taken)]
    return sorted(typed + bare, key=lambda mention: mention.start)


def _in_small_letters(text: str, gazetteer: Gazetteer, on: date | None) -> list[Mention]:
    """Of a text without any capital: known names of two words or more behind a type word, which is all that tells
    them there. `xã hội` is no commune."""
    text = _INITIAL.sub(_raised, text)
    if not has_diacritics(text):
        found = [Mention((kind,), *found) for kind, found in find_plain(text, gazetteer, on)]
    else:
        found = list(_typed(text, gazetteer, on, alone=False))
    told = (one for one in found if " " in one.bare or one.bare[-1].isdecimal())
    return [one for one in told if not (one.kinds == ("xã",) and one.bare.startswith(_SOCIETY))]


_INITIAL = re.compile(r"(?<![^\W_])[^\W\d_]")
_SOCIETY = ("hội ", "hoi ")


def _raised(letter: re.Match[str]) -> str:
    raised = letter[0].upper()
    return raised if len(raised) == 1 else letter[0]


def unknown_levels(text: str, gazetteer: Gazetteer, on: date | None) -> set[str]:
    """The levels (`district`, `commune`) of which a text names a unit that the gazetteer has not for that day."""
    levels = set()
    for match in _TYPED.finditer(text):
        kinds = frozenset(_kinds(match))
        if _shouted(text[match.start() : match.end() + 12]):
            continue  # where all letters are capitals, no word tells that it is a name
        keys = read_run(text, match.end()).keys
        if len(keys) > 1 and "tỉnh" not in kinds and not gazetteer.longest(keys, on, kinds=kinds)[0]:
            levels.add("commune" if kinds & COMMUNE_KINDS else "district")
    return levels if on is None or on < REFORM else levels - {"district"}


def _typed(text: str, gazetteer: Gazetteer, on: date | None, *, alone: bool = True) -> Iterator[Mention]:
    for match in _TYPED.finditer(text):
        start, at = match.span()
        run = read_run(text, at)
        if not run.keys:
            continue
        kinds = _kinds(match)
        size, units = gazetteer.longest(run.keys, on, kinds=frozenset(kinds))
        if match[0] in _LETTER and (size < 2 or _BEFORE_NAME.search(text, max(0, start - 20), start)):
            continue  # `Bà H`, not a district
        if size and (not alone or _stands_alone(text, start, at, run, size)):
            yield Mention(kinds, " ".join(run.keys[:size]), units, start, at + run.ends[size - 1])


def _kinds(match: re.Match[str]) -> tuple[str, ...]:
    return _KINDS[" ".join(match[0].lower().replace(".", "").split())]


def _shouted(text: str) -> bool:
    return text.isupper()


def _stands_alone(text: str, start: int, at: int, run: Run, size: int) -> bool:
    """Whether a name at `at` that ends before the capital words do is a name of its own, and no person's.

    `phường Yên Nghĩa Lê Xuân Hoàn` is; `xã Tân Phú Trung` is not Tân Phú; `Chủ tịch UBND xã Trần Phú Hùng` is a man.
    """
    first = run.keys[0]
    rest = run.keys[size:] if _runs_on(text, at + run.ends[size - 1]) else ()
    person = first in SURNAMES
    if person and rest:
        return False
    if person and size > 2 and _OFFICE.search(text, max(0, start - 60), start):
        return False
    alone = not rest or len(rest) > 1 or rest[0] in SURNAMES or first[0].isdecimal()
    return alone or _shouted(text[start : at + 12])


def _runs_on(text: str, end: int) -> bool:
    return text[end : end + 1] in (" ", "\u00a0") and text[end + 1 : end + 2].isupper()


def _bare(text: str, gazetteer: Gazetteer, on: date | None) -> Iterator[Mention]:
    """Names of provinces and districts without a type word, at the beginning of a run of capital words."""
    done = 0
    for first in first_words(text):
        start = first.start()
        if start < done or _NORMAL[first[0]] not in gazetteer.first_syllables:
            continue  # `Vũng Tàu` within `Bà Rịa - Vũng Tàu` is none
        run = read_run(text, start)
        size, units = gazetteer.longest(run.keys, on)
        units = _as_bare(units, gazetteer) if units else ()
        if not units or (size == 1 and units[0].level != "province"):
            continue
        if _bare_stands(text, start, run, size):
            done = start + run.ends[size - 1]
            yield Mention(None, " ".join(run.keys[:size]), units, start, done)


_NORMAL: Cache[str] = Cache(normalize)


def _as_bare(units: tuple[Unit, ...], gazetteer: Gazetteer) -> tuple[Unit, ...]:
    """What a name means without a type word: the province, not the city in it that has its name; else a district.

    `Huế` alone may be the province of today or the one that the city of that name lay in.
    """
    provinces = tuple(unit for unit in units if unit.level == "province")
    if not provinces:
        return tuple(unit for unit in units if unit.level == "district")
    cities = {unit.path[:1] for unit in units if unit.level == "district" and unit.kind == "thành phố"}
    others = (gazetteer.unit(path) for path in sorted(cities - {unit.path for unit in provinces}))
    return provinces + tuple(filter(None, others))


def _bare_stands(text: str, start: int, run: Run, size: int) -> bool:
    if _runs_on(text, start + run.ends[size - 1]) and not _shouted(text[start : start + run.ends[-1]]):
        return False
    return not _NOT_A_PLACE.search(text, max(0, start - 16), start)


def leading_bare(text: str, gazetteer: Gazetteer, on: date | None) -> Mention | None:
    """The place with which a title begins without saying what it is (`Bến Lức hội nghị …`), of any level."""
    first = _RUN.search(text)
    if first is None or not first[0][0].isupper():
        return None
    start = first.start()
    run = read_run(text, start)
    size, units = gazetteer.longest(run.keys, on)
    if size < 2 and not any(unit.level == "province" for unit in units):
        return None
    if not size or (run.keys[0] in SURNAMES and len(run.keys) > size):
        return None
    if any(unit.level == "province" for unit in units):
        units = _as_bare(units, gazetteer)
    return Mention(None, " ".join(run.keys[:size]), units, start, start + run.ends[size - 1])


def bare_runs(title: str) -> dict[str, int]:
    """The whole runs of capital words of a title, two words at least, by key, and where each begins; of the one that
    begins the title also what follows its first word, which is capital anyhow (`Người Cẩm Châu`)."""
    runs: dict[str, int] = {}
    at = 0
    while match := _RUN.search(title, at):
        at = match.end()
        if not match[0][0].isupper() or _shouted(title):
            continue
        keys, ends = read_run(title, match.start())
        at = match.start() + ends[-1] if ends else at
        if (
            len(keys) > 1
            and keys[0] not in SURNAMES
            and not _NOT_A_PLACE.search(title, max(0, match.start() - 16), match.start())
        ):
            runs.setdefault(" ".join(keys), match.start())
            if len(keys) > 2 and not runs.keys() - {" ".join(keys)}:
                runs.setdefault(" ".join(keys[1:]), match.end() + 1)
    return runs
