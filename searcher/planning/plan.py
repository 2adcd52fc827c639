"""The query plan: from a syntax tree to what must match, what scores, and what a snippet highlights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from whoosh.query.compound import And, CompoundQuery, Or
from whoosh.query.qcore import NullQuery, Query
from whoosh.query.terms import Prefix, Term
from whoosh.query.wrappers import Not

from ...analyzers import bigrams, fold
from ...engines.fields import FOLDED_SUFFIX
from ...engines.nodes import exact
from ..expansion.equivalents import WordSpan, outermost
from ..query.combinators import adjacent, all_of, any_of
from ..query.nodes import TEXT, PrefixWord, Quoted, TextLeaf, Word, Words, leaves
from ..query.terms import BIGRAMS, TITLE_AND_BODY, HighlightTerm, QueryTerm, positional_fields
from ..statistics.collection import Collection
from . import weights
from .expanded_terms import citation_highlight
from .filters import place_query
from .minimum_match import MinimumShouldMatch, QueryWord, adjacent_frequency, minimum_should_match
from .scoring import ScoringClause, ScoringClauses, score_query
from .word_runs import TermLookup, WordRun, analyze_run


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """A planned query; `match` and `score` are those of `engines.document.Plan`."""

    match: Query
    scoring_clauses: tuple[ScoringClause, ...]
    highlight_terms: tuple[HighlightTerm, ...]
    should_match: tuple[MinimumShouldMatch, ...]
    diacritic_sensitive: bool
    """Whether words were looked up as typed, with their diacritics."""

    @property
    def score(self) -> Query | None:
        """What orders the hits; None where nothing scores."""
        return score_query(self.scoring_clauses)


def plan(tree: Query, collection: Collection, *, ignore_diacritics: bool = False) -> QueryPlan:
    """Plan a syntax tree. With `ignore_diacritics` everything is looked up folded, whatever was typed."""
    tree = collection.curation.without_stop_phrases(tree)
    diacritic_sensitive = not ignore_diacritics and carries_diacritics(tree)
    planner = _Planner(collection, diacritic_sensitive, weights.title_weight(len(_distinct_syllables(tree))))
    match = planner.match(tree)
    for group in planner.should_match:
        if len(group.significant) > 1:
            planner.scoring.add("together", [And(group.significant, boost=weights.ALL_TERMS_BONUS)])
    return QueryPlan(
        match=match,
        scoring_clauses=planner.scoring.clauses(),
        highlight_terms=tuple(dict.fromkeys(planner.highlight_terms)),
        should_match=tuple(planner.should_match),
        diacritic_sensitive=diacritic_sensitive,
    )


def carries_diacritics(tree: Query) -> bool:
    """Return whether any word of the query carries diacritics; document numbers and words with digits do not count."""
    return any(
        isinstance(leaf, TextLeaf) and any(word.carries_diacritics for word in leaf.words) for leaf, _ in leaves(tree)
    )


def _distinct_syllables(tree: Query) -> set[str]:
    """Return the folded syllables that must or should match in title or body."""
    return {
        fold(form)
        for leaf, positive in leaves(tree)
        if positive and isinstance(leaf, TextLeaf) and leaf.fieldname == TEXT
        for form in leaf.syllables
    }


class _Planner:
    """Plans the nodes of one syntax tree; what is negated (`positive` is False) neither scores nor is highlighted."""

    def __init__(self, collection: Collection, diacritic_sensitive: bool, title_weight: float) -> None:
        self.collection = collection
        self.lookup = TermLookup(collection, diacritic_sensitive)
        self.scoring = ScoringClauses(collection, title_weight)
        self.highlight_terms: list[HighlightTerm] = []
        self.should_match: list[MinimumShouldMatch] = []

    def match(self, node: Query, positive: bool = True) -> Query:
        """Return what must match. The recursion is bounded, since the parser limits nesting."""
        if isinstance(node, CompoundQuery):
            parts = dict.fromkeys(self.match(child, positive) for child in node.subqueries)
            return type(node)(list(parts))
        if isinstance(node, Not):
            return Not(self.match(node.query, not positive))
        return self._leaf(node, positive)

    def _leaf(self, node: Query, positive: bool) -> Query:
        if isinstance(node, Words):
            return self._words(node, positive)
        if isinstance(node, Quoted):
            return self._quoted(node, positive)
        if isinstance(node, PrefixWord):
            return self._prefix(node, positive)
        if isinstance(node, Term):
            return self._citation(node, positive) if node.fieldname == "citation" else exact(node.fieldname, node.text)
        return node

    # ---- Plain words -------------------------------------------------------------------------------------------------

    def _words(self, node: Words, positive: bool) -> Query:
        runs = [analyze_run(node.fieldname, words, self.lookup) for words in node.runs()]
        # Question phrases carry no weight, unless the query consists of nothing else.
        only_questions = all(is_question for run in runs for is_question in run.questions)
        words = self._distinct_words(node.fieldname, runs, only_questions)
        if not positive:
            return all_of(word.query() for word in words)
        self._score_words(node, runs, only_questions)
        self._highlight_words(node.fieldname, runs)
        bigram_terms = (term for run in runs for term in run.boundary_bigrams())
        in_bigram_field = node.fieldname in (TEXT, "body")
        group = minimum_should_match(words, bigram_terms if in_bigram_field else (), self.collection)
        self.should_match.append(group)
        return group.query()

    def _distinct_words(self, fieldname: str, runs: Sequence[WordRun], only_questions: bool) -> list[QueryWord]:
        """Return the words of all runs; a word that was typed several times is one, with several occurrences."""
        words: dict[tuple[tuple[QueryTerm, ...], ...], QueryWord] = {}
        for run in runs:
            for span, is_question in zip(run.spans, run.questions, strict=True):
                typed = self._word(fieldname, run, span)
                key = tuple(run.terms[span.start : span.end])
                if key not in words:
                    text = " ".join(word.text for word in run.words[span.start : span.end])
                    # Where its syllables are nowhere adjacent, the articles that `typed` finds are counted instead.
                    frequency = adjacent_frequency(fieldname, run.terms_of(span), self.collection)
                    frequency = frequency or self.collection.cached_count(typed)
                    words[key] = QueryWord(text, frequency, is_question and not only_questions)
                words[key].add(typed, run.expanded_over(span))
        return list(words.values())

    def _word(self, fieldname: str, run: WordRun, span: WordSpan) -> Query:
        """Return what finds one word as typed.

        Its syllables must be adjacent: `ủy ban` is not found in "Huyện ủy … ban hành". But where the collection has two
        of them adjacent in no spelling, the word segmentation may be wrong, and they need not be adjacent.
        """
        terms = run.terms_of(span)
        alike = len({term.folded for term in terms}) == 1
        if span.one_word:
            return adjacent(fieldname, terms) if alike else NullQuery
        if span.end - span.start > 1 and alike and fieldname in (TEXT, *TITLE_AND_BODY):
            folded_bigrams = bigrams([fold(term.form) for term in terms])
            if all(self.collection.has_term(BIGRAMS + FOLDED_SUFFIX, bigram) for bigram in folded_bigrams):
                return adjacent(fieldname, terms)
        written = zip(run.words[span.start : span.end], run.terms[span.start : span.end], strict=True)
        return all_of(self._written_word(fieldname, word, word_terms) for word, word_terms in written)

    def _written_word(self, fieldname: str, word: Word, terms: tuple[QueryTerm, ...]) -> Query:
        """Return what finds one written word: its syllables in order, or a citation of the document it numbers."""
        query = adjacent(fieldname, terms)
        if fieldname == TEXT and word.citation:
            return Or([exact("citation", word.citation), query])
        return query

    def _score_words(self, node: Words, runs: Sequence[WordRun], only_questions: bool) -> None:
        self._score_document_numbers(node)
        for run in runs:
            questions = zip(run.spans, run.questions, strict=True)
            silent = {term for span, is_question in questions if is_question for term in run.terms_of(span)}
            self.scoring.add_terms(node.fieldname, run.all_terms, () if only_questions else silent)
            # Where one equivalent lies in another only the longer one scores.
            scoring = outermost([each.equivalent for each in run.expanded])
            for each in run.expanded:
                if each.equivalent in scoring:
                    self.scoring.add("equivalent", each.scoring_queries)

    def _highlight_words(self, fieldname: str, runs: Sequence[WordRun]) -> None:
        for run in runs:
            for span in run.spans:
                alternatives = dict.fromkeys(term for each in run.expanded_over(span) for term in each.highlight_terms)
                self._highlight(
                    fieldname,
                    run.terms_of(span),
                    whitespace_only=span.end - span.start > 1,
                    alternatives=tuple(alternatives),
                )
            for each in run.expanded:
                self.highlight_terms += each.highlight_terms

    # ---- Phrases, prefixes and document numbers ----------------------------------------------------------------------

    def _quoted(self, node: Quoted, positive: bool) -> Query:
        terms = self.lookup.terms(node.fieldname, node.syllables)
        if positive:
            self._score_document_numbers(node)
            self.scoring.add_terms(node.fieldname, terms)
            self._highlight(node.fieldname, terms, whole_only=True)
        if len(node.words) == 1:
            [word] = node.words
            query = self._written_word(node.fieldname, word, terms)
            if positive and node.fieldname == TEXT and word.citation:
                self.highlight_terms.append(citation_highlight(word.citation))
        else:
            query = adjacent(node.fieldname, terms)
        return Or([query, place_query(node.text)]) if node.fieldname == "place" else query

    def _prefix(self, node: PrefixWord, positive: bool) -> Query:
        terms = self.lookup.terms(node.fieldname, node.syllables, is_prefix=True)
        last = terms[-1]
        names = [name + last.field_suffix for name in positional_fields(node.fieldname)]
        if positive:
            self.scoring.add("beginning", [Prefix(name, last.form, boost=weights.PREFIX) for name in names])
            self.scoring.add_terms(node.fieldname, terms[:-1])
            self._highlight(node.fieldname, terms, is_prefix=True)
        prefixes = any_of(Prefix(name, last.form) for name in names)
        if len(terms) == 1:
            return prefixes
        if node.fieldname == TEXT:  # a prefix of a bigram is directly behind the syllable in front of it
            bigram = bigrams([term.form for term in terms[-2:]])[0]
            prefixes = Prefix(BIGRAMS + last.field_suffix, bigram)
        return And([adjacent(node.fieldname, terms[:-1]), prefixes])

    def _citation(self, node: Term, positive: bool) -> Query:
        """Plan `citation:`; the number may be written in another way than in the articles, or lack its issuer."""
        word = Word(node.text)
        if positive:
            self._score_document_number(word, node.text)
            folded = [QueryTerm(fold(form), folded=True) for form in word.syllables]
            self._highlight(TEXT, folded, whole_only=True)
        numbers = dict.fromkeys(
            (*self.collection.resolve_value("citation", node.text), *self.collection.cited_numbers(node.text))
        )
        if positive:
            self.highlight_terms += [citation_highlight(value) for value in numbers if any(map(str.isalnum, value))]
        return any_of(exact("citation", value) for value in numbers)

    def _score_document_numbers(self, node: TextLeaf) -> None:
        if node.fieldname == TEXT:
            for word in node.words:
                if word.citation:
                    self._score_document_number(word, word.citation)

    def _score_document_number(self, word: Word, number: str) -> None:
        self.scoring.add_document_number(number, self.lookup.terms(TEXT, word.syllables))

    def _highlight(
        self,
        fieldname: str,
        terms: Sequence[QueryTerm],
        *,
        is_prefix: bool = False,
        whole_only: bool = False,
        whitespace_only: bool = False,
        alternatives: tuple[HighlightTerm, ...] = (),
    ) -> None:
        if fieldname in (TEXT, *TITLE_AND_BODY):
            self.highlight_terms.append(
                HighlightTerm(fieldname, tuple(terms), is_prefix, whole_only, whitespace_only, alternatives)
            )
