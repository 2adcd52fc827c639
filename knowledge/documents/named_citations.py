"""Documents that a text cites by name: laws, and resolutions of the Central Committee by the meeting that passed them.

Examples are `Luật Đất đai năm 2013`, `BLHS`, `Hiến pháp`, `các Luật Đất đai, Nhà ở` and `Nghị quyết Trung ương 4 (khóa
XII)`. The names of laws are those of `laws`; a law that its table lacks counts if the end of its name is certain. The
rules are described in `docs/citations.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from ...analyzers import fold, normalize
from ..aligned_text import AlignedText
from .issuers import read_issue_details
from .laws import law_normal_form, title_spellings


class LawMatch(NamedTuple):
    """A law named at `start`..`end` of an aligned text: its title without a year, and the year and day stated."""

    title: str
    year: str | None
    date: str | None
    start: int
    end: int

    @property
    def number(self) -> str:
        """The normal form, without the year if the title determines the law."""
        return law_normal_form(self.title, self.year)


def find_laws(at: AlignedText, *, strict: bool = True) -> list[LawMatch]:
    """Return the laws that a text names, in order.

    `strict` is meant for running text, where letter case distinguishes names from common words.
    """
    found: list[LawMatch] = []
    for start, kind, name in _candidates(at.folded):
        if found and start < found[-1].end:
            continue
        found += _laws_at(at, start, kind, name, strict)
    return found


def sole_law(at: AlignedText) -> str | None:
    """Return the normal form of the law that makes up the whole text (`luat dat dai 2013`), or None."""
    end = len(at.folded.rstrip(") "))
    whole = [law for law in find_laws(at, strict=False) if law.start == 0 and law.end >= end]
    return whole[0].number if whole else None


_KIND_WORD = re.compile(
    r"(?<![a-z0-9])(?:bo )?(?:luat|phap lenh)(?=\s)|(?<![a-z0-9])(?:hien phap|bl[a-z]{2,4})(?![a-z0-9])"
)
_OTHER_WORDS = frozenset({"phap", "ky", "ki", "quy", "trat"})
"""Words before `luật` with which it forms another word: `pháp luật`, `kỷ luật`, `quy luật`."""
_FIELDS = frozenset(
    {"khoa", "nganh", "hoc", "nhan", "mon", "truong", "phong", "ty", "hang", "si", "sy", "gia", "gioi", "hoi"}
)
"""Words before `luật` as a field of study or work (`khoa luật`, `cử nhân luật`, `công ty luật`): after them, a law must
be written as a name."""


def _candidates(folded: str) -> Iterator[tuple[int, str, int]]:
    """Yield where a name may begin: its offset, the word for its kind, and the offset after that word."""
    places = {
        place
        for word in ("luat", "phap lenh", "hien phap", "blhs", "blds", "blt", "blld")
        for place in _occurrences(word, folded)
    }
    for place in sorted(places):
        start = place - 3 if folded.startswith("bo ", max(0, place - 3)) and folded.startswith("luat", place) else place
        match = _KIND_WORD.match(folded, start)
        if match:
            yield start, match[0], match.end()


def _occurrences(word: str, folded: str) -> Iterator[int]:
    """Yield the offsets of a word or part of a word."""
    place = folded.find(word)
    while place >= 0:
        yield place
        place = folded.find(word, place + 1)


def _laws_at(at: AlignedText, start: int, kind: str, name: int, strict: bool) -> Iterator[LawMatch]:
    """Yield the laws named at an offset; several after `các luật`."""
    before = _WORD_BEFORE.search(at.folded, max(0, start - 12), start)
    word = before[1] if before else ""
    if strict and word in _OTHER_WORDS:
        return
    if kind == "hien phap":
        if not strict or _is_constitution_of_vietnam(at, start, name):
            yield _dated(at, "Hiến pháp", start, name)
        return
    known = _known_title(at, kind, start, name, word in _FIELDS if strict else None)
    if known is None:
        unknown = _unknown_law(at, start, kind, name, strict) if kind[:2] != "bl" and word not in _FIELDS else None
        yield from [unknown] if unknown else []
        return
    while known:
        title, end = known
        law = _dated(at, title, start, end)
        yield law
        follows = _NEXT.match(at.folded, law.end) if word == "cac" else None
        known = _known_title(at, kind, follows.end(1), follows.end(1), True) if follows else None
        start = follows.end() if follows else start


_WORD_BEFORE = re.compile(r"([a-z]+)\s{1,3}$")
_NEXT = re.compile(r"(\s{0,2}(?:,|va\b))\s{1,2}(?=[a-z])")
_PIECE = re.compile(r"(?:\s{1,3}|\s{0,2}[,&/(-]\s{0,2})([a-z0-9]+)")
_AND = "va"


def _known_title(at: AlignedText, kind: str, start: int, position: int, as_name: bool | None) -> tuple[str, int] | None:
    """Return the longest title of the table that continues at `position`, and where it ends.

    `as_name` states whether it must have a capital; None if letter case has no significance.
    """
    node: Any = _name_tree().get(kind)
    best: tuple[str, int] | None = None
    begins, more = position, True
    while node is not None and more:
        for name in node.get("", ()):
            if name.agrees(at, start, begins, position) and (
                as_name is None or not (as_name or name.capital) or _is_capital(at, begins)
            ):
                best = name.title, position
                break
        more = False
        piece = _PIECE.match(at.folded, position)
        while piece and not more:
            position, more = piece.end(), piece[1] != _AND
            node = node.get(piece[1]) if more else node
            piece = _PIECE.match(at.folded, position)
    return best


def _is_capital(at: AlignedText, position: int) -> bool:
    """Return whether a name is capitalized after the word for its kind, or that word is within a sentence."""
    first = next((char for char in at.text[position : position + 6] if char.isalpha()), "")
    if first.isupper() or at.text[max(0, position - 2) : position].isupper():  # BLHS
        return True
    words = at.text[max(0, position - 12) : position]
    kind = re.search(r"(\S)\s+(?:[Bb]ộ\s)?(L)uật$", words)
    return kind is not None and (kind[1].isalnum() or kind[1] in ",;")


_YEAR = re.compile(
    r"(?:\s{1,2}(?:nuoc\s)?(?:cong hoa xa hoi chu nghia\s|chxhcn\s)?viet nam)?(?:\s{1,2}\(?sua doi\)?)?"
    r"(?:\s{0,2}\(\s?(?:nam\s{1,2})?|\s{0,2},\s(?=nam)|\s{1,2})(?:nam\s{1,2})?"
    r"(?P<year>(?:19|20)[0-9]{2})(?![0-9])(?!\s?[-/.]\s?[0-9])(?:\s?\))?"
)
_FIRST_YEAR, _LAST_YEAR = "1945", "2099"


def _dated(at: AlignedText, title: str, start: int, end: int) -> LawMatch:
    """Return a law with the year and day stated after its name, which ends at `end`."""
    match = _YEAR.match(at.folded, end)
    if match and _FIRST_YEAR <= match["year"] <= _LAST_YEAR:
        return LawMatch(title, match["year"], None, start, match.end())
    details = read_issue_details(at.folded, end)
    return LawMatch(title, details.year, details.date, start, details.date_end)


_STATE = re.compile(r"\s{1,2}(?:nuoc\s)?(?:viet nam|cong hoa xa hoi chu nghia|chxhcn)")
_COURTS = frozenset({"an", "dong", "toa"})
"""Words before `Hiến pháp` in institutions of other states: `Tòa án Hiến pháp`, `Hội đồng Hiến pháp`."""


def _is_constitution_of_vietnam(at: AlignedText, start: int, end: int) -> bool:
    """Return whether `Hiến pháp` denotes Vietnam's: it has a capital within a sentence, or a year."""
    if at.text[start] != "H" or (_WORD_BEFORE.search(at.folded, max(0, start - 12), start) or [""] * 2)[1] in _COURTS:
        return False
    if _YEAR.match(at.folded, end) or _STATE.match(at.folded, end):
        return True
    following = re.match(r"\s{1,2}(?:của\s{1,2})?(?:nước\s{1,2})?([^\W\d_])", at.text[end : end + 16])
    if following and following[1].isupper():
        return False  # another state's
    before = at.text[max(0, start - 4) : start].rstrip(' "“(')
    return before[-1:].isalnum() or before[-1:] in {",", "-"}


