"""Every figure that ranking and matching depend on. What each was measured to give: docs/ranking.md."""

from __future__ import annotations

from math import ceil

TITLE = 0.5
"""What a syllable in the title scores beside the same one in the body."""

BODY = 1.0
"""What a syllable in summary or body scores."""

PAIRS = 0.5
"""What two neighbouring syllables of the query score where they are neighbours in an article."""

BEGINNING = 1.0
"""What a word that begins as `vận*` says scores, whatever word it is."""

CITATION = 10.0
"""What an article scores that cites the very document asked for."""

ALL_UP_TO = 3
"""Queries of so many words or fewer must match in every word."""

SHARE = 0.7
"""The share of its words that a longer query must match."""


def required(words: int) -> int:
    """How many of a query's distinct words an article must hold (a word: all its syllables, in title or body)."""
    return words if words <= ALL_UP_TO else max(ALL_UP_TO, ceil(SHARE * words))
