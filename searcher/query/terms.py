"""The terms of a query: how one syllable is looked up, and what a snippet highlights."""

from __future__ import annotations

from dataclasses import dataclass

from ...engines.fields import FOLDED_SUFFIX
from .nodes import TEXT

FULL_TEXT = "whole"
"""The text field of title, summary and body together (name on disk); without positions."""

BIGRAMS = "pairs"
"""The text field of neighbouring syllables of title, summary and body (name on disk); without positions."""

TITLE_AND_BODY = ("title", "body")
"""The text fields, with positions, that words without a field name are looked up in."""


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """One syllable of the query: its form, and whether it is looked up in the folded text fields."""

    form: str
    folded: bool = False

    @property
    def field_suffix(self) -> str:
        """The suffix of the text fields that the term is looked up in."""
        return FOLDED_SUFFIX if self.folded else ""


@dataclass(frozen=True, slots=True)
class HighlightTerm:
    """Neighbouring terms that a title or snippet highlights. `field` is `text`, `title` or `body`."""

    field: str
    terms: tuple[QueryTerm, ...]
    is_prefix: bool = False
    """Whether the last term is only the beginning of a word (`vận*`)."""
    whole_only: bool = False
    """Whether the terms are highlighted only where all stand together (a phrase), never one by one."""
    whitespace_only: bool = False
    """Whether nothing but white space may stand between the terms (a word of several syllables)."""
    alternatives: tuple[HighlightTerm, ...] = ()
    """Equivalent spellings. They count as the same word; where one of them is found, these terms are not highlighted
    one by one."""
    citation: str | None = None
    """The document whose number the terms are. Where the number is not printed in a text, the words by which the
    article refers to the document are highlighted instead."""


def positional_fields(fieldname: str) -> tuple[str, ...]:
    """Return the text fields with positions of a logical field: two for `text`, else the field itself."""
    return TITLE_AND_BODY if fieldname == TEXT else (fieldname,)


def full_field(fieldname: str) -> str:
    """Return the one text field that holds every syllable of a logical field."""
    return FULL_TEXT if fieldname == TEXT else fieldname
