"""Query repair: readings of text typed as raw Telex or VNI, without diacritics, or with typing errors.

Layers, top to bottom: telex | vni > keystrokes; diacritics; typos. Each module is loaded at the first use of its names.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .diacritics import CollectionStatistics, FrequencyStatistics, Statistics, restore_diacritics
    from .telex import decode_telex, looks_like_telex, telex_candidates
    from .typos import Vocabulary, corrections
    from .vni import decode_vni, looks_like_vni, vni_candidates

__all__ = [
    "CollectionStatistics",
    "FrequencyStatistics",
    "Statistics",
    "Vocabulary",
    "corrections",
    "decode_telex",
    "decode_vni",
    "looks_like_telex",
    "looks_like_vni",
    "restore_diacritics",
    "telex_candidates",
    "vni_candidates",
]

_HOME = {
    "CollectionStatistics": "diacritics",
    "FrequencyStatistics": "diacritics",
    "Statistics": "diacritics",
    "Vocabulary": "typos",
    "corrections": "typos",
    "decode_telex": "telex",
    "decode_vni": "vni",
    "looks_like_telex": "telex",
    "looks_like_vni": "vni",
    "restore_diacritics": "diacritics",
    "telex_candidates": "telex",
    "vni_candidates": "vni",
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
