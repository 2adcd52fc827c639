"""Text to tokens, Vietnamese: normalise, fold, cut into syllables and words; usable alone.

Everything is loaded when it is first asked for, so importing this package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .analysis import analyze
    from .atoms import atom_value, find_atoms
    from .folding import fold
    from .grouping import words
    from .mending import mend
    from .normalizing import normal
    from .syllable import is_syllable
    from .tokens import Token, forms, has_marks, pairs, syllables
    from .version import fingerprint
    from .whoosh_analyzer import VietnameseAnalyzer
    from .word_counts import count_words

__all__ = [
    "Token",
    "VietnameseAnalyzer",
    "analyze",
    "atom_value",
    "count_words",
    "find_atoms",
    "fingerprint",
    "fold",
    "forms",
    "has_marks",
    "is_syllable",
    "mend",
    "normal",
    "pairs",
    "syllables",
    "words",
]

_HOME = {
    "Token": "tokens",
    "VietnameseAnalyzer": "whoosh_analyzer",
    "analyze": "analysis",
    "atom_value": "atoms",
    "count_words": "word_counts",
    "find_atoms": "atoms",
    "fingerprint": "version",
    "fold": "folding",
    "forms": "tokens",
    "has_marks": "tokens",
    "is_syllable": "syllable",
    "mend": "mending",
    "normal": "normalizing",
    "pairs": "tokens",
    "syllables": "tokens",
    "words": "grouping",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
