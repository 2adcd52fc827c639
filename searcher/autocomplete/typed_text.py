"""The words typed so far in a search box, and which words of a completion they match."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from ...analyzers import tokenize
from ...analyzers.cache import Cache
from ..highlight.matches import Highlight

MAX_WORDS = 40
"""No completion has more words, so a longer text has no completions."""

_TONES = "\u0300\u0301\u0303\u0309\u0323"


@dataclass(frozen=True, slots=True)
class TypedWord:
    """One typed word: its normal form, its folded form, and whether it is complete (the last one may go on)."""

    normal: str
    folded: str
    complete: bool

    @property
    def has_diacritics(self) -> bool:
        """Whether the word has diacritics, so that completions with the same ones come first."""
        return self.normal != self.folded

    def matches(self, folded: str) -> bool:
        """Return whether the typed word is, or may become, a word of this folded form."""
        return folded == self.folded if self.complete else folded.startswith(self.folded)

    def matches_diacritics(self, form: str) -> bool:
        """Return whether the typed word is, or may become, a word of this normal form.

        The tone may not be typed yet: `vâ` matches `vận`, but `vầ` does not match `vẫn`. The place of the tone makes no
        difference (`hoà`, `hòa`).
        """
        tone, letters = _TONE_AND_LETTERS[self.normal]
        other_tone, other_letters = _TONE_AND_LETTERS[form]
        if tone and tone != other_tone:
            return False
        return other_letters == letters if self.complete else other_letters.startswith(letters)


def typed_words(text: str) -> tuple[TypedWord, ...]:
    """Return the words of a typed text, or none if there are more than MAX_WORDS.

    The last word is complete if anything follows it, such as a space.
    """
    tokens = tokenize(text)
    if len(tokens) > MAX_WORDS:
        return ()
    ended = bool(tokens) and tokens[-1].end < len(text)
    last = len(tokens) - 1
    return tuple(TypedWord(token.normal, token.folded, at < last or ended) for at, token in enumerate(tokens))


def typed_highlights(words: tuple[TypedWord, ...], text: str) -> list[Highlight]:
    """Return where a completion contains what was typed: complete words, and the beginning of an incomplete one."""
    left = list(words)
    highlights: list[Highlight] = []
    for token in tokenize(text):
        word = next((word for word in left if word.matches(token.folded)), None)
        if word is not None:
            left.remove(word)
            length = len(token.text) if word.complete else min(len(word.normal), len(token.text))
            highlights.append(Highlight(token.start, token.start + length, frozenset()))
    return highlights


def _split_tone(form: str) -> tuple[str, str]:
    """Return the tone of a syllable, and its letters without it."""
    decomposed = unicodedata.normalize("NFD", form)
    tone = "".join(char for char in decomposed if char in _TONES)
    letters = "".join(char for char in decomposed if char not in _TONES)
    return tone, unicodedata.normalize("NFC", letters)


_TONE_AND_LETTERS: Cache[tuple[str, str]] = Cache(_split_tone)


def one_edit_apart(first: str, second: str) -> bool:
    """Return whether the words are equal or differ by one letter replaced, added or left out, or two swapped."""
    if len(first) > len(second):
        first, second = second, first
    if len(second) - len(first) > 1:
        return False
    at = next((number for number, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), len(first))
    if len(first) < len(second):
        return first[at:] == second[at + 1 :]
    swapped = first[:at] + first[at + 1 : at + 2] + first[at : at + 1] + first[at + 2 :]
    return first[at + 1 :] == second[at + 1 :] or swapped == second
