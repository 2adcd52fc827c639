"""Syntax tree to what an engine runs: what must match, what scores, and what a snippet shall mark.

Smart diacritics, in one place: where no word of the query carries a mark, everything is looked up folded. Otherwise a
word is looked up as typed, unless it carries no mark and the collection doesn't hold it as typed; in a phrase (and in
a written word of several pieces) one such syllable makes the whole phrase folded. Evidence of both kinds is never
mixed for one typed word.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from whoosh.query.compound import And, CompoundQuery, Or
from whoosh.query.positional import Phrase
from whoosh.query.qcore import NullQuery, Query
from whoosh.query.terms import Prefix, Term
from whoosh.query.wrappers import Not

from ...analyzers import bigrams, fold
from ...engines.fields import FOLDED, exact_field
from ...engines.nodes import exact
from ..expansion.equivalents import Unit, equivalents, fit, widest
from ..query.nodes import TEXT, Beginning, Quoted, Word, Words, Written, folded, leaves
from ..query.question_words import asking
from ..query.terms import TITLE_AND_BODY, Piece, Sought, adjacent, all_of, any_of, channel, channels
from ..query.word_lengths import word_lengths
from ..statistics.collection import Collection
from . import place_filter as places
from . import weights
from .expanded_terms import StandIn, cited_as, stand_ins
from .minimum_match import Asked, enough, frequency, needs_of
from .planned import Evidence, Needs, Planned, Why


def plan(tree: Query, collection: Collection, *, ignore_marks: bool = False) -> Planned:
    """Plan a syntax tree. With `ignore_marks` everything is looked up folded, whatever was typed."""
    tree = collection.curation.without_stop_phrases(tree)
    marked = not ignore_marks and carries_marks(tree)
    planner = _Planner(collection, marked, weights.title(len(_syllables(tree))))
    match = planner.match(tree)
    for needs in planner.needs:
        if len(telling := [word.match for word in needs.words if word.weight > 1]) > 1:
            planner.scores.setdefault(And(telling, boost=weights.TOGETHER_AGAIN), "together")
    return Planned(
        match=match,
        evidence=tuple(Evidence(query, why) for query, why in planner.scores.items()),
        sought=tuple(dict.fromkeys(planner.sought)),
        needs=tuple(planner.needs),
        marked=marked,
    )


def carries_marks(tree: Query) -> bool:
    """Whether any word of the query carries a diacritic (document numbers and words with digits have no say)."""
    return any(isinstance(leaf, Written) and any(word.marked for word in leaf.words) for leaf, _ in leaves(tree))


def _syllables(tree: Query) -> set[str]:
    """The different syllables that are asked for in title or body."""
    return {
        fold(form)
        for leaf, wanted in leaves(tree)
        if wanted and isinstance(leaf, Written) and leaf.fieldname == TEXT
        for form in leaf.syllables
    }


_Unit = tuple[tuple[Piece, ...], ...]
"""One word of the query: its written words, each in pieces."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring words: as typed, in pieces, what may stand for stretches of them, what is one word, and which of
    these words only ask."""

    words: tuple[Word, ...]
    spelled: list[tuple[Piece, ...]]
    others: list[StandIn]
    units: list[Unit]
    asking: list[bool]

    def pieces(self, unit: Unit) -> list[Piece]:
        """Of one word."""
        return [piece for pieces in self.spelled[unit.start : unit.end] for piece in pieces]


def _joints(run: _Run) -> Iterator[Term]:
    """Where two words meet that don't both only ask."""
    for (unit, asks), (following, ask_too) in pairwise(zip(run.units, run.asking, strict=True)):
        last, first = run.pieces(unit)[-1], run.pieces(following)[0]
        if last.folded == first.folded and not (asks and ask_too):
            yield Term("pairs" + last.suffix, bigrams([last.form, first.form])[0])


