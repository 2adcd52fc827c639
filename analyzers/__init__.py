"""Text to tokens, Vietnamese: normalise, fold, cut into syllables and words; usable alone.

Everything is loaded when it is first asked for, so importing this package costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .analyze import analyze
    from .entities.recognize import entity_value, find_entities
    from .fingerprint import fingerprint
    from .normalization.folding import fold
    from .normalization.normal_form import normalize
    from .segmentation.word_counts import count_words
    from .segmentation.words import segment_words
    from .text_repair.torn_text import repair_torn_text
    from .tokenization.syllable import is_syllable
    from .tokenization.tokens import Token, bigrams, has_diacritics, normal_and_folded, tokenize
    from .whoosh_analyzer import VietnameseAnalyzer

__all__ = [
    "Token",
    "VietnameseAnalyzer",
    "analyze",
    "bigrams",
    "count_words",
    "entity_value",
    "find_entities",
    "fingerprint",
    "fold",
    "has_diacritics",
    "is_syllable",
    "normal_and_folded",
    "normalize",
    "repair_torn_text",
    "segment_words",
    "tokenize",
]

_HOME = {
    "Token": "tokenization.tokens",
    "VietnameseAnalyzer": "whoosh_analyzer",
    "analyze": "analyze",
    "entity_value": "entities.recognize",
    "count_words": "segmentation.word_counts",
    "find_entities": "entities.recognize",
    "fingerprint": "fingerprint",
    "fold": "normalization.folding",
    "normal_and_folded": "tokenization.tokens",
    "has_diacritics": "tokenization.tokens",
    "is_syllable": "tokenization.syllable",
    "repair_torn_text": "text_repair.torn_text",
    "normalize": "normalization.normal_form",
    "bigrams": "tokenization.tokens",
    "tokenize": "tokenization.tokens",
    "segment_words": "segmentation.words",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
