"""Truecasing: restores the letter case that a text in capitals would have had, by finding its names.

pyvi's model relies on letter case: `Bình Phước` is one word because of its capitals, `bình phước` in lower case is two.
Text in capitals is therefore lowered before segmentation, and what is likely a name gets its first capital back. The
weight of a syllable compares how often it occurs in names with the number of lexicon words it occurs in. Neighbours
tend to be both names or both not, even more so if they form a word of the lexicon, and are more likely names if they
occur together in a known name. Viterbi's algorithm finds the best sequence, carrying a single number as in `crf`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from math import log
from pathlib import Path

from ..normalization.normal_form import normalize
from .pyvi_model import lexicon

# Tuned on UD dev.
_PER_WORD, _STEEPNESS, _BIAS = 0.7, 0.7, 0.75
_STAY, _STAY_IN_WORD, _KNOWN_BIGRAM = 2.0, 2.0, 3.0
_COMMON, _FOREIGN = -3.0, 0.0
"""Weights of syllables that occur in no name: in words of the lexicon, or in no Vietnamese word."""


class _NameModel:
    """The table of names, weighted against the lexicon. Read-only after construction."""

    def __init__(self, table: str, words: Sequence[str]) -> None:
        in_words: Counter[str] = Counter()
        self._words: set[tuple[str, ...]] = set()
        for word in words:
            if word == word.lower():
                parts = tuple(normalize(word).split(" "))
                in_words.update(parts)
                self._words.update([parts] if len(parts) == 2 else [])
        in_names: Counter[str] = Counter()
        self._bigrams: set[tuple[str, str]] = set()
        for line in table.splitlines():
            name, _tab, times = normalize(line).partition("\t")
            parts = tuple(name.split(" "))
            if name[:1] != "#":
                in_names.update(dict.fromkeys(parts, int(times or 1)))
                self._bigrams.update(pairwise(parts))
        self._weights = dict.fromkeys(in_words, _COMMON + _BIAS)
        for syllable, count in in_names.items():
            weight = _STEEPNESS * log((count + 0.1) / (_PER_WORD * in_words[syllable] + 0.5))
            self._weights[syllable] = max(_COMMON, weight) + _BIAS

    def flags(self, syllables: Sequence[str]) -> list[bool]:
        """Return, for each normal form of a text span, whether it is a name or part of one."""
        leads, steps = [], []
        lead, last = 0.0, ""
        for syllable in syllables:
            weight = self._weights.get(syllable)
            if weight is None:
                weight = (_COMMON if syllable.isdigit() else _FOREIGN) + _BIAS
            stay, gain = 0.0, 0.0
            if last:
                stay = _STAY + _STAY_IN_WORD * ((last, syllable) in self._words)
                gain = stay + _KNOWN_BIGRAM * ((last, syllable) in self._bigrams)
            lead = weight + max(lead + gain, 0.0) - max(lead, stay) if last else weight
            leads.append(lead)
            steps.append((stay, gain))
            last = syllable
        flags: list[bool] = []
        for number in range(len(leads) - 1, -1, -1):
            if not flags:
                flags.append(leads[number] > 0)
            else:
                stay, gain = steps[number + 1]
                flags.append(leads[number] + gain > 0 if flags[-1] else leads[number] > stay)
        return flags[::-1]


@lru_cache(maxsize=1)
def _name_model() -> _NameModel:
    table = Path(__file__).with_name("names.tsv").read_text(encoding="utf-8")
    return _NameModel(table, lexicon())


def name_flags(syllables: Sequence[str]) -> list[bool]:
    """Return, for each normal form of a text span written in capitals, whether it is likely a name or part of one.

    Raises:
        TimtinError: pyvi is missing, or contains a different lexicon than the supported one.
    """
    return _name_model().flags(syllables)
