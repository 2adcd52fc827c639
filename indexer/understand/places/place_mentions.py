"""All places that a text names, with or without a type word.

Only capitalised words can be a name, and of a run of them the longest beginning that the gazetteer contains.
"""

from __future__ import annotations

import re
from datetime import date

from ....analyzers import has_diacritics
from ....knowledge import Gazetteer
from .bare_names import bare_mentions
from .typed_names import PlaceMention, folded_typed_mentions, typed_mentions

_INITIAL = re.compile(r"(?<![^\W_])[^\W\d_]")
_SOCIETY = ("hội ", "hoi ")
"""Behind `xã` no name: `xã hội` is "society"."""


def find_place_mentions(text: str, gazetteer: Gazetteer, on: date | None) -> list[PlaceMention]:
    """Return the places that a text names with a type word, and provinces and districts named without one, in order.

    Units are those that may have existed on the day `on`, of any time if it is None.
    """
    if text.islower():
        return _mentions_in_lower_case(text, gazetteer, on)
    typed = list(typed_mentions(text, gazetteer, on))
    if not typed and not has_diacritics(text):
        typed = list(folded_typed_mentions(text, gazetteer, on))
    taken = [(mention.start, mention.end) for mention in typed]
    bare = [
        m
        for m in bare_mentions(text, gazetteer, on)
        if not any(start < m.end and m.start < end for start, end in taken)
    ]
    return sorted(typed + bare, key=lambda mention: mention.start)


def _mentions_in_lower_case(text: str, gazetteer: Gazetteer, on: date | None) -> list[PlaceMention]:
    """Return the known names of two words or more behind a type word: in a text without capitals, nothing else shows
    that a word is a name."""
    text = _INITIAL.sub(_upper, text)
    if not has_diacritics(text):
        mentions = list(folded_typed_mentions(text, gazetteer, on))
    else:
        mentions = list(typed_mentions(text, gazetteer, on, check_context=False))
    named = (one for one in mentions if " " in one.bare or one.bare[-1].isdecimal())
    return [one for one in named if not (one.types == ("xã",) and one.bare.startswith(_SOCIETY))]


def _upper(letter: re.Match[str]) -> str:
    """Return a letter in upper case, unless that is longer."""
    upper = letter[0].upper()
    return upper if len(upper) == 1 else letter[0]
