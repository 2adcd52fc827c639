"""Text to tokens, Vietnamese: normalise, fold, cut into syllables and words; usable alone.

Everything is loaded when it is first asked for, so importing this package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .analyze import analyze
    from .entities.recognize import atom_value, find_atoms
    from .fingerprint import fingerprint
    from .normalization.folding import fold
    from .normalization.normal_form import normal
    from .segmentation.word_counts import count_words
    from .segmentation.words import words
    from .text_repair.torn_text import mend
    from .tokenization.syllable import is_syllable
    from .tokenization.tokens import Token, forms, has_marks, pairs, syllables
    from .whoosh_analyzer import VietnameseAnalyzer

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
    "Token": "tokenization.tokens",
    "VietnameseAnalyzer": "whoosh_analyzer",
    "analyze": "analyze",
    "atom_value": "entities.recognize",
    "count_words": "segmentation.word_counts",
    "find_atoms": "entities.recognize",
    "fingerprint": "fingerprint",
    "fold": "normalization.folding",
    "forms": "tokenization.tokens",
    "has_marks": "tokenization.tokens",
    "is_syllable": "tokenization.syllable",
    "mend": "text_repair.torn_text",
    "normal": "normalization.normal_form",
    "pairs": "tokenization.tokens",
    "syllables": "tokenization.tokens",
    "words": "segmentation.words",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
