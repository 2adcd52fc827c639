"""Known phrases found in a text, word by word: the longest that fits at a place counts, punctuation ends a phrase.

Phrases match in normal form (marks count, letter case and tone placement don't), except that a word written in capitals
in the table (`UBND`, `CA`) must stand in capitals in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from ..analyzers import normal

_WORD = re.compile(r"[^\W_]+|[^\w\s]")
_normal_word = lru_cache(maxsize=1 << 16)(normal)


class Phrases:
    """A table of phrases, each with its value."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], tuple[bool, ...], str]]] = {}
        for phrase, value in entries:
            written = _WORD.findall(unicodedata.normalize("NFC", phrase))
            words = tuple(_normal_word(word) for word in written)
            capitals = tuple(len(word) > 1 and word.isupper() for word in written)
            self._by_first.setdefault(words[0], []).append((words, capitals, value))
        for candidates in self._by_first.values():
            candidates.sort(key=lambda candidate: -len(candidate[0]))

    def find(self, text: str) -> Iterator[str]:
        """The values of the phrases that stand in the text, in order, repetitions included."""
        written, words = _words(text)
        index, end = 0, len(words)
        while index < end:
            step = 1
            for phrase, capitals, value in self._by_first.get(words[index], ()):
                stop = index + len(phrase)
                if words[index:stop] == phrase and all(
                    one.isupper() for one, needed in zip(written[index:stop], capitals, strict=True) if needed
                ):
                    yield value
                    step = len(phrase)
                    break
            index += step


@lru_cache(maxsize=4)
def _words(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words and punctuation marks of a text, as written and in normal form."""
    written = tuple(_WORD.findall(unicodedata.normalize("NFC", text)))
    return written, tuple(map(_normal_word, written))
