"""Where the tone stands in `oa`, `oe`, `uy`: two conventions for one word (`hòa`/`hoà`, `ủy`/`uỷ`, `khỏe`/`khoẻ`).

The *older* placement (tone on the first vowel) is canonical here, since that is what most offices print; the *newer*
one is what pyvi's lexicon holds. Only open syllables have two right ways; with a final (`hoàn`, `huỳnh`) the tone
stands on the second vowel in both, and after `q` the `u` belongs to the consonant (`quý`, `quỹ`), so a tone that was
typed one letter too early (`tòan`, `hùynh`, `qúy`) has one right place, and is moved there.
Source of the rule: the spelling regulations of 1980 (240/QĐ) and 1984 against older usage.
"""

from __future__ import annotations

import re

_VOWELS = {"a": "àáảãạ", "e": "èéẻẽẹ", "o": "òóỏõọ", "u": "ùúủũụ", "y": "ỳýỷỹỵ"}
_BARE = {toned: vowel for vowel, row in _VOWELS.items() for toned in row}
_TONE = {toned: tone for row in _VOWELS.values() for tone, toned in enumerate(row)}


def _pairs() -> dict[str, str]:
    """Newer to older placement, in lower, upper and title case: `oà` to `òa`, `OÀ` to `ÒA`, `Oà` to `Òa`."""
    table = {}
    for first, second in ("oa", "oe", "uy"):
        for tone in range(5):
            newer, older = first + _VOWELS[second][tone], _VOWELS[first][tone] + second
            for case in (str.lower, str.upper, str.title):
                table[case(newer)] = case(older)
    return table


_OLDER = _pairs()
_NEWER = {older: newer for newer, older in _OLDER.items()}

_EARLY_BEFORE_FINAL = re.compile("([òóỏõọ])([ae])(?=[cimnoptuy])|([ùúủũụ])(y)(?=[cnptu])")
_EARLY_AFTER_Q = re.compile("(?<=q)([ùúủũụ])([aeoyi])")
_ROWS = {**_VOWELS, "i": "ìíỉĩị"}


def _one_later(match: re.Match[str]) -> str:
    toned, vowel = (group for group in match.groups() if group)
    return _BARE[toned] + _ROWS[vowel][_TONE[toned]]


def older_placement(syllable: str) -> str:
    """A lower-case NFC syllable with its tone in the canonical place: `hoà` to `hòa`, `uỷ` to `ủy`, `qúy` to `quý`."""
    ending = _OLDER.get(syllable[-2:])
    if ending is not None and syllable[-3:-2] != "q":
        return syllable[:-2] + ending
    if syllable.isascii():
        return syllable
    return _EARLY_AFTER_Q.sub(_one_later, _EARLY_BEFORE_FINAL.sub(_one_later, syllable))


def newer_placement(syllable: str) -> str:
    """An NFC syllable in any case with its tone where pyvi's lexicon has it: `Hòa` to `Hoà`, `ỦY` to `UỶ`."""
    ending = _NEWER.get(syllable[-2:])
    if ending is None or syllable[-3:-2] in {"q", "Q"}:
        return syllable
    return syllable[:-2] + ending
