"""Equivalent spellings of what a query says: abbreviations, dates, amounts, document numbers (docs/query-language.md).

An equivalent belongs to a span of words. A word of the span matches if it is found as typed, or if an equivalent of
the whole span is found, so equivalents do not change how many words a query has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import NamedTuple

from ...analyzers import tokenize
from ...knowledge.abbreviations.equivalent_spellings import (
    compound_spellings,
    equivalent_spellings,
    longest_spelling_from,
)
from ...knowledge.documents.query_documents import QueryDocument, find_query_documents, text_spellings
from ...knowledge.notations import equivalent_notations
from ..query.nodes import Word
from ..query.terms import QueryTerm

Syllables = tuple[str, ...]
"""An expression as the normal forms (or the folded forms) of its syllables."""

_UNDIVIDED_SYLLABLES = 4
"""A known phrase of at least so many syllables counts whatever the word segmentation says; a shorter one must not cut
a word in two: `cán bộ chính trị` is not about the `bộ chính trị`."""

_MAX_EQUIVALENTS = 60
"""Per run of words: more than any sentence has. It bounds queries that consist of nothing but abbreviations."""


@dataclass(frozen=True, slots=True)
class Equivalent:
    """Equivalent spellings of `run[start:end]`: their syllables in normal form, and the document that it names."""

    start: int
    end: int
    forms: tuple[Syllables, ...] = ()
    document: str | None = None
    overrides_segmentation: bool = True
    """Whether it counts even if the word segmentation draws its lines elsewhere."""
    one_word: bool = False
    """Whether its words count as one word of the query: `ngày 7 tháng 3` matches no other day of that month."""

    @property
    def counts_if_absent(self) -> bool:
        """Whether its words are one word even in a collection that has none of its spellings.

        Not so for documents: `quyết định 100 suất quà` may not name one.
        """
        return self.one_word and self.document is None


class WordSpan(NamedTuple):
    """One word of the query: `run[start:end]`. With `one_word` its syllables must be adjacent."""

    start: int
    end: int
    one_word: bool


def equivalents(run: Sequence[Word], terms: Sequence[Sequence[QueryTerm]]) -> list[Equivalent]:
    """Return all equivalents of spans of a run of neighbouring words; one may contain another.

    `terms` are those that each word is looked up by.
    """
    typed = [word.text for word in run]
    found = [Equivalent(start, end, forms, one_word=True) for start, end, forms in equivalent_notations(typed)]
    found += [equivalent for named in find_query_documents(typed) for equivalent in _document_equivalents(named)]
    # The codes in a document number (`QĐ/TW`) are not words, so they have no equivalents of their own.
    codes = {at for each in found if each.document for at in range(each.start, each.end) if len(run[at].syllables) > 1}
    found += [each for each in _abbreviations(run, terms) if codes.isdisjoint(range(each.start, each.end))]
    return found[:_MAX_EQUIVALENTS]


def fit_to_words(found: Iterable[Equivalent], lengths: Sequence[int]) -> tuple[list[Equivalent], list[WordSpan]]:
    """Return the equivalents that cut no word in two, and the words of the run.

    The words have these lengths, from the segmentation, except that they are cut where an equivalent that overrides
    the segmentation begins or ends, and joined within an equivalent that is one word.
    """
    listed = list(found)
    edges = {0, *accumulate(lengths)}
    edges |= {edge for each in listed if each.overrides_segmentation for edge in (each.start, each.end)}
    edges -= {edge for each in listed if each.one_word for edge in range(each.start + 1, each.end)}
    kept = [each for each in listed if each.start in edges and each.end in edges]
    joined = {(each.start, each.end) for each in kept if each.one_word}
    return kept, [WordSpan(start, end, (start, end) in joined) for start, end in pairwise(sorted(edges))]


def outermost(found: Iterable[Equivalent]) -> list[Equivalent]:
    """Return the equivalents that lie in no longer one."""
    kept: list[Equivalent] = []
    for each in sorted(found, key=lambda each: (each.start, -each.end)):
        inside = bool(kept) and each.end <= kept[-1].end
        if not inside or (each.start, each.end) == (kept[-1].start, kept[-1].end):
            kept.append(each)
    return kept


def _document_equivalents(named: QueryDocument) -> Iterator[Equivalent]:
    """Yield type and number as one word, and with what follows them (an issuer, a subject) the document itself."""
    digits = tuple(token.normal for token in tokenize(named.core))
    forms = (*text_spellings(named.core), digits)
    yield Equivalent(named.start, named.core_end, forms, document=named.number, one_word=True)
    if named.core_end < named.end:
        yield Equivalent(named.start, named.end, document=named.number)


def _abbreviations(run: Sequence[Word], terms: Sequence[Sequence[QueryTerm]]) -> Iterator[Equivalent]:
    """Yield the equivalents of abbreviations and of the phrases they stand for, where these are whole written words."""
    syllables = [word.syllables for word in run]
    for start, first in enumerate(syllables):
        longest = longest_spelling_from(first[0])
        typed: Syllables = ()
        folded: list[bool] = []
        for end in range(start, len(syllables) if longest else 0):
            typed += syllables[end]
            folded += [term.folded for term in terms[end]]
            if len(typed) > longest:
                break
            forms = equivalent_spellings(typed, ignore_diacritics=folded)
            if forms:
                overrides = len(typed) >= _UNDIVIDED_SYLLABLES or end == start
                yield Equivalent(start, end + 1, forms, overrides_segmentation=overrides)
        if len(first) > 1:
            forms = compound_spellings(first, ignore_diacritics=all(term.folded for term in terms[start]))
            if forms and not equivalent_spellings(first, ignore_diacritics=[term.folded for term in terms[start]]):
                yield Equivalent(start, start + 1, forms)
