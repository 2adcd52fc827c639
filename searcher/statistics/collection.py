"""Statistics of a collection at one committed state: document frequencies, known values, frequent words; cached."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from copy import copy
from math import log
from typing import TypeVar

from whoosh.query.qcore import Query
from whoosh.query.terms import Prefix, Term

from ...analyzers import fold, normalize, tokenize
from ...analyzers.query_repair.typos import Vocabulary
from ...engines.document import Plan
from ...engines.fields import exact_field
from ...engines.protocol import Reader
from ...knowledge.documents.laws import law_prefixes
from ...knowledge.documents.query_documents import matches_document
from ..expansion.curation import Curation
from ..query.terms import FULL_TEXT

VOCABULARY_SIZE = 50_000
"""The most words of `Collection.vocabulary`, which spelling suggestions are drawn from."""

LONGEST_VOCABULARY_WORD = 30
"""In letters."""

_DIGITS = re.compile("[0-9]+[a-z]?")

_ALL_VALUES = 1_000_000
"""More than any exact field has: all its values are listed."""

_MAX_CACHED = 50_000
"""The most cached answers of one kind."""

K = TypeVar("K")
V = TypeVar("V")


class Collection:
    """The statistics of one reader, cached, and the curation that applies to its searches.

    Threads may share it without a lock: at worst two of them compute the same answer.
    """

    def __init__(self, reader: Reader, curation: Curation | None = None) -> None:
        self.reader = reader
        self.curation = curation or Curation()
        self._totals: dict[tuple[type[Query], str, str], int] = {}
        self._by_normal: dict[str, dict[str, tuple[str, ...]]] = {}
        self._by_syllables: dict[str, frozenset[tuple[str, ...]]] = {}
        self._documents: dict[str, tuple[str, ...]] = {}
        self._match_counts: dict[Query, int] = {}
        self._document_frequencies: dict[tuple[str, str], int] = {}
        self._vocabularies: dict[str, Vocabulary] = {}

    def with_curation(self, curation: Curation) -> Collection:
        """Return the same collection, with the same cache, under another curation."""
        other = copy(self)
        other.curation = curation
        return other

    # ---- Counts ------------------------------------------------------------------------------------------------------

    def article_count(self) -> int:
        """Return the number of articles."""
        return self.reader.count()

    def count(self, match: Query) -> int:
        """Return how many articles match, from the engine."""
        return self.reader.search(Plan(match=match, limit=0)).total

    def cached_count(self, match: Query) -> int:
        """Return how many articles match; cached."""
        return _cached(self._match_counts, match, lambda: self.count(match))

    def document_frequency(self, field: str, term: str) -> int:
        """Return about how many articles hold the term in this field.

        Cheap, but deleted articles may count. It is used for scores, and 0 is exact.
        """
        return _cached(self._document_frequencies, (field, term), lambda: self.reader.document_frequency(field, term))

    def exact_document_frequency(self, field: str, term: str) -> int:
        """Return exactly how many articles hold the term in this field.

        It is used for what must match, so that every engine finds the same articles.
        """
        return self._exact_count(Term, field, term)

    def inverse_document_frequency(self, field: str, term: str, *, minimum: int = 1) -> float:
        """Return BM25's inverse document frequency of a term; 0 where fewer articles than `minimum` hold it."""
        frequency = self.document_frequency(field, term)
        if frequency < minimum:
            return 0.0
        return log(1 + max(0.5, self.article_count() - frequency + 0.5) / (frequency + 0.5))

    def has_term(self, field: str, term: str) -> bool:
        """Return whether an article holds the term in this text field."""
        return self.exact_document_frequency(field, term) > 0

    def has_prefix(self, field: str, text: str) -> bool:
        """Return whether an article holds a term of this text field that begins with the text."""
        return self._exact_count(Prefix, field, text) > 0

    def has_value(self, field: str, value: str) -> bool:
        """Return whether an article has this value in an exact field."""
        return self.exact_document_frequency(exact_field(field), value) > 0

    def _exact_count(self, node: type[Term | Prefix], field: str, text: str) -> int:
        def compute() -> int:
            # A frequency of 0 is certain; a higher one may count deleted articles, differently in each engine.
            possible = node is not Term or self.reader.document_frequency(field, text) > 0
            return self.count(node(field, text)) if possible else 0

        return _cached(self._totals, (node, field, text), compute)

    # ---- Words and values --------------------------------------------------------------------------------------------

    def vocabulary(self, suffix: str) -> Vocabulary:
        """Return the most frequent words of title and body that consist of letters.

        `suffix` is that of the text fields: folded words or words with diacritics. Read at the first call.
        """
        if suffix not in self._vocabularies:
            terms = self.reader.terms(FULL_TEXT + suffix, "", VOCABULARY_SIZE)
            counts = {term: count for term, count in terms if term.isalpha() and len(term) <= LONGEST_VOCABULARY_WORD}
            self._vocabularies[suffix] = Vocabulary(counts)
        return self._vocabularies[suffix]

    def resolve_value(self, field: str, value: str) -> tuple[str, ...]:
        """Return the values of an exact field that a filter value means.

        The value itself if the field has it, else all values that differ from it only in Unicode form, letter case or
        tone placement. Where there are none, the value itself.
        """
        composed = unicodedata.normalize("NFC", value)
        if self.has_value(field, composed):
            return (composed,)
        return self._values(field).get(normalize(value), (composed,))

    def cited_numbers(self, number: str) -> tuple[str, ...]:
        """Return the cited document numbers that a number means, which may lack its issuer (`217-QĐ`)."""
        return _cached(self._documents, number, lambda: self._cited_numbers(number))

    def _cited_numbers(self, number: str) -> tuple[str, ...]:
        digits = _DIGITS.match(number)
        beginnings = {digits[0] if digits else number, *law_prefixes(number)}
        citation = exact_field("citation")
        values = {value for begins in beginnings for value, _ in self.reader.terms(citation, begins, _ALL_VALUES)}
        return tuple(sorted(value for value in values if matches_document(number, value)))

    def longest_value(self, field: str, words: Sequence[str]) -> int:
        """Return how many of the words, from the first, are one value of an exact field (0: none).

        Diacritics are ignored; the longest value counts.
        """
        if field not in self._by_syllables:
            values = (value for same in self._values(field).values() for value in same)
            self._by_syllables[field] = frozenset(_folded_syllables(value) for value in values)
        known = self._by_syllables[field]
        longest, best = max(map(len, known), default=0), 0
        forms: tuple[str, ...] = ()
        for count, word in enumerate(words, 1):
            forms += _folded_syllables(word)
            if len(forms) > longest:
                break
            if forms in known:
                best = count
        return best

    def _values(self, field: str) -> dict[str, tuple[str, ...]]:
        """Return the values of an exact field by their normal form."""
        if field not in self._by_normal:
            by_normal: dict[str, tuple[str, ...]] = {}
            for value, _ in sorted(self.reader.terms(exact_field(field), "", _ALL_VALUES)):
                key = normalize(value)
                by_normal[key] = (*by_normal.get(key, ()), value)
            self._by_normal[field] = by_normal
        return self._by_normal[field]


def _cached(answers: dict[K, V], key: K, compute: Callable[[], V]) -> V:
    """Return the cached answer, computing it first where there is none.

    A full cache is emptied, so that the memory of a server stays bounded.
    """
    found = answers.get(key)
    if found is None:
        found = compute()
        if len(answers) >= _MAX_CACHED:
            answers.clear()
        answers[key] = found
    return found


def _folded_syllables(text: str) -> tuple[str, ...]:
    return tuple(fold(token.normal) for token in tokenize(text))
