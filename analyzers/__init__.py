"""Vietnamese text analysis: normalization, diacritic folding, tokens and word segmentation; usable on its own.

Layers, top to bottom: whoosh_analyzer | analysis | analysis_version > query_repair | near_duplicates | text_repair >
segmentation > entities > tokenization > normalization > cache. Each module is loaded at the first use of its names, so
importing this package costs next to nothing. No module is named like an exported function, because importing the module
would replace the function as an attribute of the package.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .analysis import analyze
    from .analysis_version import fingerprint
    from .entities.recognize import entity_value, find_entities
    from .normalization.folding import fold
    from .normalization.normal_form import normalize
    from .segmentation.words import count_words, segment_words
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
    "analyze": "analysis",
    "bigrams": "tokenization.tokens",
    "count_words": "segmentation.words",
    "entity_value": "entities.recognize",
    "find_entities": "entities.recognize",
    "fingerprint": "analysis_version",
    "fold": "normalization.folding",
    "has_diacritics": "tokenization.tokens",
    "is_syllable": "tokenization.syllable",
    "normal_and_folded": "tokenization.tokens",
    "normalize": "normalization.normal_form",
    "repair_torn_text": "text_repair.torn_text",
    "segment_words": "segmentation.words",
    "tokenize": "tokenization.tokens",
}
"""The module that defines each exported name."""


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
