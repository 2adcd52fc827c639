"""Vietnamese alphabetical order: a ă â b c d đ e ê …, letters before tones."""

from __future__ import annotations

import unicodedata

from ...analyzers import normalize

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_ORDER = {letter: f"{place:02}" for place, letter in enumerate(_ALPHABET)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # ngang huyền hỏi ngã sắc nặng


def collation_key(text: str) -> tuple[str, str, str]:
    """A key to sort text by: its letters in Vietnamese order, then its tones, then the text as it is."""
    letters: list[str] = []
    tones: list[str] = []
    for char in normalize(text):
        apart = unicodedata.normalize("NFD", char)
        tone = next((mark for mark in apart if mark in _TONES), "")
        letter = unicodedata.normalize("NFC", apart.replace(tone, "")) if tone else char
        # Spaces sort before digits, those before letters, and letters of other alphabets last.
        letters.append(_ORDER.get(letter) or (f"!{char}" if not char.isalpha() else f"~{char}"))
        tones.append(_TONES.get(tone, "0"))
    return "".join(letters), "".join(tones), text
