"""Which written words of a query belong together: Vietnamese words of several syllables, and question phrases."""

from __future__ import annotations

from collections.abc import Sequence

from ...analyzers import fold, normalize, segment_words
from .nodes import Word
from .terms import QueryTerm

_PHRASES = (
    "gì", "là gì", "cái gì", "điều gì", "những gì", "nào", "thế nào", "như thế nào", "ai là", "ai đã", "là ai",
    "những ai", "của ai", "bởi ai", "bao nhiêu", "bao giờ", "bao lâu", "bao xa", "khi nào", "tại sao", "vì sao",
    "làm sao", "ở đâu", "hay không", "có phải", "đúng không", "đúng hay sai",
)  # fmt: skip
"""Question phrases. A lone `ai` is not among them: in capitals it is artificial intelligence, and letter case must
never change a result."""

_WITH_DIACRITICS = frozenset(tuple(phrase.split()) for phrase in _PHRASES)
_FOLDED = frozenset(tuple(map(fold, phrase)) for phrase in _WITH_DIACRITICS)
_LONGEST_PHRASE = max(map(len, _WITH_DIACRITICS))


def word_lengths(run: Sequence[Word], diacritic_sensitive: bool) -> list[int]:
    """Return how many written words each Vietnamese word of a run takes.

    The normal form is segmented (the folded form unless `diacritic_sensitive`), so that letter case never changes a
    result. A written word of several syllables (`Covid-19`) is a word by itself.
    """
    lengths: list[int] = []
    simple: list[str] = []
    for word in (*run, None):
        if word is not None and len(word.syllables) == 1:
            simple.append(normalize(word.text) if diacritic_sensitive else fold(word.text))
            continue
        found = [len(group) for group in segment_words(" ".join(simple))]
        lengths += found if sum(found) == len(simple) else [1] * len(simple)
        simple = []
        lengths += [1] if word is not None else []
    return lengths


def question_flags(terms: Sequence[QueryTerm]) -> list[bool]:
    """Return for each term of a run whether it belongs to a question phrase (`nào`, `là gì`, `bao nhiêu`).

    Question phrases say that something is asked, not what it is about, and an article that answers the question does
    not hold them. However rare they are among news, they carry no weight of their own; only the bigrams that they form
    with their neighbours score. The longest phrases are matched first.
    """
    flags = [False] * len(terms)
    at = 0
    while at < len(terms):
        lengths = range(_LONGEST_PHRASE, 0, -1)
        length = next((count for count in lengths if _is_question_phrase(terms[at : at + count])), 0)
        flags[at : at + length] = [True] * length
        at += length or 1
    return flags


def _is_question_phrase(terms: Sequence[QueryTerm]) -> bool:
    forms = tuple(term.form for term in terms)
    return forms in (_FOLDED if any(term.folded for term in terms) else _WITH_DIACRITICS)