@dataclass
class _Planner:
    collection: Collection
    marked: bool
    title: float
    """What a syllable in the title weighs."""
    scores: dict[Query, Why] = field(default_factory=dict)
    sought: list[Sought] = field(default_factory=list)
    needs: list[Needs] = field(default_factory=list)

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
        units: dict[_Unit, Asked] = {}
        if wanted:
            self._score_citations(node)
        runs = [self._run(node.fieldname, run) for run in node.runs()]
        telling = not all(each for run in runs for each in run.asking)  # or else there is nothing but a question
        for run in runs:
            if wanted:
                self._score_run(node.fieldname, run, telling)
            for part, asks in zip(run.units, run.asking, strict=True):
                start, end, whole = part
                unit = tuple(run.spelled[start:end])
                beside = [each for each in run.others if each.covers(start, end)]
                typed = self._unit(node.fieldname, run.words[start:end], unit, whole)
                pieces = run.pieces(part)
                if unit not in units:
                    units[unit] = self._asked(node.fieldname, run.words[start:end], pieces, typed, asks and telling)
                units[unit].add(typed, beside)
                if wanted:
                    instead = tuple(dict.fromkeys(sought for each in beside for sought in each.sought))
                    self._seek(node.fieldname, pieces, spaced=end - start > 1, instead=instead)
            if wanted:
                self._score_others(run.others)
        if not wanted:
            return all_of(asked.query() for asked in units.values())
        joints = (joint for run in runs for joint in _joints(run)) if node.fieldname in (TEXT, "body") else ()
        self.needs.append(needs_of(list(units.values()), joints, self.collection))
        return enough(self.needs[-1])

    def _run(self, fieldname: str, run: tuple[Word, ...]) -> _Run:
        """A word asks where all of it does: `viem nao` has no `nào` in it."""
        spelled = [self._pieces(fieldname, word.syllables) for word in run]
        others, units = self._others(fieldname, run, spelled)
        flags = iter(asking([piece for pieces in spelled for piece in pieces]))
        by_word = [[next(flags) for _ in pieces] for pieces in spelled]
        asks = [all(flag for word in by_word[unit.start : unit.end] for flag in word) for unit in units]
        return _Run(run, spelled, others, units, asks)

    def _score_run(self, fieldname: str, run: _Run, telling: bool) -> None:
        silent = {piece for unit, asks in zip(run.units, run.asking, strict=True) if asks for piece in run.pieces(unit)}
        self._score(fieldname, [piece for pieces in run.spelled for piece in pieces], silent if telling else ())

    def _asked(self, fieldname: str, run: Sequence[Word], pieces: Sequence[Piece], typed: Query, asks: bool) -> Asked:
        """One word of the query. Where its neighbours stand side by side nowhere, what finds it is counted instead."""
        found = frequency(fieldname, pieces, self.collection) or self.collection.matching(typed)
        return Asked(" ".join(word.text for word in run), found, asks)

    def _others(
        self, fieldname: str, run: Sequence[Word], spelled: Sequence[tuple[Piece, ...]]
    ) -> tuple[list[StandIn], list[Unit]]:
        """What may stand for stretches of the run, and the words of the run."""
        lengths = word_lengths(run, self.marked)
        if fieldname not in (TEXT, *TITLE_AND_BODY):
            return [], fit([], lengths)[1]
        found = [*self.collection.curation.equivalents(run, spelled), *equivalents(run, spelled)]
        there = stand_ins(found, fieldname, spelled, self.collection, marked=self.marked)
        kept, units = fit([each for each in found if each.missing or each in there], lengths)
        return [there[each] for each in kept if each in there], units

    def _score_others(self, others: Sequence[StandIn]) -> None:
        """Where equivalents lie in one another the longest alone scores: what was typed counts more than any."""
        scoring = widest([each.equivalent for each in others])
        for each in others:
            self.sought += each.sought
            if each.equivalent in scoring:
                self._add("equivalent", each.scores)

    def _unit(self, fieldname: str, run: Sequence[Word], unit: Sequence[tuple[Piece, ...]], whole: bool) -> Query:
        """One word of several syllables, next to each other: `ủy ban` is not found in "Huyện ủy … ban hành". Where the
        collection has two of them side by side in no spelling, the segmentation is doubted: they may stand apart."""
        pieces = [piece for written in unit for piece in written]
        alike = len({piece.folded for piece in pieces}) == 1
        if whole:
            return adjacent(fieldname, pieces) if alike else NullQuery
        if len(unit) > 1 and alike and fieldname in (TEXT, *TITLE_AND_BODY):
            sides = bigrams([fold(piece.form) for piece in pieces])
            if all(self.collection.has("pairs" + FOLDED, side) for side in sides):
                return adjacent(fieldname, pieces)
        return all_of(self._written(fieldname, word, written) for word, written in zip(run, unit, strict=True))

    def _quoted(self, node: Quoted, wanted: bool) -> Query:
        pieces = self._pieces(node.fieldname, node.syllables)
        if wanted:
            self._score_citations(node)
            self._score(node.fieldname, pieces)
            self._seek(node.fieldname, pieces, strict=True)
        if len(node.words) == 1:
            query = self._written(node.fieldname, node.words[0], pieces)
            if wanted and node.fieldname == TEXT and node.words[0].citation:
                self.sought.append(cited_as(node.words[0].citation))
        else:
            query = adjacent(node.fieldname, pieces)
        return Or([query, places.named(node.text)]) if node.fieldname == "place" else query

    def _beginning(self, node: Beginning, wanted: bool) -> Query:
        pieces = self._pieces(node.fieldname, node.syllables, open_end=True)
        start = pieces[-1]
        starts = any_of(Prefix(name + start.suffix, start.form) for name in channels(node.fieldname))
        if wanted:
            names = (name + start.suffix for name in channels(node.fieldname))
            self._add("beginning", [Prefix(name, start.form, boost=weights.BEGINNING) for name in names])
            self._score(node.fieldname, pieces[:-1])
            self._seek(node.fieldname, pieces, open_end=True)
        if len(pieces) == 1:
            return starts
        if node.fieldname == TEXT:  # the pairs know which beginnings stand right behind
            pair = bigrams([piece.form for piece in pieces[-2:]])[0]
            starts = Prefix("pairs" + start.suffix, pair)
        return And([adjacent(node.fieldname, pieces[:-1]), starts])

    def _citation(self, node: Term, wanted: bool) -> Query:
        word = Word(node.text)
        if wanted:
            self._score_number(word, node.text)
            self._seek(TEXT, [Piece(form, folded=True) for form in folded(word.syllables)], strict=True)
        values = dict.fromkeys(
            (*self.collection.spellings("citation", node.text), *self.collection.documents(node.text))
        )
        if wanted:
            self.sought += [cited_as(value) for value in values if any(map(str.isalnum, value))]
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
        if is_beginning:
            return any(self.collection.has_beginning(name, form) for name in channels(fieldname))
        return self.collection.has(channel(fieldname), form)

    def _written(self, fieldname: str, word: Word, pieces: tuple[Piece, ...]) -> Query:
        """One written word: its pieces in order, or the article cites the document whose number it is."""
        query = adjacent(fieldname, pieces)
        if fieldname == TEXT and word.citation:
            return Or([exact("citation", word.citation), query])
        return query

    def _score(self, fieldname: str, pieces: Sequence[Piece], silent: Container[Piece] = ()) -> None:
        """Add the syllables but the silent ones, and the pairs of neighbours that are looked up alike."""
        for piece in dict.fromkeys(piece for piece in pieces if piece not in silent):
            name = channel(fieldname) + piece.suffix
            common = self.collection.commonness(name, piece.form)
            boost = weights.whole(weights.inverse_frequency(common, self.collection.articles()))
            self._add("word", [Term(name, piece.form, boost=boost)])
            if fieldname == TEXT:
                self._add("word", [Term("title" + piece.suffix, piece.form, boost=self.title)])
        if fieldname not in (TEXT, "body"):
            return
        for first, second in pairwise(pieces):
            if first.folded == second.folded:
                pair = bigrams([first.form, second.form])[0]
                self._add("word", [Term("pairs" + first.suffix, pair, boost=weights.PAIRS)])

    def _score_citations(self, node: Written) -> None:
        if node.fieldname == TEXT:
            for word in node.words:
                if word.citation:
                    self._score_number(word, word.citation)

    def _score_number(self, word: Word, number: str) -> None:
        """A document's number: who cites it, and first who has it in the title, the article that announces it."""
        pieces = self._pieces(TEXT, word.syllables)
        self._add("citation", [Term(exact_field("citation"), number, boost=weights.CITATION)])
        if len(pieces) > 1:
            forms = [piece.form for piece in pieces]
            self._add("citation", [Phrase("title" + pieces[0].suffix, forms, boost=weights.ANNOUNCED)])

    def _add(self, why: Why, queries: Iterable[Query]) -> None:
        for query in queries:
            self.scores.setdefault(query, why)

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
