"""Syntax tree to what an engine runs: what must match, what scores, and what a snippet shall mark.

Smart diacritics, in one place: where no word of the query carries a mark, everything is looked up folded. Otherwise a
word is looked up as typed, unless it carries no mark and the collection doesn't hold it as typed; in a phrase (and in
a written word of several pieces) one such syllable makes the whole phrase folded. Evidence of both kinds is never
mixed for one typed word.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil

from whoosh.query.compound import And, CompoundQuery, Or
from whoosh.query.qcore import NullQuery, Query
from whoosh.query.terms import Prefix, Term
from whoosh.query.wrappers import Not

from ..analyzers import fold, normal, pairs, words
from ..engines.fields import FOLDED, exact_field
from ..engines.nodes import MinimumMatch, exact
from . import places, weights
from .collection import Collection
from .equivalents import Unit, equivalents, fit, widest
from .nodes import TEXT, Beginning, Quoted, Word, Words, Written, folded, leaves
from .pieces import TITLE_AND_BODY, Piece, Sought, adjacent, all_of, any_of, channels
from .stand_ins import StandIn, stand_ins


@dataclass(frozen=True, slots=True)
class Planned:
    """A planned query: match and score as in `engines.document.Plan`."""

    match: Query
    score: Query | None
    sought: tuple[Sought, ...]
    marked: bool
    """Whether words were looked up as typed."""


def plan(tree: Query, collection: Collection, *, ignore_marks: bool = False) -> Planned:
    """Plan a syntax tree. With `ignore_marks` everything is looked up folded, whatever was typed."""
    marked = not ignore_marks and carries_marks(tree)
    planner = _Planner(collection, marked)
    match = planner.match(tree)
    score = list(dict.fromkeys(planner.scores))
    return Planned(match, Or(score) if score else None, tuple(dict.fromkeys(planner.sought)), marked)


def carries_marks(tree: Query) -> bool:
    """Whether any word of the query carries a diacritic (document numbers and words with digits have no say)."""
    return any(isinstance(leaf, Written) and any(word.marked for word in leaf.words) for leaf, _ in leaves(tree))


_Unit = tuple[tuple[Piece, ...], ...]
"""One word of the query: its written words, each in pieces."""


@dataclass
class _Asked:
    """What must match for one word: what was typed or what stands for it, at every place where it was typed."""

    places: dict[Query, None] = field(default_factory=dict)
    frequency: int = 0
    """How many articles have what stands for it."""

    def add(self, typed: Query, others: Sequence[StandIn]) -> None:
        """One place where the word was typed."""
        self.places[any_of([typed, *dict.fromkeys(each.match for each in others)])] = None
        self.frequency = max([self.frequency, *(each.frequency for each in others)])

    def query(self) -> Query:
        """All places."""
        return all_of(self.places)


@dataclass
class _Planner:
    collection: Collection
    marked: bool
    scores: list[Query] = field(default_factory=list)
    sought: list[Sought] = field(default_factory=list)

    def match(self, node: Query, wanted: bool = True) -> Query:
        """What must match. Recursion is bounded: the parser caps nesting."""
        if isinstance(node, CompoundQuery):
            parts = dict.fromkeys(self.match(child, wanted) for child in node.subqueries)
            return type(node)(list(parts))
        if isinstance(node, Not):
            return Not(self.match(node.query, not wanted))
        return self._leaf(node, wanted)

    def _leaf(self, node: Query, wanted: bool) -> Query:
        if isinstance(node, Words):
            return self._words(node, wanted)
        if isinstance(node, Quoted):
            return self._quoted(node, wanted)
        if isinstance(node, Beginning):
            return self._beginning(node, wanted)
        if isinstance(node, Term):
            return self._citation(node, wanted) if node.fieldname == "citation" else exact(node.fieldname, node.text)
        return node

    def _words(self, node: Words, wanted: bool) -> Query:
        units: dict[_Unit, _Asked] = {}
        if wanted:
            self._score_citations(node)
        for run in node.runs():
            spelled = [self._pieces(node.fieldname, word.syllables) for word in run]
            if wanted:
                self._score(node.fieldname, [piece for pieces in spelled for piece in pieces])
            others, parts = self._others(node.fieldname, run, spelled)
            for start, end, whole in parts:
                unit = tuple(spelled[start:end])
                beside = [each for each in others if each.covers(start, end)]
                typed = self._unit(node.fieldname, run[start:end], unit, whole)
                units.setdefault(unit, _Asked()).add(typed, beside)
                if wanted:
                    instead = tuple(dict.fromkeys(sought for each in beside for sought in each.sought))
                    pieces = [piece for pieces in unit for piece in pieces]
                    self._seek(node.fieldname, pieces, spaced=end - start > 1, instead=instead)
            if wanted:
                self._score_others(others)
        share = weights.share(len(units)) if wanted else 1.0
        if share < 1.0:
            return self._enough(node.fieldname, units, share)
        return all_of(asked.query() for asked in units.values())

    def _others(
        self, fieldname: str, run: Sequence[Word], spelled: Sequence[tuple[Piece, ...]]
    ) -> tuple[list[StandIn], list[Unit]]:
        """What may stand for stretches of the run, and the words of the run."""
        lengths = _word_lengths(run, self.marked)
        if fieldname not in (TEXT, *TITLE_AND_BODY):
            return [], fit([], lengths)[1]
        found = equivalents(run, spelled)
        there = stand_ins(found, fieldname, spelled, self.collection, marked=self.marked)
        kept, units = fit([each for each in found if each.missing or each in there], lengths)
        return [there[each] for each in kept if each in there], units

    def _score_others(self, others: Sequence[StandIn]) -> None:
        """Where equivalents lie in one another the longest alone scores: what was typed counts more than any."""
        scoring = widest([each.equivalent for each in others])
        for each in others:
            self.sought += each.sought
            if each.equivalent in scoring:
                self.scores += each.scores

    def _unit(self, fieldname: str, run: Sequence[Word], unit: Sequence[tuple[Piece, ...]], whole: bool) -> Query:
        """One word of several syllables, next to each other: `ủy ban` is not found in "Huyện ủy … ban hành". Where the
        collection has two of them side by side in no spelling, the segmentation is doubted: they may stand apart."""
        pieces = [piece for written in unit for piece in written]
        alike = len({piece.folded for piece in pieces}) == 1
        if whole:
            return adjacent(fieldname, pieces) if alike else NullQuery
        if len(unit) > 1 and alike and fieldname in (TEXT, *TITLE_AND_BODY):
            sides = pairs([fold(piece.form) for piece in pieces])
            if all(self.collection.has("pairs" + FOLDED, side) for side in sides):
                return adjacent(fieldname, pieces)
        return all_of(self._written(fieldname, word, written) for word, written in zip(run, unit, strict=True))

    def _enough(self, fieldname: str, units: Mapping[_Unit, _Asked], share: float) -> Query:
        """A share of the words by weight: a word that weighs 3 is listed three times. Words that the collection
        doesn't have weigh nothing."""
        weighed: list[Query] = []
        for unit, asked in units.items():
            typed = self._frequency(fieldname, [piece for pieces in unit for piece in pieces])
            frequency = max(typed, asked.frequency)
            weighed += [asked.query()] * weights.weight(frequency, self.collection.articles())
        needed = ceil(share * len(weighed))
        if 0 < needed < len(weighed):
            return MinimumMatch(weighed, needed)
        return all_of(asked.query() for asked in units.values())

    def _frequency(self, fieldname: str, pieces: Sequence[Piece]) -> int:
        """About how many articles hold the pieces side by side: as many as hold their rarest pair."""
        suffix = pieces[0].suffix
        if len(pieces) == 1 or fieldname != TEXT:
            channel = channels(fieldname)[-1] + suffix
            return min(self.collection.frequency(channel, piece.form) for piece in pieces)
        near = pairs([piece.form for piece in pieces])
        return min(self.collection.frequency("pairs" + suffix, pair) for pair in near)

    def _quoted(self, node: Quoted, wanted: bool) -> Query:
        pieces = self._pieces(node.fieldname, node.syllables)
        if wanted:
            self._score_citations(node)
            self._score(node.fieldname, pieces)
            self._seek(node.fieldname, pieces, strict=True)
        if len(node.words) == 1:
            query = self._written(node.fieldname, node.words[0], pieces)
        else:
            query = adjacent(node.fieldname, pieces)
        return Or([query, places.named(node.text)]) if node.fieldname == "place" else query

    def _beginning(self, node: Beginning, wanted: bool) -> Query:
        pieces = self._pieces(node.fieldname, node.syllables, open_end=True)
        start = pieces[-1]
        starts = any_of(Prefix(channel + start.suffix, start.form) for channel in channels(node.fieldname))
        if wanted:
            self.scores += [
                Prefix(channel + start.suffix, start.form, boost=weights.BEGINNING)
                for channel in channels(node.fieldname)
            ]
            self._score(node.fieldname, pieces[:-1])
            self._seek(node.fieldname, pieces, open_end=True)
        if len(pieces) == 1:
            return starts
        if node.fieldname == TEXT:  # the pairs know which beginnings stand right behind
            pair = pairs([piece.form for piece in pieces[-2:]])[0]
            starts = Prefix("pairs" + start.suffix, pair)
        return And([adjacent(node.fieldname, pieces[:-1]), starts])

    def _citation(self, node: Term, wanted: bool) -> Query:
        word = Word(node.text)
        if wanted:
            self.scores.append(Term(exact_field("citation"), node.text, boost=weights.CITATION))
            self._seek(TEXT, [Piece(form, folded=True) for form in folded(word.syllables)], strict=True)
        values = dict.fromkeys(
            (*self.collection.spellings("citation", node.text), *self.collection.documents(node.text))
        )
        return any_of(exact("citation", value) for value in values)

    def _pieces(self, fieldname: str, forms: Sequence[str], open_end: bool = False) -> tuple[Piece, ...]:
        """The syllables of one written word or phrase, all as typed or all folded."""
        if self.marked and all(
            self._is_there(fieldname, form, open_end and at == len(forms) - 1)
            for at, form in enumerate(forms)
            if fold(form) == form
        ):
            return tuple(Piece(form) for form in forms)
        return tuple(Piece(fold(form), folded=True) for form in forms)

    def _is_there(self, fieldname: str, form: str, is_beginning: bool) -> bool:
        has = self.collection.has_beginning if is_beginning else self.collection.has
        return any(has(channel, form) for channel in channels(fieldname))

    def _written(self, fieldname: str, word: Word, pieces: tuple[Piece, ...]) -> Query:
        """One written word: its pieces in order, or the article cites the document whose number it is."""
        query = adjacent(fieldname, pieces)
        if fieldname == TEXT and word.citation:
            return Or([exact("citation", word.citation), query])
        return query

    def _score(self, fieldname: str, pieces: Sequence[Piece]) -> None:
        """Add the syllables, and the pairs of neighbours that are looked up alike."""
        for piece in dict.fromkeys(pieces):
            for channel in channels(fieldname):
                weight = weights.TITLE if fieldname == TEXT and channel == "title" else weights.BODY
                self.scores.append(Term(channel + piece.suffix, piece.form, boost=weight))
        if fieldname not in (TEXT, "body"):
            return
        for first, second in pairwise(pieces):
            if first.folded == second.folded:
                pair = pairs([first.form, second.form])[0]
                self.scores.append(Term("pairs" + first.suffix, pair, boost=weights.PAIRS))

    def _score_citations(self, node: Written) -> None:
        if node.fieldname == TEXT:
            for number in {word.citation for word in node.words if word.citation}:
                self.scores.append(Term(exact_field("citation"), number, boost=weights.CITATION))

    def _seek(
        self,
        fieldname: str,
        pieces: Sequence[Piece],
        *,
        open_end: bool = False,
        strict: bool = False,
        spaced: bool = False,
        instead: tuple[Sought, ...] = (),
    ) -> None:
        if fieldname in (TEXT, *TITLE_AND_BODY):
            self.sought.append(Sought(fieldname, tuple(pieces), open_end, strict, spaced, instead))


def _word_lengths(run: Sequence[Word], marked: bool) -> list[int]:
    """How many written words each word of a run takes, by segmentation of the normal form (so that letter case never
    changes a result). A written word of several pieces stands alone."""
    lengths: list[int] = []
    simple: list[str] = []
    for word in (*run, None):
        if word is not None and len(word.syllables) == 1:
            simple.append(normal(word.text) if marked else fold(word.text))
            continue
        found = [len(group) for group in words(" ".join(simple))]
        lengths += found if sum(found) == len(simple) else [1] * len(simple)
        simple = []
        lengths += [1] if word is not None else []
    return lengths
