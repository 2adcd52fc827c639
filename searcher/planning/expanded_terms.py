"""Equivalents of a query's words over one collection: what matches in their stead, what it scores, what is marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from whoosh.query.positional import Phrase
from whoosh.query.qcore import Query
from whoosh.query.terms import Term

from ...analyzers import bigrams, fold, tokenize
from ...engines.fields import FOLDED, exact_field
from ...engines.nodes import exact
from ..expansion.equivalents import Equivalent, Form
from ..query.nodes import TEXT
from ..query.terms import Piece, Sought, any_of, channel, channels
from ..statistics.collection import Collection
from . import weights


@dataclass(frozen=True, slots=True)
class StandIn:
    """What is found, scored and marked in place of the words of a run that an equivalent belongs to."""

    equivalent: Equivalent
    match: Query
    scores: tuple[Query, ...]
    sought: tuple[Sought, ...]
    frequency: int
    """How many articles have it."""

    def covers(self, start: int, end: int) -> bool:
        """Whether a word of the run from `start` to `end` lies in it."""
        return self.equivalent.start < end and start < self.equivalent.end


def stand_ins(
    found: Sequence[Equivalent],
    fieldname: str,
    spelled: Sequence[Sequence[Piece]],
    collection: Collection,
    *,
    marked: bool,
) -> dict[Equivalent, StandIn]:
    """What the collection has for equivalents of words, whose pieces are `spelled`."""
    maker = _Maker(collection, fieldname, "" if marked else FOLDED)
    made = {
        each: maker.make(each, [piece for pieces in spelled[each.start : each.end] for piece in pieces])
        for each in found
    }
    return {each: stand_in for each, stand_in in made.items() if stand_in}


@dataclass(frozen=True, slots=True)
class _Maker:
    collection: Collection
    fieldname: str
    suffix: str

    def make(self, each: Equivalent, typed: Sequence[Piece]) -> StandIn | None:
        cited = self.collection.documents(each.document) if each.document and self.fieldname == TEXT else ()
        forms = self._there(each.forms, typed)
        if not forms and not cited:
            return None
        match = any_of([*(exact("citation", value) for value in cited), *map(self._match, forms)])
        return StandIn(
            each,
            match=match,
            scores=(*self._score(forms, typed), *map(_cites, cited)),
            sought=tuple(self._sought(forms, cited)),
            frequency=self.collection.matching(match),
        )

    def _there(self, forms: Iterable[Form], typed: Sequence[Piece]) -> list[Form]:
        """The forms, as they are looked up, that the collection has, without the one that was typed."""
        asked = tuple(piece.form for piece in typed) if all(piece.suffix == self.suffix for piece in typed) else ()
        looked_up = dict.fromkeys(tuple(map(fold, form)) if self.suffix else form for form in forms)
        possible = (form for form in looked_up if form != asked and self._may_be_there(form))
        return [form for form in possible if self.collection.matching(self._match(form))]

    def _may_be_there(self, form: Form) -> bool:
        if len(form) > 1 and self.fieldname in (TEXT, "body"):
            return all(self.collection.commonness("pairs" + self.suffix, pair) for pair in bigrams(form))
        return all(self.collection.commonness(channel(self.fieldname) + self.suffix, part) for part in form)

    def _match(self, form: Form) -> Query:
        return any_of(self._nodes(form))

    def _nodes(self, form: Form, title: float = 1.0, body: float = 1.0) -> Iterator[Query]:
        """What finds a form. Of two syllables, in title or text, the channel of pairs does so at once."""
        if len(form) == 2 and self.fieldname == TEXT:
            yield Term("pairs" + self.suffix, bigrams(form)[0], boost=body)
            return
        if len(form) == 1:
            yield Term(channel(self.fieldname) + self.suffix, form[0], boost=body)
            return
        for name in channels(self.fieldname):
            boost = title if self.fieldname == TEXT and name == "title" else body
            yield Phrase(name + self.suffix, list(form), boost=boost)

    def _score(self, forms: Iterable[Form], typed: Sequence[Piece]) -> Iterator[Query]:
        """Each form scores EQUIVALENT of what the typed one does, however many syllables either has."""
        full = self._typed_weight(typed)
        for form in forms:
            own = self._form_weight(form)
            boost = weights.EQUIVALENT * (full / own if full else 1.0)
            yield from self._nodes(form, title=boost * weights.TITLE, body=boost * weights.WHOLE)

    def _typed_weight(self, typed: Sequence[Piece]) -> float:
        """What the typed syllables and their pairs weigh where each stands once; 0 if the collection lacks one."""
        total = 0.0
        for piece in typed:
            rarity = self._rarity(channel(self.fieldname), piece.suffix, piece.form)
            if not rarity:
                return 0.0
            total += rarity * weights.whole(rarity)
        for first, second in pairwise(typed):
            if first.suffix == second.suffix and self.fieldname in (TEXT, "body"):
                total += weights.PAIRS * self._rarity("pairs", first.suffix, bigrams([first.form, second.form])[0])
        return total

    def _form_weight(self, form: Form) -> float:
        if len(form) == 2 and self.fieldname == TEXT:
            return self._rarity("pairs", self.suffix, bigrams(form)[0])
        return sum(self._rarity(channel(self.fieldname), self.suffix, part) for part in form)

    def _rarity(self, name: str, suffix: str, term: str) -> float:
        """The inverse frequency of BM25; 0 for what is nowhere."""
        common = self.collection.commonness(name + suffix, term)
        return weights.inverse_frequency(common, self.collection.articles())

    def _sought(self, forms: Iterable[Form], cited: Iterable[str]) -> Iterator[Sought]:
        for form in forms:
            pieces = tuple(Piece(part, folded=bool(self.suffix)) for part in form)
            yield Sought(self.fieldname, pieces, strict=True)
        yield from map(cited_as, cited)


def cited_as(value: str) -> Sought:
    """Where an article cites this document."""
    pieces = tuple(Piece(token.folded, folded=True) for token in tokenize(value))
    return Sought(TEXT, pieces, strict=True, citation=value)


def _cites(value: str) -> Query:
    return Term(exact_field("citation"), value, boost=weights.CITATION)
