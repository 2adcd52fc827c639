"""Every figure that ranking and matching depend on. What each was measured to give: docs/ranking.md."""

from __future__ import annotations

from math import log

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

EQUIVALENT = 0.5
"""What another way to write a word scores beside the one that was typed: `UBND` for `ủy ban nhân dân`."""

ALL_UP_TO = 3
"""Queries of so many words or fewer must match in every word."""

FIRST_SHARE, STEP, LEAST_SHARE = 0.6, 0.1, 0.4
"""Longer queries must match in this share of their weight: of four words, less for every further word, never less."""

HEAVIEST = 5
"""The weight of a word that hardly any article has."""


def weight(frequency: int, articles: int) -> int:
    """What a word counts for among the words that must match: 0 (nowhere in the collection) or 1 (in most articles) to
    HEAVIEST, by the logarithm of its rarity."""
    if not frequency:
        return 0
    return max(1, min(HEAVIEST, round(log((articles + 1) / (frequency + 1)))))


def share(words: int) -> float:
    """The share of a query's weight that an article must hold (a word: all its syllables, in title or body)."""
    if words <= ALL_UP_TO:
        return 1.0
    return max(LEAST_SHARE, FIRST_SHARE - STEP * (words - ALL_UP_TO - 1))
