"""Decoding of raw keystrokes, shared by Telex and VNI: letters, keys that modify an earlier letter, and a tone key.

A typed word (`ddaats`, `d9a61t`) is divided into letters and modifier keys. Every assignment of the keys to letters is
tried, and the results that are Vietnamese syllables are kept. The order of the keys therefore does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import nlargest
from itertools import product
from math import exp, log
from typing import NamedTuple

from ..normalization.characters import RUN
from ..tokenization.syllable import LONGEST_SYLLABLE, Syllable, spell_syllable, split_rime, tone_fits

Candidate = tuple[str, float]
"""A reading and its score, above 0 and up to 1."""

LONGEST_TYPED = LONGEST_SYLLABLE + 5
"""Letters and keys in the longest word that is decoded: `nghieengx`, and some keys typed twice."""

_MAX_KEYS = 3  # dd, u7, o7: no syllable has more modified letters than `đườ`

_MAX_PATHS = 8
_MIN_WEIGHT = 0.01
_RAISED_SCORE = 0.6

PLAIN = 0.1
"""The score of a reading of a plain word: one that has a meaning as typed (`test`)."""

SURE = 0.5
"""A score above this means that the word was typed for the input method."""

_ENOUGH_WORDS = 3
"""The number of words certainly typed with the input method off, from which on the other words are presumed so too."""


class Key(NamedTuple):
    """A modifier key: the letters that it changes, with their results, and the number of letters typed before it."""

    changes: dict[str, str]
    after: int


class _Path(NamedTuple):
    """The words chosen so far, as a linked list from the last to the first."""

    before: _Path | None
    form: str


class Keystrokes(NamedTuple):
    """A typed word, divided into letters (in lower case, with flags for capitals), modifier keys and tone."""

    letters: str
    capitals: tuple[bool, ...]
    keys: tuple[Key, ...]
    tone: int
    strokes: int
    """The number of modifier and tone keys: the more, the more likely it was typed for the input method."""


def syllable_readings(keystrokes: Keystrokes) -> list[str]:
    """Return the syllables that a typed word can be, in normal form with capitals as typed, the more likely first."""
    if len(keystrokes.letters) > LONGEST_SYLLABLE or len(keystrokes.keys) > _MAX_KEYS:
        return []
    forms: dict[str, None] = {}
    for changes in product(*(_options(keystrokes.letters, key) for key in keystrokes.keys)):
        letters = list(keystrokes.letters)
        places = [place for change in changes for place, _letter in change]
        for change in changes:
            for place, letter in change:
                letters[place] = letter
        if len(set(places)) < len(places):
            continue
        # Only the ư of ươ was typed, as input methods complete it: `truwongf`, `tr7o2ng`.
        for bare in ("".join(letters), "".join(letters).replace("ưo", "ươ")):
            division = split_rime(bare)
            if division is not None and tone_fits(division[1], keystrokes.tone):
                forms[_capitalised(spell_syllable(Syllable(*division, keystrokes.tone)), keystrokes.capitals)] = None
    return list(forms)


def _options(letters: str, key: Key) -> Iterator[tuple[tuple[int, str], ...]]:
    """Yield the changes that one key can make: to one letter, or to both letters of `uo`."""
    for place in range(min(key.after, len(letters)) - 1, -1, -1):
        letter = letters[place]
        if letter not in key.changes:
            continue
        yield ((place, key.changes[letter]),)
        if letter == "u" and letters[place + 1 : place + 2] == "o" and "o" in key.changes:
            yield ((place, key.changes["u"]), (place + 1, key.changes["o"]))


def _capitalised(form: str, capitals: tuple[bool, ...]) -> str:
    if not any(capitals):
        return form
    if all(capitals) and len(capitals) > 1:
        return form.upper()
    return "".join(letter.upper() if capital else letter for letter, capital in zip(form, capitals, strict=True))


def score_readings(forms: list[str], strokes: int, plain: bool) -> list[Candidate]:
    """Return the readings of a word with their scores.

    The score increases with the number of keys; it is low for a plain word, which has a meaning as typed.
    """
    certainty = PLAIN if plain else 1 - 0.3**strokes
    return [(form, certainty / 2**rank) for rank, form in enumerate(forms)]


def whole_candidates(
    text: str, word_candidates: Callable[[str], list[Candidate]], stays: Callable[[str], bool], limit: int
) -> list[Candidate]:
    """Return the best readings of a whole text, each word as typed or decoded, without the text itself.

    The score is the geometric mean over the words that can be decoded. If enough words are certainly raw keystrokes,
    plain words are decoded too, unless `stays` returns true for them.
    """
    words = [(match.span(), found) for match in RUN.finditer(text) if (found := word_candidates(match[0]))]
    if sum(found[0][1] > SURE for _span, found in words) >= _ENOUGH_WORDS:
        words = [((start, end), _raised(found, stays(text[start:end]))) for (start, end), found in words]
    paths: list[tuple[float, _Path | None]] = [(0.0, None)]
    for (start, end), candidates in words:
        as_typed = max(1 - candidates[0][1], _MIN_WEIGHT)
        choices = [(log(weight), form) for form, weight in [*candidates, (text[start:end], as_typed)]]
        longer = [(sum_ + weight, _Path(path, form)) for sum_, path in paths for weight, form in choices]
        paths = [*nlargest(max(_MAX_PATHS, limit + 1), longer, key=lambda scored: scored[0])]
    spans = [span for span, _candidates in words]
    whole = [(_filled(text, spans, path), exp(sum_ / max(1, len(words)))) for sum_, path in paths]
    return [(reading, score) for reading, score in whole if reading != text][:limit]


def _raised(candidates: list[Candidate], stays: bool) -> list[Candidate]:
    if stays or candidates[0][1] > SURE:
        return candidates
    factor = _RAISED_SCORE / candidates[0][1]
    return [(form, score * factor) for form, score in candidates]


def _filled(text: str, spans: list[tuple[int, int]], path: _Path | None) -> str:
    """Return the text with its words at the spans replaced by those of the path, which ends at the last of them."""
    parts, position = [], len(text)
    for start, end in reversed(spans):
        if path is None:
            break
        parts += [text[end:position], path.form]
        position, path = start, path.before
    parts.append(text[:position])
    return "".join(reversed(parts))
