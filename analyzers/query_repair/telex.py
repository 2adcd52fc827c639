"""Telex typed while the input method was off: `ddaats` for `đất`, `uyr ban` for `ủy ban`.

Keys: `s f r x j` for the tones, `aa ee oo` for the circumflex, `aw` for ă, `ow uw` (`uow` for both) for the horn, `w`
alone for ư, `dd` for đ; each may be typed anywhere after the letter that it modifies. Source: the description of the
method in Unikey's manual.
"""

from __future__ import annotations

import re

from ..cache import Cache
from ..normalization.characters import RUN, require_text
from ..tokenization.syllable import unfold_syllable
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

_BORROWED = """
air bar bee best boom boong bots box bus cast chef chips core ddos dex docs doong door eos es gas gis hits honor host
lens mary max mix moon moong of pharma post reset room sets soon sos sys tax taxi test tips tops town trust tw vest
vips visa war wi
"""
_ENGLISH = """
as ax bans bats been beer bets bins bits boast boats born bow buns burn bust cans caps car cats chair chaos char chose
coast coats corn cost cow cups cur cuts dad days deed deer defend deps dest did dir dist does down dust ex goats goes
guns gust guts hair has hasn hats hens her here hex hips his horn hots how hur if is isa isn its keeps kits laps last
lax lee lets lips list loans loops lose lost lots low lux maps mast mist moor more most mow must nest nets noon nor
norm nox nuns nuts or ore os own owns ox pair past pays peer pens per pest pets pieces pins poor pops pox puts queen
queue rats ref rest reuse rex roast rooms row runs rust says see seem seems seen sees sense seos sex sins sir sis sits
six suns tans taps tar tee teen tees tens term theme there these this thor those thus tins toast too tore torn tow
tree trees turn ups us vans ver vox was wax won worn wrong
"""

BORROWED_WORDS = frozenset(_BORROWED.split())
"""Plain words that also occur in Vietnamese sentences."""

PLAIN_WORDS = BORROWED_WORDS | frozenset(_ENGLISH.split())
"""Words with a meaning as typed that would be Vietnamese syllables if read as Telex (`test` would be `tét`).

Everyday English, loanwords and abbreviations that occur in Vietnamese queries, collected by hand; only words that the
decoder would change are listed. For a word that is missing here another reading is merely suggested.
"""

_TONE_KEYS = {"f": 1, "r": 2, "x": 3, "s": 4, "j": 5}
_CIRCUMFLEX = {letter: {letter: modified} for letter, modified in ("aâ", "eê", "oô")}
_HORN = {"a": "ă", "o": "ơ", "u": "ư"}
_BAR = {"d": "đ"}
_TRIPLE = re.compile("(o)oo", re.IGNORECASE)
_VOWELS = frozenset("aeiouyư")


def _divide(word: str, literal: str) -> Keystrokes | None:
    """Divide a word into letters and keys; a repeated `literal` is a letter and not a key (`o` in `ngoeof`)."""
    letters: list[str] = []
    capitals: list[bool] = []
    keys: list[Key] = []
    tone = strokes = 0
    before = ""
    for character in word:
        key = character.lower()
        again, before = before == key, key
        vowels = _VOWELS.intersection(letters)
        if key in _TONE_KEYS and vowels:
            if tone and (again or tone != _TONE_KEYS[key]):
                return None  # twice in a row removes the tone; once more at the end (`khesos`) only repeats it
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
            capitals.append(character.isupper())
    return Keystrokes("".join(letters), tuple(capitals), tuple(keys), tone, strokes + len(keys))


def _word_candidates(word: str) -> list[Candidate]:
    if not word.isascii() or not word.isalpha() or not 1 < len(word) <= LONGEST_TYPED:
        return []
    strokes_by_form: dict[str, int] = {}
    for literal in ("", "o"):
        # In the method, typing a vowel three times yields two of it: `xooong`.
        source = _TRIPLE.sub(r"\1\1", word) if literal else word
        keystrokes = _divide(source, literal)
        strokes = keystrokes.strokes + len(word) - len(source) if keystrokes is not None else 0
        if keystrokes is not None and strokes:
            for form in syllable_readings(keystrokes):
                strokes_by_form.setdefault(form, strokes)
    plain = word.lower() in PLAIN_WORDS or (len(word) < 4 and word.isupper())  # such as IX and TW
    return score_readings(list(strokes_by_form), max(strokes_by_form.values(), default=0), plain)


_CANDIDATES: Cache[list[Candidate]] = Cache(_word_candidates, limit=4096)


def _stays(word: str) -> bool:
    return word.isupper() or word.lower() in BORROWED_WORDS


def telex_candidates(text: str, limit: int = 4) -> list[Candidate]:
    """Return the readings of a text as Telex typed with the input method off.

    Each is a pair of the text in normal form and a score above 0 and up to 1, the best first, without the text as
    typed; the list is empty if no word can be decoded. A word is decoded only if the result is a Vietnamese syllable. A
    word that has a meaning as typed (`test`, `box`) gets a low score unless three other words are certainly Telex.
    Letter case, spaces and punctuation are kept. Any str is accepted; time is linear in its length.

    Raises:
        TypeError: `text` is not a str.
    """
    require_text("telex_candidates", text)
    return whole_candidates(text, _CANDIDATES.__getitem__, _stays, limit)


def looks_like_telex(text: str) -> bool:
    """Return whether a word of the text is certainly Telex, and no more words are foreign than are Telex.

    Any str is accepted; time is linear in its length.

    Raises:
        TypeError: `text` is not a str.
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
    """Return the best reading of a text that `looks_like_telex`, and any other text unchanged.

    Any str is accepted; time is linear in its length.

    Raises:
        TypeError: `text` is not a str.
    """
    if not looks_like_telex(text):
        return text
    return next((reading for reading, _score in telex_candidates(text, 1)), text)
