"""The publisher of a page and its place, as the header and the footer around the article state them.

Only lines that state them are read: the site's name (`Trang thông tin điện tử xã X, huyện Y`), its owner (`Cơ quan chủ
quản: UBND xã X`), an office or a place that makes up a whole header line. An address adds the levels they omit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from ....model import Article
from ..boilerplate import phrase_key
from ..lines import clean_lines, word_count

_MAX_LINES = 400
_MAX_LINE = 240
_MAX_WORDS = 20
_SITE = re.compile(
    r"^(?:©\s*(?:\d{4}\s*)?)?(?:chào\s+mừng\s.{0,40}?\s(?:với|thăm)\s+)?"
    r"(?P<name>(?P<type>(?:cổng|trang)\s+(?:thông\s+tin|tin|ttđt)(?:\s+điện\s+tử)?(?!\s+tổng\s+hợp)|website\s+của)\b.*)$",
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
_LINKS_TO_OTHERS = re.compile(r"^(?:lien ket|website lien ket|cac trang lien ket|trang lien ket|chon lien ket)")
_BEHIND_NAME = re.compile(
    r"\s*(?:[|•;]|\.\s|\s[-–]\s*(?=(?:cơ quan|đơn vị|địa chỉ|bản quyền|điện thoại|giấy phép|email)\b)).*$",
    re.IGNORECASE,
)
_TITLE_PARTS = re.compile(r"\s+[-–—|»]\s+")
_UNIT_TYPE = (
    r"thành\s+phố|thị\s+xã|thị\s+trấn|đặc\s+khu|tỉnh|huyện|quận|phường|xã|tp(?=[.\s])|tx(?=[.\s])|tt(?=[.\s])"
    r"|[qp](?=\.|\d)"
)
_PIECES = re.compile(rf"\s*[,;()|/]\s*|\s+[-–—]\s+|\s+(?=(?:{_UNIT_TYPE})(?![^\W\d_]))", re.IGNORECASE)
_TYPED_NAME = re.compile(rf"^(?P<type>{_UNIT_TYPE})\.?\s*(?P<name>.+)$", re.IGNORECASE)
_FIRST_TYPE = re.compile(rf"(?<![^\W_])(?:{_UNIT_TYPE})(?![^\W\d_])", re.IGNORECASE)
_LEVELS = {
    "tỉnh": 0, "thành phố": 1, "tp": 1, "thị xã": 1, "tx": 1, "huyện": 1, "quận": 1, "q": 1,
    "phường": 2, "p": 2, "xã": 2, "thị trấn": 2, "tt": 2, "đặc khu": 2,
}  # fmt: skip
_CITIES = frozenset({"ha noi", "ho chi minh", "hcm", "hai phong", "da nang", "can tho", "hue"})
_SPLIT_NAMES = {"bà rịa": "Bà Rịa - Vũng Tàu"}

UnitChain = dict[int, str]
"""The units of one statement with their types, as printed, by level: 0 province, 1 district, 2 commune."""


@dataclass(frozen=True, slots=True)
class _Statement:
    """What one line states of the publisher: the site's name, the units it names, whether it names the owner."""

    site: str | None
    chain: UnitChain
    is_owner: bool


def with_publisher(article: Article, lines: Sequence[str]) -> Article:
    """Return the article with `source` and `place` as the lines around it state them, unless they are known already.

    `lines` are those of the whole page, in order. `place` is a path as printed (`tỉnh Trà Vinh/huyện Càng Long`).
    """
    own = set(article.body.split("\n"))
    title = phrase_key(article.title)
    outside = [line for line in clean_lines("\n".join(lines)) if line and len(line) <= _MAX_LINE and line not in own]
    at = next((index for index, line in enumerate(outside) if title and phrase_key(line) == title), 0)
    header, footer = outside[:at][:_MAX_LINES], outside[at:][-_MAX_LINES:]
    above, below = list(_statements(header, is_header=True)), list(_statements(footer, is_header=False))
    chain = _merge(above, below)
    source = article.source or _site_of_header(above, chain) or _only_site(below) or _credited_source(footer)
    place = article.place or _path(chain, header + footer)
    return replace(article, source=source, place=place, author=article.author if article.author != source else None)


def is_office(line: str) -> bool:
    """Return whether the line is an office and its place and nothing else: `ỦY BAN NHÂN DÂN XÃ X, HUYỆN Y`."""
    office = _OFFICES.match(line) if len(line) <= _MAX_LINE else None
    return office is not None and _is_place(line[office.end() :])


def _statements(lines: Sequence[str], *, is_header: bool) -> Iterator[_Statement]:
    below_links = False
    for index, line in enumerate(lines):
        below_links = below_links or bool(_LINKS_TO_OTHERS.match(phrase_key(line)))
        owner = _OWNER.match(line)
        text = owner["name"] if owner else next((p for p in _parts(line) if _SITE.match(p)), line)
        site = _SITE.match(text)
        if below_links and not owner:
            continue  # other sites' names
        if site:
            yield _site_statement(site, lines[index + 1 : index + 3], is_owner=owner is not None)
        elif owner or _OFFICES.match(line) or (is_header and _is_place(line)):
            chain, is_whole = _read_chain(_OFFICES.sub("", _BEHIND_NAME.sub("", text)))
            if owner or (is_whole and (_OFFICES.match(line) or len(chain) > 1)):
                yield _Statement(None, chain, owner is not None)


