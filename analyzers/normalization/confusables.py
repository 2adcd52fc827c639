"""Confusables: look-alike characters that are replaced by the letter they are read as.

Three groups are replaced:

* characters that Unicode calls compatible (NFKC), wherever the character is a letter or digit and its replacement is
  too: `ﬁ`, `Ａ`, `²`, `Ⅻ`, but not `½`, whose replacement contains a fraction slash;
* a few letters that are drawn like a Vietnamese one: eth and d with hook for đ, and gha for ư, which PDF converters
  write;
* Cyrillic and Greek letters that look Latin, in a word that also has a Latin letter: no word mixes scripts on purpose.
"""

from __future__ import annotations

import re
import unicodedata

_DRAWN_ALIKE = {"Ð": "Đ", "ð": "đ", "Ɖ": "Đ", "ɖ": "đ", "Ƣ": "Ư", "ƣ": "ư", "ı": "i", "ɑ": "a", "ɡ": "g"}

_OTHER_SCRIPTS = str.maketrans(
    "аеорсухіѕјԁһАВЕКМНОРСТХУЅІЈαοντυΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "aeopcyxisjdhABEKMHOPCTXYSIJaovtuABEZHIKMNOPTYX"
)
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_OTHER = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_UNUSUAL = re.compile(
    "[^\\x00-\x7f\u00c0-\u00cf\u00d1-\u00ef\u00f1-\u0130\u0132-\u0148\u014a-\u017e\u01a0\u01a1\u01af\u01b0"
    "\u0300-\u036f\u1ea0-\u1ef9]"
)
"""A character that no ordinary Vietnamese word has; a run without one is returned unchanged after this one search."""


class _Table(dict[int, str]):
    """A table for `str.translate` that computes each entry at its first use."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        compatible = unicodedata.normalize("NFKC", character)
        plain = _DRAWN_ALIKE.get(character)
        if plain is None:
            plain = compatible if character.isalnum() and compatible.isalnum() else character
        self[code] = plain
        return plain


_TABLE = _Table()


def replace_confusables(run: str) -> str:
    """Return the run with every confusable character replaced; letter case is kept."""
    if _UNUSUAL.search(run) is None:
        return run
    plain = run.translate(_TABLE)
    if _OTHER.search(plain) and _LATIN.search(plain):
        plain = plain.translate(_OTHER_SCRIPTS)
    return plain
