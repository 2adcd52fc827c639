"""Half-typed diacritics: a query in which some words carry marks and others seem to have lost theirs."""

from __future__ import annotations

from collections.abc import Sequence

from whoosh.query.qcore import Query

from ..analyzers import fold, has_marks, pairs, syllables
from .collection import Collection
from .nodes import TEXT, Quoted, Words, leaves

REASON = "Truy vấn chỉ có dấu ở một số từ; bỏ hết dấu sẽ tìm được nhiều kết quả hơn."


def half_marked(tree: Query, collection: Collection) -> bool:
    """Whether an unmarked syllable of a marked query stands with neighbours it never has in the collection, but would
    have if marks were left out: `dân van` where the collection knows `dân vận` alone."""
    for leaf, wanted in leaves(tree):
        if not wanted or not isinstance(leaf, Words | Quoted) or leaf.fieldname not in (TEXT, "body"):
            continue
        runs = leaf.runs() if isinstance(leaf, Words) else [leaf.words]
        if any(_is_half_marked([form for word in run for form in word.syllables], collection) for run in runs):
            return True
    return False


def _is_half_marked(forms: Sequence[str], collection: Collection) -> bool:
    for at, form in enumerate(forms):
        if has_marks(form) or not form.isalpha():
            continue
        around = pairs(forms[max(0, at - 1) : at + 2])
        if any(collection.has("pairs", pair) for pair in around):
            continue
        if any(collection.has("pairs_folded", fold_pair) for fold_pair in _folded_pairs(forms, at)):
            return True
    return False


def _folded_pairs(forms: Sequence[str], at: int) -> list[str]:
    return pairs([fold(form) for form in forms[max(0, at - 1) : at + 2]])


def without_marks(text: str) -> str:
    """The query with every marked word unmarked and everything else, operators too, left as typed."""
    out, end = [], 0
    for token in syllables(text):
        out += [text[end : token.start], token.folded if has_marks(token.text) else token.text]
        end = token.end
    return "".join(out) + text[end:]
