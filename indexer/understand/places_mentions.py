"""Where a text names places: by a type word (`xã X`), a committee (`Huyện ủy X`), or barely (`Bến Lức hội nghị`).

Only capital words can be a name, and of them the longest run from the first that the gazetteer knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from ...analyzers import normal
from ...knowledge import Gazetteer, Unit
from ...knowledge.places_names import COMMUNE_KINDS, key
from ...knowledge.places_table import REFORM

_KINDS = {
    "tỉnh": ("tỉnh",), "thành phố": ("thành phố",), "thị xã": ("thị xã",), "thị trấn": ("thị trấn",),
    "đặc khu": ("đặc khu",), "quận": ("quận",), "huyện": ("huyện",), "phường": ("phường",), "xã": ("xã",),
    "tp": ("thành phố",), "tx": ("thị xã",), "tt": ("thị trấn",), "q": ("quận",), "h": ("huyện",), "p": ("phường",),
}  # fmt: skip
_COMMITTEES = {"tỉnh": "tỉnh", "thành": "thành phố", "thị": "thị xã", "quận": "quận", "huyện": "huyện"}

_TYPED = re.compile(
    r"(?<![^\W_])(?:"
    r"(?P<committee>(?i:tỉnh|thành|thị|quận|huyện))\s+(?i:ủy|uỷ)"
    r"|(?P<kind>(?i:thành\s+phố|thị\s+xã|thị\s+trấn|đặc\s+khu|tỉnh|quận|huyện|phường|xã))"
    r"|(?P<short>T\.?[PXT]|Tp|Tx|Tt|[QHP](?=\.|\d))\.?"
    r")\s*(?=[^\W_])"
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_GAP = re.compile(r"(?: |\u00a0|\s?[-–]\s?)(?=[^\W_])")
_RUN = re.compile(r"[^\W\d_][^\W_]*(?:['’][^\W_]+)*")

SURNAMES = frozenset({
    "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ", "ngô", "dương",
    "lý", "đào", "đinh", "trịnh", "trương", "lâm", "mai", "cao", "lương", "tạ", "hà", "tô", "chu", "thái", "châu",
    "tống", "kiều", "vương", "quách", "phùng", "tăng", "lưu", "đoàn",
})  # fmt: skip
_OFFICE = re.compile(r"(?i)(chủ\s+tịch|bí\s+thư|trưởng|phó|ông|bà|đồng\s+chí|đ/c)[^.;:\n]{0,40}$")
_NOT_A_PLACE = re.compile(
    r"(?i)(chủ\s+tịch|bác|tư\s+tưởng|đạo\s+đức|phong\s+cách|thanh\s+niên|cộng\s+sản|tncs|tntp|thiếu\s+niên|ông|bà|"
    r"anh|chị|em|đồng\s+chí|đường|phố|cầu|trường|giải|báo)\s+$"
)


LONGEST_WORD = 20
"""Letters; no word of a name is longer."""


@dataclass(frozen=True, slots=True)
class Mention:
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
        return next(level for level in ("province", "district", "commune") if any(u.level == level for u in self.units))


def find_mentions(text: str, gazetteer: Gazetteer, on: date | None) -> list[Mention]:
    """Every typed mention of a text, in order, and every bare one of a province or a district between them."""
    typed = list(_typed(text, gazetteer, on))
    taken = [(mention.start, mention.end) for mention in typed]
    bare = [m for m in _bare(text, gazetteer, on) if not any(start < m.end and m.start < end for start, end in taken)]
    return sorted(typed + bare, key=lambda mention: mention.start)


def unknown_levels(text: str, gazetteer: Gazetteer, on: date | None) -> set[str]:
    """The levels (`district`, `commune`) of which a text names a unit that the gazetteer has not for that day."""
    levels = set()
    for match in _TYPED.finditer(text):
        kinds = frozenset(_kinds(match))
        if _shouted(text[match.start() : match.end() + 12]):
            continue  # where all letters are capitals, no word tells that it is a name
        words = [word for word, _ in _words(text, match.end())]
        if len(words) > 1 and "tỉnh" not in kinds and not gazetteer.longest(words, on, kinds=kinds)[0]:
            levels.add("commune" if kinds & COMMUNE_KINDS else "district")
    return levels if on is None or on < REFORM else levels - {"district"}


def _typed(text: str, gazetteer: Gazetteer, on: date | None) -> Iterator[Mention]:
    for match in _TYPED.finditer(text):
        kinds = _kinds(match)
        shouted = _shouted(text[match.start() : match.end() + 12])
        words = _words(text, match.end())
        if not words:
            continue
        size, units = gazetteer.longest([word for word, _ in words], on, kinds=frozenset(kinds))
        if not size or not _stands_alone(text, match.start(), words, size, shouted):
            continue
        yield Mention(kinds, " ".join(word for word, _ in words[:size]), units, match.start(), words[size - 1][1])


def _kinds(match: re.Match[str]) -> tuple[str, ...]:
    if match["committee"]:
        return (_COMMITTEES[match["committee"].lower()],)
    written = match["kind"] or match["short"].replace(".", "")
    return _KINDS[" ".join(written.lower().split())]


def _words(text: str, start: int, limit: int = 8) -> list[tuple[str, int]]:
    """The keys of the capital words (or numbers) from `start` on, each with its end, up to anything else."""
    found: list[tuple[str, int]] = []
    at = start
    while len(found) < limit and (word := _WORD.match(text, at)):
        written = word[0]
        if len(written) > LONGEST_WORD or not (written[0].isupper() or written[0].isdecimal()):
            break
        found.extend((part, word.end()) for part in _word_key(written).split(" "))
        gap = _GAP.match(text, word.end())
        if not gap:
            break
        at = gap.end()
    return found


_word_key = lru_cache(maxsize=8192)(key)


def _shouted(text: str) -> bool:
    return text.isupper()


def _stands_alone(text: str, start: int, words: list[tuple[str, int]], size: int, shouted: bool) -> bool:
    """Whether a name that ends before the capital words do is a name of its own, and no person's.

    `phường Yên Nghĩa Lê Xuân Hoàn` is; `xã Tân Phú Trung` is not Tân Phú; `Chủ tịch UBND xã Trần Phú Hùng` is a man.
    """
    end = words[size - 1][1]
    rest = [word for word, _ in words[size:]] if _runs_on(text, end) else []
    person = words[0][0] in SURNAMES
    if person and rest:
        return False
    if person and size > 2 and _OFFICE.search(text, max(0, start - 60), start):
        return False
    return shouted or not rest or len(rest) > 1 or rest[0] in SURNAMES or words[0][0].isdecimal()


def _runs_on(text: str, end: int) -> bool:
    return text[end : end + 1] in (" ", "\u00a0") and text[end + 1 : end + 2].isupper()


def _bare(text: str, gazetteer: Gazetteer, on: date | None) -> Iterator[Mention]:
    """Names of provinces and districts without a type word, at the beginning of a run of capital words."""
    at = 0
    while match := _RUN.search(text, at):
        at = match.end()
        if not match[0][0].isupper():
            continue
        if len(match[0]) > 1 and match[0].isupper() and not _shouted(text[match.end() : match.end() + 12]):
            continue  # an office's letters (`UBND Hà Nội`)
        at = max(at, _end_of_run(text, match.start()))
        if normal(match[0]) not in gazetteer.first_syllables:
            continue
        words = _words(text, match.start())
        size, units = gazetteer.longest([word for word, _ in words], on)
        units = _as_bare(units, gazetteer)
        if not units or (size == 1 and units[0].level != "province"):
            continue
        if not _bare_stands(text, match.start(), words, size):
            continue
        bare = " ".join(word for word, _ in words[:size])
        yield Mention(None, bare, units, match.start(), words[size - 1][1])


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


def _end_of_run(text: str, start: int) -> int:
    """The end of the capital words that are parted by single spaces."""
    end = start
    while (word := _WORD.match(text, end)) and (word[0][0].isupper() or word[0][0].isdecimal()):
        end = word.end()
        if text[end : end + 1] != " ":
            break
        end += 1
    return end


def _bare_stands(text: str, start: int, words: list[tuple[str, int]], size: int) -> bool:
    if _runs_on(text, words[size - 1][1]) and not _shouted(text[start : words[-1][1]]):
        return False
    return not _NOT_A_PLACE.search(text, max(0, start - 16), start)


def leading_bare(text: str, gazetteer: Gazetteer, on: date | None) -> Mention | None:
    """The place with which a title begins without saying what it is (`Bến Lức hội nghị …`), of any level."""
    first = _RUN.search(text)
    if first is None or not first[0][0].isupper():
        return None
    words = _words(text, first.start())
    size, units = gazetteer.longest([word for word, _ in words], on)
    if size < 2 and not any(unit.level == "province" for unit in units):
        return None
    if not size or (words[0][0] in SURNAMES and len(words) > size):
        return None
    if any(unit.level == "province" for unit in units):
        units = _as_bare(units, gazetteer)
    return Mention(None, " ".join(word for word, _ in words[:size]), units, first.start(), words[size - 1][1])


def bare_runs(title: str) -> dict[str, int]:
    """The whole runs of capital words of a title, two words at least, by key, and where each begins; of the one that
    begins the title also what follows its first word, which is capital anyhow (`Người Cẩm Châu`)."""
    runs: dict[str, int] = {}
    at = 0
    while match := _RUN.search(title, at):
        at = match.end()
        if not match[0][0].isupper() or _shouted(title):
            continue
        found = _words(title, match.start())
        at = found[-1][1] if found else at
        if (
            len(found) > 1
            and found[0][0] not in SURNAMES
            and not _NOT_A_PLACE.search(title, max(0, match.start() - 16), match.start())
        ):
            keys = [word for word, _ in found]
            runs.setdefault(" ".join(keys), match.start())
            if len(keys) > 2 and not runs.keys() - {" ".join(keys)}:
                runs.setdefault(" ".join(keys[1:]), match.end() + 1)
    return runs
