"""Organisations an article speaks of, each under one name of a small vocabulary (`data/organizations.tsv`)."""

from __future__ import annotations

from functools import lru_cache

from .phrase_matcher import Phrases, Span
from .tables import alternatives, rows

_NONE = "-"


def find_organizations(text: str) -> tuple[str, ...]:
    """The organisations named in a text, by whatever written or abbreviated form, in order of first appearance.

    A member (`Đảng ủy viên`) is not the organisation. Text without diacritics names none for sure, so gives none but
    abbreviations.
    """
    return tuple(dict.fromkeys(span.value for span in organization_spans(text)))


def organization_spans(text: str) -> list[Span]:
    """The same with every place in the text where one is named."""
    return [span for span in _phrases().find(text) if span.value != _NONE]


@lru_cache(maxsize=1)
def _phrases() -> Phrases:
    return Phrases((phrase, name) for name, written in rows("organizations.tsv", 2) for phrase in alternatives(written))
