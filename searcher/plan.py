"""Syntax tree to what an engine runs: what must match, what scores, and what a snippet shall mark.

Smart diacritics, in one place: where no word of the query carries a mark, everything is looked up folded. Otherwise a
word is looked up as typed, unless it carries no mark and the collection doesn't hold it as typed; in a phrase (and in
a written word of several pieces) one such syllable makes the whole phrase folded. Evidence of both kinds is never
mixed for one typed word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil

from whoosh.query.compound import And, CompoundQuery, Or
from whoosh.query.positional import Phrase
from whoosh.query.qcore import Query
from whoosh.query.terms import Prefix, Term
from whoosh.query.wrappers import Not

from ..analyzers import fold, normal, pairs, words
from ..engines.fields import FOLDED, exact_field
from ..engines.nodes import MinimumMatch, exact
from . import weights
from .collection import Collection
from .nodes import TEXT, Beginning, Quoted, Word, Words, Written, folded, leaves

TEXT_CHANNELS = ("title", "body")


@dataclass(frozen=True, slots=True)
class Piece:
    """One syllable of the query and how it is looked up."""

    form: str
    folded: bool = False

    @property
    def suffix(self) -> str:
        """Of the channels it is looked up in."""
        return FOLDED if self.folded else ""


@dataclass(frozen=True, slots=True)
class Sought:
    """What a snippet marks: pieces next to each other. `field` is `text`, `title` or `body`; of the last piece of an
    `open_end` only the beginning is given; `strict` pieces (a phrase) are never marked one by one; `spaced` ones (a
    word of several syllables) have white space alone between them."""

    field: str
    pieces: tuple[Piece, ...]
    open_end: bool = False
    strict: bool = False
    spaced: bool = False


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
        units: dict[tuple[tuple[Piece, ...], ...], Query] = {}
        if wanted:
            self._score_citations(node)
        for run in node.runs():
            spelled = [self._pieces(node.fieldname, word.syllables) for word in run]
            if wanted:
                self._score(node.fieldname, [piece for pieces in spelled for piece in pieces])
            at = 0
            for size in _word_lengths(run, self.marked):
                unit = tuple(spelled[at : at + size])
                units[unit] = self._unit(node.fieldname, run[at : at + size], unit)
                if wanted:
                    self._seek(node.fieldname, [piece for pieces in unit for piece in pieces], spaced=size > 1)
                at += size
        share = weights.share(len(units)) if wanted else 1.0
        return _all(units.values()) if share == 1.0 else self._enough(node.fieldname, units, share)

    def _unit(self, fieldname: str, run: Sequence[Word], unit: Sequence[tuple[Piece, ...]]) -> Query:
        """One word of several syllables, next to each other: `ủy ban` is not found in "Huyện ủy … ban hành". Where the
        collection has two of them side by side in no spelling, the segmentation is doubted: they may stand apart."""
        pieces = [piece for written in unit for piece in written]
        alike = len({piece.folded for piece in pieces}) == 1
        if len(unit) > 1 and alike and fieldname in (TEXT, *TEXT_CHANNELS):
            sides = pairs([fold(piece.form) for piece in pieces])
            if all(self.collection.has("pairs" + FOLDED, side) for side in sides):
                return _adjacent(fieldname, pieces)
        return _all(self._written(fieldname, word, written) for word, written in zip(run, unit, strict=True))

    def _enough(self, fieldname: str, units: Mapping[tuple[tuple[Piece, ...], ...], Query], share: float) -> Query:
        """A share of the words by weight: a word that weighs 3 is listed three times. Words that the collection
        doesn't have weigh nothing."""
        weighed: list[Query] = []
        for unit, query in units.items():
            frequency = self._frequency(fieldname, [piece for pieces in unit for piece in pieces])
            weighed += [query] * weights.weight(frequency, self.collection.articles())
        needed = ceil(share * len(weighed))
        return MinimumMatch(weighed, needed) if 0 < needed < len(weighed) else _all(units.values())

    def _frequency(self, fieldname: str, pieces: Sequence[Piece]) -> int:
        """About how many articles hold the pieces side by side: as many as hold their rarest pair."""
        suffix = pieces[0].suffix
        if len(pieces) == 1 or fieldname != TEXT:
            channel = _channels(fieldname)[-1] + suffix
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
            return self._written(node.fieldname, node.words[0], pieces)
        return _adjacent(node.fieldname, pieces)

    def _beginning(self, node: Beginning, wanted: bool) -> Query:
        pieces = self._pieces(node.fieldname, node.syllables, open_end=True)
        start = pieces[-1]
        starts = _any(Prefix(channel + start.suffix, start.form) for channel in _channels(node.fieldname))
        if wanted:
            self.scores += [
                Prefix(channel + start.suffix, start.form, boost=weights.BEGINNING)
                for channel in _channels(node.fieldname)
            ]
            self._score(node.fieldname, pieces[:-1])
            self._seek(node.fieldname, pieces, open_end=True)
        return And([_adjacent(node.fieldname, pieces[:-1]), starts]) if len(pieces) > 1 else starts

    def _citation(self, node: Term, wanted: bool) -> Query:
        word = Word(node.text)
        if wanted:
            self.scores.append(Term(exact_field("citation"), node.text, boost=weights.CITATION))
            self._seek(TEXT, [Piece(form, folded=True) for form in folded(word.syllables)], strict=True)
        return _any(exact("citation", value) for value in self.collection.spellings("citation", node.text))

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
        return any(has(channel, form) for channel in _channels(fieldname))

    def _written(self, fieldname: str, word: Word, pieces: tuple[Piece, ...]) -> Query:
        """One written word: its pieces in order, or the article cites the document whose number it is."""
        query = _adjacent(fieldname, pieces)
        if fieldname == TEXT and word.citation:
            return Or([exact("citation", word.citation), query])
        return query

    def _score(self, fieldname: str, pieces: Sequence[Piece]) -> None:
        """Add the syllables, and the pairs of neighbours that are looked up alike."""
        for piece in dict.fromkeys(pieces):
            for channel in _channels(fieldname):
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

    def _seek(self, fieldname: str, pieces: Sequence[Piece], **how: bool) -> None:
        if fieldname in (TEXT, *TEXT_CHANNELS):
            self.sought.append(Sought(fieldname, tuple(pieces), **how))


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


def _channels(fieldname: str) -> tuple[str, ...]:
    return TEXT_CHANNELS if fieldname == TEXT else (fieldname,)


def _adjacent(fieldname: str, pieces: Sequence[Piece]) -> Query:
    """The pieces next to each other, in one channel."""
    if len(pieces) == 1:
        return _any(Term(channel + pieces[0].suffix, pieces[0].form) for channel in _channels(fieldname))
    forms = [piece.form for piece in pieces]
    return _any(Phrase(channel + pieces[0].suffix, forms) for channel in _channels(fieldname))


def _all(parts: Iterable[Query]) -> Query:
    listed = list(parts)
    return listed[0] if len(listed) == 1 else And(listed)


def _any(parts: Iterable[Query]) -> Query:
    listed = list(parts)
    return listed[0] if len(listed) == 1 else Or(listed)