_UNKNOWN = re.compile(r"(?:,?\s[a-z]+|\s-\s[a-z]+){2,14}?(?=\s(?:\(?nam\s)?(?:19|20)[0-9]{2}(?![0-9]))")
_NO_NAME = re.compile(
    r"^\ssư\b|\b(?:được|ban hành|có hiệu lực|từ|ngày|đã|sẽ|của|do|là|thông qua|quy định|theo|này|trước|sau|khi|đến|cho|"
    r"tháng|luật|nghị định|tại|năm|sửa đổi)\b"
)


def _unknown_law(at: AlignedText, start: int, kind: str, name: int, strict: bool) -> LawMatch | None:
    """Return a law that the table lacks: a capital, then small letters, and a year that ends the name."""
    match = _UNKNOWN.match(at.folded, name)
    if match is None or _NO_NAME.search(at.lower[name : match.end()]):
        return None
    words = " ".join(at.text[name : match.end()].split())
    if strict and not (at.text[start].isupper() and words[:1].isupper() and words[1:].islower()):
        return None
    kinds = {"luat": "Luật", "bo luat": "Bộ luật", "phap lenh": "Pháp lệnh"}
    law = _dated(at, f"{kinds[kind]} {words[:1].upper()}{words[1:].lower()}", start, match.end())
    return law if law.year else None


