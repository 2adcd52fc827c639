"""Words that ask: `nào`, `là gì`, `bao nhiêu`. They say that somebody wants to know, not what about, and an article
that answers has none of them; so they tell nothing however rare they are among news, and count by their neighbours
alone.

A lone `ai` is not among them: it may be artificial intelligence, and letter case must change nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...analyzers import fold
from .terms import Piece

_PHRASES = (
    "gì", "là gì", "cái gì", "điều gì", "những gì", "nào", "thế nào", "như thế nào", "ai là", "ai đã", "là ai",
    "những ai", "của ai", "bởi ai", "bao nhiêu", "bao giờ", "bao lâu", "bao xa", "khi nào", "tại sao", "vì sao",
    "làm sao", "ở đâu", "hay không", "có phải", "đúng không", "đúng hay sai",
)  # fmt: skip

_MARKED = frozenset(tuple(phrase.split()) for phrase in _PHRASES)
_UNMARKED = frozenset(tuple(map(fold, phrase)) for phrase in _MARKED)
_LONGEST = max(map(len, _MARKED))


def asking(pieces: Sequence[Piece]) -> list[bool]:
    """Of the syllables of a run, as they are looked up, which belong to a word that asks; longest phrases first."""
    found = [False] * len(pieces)
    at = 0
    while at < len(pieces):
        length = next((count for count in range(_LONGEST, 0, -1) if _asks(pieces[at : at + count])), 0)
        found[at : at + length] = [True] * length
        at += length or 1
    return found


def _asks(pieces: Sequence[Piece]) -> bool:
    forms = tuple(piece.form for piece in pieces)
    return forms in (_UNMARKED if any(piece.folded for piece in pieces) else _MARKED)
