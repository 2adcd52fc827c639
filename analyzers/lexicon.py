"""Groups syllables that were typed without marks into words, where pyvi's model (trained on marked text) is blind.

The lexicon's words are looked up by their fold. Each weighs what the model itself says for it standing alone (how much
more it speaks for one word than for single syllables; of several words with one fold the strongest counts), and the
best division of a whole stretch is found by Viterbi. On the folded gold segmentation of UD_Vietnamese-VTB (signs
counted as words, as usual) this gives a word F1 of .892 (dev) and .911 (test), against .881/.900 for the longest match.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

from .cache import Cache
from .folding import fold
from .model_files import lexicon
from .segment import Segmenter, segmenter

LONGEST_WORD = 4
"""Syllables; longer entries of the lexicon are proverbs and names of few occurrences."""

# Below this the model hardly speaks for the word, and a chance meeting of two syllables is likelier. Tuned on UD dev.
_LEAST = 3.0


class FoldedLexicon:
    """pyvi's words of two to four syllables, by fold. Read-only but for a cache that threads may share."""

    def __init__(self, entries: Sequence[str], model: Segmenter) -> None:
        self._model = model
        self._words: dict[str, list[list[str]]] = {}
        for entry in entries:
            parts = entry.split(" ")
            if 2 <= len(parts) <= LONGEST_WORD and entry == entry.lower():
                self._words.setdefault(fold(entry), []).append(parts)
        self._strengths: Cache[float] = Cache(self._strength)

    def _strength(self, folded: str) -> float:
        best = max((self._model.strength(parts) for parts in self._words.get(folded, ())), default=0.0)
        return max(0.0, best - _LEAST)

    def group(self, folded: Sequence[str]) -> list[int]:
        """How many syllables each word has, in order, for a stretch of folded syllables."""
        count = len(folded)
        best, back = [0.0] * (count + 1), list(range(-1, count))
        for end in range(1, count + 1):
            best[end] = best[end - 1]
            for start in range(max(0, end - LONGEST_WORD), end - 1):
                strength = self._strengths[" ".join(folded[start:end])]
                if strength > 0 and best[start] + strength > best[end]:
                    best[end], back[end] = best[start] + strength, start
        lengths, end = [], count
        while end:
            lengths.append(end - back[end])
            end = back[end]
        return lengths[::-1]


_lock = Lock()
_loaded: list[FoldedLexicon] = []


def folded_lexicon() -> FoldedLexicon:
    """The folded lexicon, made once a process, at first use.

    Raises:
        TimtinError: pyvi is missing, or carries other files than those known here.
    """
    with _lock:
        if not _loaded:
            _loaded.append(FoldedLexicon(lexicon(), segmenter()))
        return _loaded[0]
