"""Half-typed diacritics: a query in which some words carry marks and others seem to have lost theirs."""

from __future__ import annotations

from collections.abc import Sequence

from whoosh.query.qcore import Query

from ...analyzers import bigrams, fold, has_diacritics, tokenize
from ..query.nodes import TEXT, Quoted, Words, leaves
from ..statistics.collection import Collection

REASON = "Truy vấn chỉ có dấu ở một số từ; bỏ hết dấu sẽ tìm được nhiều kết quả hơn."


def half_marked(tree: Query, collection: Collection) -> float:
    """The share of syllables that seem to have lost their marks in a marked query: they stand with neighbours they
    never have in the collection, but would have if marks were left out: `dân van` where it knows `dân vận` alone."""
    lost = syllables = 0
    for leaf, wanted in leaves(tree):
        if not wanted or not isinstance(leaf, Words | Quoted) or leaf.fieldname not in (TEXT, "body"):
            continue
        for run in leaf.runs() if isinstance(leaf, Words) else [leaf.words]:
            forms = [form for word in run for form in word.syllables]
            syllables += len(forms)
            lost += sum(_has_lost(forms, at, collection) for at in range(len(forms)))
    return lost / max(syllables, 1)


def _has_lost(forms: Sequence[str], at: int, collection: Collection) -> bool:
    if has_diacritics(forms[at]) or not forms[at].isalpha():
        return False
    if any(collection.has("pairs", pair) for pair in bigrams(forms[max(0, at - 1) : at + 2])):
        return False
    return any(collection.has("pairs_folded", pair) for pair in _folded_pairs(forms, at))


def _folded_pairs(forms: Sequence[str], at: int) -> list[str]:
    return bigrams([fold(form) for form in forms[max(0, at - 1) : at + 2]])


def without_marks(text: str) -> str:
    """The query with every marked word unmarked and everything else, operators too, left as typed."""
    out, end = [], 0
    for token in tokenize(text):
        out += [text[end : token.start], token.folded if has_diacritics(token.text) else token.text]
        end = token.end
    return "".join(out) + text[end:]
