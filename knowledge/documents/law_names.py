"""Laws that a text names: `Luật Đất đai năm 2013`, `BLHS`, `Hiến pháp`, `các Luật Đất đai, Nhà ở`.

The names are those of `laws`; a law that is not in its table counts where its name ends for certain. The rules:
`docs/citations.md`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from ...analyzers import fold, normalize
from ..aligned_text import AlignedText
from .issuers import after
from .laws import law_form, written_titles


class NamedLaw(NamedTuple):
    """`start:end` of an aligned text name a law: its title without a year, and the year and the day that are told."""

    title: str
    year: str | None
    date: str | None
    start: int
    end: int

    @property
    def number(self) -> str:
        """The normal form: with its year, but where the title alone tells the law."""
        return law_form(self.title, self.year)


def find_laws(at: AlignedText, *, strict: bool = True) -> list[NamedLaw]:
    """The laws that a text names, in order; `strict` for prose, where letter case tells names from common words."""
    found: list[NamedLaw] = []
    for start, kind, name in _anchors(at.folded):
        if found and start < found[-1].end:
            continue
        found += _laws_at(at, start, kind, name, strict)
    return found


def law_alone(at: AlignedText) -> str | None:
    """The normal form of a law that the whole text names (`luat dat dai 2013`), else None."""
    end = len(at.folded.rstrip(") "))
    whole = [law for law in find_laws(at, strict=False) if law.start == 0 and law.end >= end]
    return whole[0].number if whole else None


_STANDS_ALONE = re.compile(
    r"(?<![a-z0-9])(?:bo )?(?:luat|phap lenh)(?=\s)|(?<![a-z0-9])(?:hien phap|bl[a-z]{2,4})(?![a-z0-9])"
)
_BRANCHES = frozenset({"phap", "ky", "ki", "quy", "trat"})
"""`pháp luật`, `kỷ luật`, `quy luật`: words of their own."""
_TRADES = frozenset(
    {"khoa", "nganh", "hoc", "nhan", "mon", "truong", "phong", "ty", "hang", "si", "sy", "gia", "gioi", "hoi"}
)
"""`khoa luật`, `cử nhân luật`, `công ty luật`: a law after them is one where it is written as a name."""


def _anchors(folded: str) -> Iterator[tuple[int, str, int]]:
    """Where a name may begin: its place, the word for its kind, and where the name goes on."""
    places = {
        place
        for word in ("luat", "phap lenh", "hien phap", "blhs", "blds", "blt", "blld")
        for place in _occurrences(word, folded)
    }
    for place in sorted(places):
        start = place - 3 if folded.startswith("bo ", max(0, place - 3)) and folded.startswith("luat", place) else place
        match = _STANDS_ALONE.match(folded, start)
        if match:
            yield start, match[0], match.end()


def _occurrences(word: str, folded: str) -> Iterator[int]:
    place = folded.find(word)
    while place >= 0:
        yield place
        place = folded.find(word, place + 1)


def _laws_at(at: AlignedText, start: int, kind: str, name: int, strict: bool) -> Iterator[NamedLaw]:
    before = _WORD_BEFORE.search(at.folded, max(0, start - 12), start)
    word = before[1] if before else ""
    if strict and word in _BRANCHES:
        return
    if kind == "hien phap":
        if not strict or _constitution_of_vietnam(at, start, name):
            yield _dated(at, "Hiến pháp", start, name)
        return
    known = _known(at, kind, start, name, word in _TRADES if strict else None)
    if known is None:
        unknown = _unknown(at, start, kind, name, strict) if kind[:2] != "bl" and word not in _TRADES else None
        yield from [unknown] if unknown else []
        return
    while known:
        title, end = known
        law = _dated(at, title, start, end)
        yield law
        follows = _NEXT.match(at.folded, law.end) if word == "cac" else None
        known = _known(at, kind, follows.end(1), follows.end(1), True) if follows else None
        start = follows.end() if follows else start


_WORD_BEFORE = re.compile(r"([a-z]+)\s{1,3}$")
_NEXT = re.compile(r"(\s{0,2}(?:,|va\b))\s{1,2}(?=[a-z])")
_PIECE = re.compile(r"(?:\s{1,3}|\s{0,2}[,&/(-]\s{0,2})([a-z0-9]+)")
_AND = "va"


def _known(at: AlignedText, kind: str, start: int, position: int, as_name: bool | None) -> tuple[str, int] | None:
    """The longest title of the table that goes on here, and where it ends; `as_name`: whether it must have a capital,
    None where letter case tells nothing."""
    node: Any = _words().get(kind)
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
    """Whether the name behind the word for its kind begins with a capital, or that word does within a sentence."""
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


def _dated(at: AlignedText, title: str, start: int, end: int) -> NamedLaw:
    match = _YEAR.match(at.folded, end)
    if match and _FIRST_YEAR <= match["year"] <= _LAST_YEAR:
        return NamedLaw(title, match["year"], None, start, match.end())
    tail = after(at.folded, end)
    return NamedLaw(title, tail.year, tail.date, start, tail.about)


_STATE = re.compile(r"\s{1,2}(?:nuoc\s)?(?:viet nam|cong hoa xa hoi chu nghia|chxhcn)")
_FOREIGN = re.compile(r"\s{1,2}(?:cua\s{1,2})?(?:nuoc\s)?$")
_COURTS = frozenset({"an", "dong", "toa"})
"""`Tòa án Hiến pháp`, `Hội đồng Hiến pháp`: institutions of other states."""


def _constitution_of_vietnam(at: AlignedText, start: int, end: int) -> bool:
    """Whether it is written as the name of ours: a capital within a sentence or a year, and of no other state."""
    if at.text[start] != "H" or (_WORD_BEFORE.search(at.folded, max(0, start - 12), start) or [""] * 2)[1] in _COURTS:
        return False
    if _YEAR.match(at.folded, end) or _STATE.match(at.folded, end):
        return True
    behind = re.match(r"\s{1,2}(?:của\s{1,2})?(?:nước\s{1,2})?([^\W\d_])", at.text[end : end + 16])
    if behind and behind[1].isupper():
        return False
    before = at.text[max(0, start - 4) : start].rstrip(' "“(')
    return before[-1:].isalnum() or before[-1:] in {",", "-"}


_UNKNOWN = re.compile(r"(?:,?\s[a-z]+|\s-\s[a-z]+){2,14}?(?=\s(?:\(?nam\s)?(?:19|20)[0-9]{2}(?![0-9]))")
_NO_NAME = re.compile(
    r"^\ssư\b|\b(?:được|ban hành|có hiệu lực|từ|ngày|đã|sẽ|của|do|là|thông qua|quy định|theo|này|trước|sau|khi|đến|cho|"
    r"tháng|luật|nghị định|tại|năm|sửa đổi)\b"
)


def _unknown(at: AlignedText, start: int, kind: str, name: int, strict: bool) -> NamedLaw | None:
    """A law that the table lacks: a capital, small letters after it, and its year, which tells where the name ends."""
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
    """A title as it is written in one way; `capital`: only where it is written as a name (short and other names)."""

    title: str
    words: tuple[str, ...]
    capital: bool

    def agrees(self, at: AlignedText, start: int, begins: int, end: int) -> bool:
        """Whether the written words are these; marks may only be missing where the word for the kind lacks its own."""
        if at.lower[start:end] == at.folded[start:end]:
            return True
        words = _MARKED.findall(normalize(at.text[begins:end]))
        return tuple(word for word in words if word != "và") == self.words


_MARKED = re.compile(r"[^\W_]+")


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    """Kind → word → word → …, `""` → the names that end there."""
    words: dict[str, Any] = {}
    for title, written in written_titles():
        _add(words, title, written)
    return words


def _add(words: dict[str, Any], title: str, written: str) -> None:
    marked = _MARKED.findall(normalize(written))
    folded = [fold(word) for word in marked]
    kind = " ".join(folded[: 2 if folded[0] in {"bo", "phap", "hien"} else 1])
    rest = [(word, plain) for word, plain in zip(marked, folded, strict=True)][len(kind.split()) :]
    node = words.setdefault(kind, {})
    for _, plain in rest:
        if plain != _AND:
            node = node.setdefault(plain, {})
    name = _Name(title, tuple(word for word, _ in rest if word != "và"), written != title or len(rest) == 1)
    node.setdefault("", []).append(name)
