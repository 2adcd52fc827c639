"""Which written words of a query make one Vietnamese word."""

from __future__ import annotations

from collections.abc import Sequence

from ...analyzers import fold, normalize, segment_words
from .nodes import Word


def word_lengths(run: Sequence[Word], marked: bool) -> list[int]:
    """How many written words each word of a run takes, by segmentation of the normal form (so that letter case never
    changes a result). A written word of several pieces stands alone."""
    lengths: list[int] = []
    simple: list[str] = []
    for word in (*run, None):
        if word is not None and len(word.syllables) == 1:
            simple.append(normalize(word.text) if marked else fold(word.text))
            continue
        found = [len(group) for group in segment_words(" ".join(simple))]
        lengths += found if sum(found) == len(simple) else [1] * len(simple)
        simple = []
        lengths += [1] if word is not None else []
    return lengths
