"""Runs of neighbouring words: how their syllables are looked up, which words they form, and their expanded terms.

Diacritics are decided here. Where no word of the query carries diacritics, everything is looked up in the folded
fields. Otherwise a word is looked up as typed, unless it carries none and the collection does not hold it as typed; in
a phrase, and in a written word of several syllables, one such syllable makes the whole phrase folded. No word is looked
up both ways.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from whoosh.query.terms import Term

from ...analyzers import bigrams, fold
from ..expansion.equivalents import WordSpan, equivalents, fit_to_words
from ..query.nodes import TEXT, Word
from ..query.terms import BIGRAMS, TITLE_AND_BODY, QueryTerm, full_field, positional_fields
from ..query.word_groups import question_flags, word_lengths
from ..statistics.collection import Collection
from .expanded_terms import ExpandedTerm, expand_terms


@dataclass(frozen=True, slots=True)
class TermLookup:
    """How the syllables of one query are looked up in a collection."""

    collection: Collection
    diacritic_sensitive: bool

    def terms(self, fieldname: str, forms: Sequence[str], *, is_prefix: bool = False) -> tuple[QueryTerm, ...]:
        """Return the terms of one written word or phrase: all as typed, or all folded.

        With `is_prefix` the last form is only the beginning of a word.
        """
        if self.diacritic_sensitive and all(
            self._exists(fieldname, form, is_prefix and at == len(forms) - 1)
            for at, form in enumerate(forms)
            if fold(form) == form
        ):
            return tuple(QueryTerm(form) for form in forms)
        return tuple(QueryTerm(fold(form), folded=True) for form in forms)

    def _exists(self, fieldname: str, form: str, is_prefix: bool) -> bool:
        if is_prefix:
            return any(self.collection.has_prefix(name, form) for name in positional_fields(fieldname))
        return self.collection.has_term(full_field(fieldname), form)


@dataclass(frozen=True, slots=True)
class WordRun:
    """Neighbouring words of a query, analysed."""

    words: tuple[Word, ...]
    """As typed."""
    terms: list[tuple[QueryTerm, ...]]
    """Of each written word."""
    spans: list[WordSpan]
    """The Vietnamese words, of one or more written words each."""
    questions: list[bool]
    """Of each span, whether it belongs to a question phrase."""
    expanded: list[ExpandedTerm]

    @property
    def all_terms(self) -> list[QueryTerm]:
        """The terms of all words, in order."""
        return [term for terms in self.terms for term in terms]

    def terms_of(self, span: WordSpan) -> list[QueryTerm]:
        """Return the terms of one word."""
        return [term for terms in self.terms[span.start : span.end] for term in terms]

    def expanded_over(self, span: WordSpan) -> list[ExpandedTerm]:
        """Return the expanded terms that include the word or a part of it."""
        return [each for each in self.expanded if each.overlaps(span.start, span.end)]

    def boundary_bigrams(self) -> Iterator[Term]:
        """Yield the bigram where two words meet, unless both belong to a question phrase."""
        spans = zip(self.spans, self.questions, strict=True)
        for (span, is_question), (next_span, next_is_question) in pairwise(spans):
            last, first = self.terms_of(span)[-1], self.terms_of(next_span)[0]
            if last.folded == first.folded and not (is_question and next_is_question):
                yield Term(BIGRAMS + last.field_suffix, bigrams([last.form, first.form])[0])


def analyze_run(fieldname: str, words: tuple[Word, ...], lookup: TermLookup) -> WordRun:
    """Look up the words of a run, expand them, and divide them into Vietnamese words.

    A word belongs to a question phrase only where all of it does: `viem nao` does not hold `nào`.
    """
    terms = [lookup.terms(fieldname, word.syllables) for word in words]
    spans, expanded = _spans_and_expanded_terms(fieldname, words, terms, lookup)
    flags = iter(question_flags([term for word_terms in terms for term in word_terms]))
    by_word = [[next(flags) for _ in word_terms] for word_terms in terms]
    questions = [all(flag for word in by_word[span.start : span.end] for flag in word) for span in spans]
    return WordRun(words, terms, spans, questions, expanded)


def _spans_and_expanded_terms(
    fieldname: str, words: tuple[Word, ...], terms: Sequence[tuple[QueryTerm, ...]], lookup: TermLookup
) -> tuple[list[WordSpan], list[ExpandedTerm]]:
    lengths = word_lengths(words, lookup.diacritic_sensitive)
    if fieldname not in (TEXT, *TITLE_AND_BODY):
        return fit_to_words([], lengths)[1], []
    found = [*lookup.collection.curation.equivalents(words, terms), *equivalents(words, terms)]
    expanded = expand_terms(found, fieldname, terms, lookup.collection, diacritic_sensitive=lookup.diacritic_sensitive)
    kept, spans = fit_to_words([each for each in found if each.counts_if_absent or each in expanded], lengths)
    return spans, [expanded[each] for each in kept if each in expanded]
