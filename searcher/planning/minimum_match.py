"""Which words must match: a share of a query's words by their rarity. docs/ranking.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from whoosh.query.compound import And
from whoosh.query.qcore import NullQuery, Query
from whoosh.query.terms import Term

from ...analyzers import bigrams
from ...engines.nodes import MinimumMatch
from ..query.nodes import TEXT
from ..query.terms import Piece, all_of, any_of, channel
from ..statistics.collection import Collection
from . import weights
from .expanded_terms import StandIn
from .planned import Need, Needs


@dataclass
class Asked:
    """What must match for one word: what was typed or what stands for it, at every place where it was typed."""

    text: str
    typed: int
    """How many articles have it as typed."""
    asks: bool = False
    """Whether it only asks (`là gì`): then it tells nothing."""
    places: dict[Query, None] = field(default_factory=dict)
    other: int = 0
    """How many articles have what stands for it."""

    def add(self, typed: Query, others: Sequence[StandIn]) -> None:
        """One place where the word was typed."""
        self.places[any_of([typed, *dict.fromkeys(each.match for each in others)])] = None
        self.other = max([self.other, *(each.frequency for each in others)])

    def query(self) -> Query:
        """All places."""
        return all_of(self.places)

    def need(self, articles: int) -> Need:
        """The word with its weight in a collection of so many articles."""
        heavy = weights.weight(max(self.typed, self.other), articles)
        return Need(self.text, self.query(), min(heavy, 1) if self.asks else heavy)


def needs_of(words: Sequence[Asked], joints: Iterable[Term], collection: Collection) -> Needs:
    """The words with what an article must hold of them; `joints` are pairs of neighbours of two words."""
    articles = collection.articles()
    listed = tuple(word.need(articles) for word in words)
    sides = []
    for joint in dict.fromkeys(joints):
        heavy = weights.weight(collection.frequency(joint.fieldname, joint.text), articles)
        if heavy >= weights.JOINT:
            sides.append(Need(joint.text.replace("_", " "), joint, heavy))
    least = weights.least([word.weight for word in listed])
    return Needs(listed, least, tuple(sides), vain=_in_vain(words, listed))


def _in_vain(words: Sequence[Asked], needs: Sequence[Need]) -> bool:
    """`gaio thông`: all that have *thông* are nothing of what was meant."""
    nowhere = any(not need.weight for word, need in zip(words, needs, strict=True) if not word.asks)
    few = sum(not word.asks for word in words) <= weights.TOGETHER
    return nowhere and few and all(need.weight <= 1 for need in needs)


def enough(needs: Needs) -> Query:
    """What an article must match: a word that weighs 3 is listed three times. Words that the collection doesn't have
    weigh nothing; where it has none of them, nothing is found. One telling word must be there, if there is any."""
    there = [] if needs.vain else [word for word in needs.words if word.weight]
    if not there:
        return NullQuery if needs.words else all_of([])
    if needs.least >= needs.weight and not needs.joints:
        return all_of(word.match for word in there)
    counted = [*there, *needs.joints]
    some = MinimumMatch([word.match for word in counted for _ in range(word.weight)], needs.least)
    telling = [word.match for word in counted if word.weight > 1]
    return And([any_of(telling), some]) if len(needs.joints) < len(telling) < len(counted) else some


def frequency(fieldname: str, pieces: Sequence[Piece], collection: Collection) -> int:
    """About how many articles hold the pieces side by side: as many as hold their rarest pair."""
    suffix = pieces[0].suffix
    if len(pieces) == 1 or fieldname != TEXT:
        return min(collection.frequency(channel(fieldname) + suffix, piece.form) for piece in pieces)
    near = bigrams([piece.form for piece in pieces])
    return min(collection.frequency("pairs" + suffix, pair) for pair in near)
