"""What somebody has typed so far, word by word, and which words it may become."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from ...analyzers import tokenize
from ...analyzers.cache import Cache
from ..highlight.matches import Mark

_TONES = "\u0300\u0301\u0303\u0309\u0323"

MOST_WORDS = 40


@dataclass(frozen=True, slots=True)
class TypedWord:
    """One word: its normal form, its fold, and whether it is `whole` (the last one may go on)."""

    normal: str
    folded: str
    whole: bool

    @property
    def marked(self) -> bool:
        """Whether it carries a mark, so that marks count."""
        return self.normal != self.folded

    def begins(self, folded: str) -> bool:
        """Whether it may become this word, marks aside."""
        return folded == self.folded if self.whole else folded.startswith(self.folded)

    def fits(self, toned: str) -> bool:
        """Whether it may become this word as marked: `vâ` may become `vận`, whose tone is not typed yet, but not `vẫn`
        where `vầ` is typed. Where the tone stands (`hoà`, `hòa`) makes no difference, nor does a letter not marked."""
        tone, plain = _PARTS[self.normal]
        other_tone, other_plain = _PARTS[toned]
        if tone and tone != other_tone:
            return False
        return other_plain == plain if self.whole else other_plain.startswith(plain)


def typed_words(text: str) -> tuple[TypedWord, ...]:
    """The words of what was typed; none where there are more than any completion has. The last one is whole where
    something (a space) follows it."""
    tokens = tokenize(text)
    if len(tokens) > MOST_WORDS:
        return ()
    ended = bool(tokens) and tokens[-1].end < len(text)
    last = len(tokens) - 1
    return tuple(TypedWord(token.normal, token.folded, at < last or ended) for at, token in enumerate(tokens))


def matched(words: tuple[TypedWord, ...], text: str) -> list[Mark]:
    """Where a completion has what was typed: whole words, and of the last one its beginning."""
    left = list(words)
    marks: list[Mark] = []
    for token in tokenize(text):
        word = next((word for word in left if word.begins(token.folded)), None)
        if word is not None:
            left.remove(word)
            length = len(token.text) if word.whole else min(len(word.normal), len(token.text))
            marks.append(Mark(token.start, token.start + length, frozenset()))
    return marks


def _taken_apart(form: str) -> tuple[str, str]:
    """The tone of a syllable, and its letters without it."""
    decomposed = unicodedata.normalize("NFD", form)
    tone = "".join(mark for mark in decomposed if mark in _TONES)
    plain = "".join(letter for letter in decomposed if letter not in _TONES)
    return tone, unicodedata.normalize("NFC", plain)


_PARTS: Cache[tuple[str, str]] = Cache(_taken_apart)


def one_edit_apart(first: str, second: str) -> bool:
    """Whether at most one letter other, more or less, or two neighbours swapped, make one word of the other."""
    if len(first) > len(second):
        first, second = second, first
    if len(second) - len(first) > 1:
        return False
    at = next((number for number, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), len(first))
    if len(first) < len(second):
        return first[at:] == second[at + 1 :]
    swapped = first[:at] + first[at + 1 : at + 2] + first[at : at + 1] + first[at + 2 :]
    return first[at + 1 :] == second[at + 1 :] or swapped == second
