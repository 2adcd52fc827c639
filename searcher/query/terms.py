"""The syllables of a query as they are looked up, and the nodes they make over an engine's channels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from whoosh.query.compound import And, Or
from whoosh.query.positional import Phrase
from whoosh.query.qcore import Query
from whoosh.query.terms import Term

from ...engines.fields import FOLDED
from .nodes import TEXT

WHOLE = "whole"
"""The channel of title and body together."""

TITLE_AND_BODY = ("title", "body")
"""The channels of words without a field name."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One syllable of the query and how it is looked up."""

    form: str
    folded: bool = False

    @property
    def suffix(self) -> str:
        """Of the channels it is looked up in."""
        return FOLDED if self.folded else ""


@dataclass(frozen=True, slots=True)
class Sought:
    """What a snippet marks: pieces next to each other. `field` is `text`, `title` or `body`; of the last piece of an
    `open_end` only the beginning is given; `strict` pieces (a phrase) are never marked one by one; `spaced` ones (a
    word of several syllables) have white space alone between them. `instead` are other ways to write it: they count as
    the same word, and where one of them stands, nothing is marked piece by piece. `citation` is the document whose
    number it is: where the number is not printed, what the article calls the document is marked."""

    field: str
    pieces: tuple[Piece, ...]
    open_end: bool = False
    strict: bool = False
    spaced: bool = False
    instead: tuple[Sought, ...] = ()
    citation: str | None = None


def channels(fieldname: str) -> tuple[str, ...]:
    """The text channels of a logical field that know positions."""
    return TITLE_AND_BODY if fieldname == TEXT else (fieldname,)


def channel(fieldname: str) -> str:
    """The text channel that has every syllable of a logical field."""
    return WHOLE if fieldname == TEXT else fieldname


def adjacent(fieldname: str, pieces: Sequence[Piece]) -> Query:
    """The pieces next to each other, in one channel."""
    if len(pieces) == 1:
        return Term(channel(fieldname) + pieces[0].suffix, pieces[0].form)
    forms = [piece.form for piece in pieces]
    return any_of(Phrase(name + pieces[0].suffix, forms) for name in channels(fieldname))


def all_of(parts: Iterable[Query]) -> Query:
    """And, or the only part."""
    listed = list(parts)
    return listed[0] if len(listed) == 1 else And(listed)


def any_of(parts: Iterable[Query]) -> Query:
    """Or, or the only part."""
    listed = list(parts)
    return listed[0] if len(listed) == 1 else Or(listed)
