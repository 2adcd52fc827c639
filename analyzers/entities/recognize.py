"""Recognition of entities: pieces of text with one meaning, such as document numbers, dates and amounts of money.

Only the shape is recognised here. What a document number refers to, and its other spellings, is the subject of the
`knowledge` package.

Patterns are matched against a *projection* of the text: composed, without zero-width characters, with full-width signs
as ASCII, every dash as a hyphen and every blank as a space. One pattern therefore finds `217‑QĐ/TW` in NFC, in NFD, in
full width, with a non-breaking hyphen, or with a soft hyphen inside.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple, cast

from ..normalization.characters import COMBINING_MARKS, JOINERS, require_text
from ..normalization.normal_form import compose_run
from .patterns import ENTITY
from .values import value_of

EntityType = Literal["document", "date", "time", "money", "percent", "phone", "hashtag", "email", "url"]
Entity = tuple[int, int, EntityType]
"""Start, end and type, with offsets into the source text."""


def find_entities(text: str) -> list[Entity]:
    """Return the start, end and type of every entity, in order; entities do not overlap.

    The text may be in any Unicode form and may contain full-width signs, other dashes and zero-width characters. Any
    str is accepted; time is linear in its length.

    Raises:
        TypeError: `text` is not a str.
    """
    require_text("find_entities", text)
    entities: list[Entity] = []
    projection = _project(text)
    for match in ENTITY.finditer(projection.text):
        group = str(match.lastgroup)
        start, end = match.span(group)
        kind = cast("EntityType", "date" if group == "short" else group)
        if kind == "url":
            end = start + len(match[group].rstrip(".,;:!?…'”’)]}"))
        if value_of(kind, projection.text[start:end]) is not None:
            entities.append((*projection.source_span(start, end), kind))
    return entities


def entity_value(kind: EntityType, written: str) -> str | None:
    """Return the value of an entity in one spelling, however it is written; None if it cannot be of that type.

    A date is ISO 8601 (`2024-03-07`, `2024-03`, `--03-07` without a year) or `2024-Q1`, a time `14:30`, an amount of
    money `1500000000 VND`, a percentage `12.5%`, a phone number `+842723871234` (or `19001234`), a document number
    `217-qđ/tw`; the value of any other entity is its normal form.

    Raises:
        TypeError: `written` is not a str.
    """
    require_text("entity_value", written)
    try:
        return value_of(kind, _project(written).text)
    except (ValueError, IndexError, ArithmeticError):  # the numbers that such an entity has are missing
        return None


_SIGNS = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u202f\u3000\t", " "),
        "\u2044": "/",
        "\u2215": "/",
        **{chr(0xFEE0 + code): chr(code) for code in range(0x21, 0x7F)},
    }
)
_CLUSTER = re.compile(f"[\\s\\S][{COMBINING_MARKS}{JOINERS}]+")


class _Projection(NamedTuple):
    """A text prepared for the patterns; `starts` and `ends` map its offsets to the source.

    Both are None where the projection and the source have the same length.
    """

    text: str
    starts: list[int] | None
    ends: list[int] | None

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span in the source of a span of at least one character in the projection."""
        if self.starts is None or self.ends is None:
            return start, end
        return self.starts[start], self.ends[end - 1]


def _project(text: str) -> _Projection:
    if text.isascii():
        return _Projection(text.replace("\t", " "), None, None)
    plain = text.translate(_SIGNS)
    if _CLUSTER.search(plain) is None:
        return _Projection(plain, None, None)
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    for match in _CLUSTER.finditer(plain):
        begin, end = match.span()
        parts.append(plain[position:begin])
        starts += range(position, begin)
        ends += range(position + 1, begin + 1)
        cluster = unicodedata.normalize("NFC", compose_run(match[0]))
        parts.append(cluster)
        starts += [begin] * len(cluster)
        ends += [end] * len(cluster)
        position = end
    parts.append(plain[position:])
    starts += range(position, len(plain))
    ends += range(position + 1, len(plain) + 1)
    return _Projection("".join(parts), starts, ends)