def _site_statement(site: re.Match[str], below: Sequence[str], *, is_owner: bool) -> _Statement:
    """Return what a site's name states; its place may stand on the one or two lines below."""
    name = _BEHIND_NAME.sub("", site["name"]).strip(" .,-–")
    rest = name[len(site["type"]) :].strip(" :-–")
    following = [] if rest else list(takewhile(_is_place, below))
    chain, _ = _read_chain(", ".join((_OFFICES.sub("", rest), *following)))
    named = " ".join((name, *following[:1]))
    return _Statement(named if rest or following else None, chain, is_owner)


def _parts(line: str) -> list[str]:
    """Return the line, and the parts of a browser's title after the article's title."""
    return [line, *_TITLE_PARTS.split(line)[1:]]


def _is_place(line: str) -> bool:
    chain, is_whole = _read_chain(line)
    return bool(chain) and is_whole


def _read_chain(text: str) -> tuple[UnitChain, bool]:
    """Return the units with which a text begins (`xã X, huyện Y - tỉnh Z`), and whether it contains nothing else."""
    chain: UnitChain = {}
    pieces = [piece for piece in _PIECES.split(text.strip(" .:")) if piece]
    for index, piece in enumerate(pieces):
        typed = _TYPED_NAME.match(piece)
        bare = typed["name"] if typed else piece
        name = _leading_capitals(bare)
        if not name:
            return chain, False
        is_whole = name == bare.strip(" .")
        if typed:
            unit_type = " ".join(typed["type"].lower().split())
            level = _level(unit_type, name)
            if unit_type == "xã" and " " not in name:
                return chain, False  # `XÃ HỘI`
            name = f"{typed['type']} {_SPLIT_NAMES.get(name.lower(), name)}"
        elif not chain or 0 in chain or index + 1 < len(pieces):
            if chain.get(0, "").lower().endswith(name.lower()):
                continue  # the second half of `Bà Rịa - Vũng Tàu`
            return chain, False
        else:
            level = 0
        if level in chain:
            return chain, False
        chain[level] = name
        if not is_whole:
            return chain, False
    return chain, bool(pieces)


def _level(unit_type: str, name: str) -> int:
    """Return the level of a unit; a city may be a province."""
    level = _LEVELS[unit_type]
    return 0 if level == 1 and phrase_key(name) in _CITIES and unit_type in {"thành phố", "tp"} else level


def _leading_capitals(text: str) -> str:
    """Return the capitalised words or numbers with which a text begins."""
    return " ".join(takewhile(lambda word: word[0].isupper() or word[0].isdigit(), text.strip(" .").split()[:6]))


def _merge(above: Sequence[_Statement], below: Sequence[_Statement]) -> UnitChain:
    """Merge the statements, the header's first, then the owner's; omit those that contradict an earlier one.

    The result is empty for a footer without header or owner that names two units of one level.
    """
    surest = [*above, *sorted(below, key=lambda statement: not statement.is_owner)]
    if not any(s.chain for s in above) and not any(s.is_owner and s.chain for s in below):
        for level in range(3):
            if len({phrase_key(s.chain[level]) for s in below if level in s.chain}) > 1:
                return {}
    merged: UnitChain = {}
    for statement in surest:
        if all(phrase_key(merged.get(level, name)) == phrase_key(name) for level, name in statement.chain.items()):
            merged = {**statement.chain, **merged}
    return merged


def _path(chain: UnitChain, lines: Sequence[str]) -> str | None:
    """Return the units of `chain` as a path, highest first; None without units.

    Missing upper levels are taken from an address line with the same lowest unit.
    """
    if not chain:
        return None
    lowest = max(chain)
    for line in lines:
        if _ADDRESS.match(line):
            line = _CONTACT.sub("", line)  # noqa: PLW2901
            typed = _FIRST_TYPE.search(line)
            address, _ = _read_chain(line[typed.start() :] if typed else "")
            if phrase_key(address.get(lowest, "")) == phrase_key(chain[lowest]):
                chain = {**{level: name for level, name in address.items() if level < lowest}, **chain}
    return "/".join(chain[level] for level in sorted(chain))


def _site_of_header(statements: Sequence[_Statement], chain: UnitChain) -> str | None:
    """Return the site's name in the header; if there are several, one that names the publisher's own unit."""
    named = [s for s in statements if s.site and word_count(s.site) <= _MAX_WORDS]
    own = (s for s in named if chain and max(chain) in s.chain)
    statement = next(own, named[0] if named else None)
    return statement.site if statement else None


def _only_site(statements: Sequence[_Statement]) -> str | None:
    """Return the site's name in the footer, if only one is stated."""
    names = {phrase_key(s.site): s.site for s in reversed(statements) if s.site and word_count(s.site) <= _MAX_WORDS}
    return next(iter(names.values())) if len(names) == 1 else None


def _credited_source(lines: Sequence[str]) -> str | None:
    """Return the source that a line below the text names."""
    match = next((match for line in lines if (match := _CREDIT.match(line))), None)
    return match["name"].strip() if match and word_count(match["name"]) <= 12 and "http" not in match["name"] else None
