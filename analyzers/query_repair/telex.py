"""Telex that was typed while the input method was off: `ddaats` for `đất`, `uyr ban` for `ủy ban`.

Keys: `s f r x j` for the tones, `aa ee oo` for the circumflex, `aw` for ă, `ow uw` (`uow` for both) for the horn, `w`
alone for ư, `dd` for đ; each may stand anywhere after what it marks. Written from the description of the method in
Unikey's manual.
"""

from __future__ import annotations

import re

from ..cache import Cache
from ..normalization.characters import RUN, require_text
from ..tokenization.syllable import unfold_syllable
from .keystrokes import LONGEST_TYPED, SURE, Candidate, Key, Typed, readings, weighed, whole_candidates
from .plain_words import BORROWED_WORDS, PLAIN_WORDS

_TONE_KEYS = {"f": 1, "r": 2, "x": 3, "s": 4, "j": 5}
_CIRCUMFLEX = {letter: {letter: marked} for letter, marked in ("aâ", "eê", "oô")}
_HORN = {"a": "ă", "o": "ơ", "u": "ư"}
_BAR = {"d": "đ"}
_TRIPLE = re.compile("(o)oo", re.IGNORECASE)
_VOWELS = frozenset("aeiouyư")


def _taken_apart(word: str, literal: str) -> Typed | None:
    """The word's letters and keys; `literal` is a vowel whose second one is a letter too (`o` in `ngoeof`)."""
    letters: list[str] = []
    capitals: list[bool] = []
    keys: list[Key] = []
    tone = strokes = 0
    before = ""
    for typed in word:
        key = typed.lower()
        again, before = before == key, key
        vowels = _VOWELS.intersection(letters)
        if key in _TONE_KEYS and vowels:
            if tone and (again or tone != _TONE_KEYS[key]):
                return None  # twice in a row takes the tone back; again at the end (`khesos`) only repeats it
            tone, strokes = _TONE_KEYS[key], strokes + 1
        elif key == "w" and any(letter in _HORN for letter in letters):
            keys.append(Key(_HORN, len(letters)))
        elif key == "d" and "d" in letters:
            keys.append(Key(_BAR, len(letters)))
        elif key in _CIRCUMFLEX and key in letters and key != literal:
            keys.append(Key(_CIRCUMFLEX[key], len(letters)))
        else:
            strokes += key == "w"
            letters.append("ư" if key == "w" else key)
            capitals.append(typed.isupper())
    return Typed("".join(letters), tuple(capitals), tuple(keys), tone, strokes + len(keys))


def _word_candidates(word: str) -> list[Candidate]:
    if not word.isascii() or not word.isalpha() or not 1 < len(word) <= LONGEST_TYPED:
        return []
    found: dict[str, int] = {}
    for literal in ("", "o"):
        # Three times the same vowel is how the method is told to leave two: `xooong`.
        source = _TRIPLE.sub(r"\1\1", word) if literal else word
        typed = _taken_apart(source, literal)
        strokes = typed.strokes + len(word) - len(source) if typed is not None else 0
        if typed is not None and strokes:
            for form in readings(typed):
                found.setdefault(form, strokes)
    plain = word.lower() in PLAIN_WORDS or (len(word) < 4 and word.isupper())  # IX and TW are no words
    return weighed(list(found), max(found.values(), default=0), plain)


_CANDIDATES: Cache[list[Candidate]] = Cache(_word_candidates, limit=4096)


def _stays(word: str) -> bool:
    return word.isupper() or word.lower() in BORROWED_WORDS


def telex_candidates(text: str, limit: int = 4) -> list[Candidate]:
    """What a text may have been meant to be if it is Telex typed with the input method off.

    Readings in normal form with a score above 0 and up to 1, the best first, without the text as typed; [] where
    nothing can be read so. A word is only read so if that gives a Vietnamese syllable, and hardly if it is a word as it
    is (`test`, `box`) unless three others are Telex beyond doubt. Letter case, spaces and punctuation stay.

    Raises:
        TypeError: not a str. No str raises; time is linear in its length.
    """
    require_text("telex_candidates", text)
    return whole_candidates(text, _CANDIDATES.__getitem__, _stays, limit)


def looks_like_telex(text: str) -> bool:
    """Whether a word of the text is hardly anything but Telex, and no more words are foreign than are so.

    Raises:
        TypeError: not a str. No str raises; time is linear in its length.
    """
    require_text("looks_like_telex", text)
    telex = foreign = 0
    for word in RUN.findall(text):
        if not word.isascii() or not word.isalpha():
            continue
        candidates = _CANDIDATES[word]
        if candidates:
            telex += candidates[0][1] > SURE
        else:
            foreign += not word.isupper() and not unfold_syllable(word.lower())
    return telex > 0 and telex >= foreign


def decode_telex(text: str) -> str:
    """The best reading of a text that `looks_like_telex`, any other text as it is.

    Raises:
        TypeError: not a str. No str raises; time is linear in its length.
    """
    if not looks_like_telex(text):
        return text
    return next((reading for reading, _score in telex_candidates(text, 1)), text)
