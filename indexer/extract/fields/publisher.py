"""Who publishes a page and where, as its header and its foot state it around the article.

Only lines that say so are read: the site's name (`Trang thông tin điện tử xã X, huyện Y`), its owner (`Cơ quan chủ
quản: UBND xã X`), an office or a place that makes up a whole header line. An address completes what they leave out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from ....model import Article
from ...html.lines import clean_lines, words
from ..boilerplate import phrase

_MOST_LINES = 400
_LONGEST = 240
_MOST_WORDS = 20
_SITE = re.compile(
    r"^(?:©\s*(?:\d{4}\s*)?)?(?:chào\s+mừng\s.{0,40}?\s(?:với|thăm)\s+)?"
    r"(?P<name>(?P<kind>(?:cổng|trang)\s+(?:thông\s+tin|tin|ttđt)(?:\s+điện\s+tử)?(?!\s+tổng\s+hợp)|website\s+của)\b.*)$",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"^[^\w]*(?:(?:cơ\s+quan|đơn\s+vị)\s+(?:chủ\s+quản|quản\s+lý)|(?:©\s*)?(?:\d{4}\s*)?(?:-\s*)?(?:bản\s+quyền|copyright)"
    r"(?:\s*©)?(?:\s*\d{4})?(?:\s+thuộc)?(?:\s+(?:về|của))?)\s*[:–-]?\s*(?P<name>.+)$",
    re.IGNORECASE,
)
_OFFICES = re.compile(
    r"^(?:(?:[ủu]y\s+ban\s+nhân\s+dân|uỷ\s+ban\s+nhân\s+dân|ubnd|hội\s+đồng\s+nhân\s+dân|hđnd|đảng\s+(?:ủy|uỷ|bộ)|chính\s+quyền"
    r"|ủy\s+ban\s+mttq|ubmttq(?:vn)?|mặt\s+trận\s+tổ\s+quốc|của|và|[-–&,])\s*)+",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"^(?:địa\s+chỉ|trụ\s+sở)[^:]{0,20}:", re.IGNORECASE)
_CREDIT = re.compile(r"^[\s(\[*•\-–]*nguồn(?:\s+tin)?\s*:\s*(?P<name>[^:()]{3,80}?)[\s.)\]]*$", re.IGNORECASE)
_CONTACT = re.compile(r"\s*[.;,–-]?\s*(?:điện\s+thoại|đt|tel|fax|e-?mail|hotline|website|số\s+đt)\b.*$", re.IGNORECASE)
_LINKS = re.compile(r"^(?:lien ket|website lien ket|cac trang lien ket|trang lien ket|chon lien ket)")
_ENDS_NAME = re.compile(
    r"\s*(?:[|•;]|\.\s|\s[-–]\s*(?=(?:cơ quan|đơn vị|địa chỉ|bản quyền|điện thoại|giấy phép|email)\b)).*$",
    re.IGNORECASE,
)
_TITLE_PARTS = re.compile(r"\s+[-–—|»]\s+")
_KIND = (
    r"thành\s+phố|thị\s+xã|thị\s+trấn|đặc\s+khu|tỉnh|huyện|quận|phường|xã|tp(?=[.\s])|tx(?=[.\s])|tt(?=[.\s])"
    r"|[qp](?=\.|\d)"
)
_PIECES = re.compile(rf"\s*[,;()|/]\s*|\s+[-–—]\s+|\s+(?=(?:{_KIND})(?![^\W\d_]))", re.IGNORECASE)
_TYPED = re.compile(rf"^(?P<kind>{_KIND})\.?\s*(?P<name>.+)$", re.IGNORECASE)
_LEVELS = {
    "tỉnh": 0, "thành phố": 1, "tp": 1, "thị xã": 1, "tx": 1, "huyện": 1, "quận": 1, "q": 1,
    "phường": 2, "p": 2, "xã": 2, "thị trấn": 2, "tt": 2, "đặc khu": 2,
}  # fmt: skip
_CITIES = frozenset({"ha noi", "ho chi minh", "hcm", "hai phong", "da nang", "can tho", "hue"})
_SPLIT_NAMES = {"bà rịa": "Bà Rịa - Vũng Tàu"}

Chain = dict[int, str]
"""The units of one statement by level (0 province, 1 district, 2 commune), each with its type word, as printed."""


@dataclass(frozen=True, slots=True)
class _Statement:
    """What one line says of the publisher: the site's name, the units it names, and how surely it is the owner's."""

    site: str | None
    chain: Chain
    owner: bool


def with_publisher(article: Article, lines: Sequence[str]) -> Article:
    """The article with its `source` and `place` where they are not known yet and the lines around it state them.

    In: the lines of the whole page, in its order. `place` is a path as printed (`tỉnh Trà Vinh/huyện Càng Long`).
    """
    own = set(article.body.split("\n"))
    title = phrase(article.title)
    outside = [line for line in clean_lines("\n".join(lines)) if line and len(line) <= _LONGEST and line not in own]
    at = next((index for index, line in enumerate(outside) if title and phrase(line) == title), 0)
    head, foot = outside[:at][:_MOST_LINES], outside[at:][-_MOST_LINES:]
    above, below = list(_statements(head, header=True)), list(_statements(foot, header=False))
    chain = _chain(above, below)
    source = article.source or _header_site(above, chain) or _only_site(below) or _credited(foot)
    place = article.place or _path(chain, head + foot)
    return replace(article, source=source, place=place, author=article.author if article.author != source else None)


def is_office(line: str) -> bool:
    """The line is an office and its place and nothing else: `ỦY BAN NHÂN DÂN XÃ X, HUYỆN Y`."""
    office = _OFFICES.match(line) if len(line) <= _LONGEST else None
    return office is not None and _is_place(line[office.end() :])


def _statements(lines: Sequence[str], *, header: bool) -> Iterator[_Statement]:
    linked = False
    for index, line in enumerate(lines):
        linked = linked or bool(_LINKS.match(phrase(line)))
        owner = _OWNER.match(line)
        text = owner["name"] if owner else next((p for p in _parts(line) if _SITE.match(p)), line)
        site = _SITE.match(text)
        if linked and not owner:
            continue  # other sites' names
        if site:
            name = _ENDS_NAME.sub("", site["name"]).strip(" .,-–")
            rest = name[len(site["kind"]) :].strip(" :-–")
            following = [] if rest else list(takewhile(_is_place, lines[index + 1 : index + 3]))
            chain, _ = _read(", ".join((_OFFICES.sub("", rest), *following)))
            named = " ".join((name, *following[:1]))
            yield _Statement(named if rest or following else None, chain, owner is not None)
        elif owner or _OFFICES.match(line) or (header and _is_place(line)):
            chain, whole = _read(_OFFICES.sub("", _ENDS_NAME.sub("", text)))
            if owner or (whole and (_OFFICES.match(line) or len(chain) > 1)):
                yield _Statement(None, chain, owner is not None)


def _parts(line: str) -> list[str]:
    """The line, and what a browser's title says behind the article's."""
    return [line, *_TITLE_PARTS.split(line)[1:]]


def _is_place(line: str) -> bool:
    chain, whole = _read(line)
    return bool(chain) and whole


def _read(text: str) -> tuple[Chain, bool]:
    """The units with which a text begins (`xã X, huyện Y - tỉnh Z`), and whether it says nothing else."""
    chain: Chain = {}
    pieces = [piece for piece in _PIECES.split(text.strip(" .:")) if piece]
    for index, piece in enumerate(pieces):
        typed = _TYPED.match(piece)
        name = _capitals(typed["name"] if typed else piece)
        if not name:
            return chain, False
        whole = name == (typed["name"] if typed else piece).strip(" .")
        if typed:
            kind = " ".join(typed["kind"].lower().split())
            level = (
                0 if _LEVELS[kind] == 1 and phrase(name) in _CITIES and kind in {"thành phố", "tp"} else _LEVELS[kind]
            )
            if kind == "xã" and " " not in name:
                return chain, False  # `XÃ HỘI`
            name = f"{typed['kind']} {_SPLIT_NAMES.get(name.lower(), name)}"
        elif not chain or 0 in chain or index + 1 < len(pieces):
            if chain.get(0, "").lower().endswith(name.lower()):
                continue  # the second half of `Bà Rịa - Vũng Tàu`
            return chain, False
        else:
            level = 0
        if level in chain:
            return chain, False
        chain[level] = name
        if not whole:
            return chain, False
    return chain, bool(pieces)


def _capitals(text: str) -> str:
    """The capital words or numbers with which a text begins."""
    return " ".join(takewhile(lambda word: word[0].isupper() or word[0].isdigit(), text.strip(" .").split()[:6]))


def _chain(above: Sequence[_Statement], below: Sequence[_Statement]) -> Chain:
    """What the statements say together: the header first, then the owner; what contradicts is left out.

    A foot without header or owner that names two units of a level says nothing.
    """
    surest = [*above, *sorted(below, key=lambda statement: not statement.owner)]
    if not any(s.chain for s in above) and not any(s.owner and s.chain for s in below):
        for level in range(3):
            if len({phrase(s.chain[level]) for s in below if level in s.chain}) > 1:
                return {}
    merged: Chain = {}
    for statement in surest:
        if all(phrase(merged.get(level, name)) == phrase(name) for level, name in statement.chain.items()):
            merged = {**statement.chain, **merged}
    return merged


def _path(chain: Chain, lines: Sequence[str]) -> str | None:
    """The chain as a path, its upper levels completed by an address that names its lowest unit."""
    if not chain:
        return None
    lowest = max(chain)
    for line in lines:
        if _ADDRESS.match(line):
            line = _CONTACT.sub("", line)  # noqa: PLW2901
            typed = re.search(rf"(?<![^\W_])(?:{_KIND})(?![^\W\d_])", line, re.IGNORECASE)
            address, _ = _read(line[typed.start() :] if typed else "")
            if phrase(address.get(lowest, "")) == phrase(chain[lowest]):
                chain = {**{level: name for level, name in address.items() if level < lowest}, **chain}
    return "/".join(chain[level] for level in sorted(chain))


def _header_site(statements: Sequence[_Statement], chain: Chain) -> str | None:
    """The site's name in the header: of several, one that names the publisher's own unit."""
    named = [s for s in statements if s.site and words(s.site) <= _MOST_WORDS]
    own = (s for s in named if chain and max(chain) in s.chain)
    found = next(own, named[0] if named else None)
    return found.site if found else None


def _only_site(statements: Sequence[_Statement]) -> str | None:
    """The site's name in the foot, where only one is stated."""
    names = {phrase(s.site): s.site for s in reversed(statements) if s.site and words(s.site) <= _MOST_WORDS}
    return next(iter(names.values())) if len(names) == 1 else None


def _credited(lines: Sequence[str]) -> str | None:
    """Whom a line below the text names as its source."""
    found = next((match for line in lines if (match := _CREDIT.match(line))), None)
    return found["name"].strip() if found and words(found["name"]) <= 12 and "http" not in found["name"] else None
