"""What a query has to ask the collection before it can be planned. One committed state; answers are kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from copy import copy
from typing import TypeVar

from whoosh.query.qcore import Query
from whoosh.query.terms import Prefix, Term

from ...analyzers import fold, normalize, tokenize
from ...analyzers.query_repair.typos import Vocabulary
from ...engines.document import Plan
from ...engines.fields import exact_field
from ...engines.protocol import Reader
from ...knowledge.documents.laws import law_beginnings
from ...knowledge.documents.queries import same_document
from ..expansion.curation import Curation
from ..spelling import costs as suggestion_costs

_DIGITS = re.compile("[0-9]+[a-z]?")

_ALL = 1_000_000
"""More values than any facet has: all of them are listed."""

_REMEMBERED = 50_000
"""Answers of one kind that are kept, at most."""

K = TypeVar("K")
V = TypeVar("V")


class Collection:
    """Answers from one reader. Threads may share it: the worst that can happen is that two ask the same."""

    def __init__(self, reader: Reader, curation: Curation | None = None) -> None:
        self.reader = reader
        self.curation = curation or Curation()
        self._totals: dict[tuple[type[Query], str, str], int] = {}
        self._by_normal: dict[str, dict[str, tuple[str, ...]]] = {}
        self._by_syllables: dict[str, frozenset[tuple[str, ...]]] = {}
        self._documents: dict[str, tuple[str, ...]] = {}
        self._matching: dict[Query, int] = {}
        self._commonness: dict[tuple[str, str], int] = {}
        self._vocabularies: dict[str, Vocabulary] = {}

    def curated(self, curation: Curation) -> Collection:
        """The same collection, its answers shared, under other decisions of an editor."""
        other = copy(self)
        other.curation = curation
        return other

    def total(self, match: Query) -> int:
        """How many articles match."""
        return self.reader.search(Plan(match=match, limit=0)).total

    def articles(self) -> int:
        """How many articles there are."""
        return self.reader.count()

    def frequency(self, field: str, term: str) -> int:
        """How many articles hold the term in this channel: exact, so that every engine finds the same."""
        return self._total_of(Term, field, term)

    def matching(self, match: Query) -> int:
        """How many articles match, remembered."""
        return _remembered(self._matching, match, lambda: self.total(match))

    def commonness(self, field: str, term: str) -> int:
        """About how many articles hold the term (deleted ones may count): cheap, for scores and for what is nowhere."""
        return _remembered(self._commonness, (field, term), lambda: self.reader.document_frequency(field, term))

    def has(self, field: str, term: str) -> bool:
        """Whether an article holds the term in this channel."""
        return self.frequency(field, term) > 0

    def has_value(self, field: str, value: str) -> bool:
        """Whether an article has this value in an exact field."""
        return self.frequency(exact_field(field), value) > 0

    def has_beginning(self, field: str, text: str) -> bool:
        """Whether an article holds a term of this channel that begins so."""
        return self._total_of(Prefix, field, text) > 0

    def _total_of(self, node: type[Term | Prefix], field: str, text: str) -> int:
        def ask() -> int:
            # A frequency of 0 is certain; another may count deleted articles, differently in every engine.
            seen = node is not Term or self.reader.document_frequency(field, text) > 0
            return self.total(node(field, text)) if seen else 0

        return _remembered(self._totals, (node, field, text), ask)

    def vocabulary(self, suffix: str) -> Vocabulary:
        """The most frequent words of title and body (`suffix` as in their channels), of letters alone; read when they
        are first asked for."""
        if suffix not in self._vocabularies:
            found = self.reader.terms("whole" + suffix, "", suggestion_costs.VOCABULARY)
            counts = {term: count for term, count in found if term.isalpha() and len(term) <= suggestion_costs.LONGEST}
            self._vocabularies[suffix] = Vocabulary(counts)
        return self._vocabularies[suffix]

    def spellings(self, field: str, value: str) -> tuple[str, ...]:
        """The values of an exact field that a filter value means: itself if it is one, else those that differ from it
        in Unicode form, letter case or tone placement alone; itself again where there are none."""
        composed = unicodedata.normalize("NFC", value)
        if self.has_value(field, composed):
            return (composed,)
        return self._values(field).get(normalize(value), (composed,))

    def documents(self, number: str) -> tuple[str, ...]:
        """The cited numbers that a document's number, perhaps without its issuer (`217-QĐ`), means."""
        return _remembered(self._documents, number, lambda: self._cited_as(number))

    def _cited_as(self, number: str) -> tuple[str, ...]:
        digits = _DIGITS.match(number)
        begun = {digits[0] if digits else number, *law_beginnings(number)}
        values = {value for each in begun for value, _ in self.reader.terms(exact_field("citation"), each, _ALL)}
        return tuple(sorted(value for value in values if same_document(number, value)))

    def longest_value(self, field: str, words: Sequence[str]) -> int:
        """How many of the words, from the first, are one value of an exact field, diacritics aside (0: none)."""
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
        if field not in self._by_normal:
            found: dict[str, tuple[str, ...]] = {}
            for value, _ in sorted(self.reader.terms(exact_field(field), "", _ALL)):
                key = normalize(value)
                found[key] = (*found.get(key, ()), value)
            self._by_normal[field] = found
        return self._by_normal[field]


def _remembered(answers: dict[K, V], key: K, ask: Callable[[], V]) -> V:
    """The answer, asked for once as long as it is kept; a full store starts over, and no server grows for ever."""
    found = answers.get(key)
    if found is None:
        found = ask()
        if len(answers) >= _REMEMBERED:
            answers.clear()
        answers[key] = found
    return found


def _folded_syllables(text: str) -> tuple[str, ...]:
    return tuple(fold(token.normal) for token in tokenize(text))
