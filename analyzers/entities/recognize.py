"""Pieces of text that are one thing however they are cut, such as document numbers, dates and amounts of money.

Only the shape is looked at here: what a document number means, and its other spellings, is known to `knowledge`.
"""

from __future__ import annotations

from typing import Literal, cast

from ..normalization.characters import require_text
from .patterns import ENTITY
from .projection import project
from .values import value_of

EntityType = Literal["document", "date", "time", "money", "percent", "phone", "hashtag", "email", "url"]
Entity = tuple[int, int, EntityType]


def find_entities(text: str) -> list[Entity]:
    """Start, end and kind of every atomic piece, in order; they don't overlap.

    Any Unicode form will do, and full-width signs, other dashes and zero-width characters inside.

    Raises:
        TypeError: not a str. No str raises; time is linear in its length.
    """
    require_text("find_entities", text)
    found: list[Entity] = []
    seen = project(text)
    for match in ENTITY.finditer(seen.text):
        group = str(match.lastgroup)
        start, end = match.span(group)
        kind = cast("EntityType", "date" if group == "short" else group)
        if kind == "url":
            end = start + len(match[group].rstrip(".,;:!?…'”’)]}"))
        if value_of(kind, seen.text[start:end]) is not None:
            found.append((*seen.span(start, end), kind))
    return found


def entity_value(kind: EntityType, written: str) -> str | None:
    """What an atomic piece says, however it is written; None where it can't be that.

    A date is ISO 8601 (`2024-03-07`, `2024-03`, `--03-07` without a year) or `2024-Q1`, a time `14:30`, an amount of
    money `1500000000 VND`, a percentage `12.5%`, a telephone number `+842723871234` (or `19001234`), the number of a
    document `217-qđ/tw`; anything else is its normal form.

    Raises:
        TypeError: not a str.
    """
    require_text("entity_value", written)
    try:
        return value_of(kind, project(written).text)
    except (ValueError, IndexError, ArithmeticError):  # it hasn't the numbers that such a piece has
        return None
