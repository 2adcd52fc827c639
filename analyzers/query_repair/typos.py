"""Slips of the finger and forgotten marks: which known words a word may have been meant to be.

Marks that differ are looked up by the fold; letters that differ (one edit of the folded word) are generated and looked
up, about 50 lookups a letter and no index of deletions to keep.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest
from math import log1p

from ..normalization.characters import require_text
from ..normalization.folding import fold
from ..normalization.normal_form import normalize
from ..tokenization.syllable import TONES

Correction = tuple[str, float]
"""A known word and its score, above 0 and up to 1."""

LONGEST_WORD = 40
"""Letters; a longer word has no corrections."""

_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789 "

COMBINING_MARKS, SLIP, LETTER, OTHER, BOTH = range(5)
"""What a correction costs, the cheapest first: marks alone; an adjacent key, two letters swapped or one doubled; a
letter too few or too many; any other letter; a letter and marks that were typed otherwise."""

_SHARE = (1.0, 0.5, 0.25, 0.125, 0.0625)
"""The best score of each; its worst is half of that, so a class never overtakes another."""


def _adjacent_keys() -> dict[str, str]:
    near: dict[str, set[str]] = {}
    for row, keys in enumerate(_ROWS):
        for column, key in enumerate(keys):
            for other_row, offsets in ((row, (-1, 1)), (row - 1, (0, 1)), (row + 1, (-1, 0))):
                for offset in offsets:
                    if 0 <= other_row < len(_ROWS) and 0 <= column + offset < len(_ROWS[other_row]):
                        near.setdefault(key, set()).add(_ROWS[other_row][column + offset])
    return {key: "".join(sorted(others)) for key, others in near.items()}


_ADJACENT = _adjacent_keys()


@dataclass(frozen=True)
class Vocabulary:
    """The words a collection knows (normal forms, several syllables with spaces between) and how often each occurs."""

    frequencies: Mapping[str, int]

    @cached_property
    def by_fold(self) -> Mapping[str, tuple[str, ...]]:
        """The words of each fold, made at first use."""
        folds: dict[str, list[str]] = {}
        for word in self.frequencies:
            folds.setdefault(fold(word), []).append(word)
        return {folded: tuple(words) for folded, words in folds.items()}

    @cached_property
    def most(self) -> int:
        """The frequency of the most frequent word, at least 1."""
        return max([1, *self.frequencies.values()])


def corrections(word: str, vocabulary: Vocabulary | Mapping[str, int], limit: int = 5) -> list[Correction]:
    """Known words that differ from this one in its marks or by one edit of its letters, the likeliest first.

    Marks-only differences come first, then adjacent keys, swapped and doubled letters, then missing and extra letters,
    then the rest; within each the more frequent and the closer in marks. The word itself is never among them. For many
    calls pass one `Vocabulary`: what it looks words up by is made once.

    Raises:
        TypeError: not a str. No str raises; time depends on the word's length alone, which is capped.
    """
    require_text("corrections", word)
    known = vocabulary if isinstance(vocabulary, Vocabulary) else Vocabulary(vocabulary)
    form = normalize(word).strip()
    if not 0 < len(form) <= LONGEST_WORD:
        return []
    marks = _marks(form)
    found: dict[str, float] = {}
    for folded, cost in _edits(fold(form)):
        for candidate in known.by_fold.get(folded, ()):
            if candidate != form and candidate not in found:
                found[candidate] = _score(candidate, cost, marks, known)
    return nlargest(limit, found.items(), key=lambda item: (item[1], item[0]))


def _score(candidate: str, cost: int, typed: tuple[str, str], known: Vocabulary) -> float:
    tone, quality = _marks(candidate)
    # Marks left out are the likelier slip than marks mistaken.
    kept = typed[0] in {"", tone}, typed[1] in {"", quality}
    if cost != COMBINING_MARKS and not all(kept):
        cost = BOTH
    agreement = 0.5 + 0.25 * sum(kept)
    frequency = log1p(max(0, known.frequencies[candidate])) / log1p(known.most)
    return _SHARE[cost] * (1 + frequency * agreement) / 2


def _marks(form: str) -> tuple[str, str]:
    """The tone marks of a word, and its other marks."""
    marks = [mark for mark in unicodedata.normalize("NFD", form) if mark == "đ" or unicodedata.combining(mark)]
    return "".join(mark for mark in marks if mark in TONES), "".join(mark for mark in marks if mark not in TONES)


def _edits(folded: str) -> Iterator[tuple[str, int]]:
    """The folded word and all that one edit makes of it, the cheap first."""
    yield folded, COMBINING_MARKS
    yield from ((edited, SLIP) for edited in _slips(folded))
    for place in range(len(folded)):
        yield folded[:place] + folded[place + 1 :], LETTER
    for place in range(len(folded) + 1):
        for letter in _LETTERS:
            yield folded[:place] + letter + folded[place:], LETTER
    for place in range(len(folded)):
        for letter in _LETTERS:
            yield folded[:place] + letter + folded[place + 1 :], OTHER


def _slips(folded: str) -> Iterable[str]:
    for place, letter in enumerate(folded):
        before, after = folded[:place], folded[place + 1 :]
        for key in _ADJACENT.get(letter, ""):
            yield before + key + after
        if after and after[0] != letter:
            yield before + after[0] + letter + after[1:]
        if after[:1] == letter:
            yield before + after
        yield before + letter + letter + after
