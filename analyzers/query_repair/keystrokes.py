"""What Telex and VNI have in common: letters, keys that mark a letter typed before them, one key for the tone.

A word as it was typed (`ddaats`, `d9a61t`) becomes letters and marking keys; every way to let each key mark one letter
is tried, and what is a Vietnamese syllable remains. So the order in which the keys were typed doesn't matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from heapq import nlargest
from itertools import product
from math import exp, log
from typing import NamedTuple

from ..normalization.characters import RUN
from ..tokenization.syllable import LONGEST, Syllable, spell_syllable, split_rime, tone_fits

Candidate = tuple[str, float]
"""A reading and how much speaks for it, above 0 and up to 1."""

LONGEST_TYPED = LONGEST + 5
"""Letters and keys of the longest word that is tried: `nghieengx`, with keys typed twice to spare."""

_MOST_MARKS = 3  # dd, u7, o7: more marks than `đườ` has no syllable

_MOST_PATHS = 8
_LEAST = 0.01
_RAISED = 0.6

PLAIN = 0.1
"""The score of a word that means something as it is."""

SURE = 0.5
"""A score above this speaks for the input method."""

_ENOUGH = 3
"""Words that are surely typed with the input method off: then hardly any other was typed with it on."""


class Key(NamedTuple):
    """A marking key: which letters it can change to what, and how many letters stood before it."""

    marks: dict[str, str]
    after: int


class _Path(NamedTuple):
    """The words chosen so far, the last first."""

    before: _Path | None
    form: str


class Typed(NamedTuple):
    """A word taken apart: its letters (lower case, whether typed as capitals), its keys, its tone."""

    letters: str
    capitals: tuple[bool, ...]
    keys: tuple[Key, ...]
    tone: int
    strokes: int
    """Marking and tone keys together: what speaks for the input method."""


def readings(typed: Typed) -> list[str]:
    """The syllables a typed word can stand for, in their normal form, capitals as typed; the likelier first."""
    if len(typed.letters) > LONGEST or len(typed.keys) > _MOST_MARKS:
        return []
    found: dict[str, None] = {}
    for changes in product(*(_options(typed.letters, key) for key in typed.keys)):
        letters = list(typed.letters)
        places = [place for change in changes for place, _letter in change]
        for change in changes:
            for place, letter in change:
                letters[place] = letter
        if len(set(places)) < len(places):
            continue
        # ư alone before o, as input methods complete it: `truwongf`, `tr7o2ng`.
        for bare in ("".join(letters), "".join(letters).replace("ưo", "ươ")):
            division = split_rime(bare)
            if division is not None and tone_fits(division[1], typed.tone):
                found[_capitalised(spell_syllable(Syllable(*division, typed.tone)), typed.capitals)] = None
    return list(found)


def _options(letters: str, key: Key) -> Iterator[tuple[tuple[int, str], ...]]:
    """The ways of one key: the letter it marks, or `uo` that it marks together."""
    for place in range(min(key.after, len(letters)) - 1, -1, -1):
        letter = letters[place]
        if letter not in key.marks:
            continue
        yield ((place, key.marks[letter]),)
        if letter == "u" and letters[place + 1 : place + 2] == "o" and "o" in key.marks:
            yield ((place, key.marks["u"]), (place + 1, key.marks["o"]))


def _capitalised(form: str, capitals: tuple[bool, ...]) -> str:
    if not any(capitals):
        return form
    if all(capitals) and len(capitals) > 1:
        return form.upper()
    return "".join(letter.upper() if capital else letter for letter, capital in zip(form, capitals, strict=True))


def weighed(forms: list[str], strokes: int, plain: bool) -> list[Candidate]:
    """Readings of a word with scores: more keys are less of an accident; a word that means something as it is, more."""
    certainty = PLAIN if plain else 1 - 0.3**strokes
    return [(form, certainty / 2**rank) for rank, form in enumerate(forms)]


def whole_candidates(
    text: str, word_candidates: Callable[[str], list[Candidate]], stays: Callable[[str], bool], limit: int
) -> list[Candidate]:
    """Readings of a whole text: of each word as typed or decoded the best combinations, without the text itself.

    The score is the geometric mean over the words that can be read in two ways. Among enough words beyond doubt one
    that means something as it is counts as decoded too, unless it `stays`.
    """
    words = [(match.span(), found) for match in RUN.finditer(text) if (found := word_candidates(match[0]))]
    if sum(found[0][1] > SURE for _span, found in words) >= _ENOUGH:
        words = [((start, end), _raised(found, stays(text[start:end]))) for (start, end), found in words]
    paths: list[tuple[float, _Path | None]] = [(0.0, None)]
    for (start, end), candidates in words:
        as_typed = max(1 - candidates[0][1], _LEAST)
        choices = [(log(weight), form) for form, weight in [*candidates, (text[start:end], as_typed)]]
        longer = [(sum_ + weight, _Path(path, form)) for sum_, path in paths for weight, form in choices]
        paths = [*nlargest(max(_MOST_PATHS, limit + 1), longer, key=lambda scored: scored[0])]
    spans = [span for span, _candidates in words]
    whole = [(_filled(text, spans, path), exp(sum_ / max(1, len(words)))) for sum_, path in paths]
    return [(reading, score) for reading, score in whole if reading != text][:limit]


def _raised(candidates: list[Candidate], stays: bool) -> list[Candidate]:
    if stays or candidates[0][1] > SURE:
        return candidates
    factor = _RAISED / candidates[0][1]
    return [(form, score * factor) for form, score in candidates]


def _filled(text: str, spans: list[tuple[int, int]], path: _Path | None) -> str:
    """The text with its words at the spans replaced by those of the path, which ends at the last of them."""
    parts, position = [], len(text)
    for start, end in reversed(spans):
        if path is None:
            break
        parts += [text[end:position], path.form]
        position, path = start, path.before
    parts.append(text[:position])
    return "".join(reversed(parts))
