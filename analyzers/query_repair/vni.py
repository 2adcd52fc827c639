"""VNI typed while the input method was off: `d9a61t` for `đất`, `uy3 ban` for `ủy ban`.

Keys: `1 2 3 4 5` for acute, grave, hook, tilde, dot below; `6` circumflex, `7` horn (both of `uo`), `8` breve, `9` the
bar of đ; each may be typed anywhere after the letter that it modifies. Source: VNI Software's description of its input
method.
"""

from __future__ import annotations

import re

from ..cache import Cache
from ..normalization.characters import RUN, require_text
from .keystrokes import (
    LONGEST_TYPED,
    SURE,
    Candidate,
    Key,
    Keystrokes,
    score_readings,
    syllable_readings,
    whole_candidates,
)

_TONE_KEYS = {"2": 1, "3": 2, "4": 3, "1": 4, "5": 5}
_MODIFIER_KEYS = {
    "6": {"a": "â", "e": "ê", "o": "ô"},
    "7": {"o": "ơ", "u": "ư"},
    "8": {"a": "ă"},
    "9": {"d": "đ"},
}
_SHAPE = re.compile("[A-Za-z][A-Za-z1-9]*[1-9][A-Za-z1-9]*")


def _divide(word: str) -> Keystrokes | None:
    letters: list[str] = []
    capitals: list[bool] = []
    keys: list[Key] = []
    tone = strokes = 0
    for character in word:
        if character in _TONE_KEYS:
            if tone or not letters:
                return None
            tone, strokes = _TONE_KEYS[character], strokes + 1
        elif character in _MODIFIER_KEYS:
            keys.append(Key(_MODIFIER_KEYS[character], len(letters)))
        else:
            letters.append(character.lower())
            capitals.append(character.isupper())
    return Keystrokes("".join(letters), tuple(capitals), tuple(keys), tone, strokes + len(keys))


def _word_candidates(word: str) -> list[Candidate]:
    if len(word) > LONGEST_TYPED or not _SHAPE.fullmatch(word):
        return []
    keystrokes = _divide(word)
    if keystrokes is None:
        return []
    # A letter or initials with a digit are mostly names and sizes (`a4`, `CO2`), though `y1 kie61n` is possible.
    plain = len(word) < 3 or (len(word) < 4 and word.isupper())
    return score_readings(syllable_readings(keystrokes), keystrokes.strokes, plain)


_CANDIDATES: Cache[list[Candidate]] = Cache(_word_candidates, limit=4096)


def vni_candidates(text: str, limit: int = 4) -> list[Candidate]:
    """Return the readings of a text as VNI typed with the input method off.

    Each is a pair of the text in normal form and a score above 0 and up to 1, the best first, without the text as
    typed; the list is empty if no word can be decoded. A word is decoded only if the result is a Vietnamese syllable.
    Letter case, spaces and punctuation are kept. Any str is accepted; time is linear in its length.

    Raises:
        TypeError: `text` is not a str.
    """
    require_text("vni_candidates", text)
    return whole_candidates(text, _CANDIDATES.__getitem__, str.isupper, limit)


def looks_like_vni(text: str) -> bool:
    """Return whether a word of the text is certainly VNI, and no more words with digits are something else.

    Any str is accepted; time is linear in its length.

    Raises:
        TypeError: `text` is not a str.
    """
    require_text("looks_like_vni", text)
    vni = other = 0
    for word in RUN.findall(text):
        if word.isascii() and not word.isalpha() and not word.isdigit():
            candidates = _CANDIDATES[word]
            if not candidates:
                other += 1
            elif candidates[0][1] > SURE:
                vni += 1
    return vni > 0 and vni >= other


def decode_vni(text: str) -> str:
    """Return the best reading of a text that `looks_like_vni`, and any other text unchanged.

    Any str is accepted; time is linear in its length.

    Raises:
        TypeError: `text` is not a str.
    """
    if not looks_like_vni(text):
        return text
    return next((reading for reading, _score in vni_candidates(text, 1)), text)
