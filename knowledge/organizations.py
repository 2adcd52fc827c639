"""Organisations that a text names, each under one name of a small vocabulary (`data/organizations.tsv`)."""

from __future__ import annotations

from functools import lru_cache

from .phrase_matcher import PhraseMatch, PhraseMatcher
from .tables import read_table, split_values

_NO_ORGANIZATION = "-"


def find_organizations(text: str) -> tuple[str, ...]:
    """Return the organisations that a text names in full or by an abbreviation, in order of first appearance.

    A member (`Đảng ủy viên`) does not count as the organisation. A text without diacritics can only name organisations
    by abbreviations, since its other words are ambiguous.
    """
    return tuple(dict.fromkeys(match.value for match in find_organization_phrases(text)))


def find_organization_phrases(text: str) -> list[PhraseMatch]:
    """Return every phrase of a text that names an organisation, in order; the value is the organisation."""
    return [match for match in _phrases().find(text) if match.value != _NO_ORGANIZATION]


@lru_cache(maxsize=1)
def _phrases() -> PhraseMatcher:
    return PhraseMatcher(
        (phrase, name) for name, written in read_table("organizations.tsv", 2) for phrase in split_values(written)
    )