class _Name(NamedTuple):
    """One spelling of a title; with `capital` (short and alternative names) it only counts if written as a name."""

    title: str
    words: tuple[str, ...]
    capital: bool

    def agrees(self, at: AlignedText, start: int, begins: int, end: int) -> bool:
        """Return whether the text has these words; they may lack diacritics if the word for the kind does, too."""
        if at.lower[start:end] == at.folded[start:end]:
            return True
        words = _WORD.findall(normalize(at.text[begins:end]))
        return tuple(word for word in words if word != "và") == self.words


_WORD = re.compile(r"[^\W_]+")


@lru_cache(maxsize=1)
def _name_tree() -> dict[str, Any]:
    """Return a tree of the folded names: kind → word → word → …, and under `""` the names that end at a node."""
    tree: dict[str, Any] = {}
    for title, spelling in title_spellings():
        _add(tree, title, spelling)
    return tree


def _add(tree: dict[str, Any], title: str, spelling: str) -> None:
    words = _WORD.findall(normalize(spelling))
    folded = [fold(word) for word in words]
    kind = " ".join(folded[: 2 if folded[0] in {"bo", "phap", "hien"} else 1])
    rest = list(zip(words, folded, strict=True))[len(kind.split()) :]
    node = tree.setdefault(kind, {})
    for _, folded_word in rest:
        if folded_word != _AND:
            node = node.setdefault(folded_word, {})
    name = _Name(title, tuple(word for word, _ in rest if word != "và"), spelling != title or len(rest) == 1)
    node.setdefault("", []).append(name)


# Resolutions of the Central Committee.

_ORDINALS = ("nhat", "hai", "ba", "tu", "nam", "sau", "bay", "tam", "chin", "muoi", "muoi mot", "muoi hai", "muoi ba")
_COUNT = rf"(?P<n>[0-9]{{1,2}}|{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})"
_CENTRAL = r"(?:trung uong|t\.?[uw])"
_COMMITTEE = rf"(?:\s(?:cua\s)?(?:ban chap hanh|bch)\s?{_CENTRAL}(?:\sdang)?(?:\scong san viet nam)?)?"
_PLENUM = re.compile(
    rf"(?:nghi quyet|nq)\s{{0,2}}(?:hoi nghi\s)?(?:(?:lan thu\s)?{_CENTRAL}\s{{0,2}}(?:lan thu\s)?|lan thu\s)"
    rf"{_COUNT}{_COMMITTEE}\s{{0,2}}[,(]?\s?khoa\s{{1,2}}(?P<term>[ivx]{{1,5}}|[0-9]{{1,2}})(?![a-z0-9])"
)
_TERMS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi")


class PlenumMatch(NamedTuple):
    """A resolution cited by its meeting at `start`..`end` of an aligned text; `number` is its normal form."""

    number: str
    start: int
    end: int


def find_plenums(at: AlignedText) -> Iterator[PlenumMatch]:
    """Yield the resolutions that a text cites by a meeting of the Central Committee; the term must be stated."""
    if "khoa" not in at.folded:
        return
    for word in ("nghi quyet", "nq"):
        for place in _occurrences(word, at.folded):
            match = _PLENUM.match(at.folded, place)
            term = _term(match["term"]) if match and not at.folded[place - 1 : place].isalnum() else None
            if match and term:
                count = int(match["n"]) if match["n"].isdigit() else _ORDINALS.index(match["n"]) + 1
                yield PlenumMatch(f"Nghị quyết Trung ương {count} khóa {term}", place, match.end())


def _term(written: str) -> str | None:
    """Return a term in Roman numerals, or None if there is no such term."""
    if written.isdigit():
        return _TERMS[int(written) - 1].upper() if 0 < int(written) <= len(_TERMS) else None
    return written.upper() if written in _TERMS else None
