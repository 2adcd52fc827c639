"""Expanded terms: the equivalent spellings of a query's words that a collection holds, and how they match and score."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from whoosh.query.positional import Phrase
from whoosh.query.qcore import Query
from whoosh.query.terms import Term

from ...analyzers import bigrams, fold, tokenize
from ...engines.fields import FOLDED_SUFFIX, exact_field
from ...engines.nodes import exact
from ..expansion.equivalents import Equivalent, Syllables
from ..query.combinators import any_of
from ..query.nodes import TEXT
from ..query.terms import BIGRAMS, HighlightTerm, QueryTerm, full_field, positional_fields
from ..statistics.collection import Collection
from . import weights


@dataclass(frozen=True, slots=True)
class ExpandedTerm:
    """An equivalent over one collection: what matches, scores and is highlighted besides the words as typed."""

    equivalent: Equivalent
    match: Query
    scoring_queries: tuple[Query, ...]
    highlight_terms: tuple[HighlightTerm, ...]
    document_frequency: int
    """How many articles hold any of its spellings."""

    def overlaps(self, start: int, end: int) -> bool:
        """Return whether it shares a word with the words of the run from `start` to `end`."""
        return self.equivalent.start < end and start < self.equivalent.end


def expand_terms(
    found: Sequence[Equivalent],
    fieldname: str,
    terms: Sequence[Sequence[QueryTerm]],
    collection: Collection,
    *,
    diacritic_sensitive: bool,
) -> dict[Equivalent, ExpandedTerm]:
    """Return the expanded terms of those equivalents that the collection holds.

    `terms` are those of each word of the run. Equivalents are looked up with diacritics or all folded.
    """
    expander = _Expander(collection, fieldname, "" if diacritic_sensitive else FOLDED_SUFFIX)
    expanded: dict[Equivalent, ExpandedTerm] = {}
    for equivalent in found:
        typed = [term for word in terms[equivalent.start : equivalent.end] for term in word]
        expanded_term = expander.expand(equivalent, typed)
        if expanded_term:
            expanded[equivalent] = expanded_term
    return expanded


def citation_highlight(value: str) -> HighlightTerm:
    """Return what to highlight where an article cites this document."""
    terms = tuple(QueryTerm(token.folded, folded=True) for token in tokenize(value))
    return HighlightTerm(TEXT, terms, whole_only=True, citation=value)


@dataclass(frozen=True, slots=True)
class _Expander:
    collection: Collection
    fieldname: str
    suffix: str
    """Of the text fields that equivalents are looked up in."""

    def expand(self, equivalent: Equivalent, typed: Sequence[QueryTerm]) -> ExpandedTerm | None:
        """Return the expanded term; None where the collection holds neither a spelling nor the document."""
        number = equivalent.document if self.fieldname == TEXT else None
        cited = self.collection.cited_numbers(number) if number else ()
        forms = self._present_forms(equivalent.forms, typed)
        if not forms and not cited:
            return None
        match = any_of([*(exact("citation", value) for value in cited), *map(self._match, forms)])
        return ExpandedTerm(
            equivalent,
            match=match,
            scoring_queries=(*self._scoring_queries(forms, typed), *map(_citation_score, cited)),
            highlight_terms=tuple(self._highlight_terms(forms, cited)),
            document_frequency=self.collection.cached_count(match),
        )

    def _present_forms(self, forms: Iterable[Syllables], typed: Sequence[QueryTerm]) -> list[Syllables]:
        """Return the forms that the collection holds, as they are looked up, without the one that was typed."""
        alike = all(term.field_suffix == self.suffix for term in typed)
        typed_form = tuple(term.form for term in typed) if alike else ()
        looked_up = dict.fromkeys(tuple(map(fold, form)) if self.suffix else form for form in forms)
        possible = (form for form in looked_up if form != typed_form and self._may_be_present(form))
        return [form for form in possible if self.collection.cached_count(self._match(form))]

    def _may_be_present(self, form: Syllables) -> bool:
        """Return whether all bigrams (or the single syllable) are in the collection, which is cheaper than a phrase."""
        if len(form) > 1 and self.fieldname in (TEXT, "body"):
            name = BIGRAMS + self.suffix
            return all(self.collection.document_frequency(name, bigram) for bigram in bigrams(form))
        name = full_field(self.fieldname) + self.suffix
        return all(self.collection.document_frequency(name, syllable) for syllable in form)

    def _match(self, form: Syllables) -> Query:
        return any_of(self._nodes(form))

    def _nodes(self, form: Syllables, title: float = 1.0, body: float = 1.0) -> Iterator[Query]:
        """Yield what finds a form, with boosts. The bigram field finds two syllables in title and body at once."""
        if len(form) == 2 and self.fieldname == TEXT:
            yield Term(BIGRAMS + self.suffix, bigrams(form)[0], boost=body)
            return
        if len(form) == 1:
            yield Term(full_field(self.fieldname) + self.suffix, form[0], boost=body)
            return
        for name in positional_fields(self.fieldname):
            boost = title if self.fieldname == TEXT and name == "title" else body
            yield Phrase(name + self.suffix, list(form), boost=boost)

    def _scoring_queries(self, forms: Iterable[Syllables], typed: Sequence[QueryTerm]) -> Iterator[Query]:
        """Yield queries that score each form with the share EQUIVALENT of what the typed words score.

        The inverse document frequencies of both are compared, so the numbers of their syllables make no difference.
        """
        typed_weight = self._typed_weight(typed)
        for form in forms:
            form_weight = self._form_weight(form)
            boost = weights.EQUIVALENT * (typed_weight / form_weight if typed_weight else 1.0)
            yield from self._nodes(form, title=boost * weights.TITLE_TERM, body=boost * weights.TERM)

    def _typed_weight(self, typed: Sequence[QueryTerm]) -> float:
        """Return the weight of the typed syllables and their bigrams; 0 if the collection lacks a syllable."""
        total = 0.0
        for term in typed:
            idf = self._idf(full_field(self.fieldname), term.field_suffix, term.form)
            if not idf:
                return 0.0
            total += idf * weights.term_weight(idf)
        for first, second in pairwise(typed):
            if first.field_suffix == second.field_suffix and self.fieldname in (TEXT, "body"):
                bigram = bigrams([first.form, second.form])[0]
                total += weights.BIGRAM * self._idf(BIGRAMS, first.field_suffix, bigram)
        return total

    def _form_weight(self, form: Syllables) -> float:
        if len(form) == 2 and self.fieldname == TEXT:
            return self._idf(BIGRAMS, self.suffix, bigrams(form)[0])
        return sum(self._idf(full_field(self.fieldname), self.suffix, syllable) for syllable in form)

    def _idf(self, name: str, suffix: str, term: str) -> float:
        return self.collection.inverse_document_frequency(name + suffix, term)

    def _highlight_terms(self, forms: Iterable[Syllables], cited: Iterable[str]) -> Iterator[HighlightTerm]:
        for form in forms:
            terms = tuple(QueryTerm(syllable, folded=bool(self.suffix)) for syllable in form)
            yield HighlightTerm(self.fieldname, terms, whole_only=True)
        yield from map(citation_highlight, cited)


def _citation_score(value: str) -> Query:
    return Term(exact_field("citation"), value, boost=weights.CITATION)
