"""Orthographic variants of one syllable: tone placement (`hòa`/`hoà`), and `i` or `y` (`kĩ`/`kỹ`).

Tone placement: in `oa`, `oe` and `uy` there are two conventions for the vowel that carries the tone (`hòa`/`hoà`,
`ủy`/`uỷ`, `khỏe`/`khoẻ`). The *older* placement, on the first vowel, is canonical here because most offices print it;
the *newer* one is that of pyvi's lexicon. Only open syllables have two correct spellings. With a final (`hoàn`,
`huỳnh`) the tone is on the second vowel in both conventions, and after `q` the `u` belongs to the consonant (`quý`,
`quỹ`), so a tone typed one letter too early (`tòan`, `hùynh`, `qúy`) has one correct place and is moved there.
Source: the spelling regulations of 1980 (240/QĐ) and 1984, compared with older usage.

`i` and `y`: where `i` is a syllable's only vowel, school spelling since 1980 writes `i` and traditional
spelling writes `y` (after h, k, l, m, s, t, v, and alone); after `qu` both are written before any final (`quỳnh`,
`quình`). Elsewhere the two letters are different sounds (`thúy` and `thúi`, `tay` and `tai`) and are not exchanged.
This equivalence is not part of the normal form; callers apply it where they need it.
"""

from __future__ import annotations

import re

_TONED_VOWELS = {"a": "àáảãạ", "e": "èéẻẽẹ", "o": "òóỏõọ", "u": "ùúủũụ", "y": "ỳýỷỹỵ"}
_BASE_VOWEL = {toned: vowel for vowel, row in _TONED_VOWELS.items() for toned in row}
_TONE = {toned: tone for row in _TONED_VOWELS.values() for tone, toned in enumerate(row)}


def _newer_to_older() -> dict[str, str]:
    """Map newer to older placement in lower, upper and title case: `oà` to `òa`, `OÀ` to `ÒA`, `Oà` to `Òa`."""
    table = {}
    for first, second in ("oa", "oe", "uy"):
        for tone in range(5):
            newer, older = first + _TONED_VOWELS[second][tone], _TONED_VOWELS[first][tone] + second
            for case in (str.lower, str.upper, str.title):
                table[case(newer)] = case(older)
    return table


_OLDER = _newer_to_older()
_NEWER = {older: newer for newer, older in _OLDER.items()}

_MISPLACED_TONE_BEFORE_FINAL = re.compile("([òóỏõọ])([ae])(?=[cimnoptuy])|([ùúủũụ])(y)(?=[cnptu])")
_MISPLACED_TONE_AFTER_Q = re.compile("(?<=q)([ùúủũụ])([aeoyi])")
_TONED_VOWELS_AND_I = {**_TONED_VOWELS, "i": "ìíỉĩị"}


def _move_tone_right(match: re.Match[str]) -> str:
    toned, vowel = (group for group in match.groups() if group)
    return _BASE_VOWEL[toned] + _TONED_VOWELS_AND_I[vowel][_TONE[toned]]


def older_placement(syllable: str) -> str:
    """Return a lower-case NFC syllable with its tone in the canonical place.

    `hoà` becomes `hòa`, `uỷ` becomes `ủy`, `qúy` becomes `quý`.
    """
    ending = _OLDER.get(syllable[-2:])
    if ending is not None and syllable[-3:-2] != "q":
        return syllable[:-2] + ending
    if syllable.isascii():
        return syllable
    return _MISPLACED_TONE_AFTER_Q.sub(_move_tone_right, _MISPLACED_TONE_BEFORE_FINAL.sub(_move_tone_right, syllable))


def newer_placement(syllable: str) -> str:
    """Return an NFC syllable, in any letter case, with its tone where pyvi's lexicon has it: `Hòa` becomes `Hoà`."""
    ending = _NEWER.get(syllable[-2:])
    if ending is None or syllable[-3:-2] in {"q", "Q"}:
        return syllable
    return syllable[:-2] + ending


_Y = "yỳýỷỹỵ"
_TO_I = str.maketrans(_Y, "iìíỉĩị")
_I_OR_Y = re.compile(f"(?:[hklmstv]?[{_Y}]|qu[{_Y}](?:ch|nh|[cnpt])?)")


def replace_y_with_i(form: str) -> str:
    """Return the common form of a syllable's two spellings: `kỹ` and `kĩ` both give `kĩ`.

    Args:
        form: a normal or folded form; the result is of the same kind.
    """
    return form.translate(_TO_I) if _I_OR_Y.fullmatch(form) else form
