"""Which syllables of a text in capitals are names: what letter case would have said, were there any.

pyvi's model leans on it: `Bình Phước` is one word for its capitals, `bình phước` in lower case is two. So before text
in capitals is segmented it is lowered, and what is likely a name gets its first capital back. Each syllable weighs how
often it stands in names against how many words of the lexicon it makes; names come in runs, a pair that some place is
called by is likelier one, a pair that is a word of the lexicon likelier none; and the best sequence is found by
Viterbi with one number to carry, as in `segment.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from math import log
from pathlib import Path

from ..normalization.normal_form import normalize
from .pyvi_files import lexicon

# Tuned on UD dev.
_PER_WORD, _STEEPNESS, _BIAS = 0.7, 0.7, 0.75
_STAY, _STAY_IN_WORD, _KNOWN_PAIR = 2.0, 2.0, 3.0
_COMMON, _FOREIGN = -3.0, 0.0
"""Weight of a syllable that no name has: it is one of the lexicon's, or of no Vietnamese word."""


class _Names:
    """The table of names, weighed against the lexicon. Read-only after it is made."""

    def __init__(self, table: str, words: Sequence[str]) -> None:
        in_words: Counter[str] = Counter()
        self._words: set[tuple[str, ...]] = set()
        for word in words:
            if word == word.lower():
                parts = tuple(normalize(word).split(" "))
                in_words.update(parts)
                self._words.update([parts] if len(parts) == 2 else [])
        in_names: Counter[str] = Counter()
        self._pairs: set[tuple[str, str]] = set()
        for line in table.splitlines():
            name, _tab, times = normalize(line).partition("\t")
            parts = tuple(name.split(" "))
            if name[:1] != "#":
                in_names.update(dict.fromkeys(parts, int(times or 1)))
                self._pairs.update(pairwise(parts))
        self._weights = dict.fromkeys(in_words, _COMMON + _BIAS)
        for syllable, count in in_names.items():
            weight = _STEEPNESS * log((count + 0.1) / (_PER_WORD * in_words[syllable] + 0.5))
            self._weights[syllable] = max(_COMMON, weight) + _BIAS

    def flags(self, syllables: Sequence[str]) -> list[bool]:
        """For each of a stretch of normal forms whether it is (part of) a name."""
        leads, steps = [], []
        lead, last = 0.0, ""
        for syllable in syllables:
            weight = self._weights.get(syllable)
            if weight is None:
                weight = (_COMMON if syllable.isdigit() else _FOREIGN) + _BIAS
            stay, gain = 0.0, 0.0
            if last:
                stay = _STAY + _STAY_IN_WORD * ((last, syllable) in self._words)
                gain = stay + _KNOWN_PAIR * ((last, syllable) in self._pairs)
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
def _names() -> _Names:
    table = Path(__file__).with_name("names.tsv").read_text(encoding="utf-8")
    return _Names(table, lexicon())


def name_flags(syllables: Sequence[str]) -> list[bool]:
    """For each of a stretch of normal forms, written in capitals, whether it is likely (part of) a name.

    Raises:
        TimtinError: pyvi is missing, or carries another lexicon than the one known here.
    """
    return _names().flags(syllables)
