"""One query in six variants, as different people type it; the same ones in every run."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable

from timtin.analyzers import tokenize
from timtin.searcher.spelling.suggestion import remove_diacritics

TONES = "\u0300\u0301\u0303\u0309\u0323"
_END = r"(?![\w\u0300-\u036f])"
_PLACED = re.compile(
    rf"\b(\w*)(o[ae]|uy)([{TONES}]){_END}|\b(\w*)([ou])([{TONES}])([aey]){_END}",
    re.IGNORECASE,
)
_NEAR = {
    key: near
    for keys, nears in (
        ("qwertyuiop", ("wa", "qes", "wrd", "etf", "ryg", "tuh", "yij", "uok", "ipl", "ol")),
        ("asdfghjkl", ("qsz", "awdx", "sefc", "drgv", "fthb", "gyjn", "hukm", "jil", "kop")),
        ("zxcvbnm", ("xas", "zcsd", "xvdf", "cbfg", "vngh", "bmhj", "njk")),
    )
    for key, near in zip(keys, nears, strict=True)
}


def other_tone_placement(text: str) -> str:
    """Return the text in the other tone placement (`hòa` as `hoà`, `uỷ` as `ủy`); `qu` counts as one letter."""

    def other(found: re.Match[str]) -> str:
        if found[2]:
            head, vowels, tone = found[1], found[2], found[3]
            same = head[-1:].lower() == "q"
            return found[0] if same else head + vowels[0] + tone + vowels[1]
        if found[4][-1:].lower() == "q" or (found[5] + found[7]).lower() not in ("oa", "oe", "uy"):  # của, mùa
            return found[0]
        return found[4] + found[5] + found[7] + found[6]

    return unicodedata.normalize("NFC", _PLACED.sub(other, unicodedata.normalize("NFD", text)))


def with_slip(text: str) -> str:
    """Return the text with a typing slip in one word of at least three letters.

    The slip is an adjacent key, a letter left out or doubled, two letters swapped or a wrong tone. It is drawn with the
    text as the seed, so it is the same in every run.
    """
    draw = random.Random(text)
    long = [token for token in tokenize(text) if len(token.text) > 2 and token.text.isalpha()]
    if not long:
        return text
    token = draw.choice(long)
    slip = draw.choice((_near_key, _left_out, _doubled, _swapped, _wrong_tone))
    return text[: token.start] + slip(token.text, draw) + text[token.end :]


def _near_key(word: str, draw: random.Random) -> str:
    places = [at for at, letter in enumerate(word) if letter.lower() in _NEAR]
    if not places:
        return _doubled(word, draw)
    at = draw.choice(places)
    return word[:at] + draw.choice(_NEAR[word[at].lower()]) + word[at + 1 :]


def _left_out(word: str, draw: random.Random) -> str:
    at = draw.randrange(len(word))
    return word[:at] + word[at + 1 :]


def _doubled(word: str, draw: random.Random) -> str:
    at = draw.randrange(len(word))
    return word[: at + 1] + word[at:]


def _swapped(word: str, draw: random.Random) -> str:
    at = draw.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _wrong_tone(word: str, draw: random.Random) -> str:
    letters = unicodedata.normalize("NFD", word)
    bare = "".join(letter for letter in letters if letter not in TONES)
    vowels = [at for at, letter in enumerate(bare) if letter.lower() in "aeiouy"]
    if not vowels:
        return _doubled(word, draw)
    at = next((at for at, letter in enumerate(letters) if letter in TONES), None)
    tone = draw.choice([each for each in TONES if at is None or each != letters[at]])
    at = draw.choice(vowels) + 1 if at is None else at
    return unicodedata.normalize("NFC", bare[:at] + tone + bare[at:])


VARIANTS: dict[str, Callable[[str], str]] = {
    "typed": str,
    "no diacritics": remove_diacritics,
    "CAPS": str.upper,
    "NFD": lambda text: unicodedata.normalize("NFD", text),
    "placement": other_tone_placement,
    "slip": with_slip,
}
