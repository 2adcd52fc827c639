"""Typing errors: the known words that differ from a word in diacritics or by one edit.

Words that differ in diacritics are looked up by their folded form. Words that differ by one edit of the folded form are
generated and looked up, about 50 lookups per letter; no index of deletions is needed.
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
"""Letters; there are no corrections of a longer word."""

_ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789 "

DIACRITICS, SLIP, LETTER, OTHER, BOTH = range(5)
"""The classes of corrections, the cheapest first.

DIACRITICS: only diacritics differ. SLIP: an adjacent key, two letters swapped, or one doubled. LETTER: a letter too few
or too many. OTHER: any other letter. BOTH: a letter differs, and so do diacritics that were typed.
"""

_BEST_SCORES = (1.0, 0.5, 0.25, 0.125, 0.0625)
"""The best score in each class; the worst is half of it, so that no class overtakes another."""


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
    """The words of a collection (normal forms, syllables separated by spaces) with their frequencies."""

    frequencies: Mapping[str, int]

    @cached_property
    def by_folded_form(self) -> Mapping[str, tuple[str, ...]]:
        """The words by folded form, computed at first use."""
        words_by_form: dict[str, list[str]] = {}
        for word in self.frequencies:
            words_by_form.setdefault(fold(word), []).append(word)
        return {folded: tuple(words) for folded, words in words_by_form.items()}

    @cached_property
    def max_frequency(self) -> int:
        """The frequency of the most frequent word, at least 1."""
        return max([1, *self.frequencies.values()])


def corrections(word: str, vocabulary: Vocabulary | Mapping[str, int], limit: int = 5) -> list[Correction]:
    """Return the known words that differ from this one in diacritics or by one edit, the most likely first.

    Words that differ only in diacritics come first, then adjacent keys, swapped and doubled letters, then missing and
    extra letters, then all others; within each class, words that are more frequent and closer in diacritics. The word
    itself is never included. For many calls pass one `Vocabulary`, whose lookup table is then built only once. Any str
    is accepted; time depends only on the word's length, which is capped.

    Raises:
        TypeError: `word` is not a str.
    """
    require_text("corrections", word)
    known = vocabulary if isinstance(vocabulary, Vocabulary) else Vocabulary(vocabulary)
    form = normalize(word).strip()
    if not 0 < len(form) <= LONGEST_WORD:
        return []
    typed = _diacritics(form)
    scores: dict[str, float] = {}
    for folded, cost in _edits(fold(form)):
        for candidate in known.by_folded_form.get(folded, ()):
            if candidate != form and candidate not in scores:
                scores[candidate] = _score(candidate, cost, typed, known)
    return nlargest(limit, scores.items(), key=lambda item: (item[1], item[0]))


def _score(candidate: str, cost: int, typed: tuple[str, str], known: Vocabulary) -> float:
    tone, quality = _diacritics(candidate)
    # Omitted diacritics are a more likely error than wrong ones.
    kept = typed[0] in {"", tone}, typed[1] in {"", quality}
    if cost != DIACRITICS and not all(kept):
        cost = BOTH
    agreement = 0.5 + 0.25 * sum(kept)
    frequency = log1p(max(0, known.frequencies[candidate])) / log1p(known.max_frequency)
    return _BEST_SCORES[cost] * (1 + frequency * agreement) / 2


def _diacritics(form: str) -> tuple[str, str]:
    """Return the tones of a word and its other diacritics, including đ."""
    marks = [mark for mark in unicodedata.normalize("NFD", form) if mark == "đ" or unicodedata.combining(mark)]
    return "".join(mark for mark in marks if mark in TONES), "".join(mark for mark in marks if mark not in TONES)


def _edits(folded: str) -> Iterator[tuple[str, int]]:
    """Yield the folded word and all results of one edit with their class, the cheapest first."""
    yield folded, DIACRITICS
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
