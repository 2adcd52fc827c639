"""Query nodes that Whoosh does not have.

The project's query language is Whoosh's own object model; a plan is made of exactly these nodes, and every engine
executes them alike:

    Term(field, text)           a token of a text channel
    exact(name, value)          a value of an exact field (below; a Term of `fields.exact_field(name)`)
    Phrase(field, words)        neighbouring tokens of a positional channel, slop 1 (Whoosh's word for "adjacent")
    Prefix(field, text)         any token that begins so
    NumericRange(key, lo, hi)   a key within bounds, both included; None is open
    And, Or, Not                as in logic: Not(x) is the complement wherever it stands
    Every(), NullQuery          everything, nothing
    MinimumMatch(subqueries, n) at least n of the subqueries (below)
    Identified(ids)             the documents of these ids (below); scores 0

And([]) is everything, Or([]) nothing; a phrase of one word is that word, of none nothing. A node's `boost` multiplies
what it scores; in `Plan.match` and `Plan.filters` it is ignored. In `Plan.score` tokens and phrases score BM25 (k1 1.2,
b 0.75, each field for itself), prefixes and exact values 1, all else 0; And and MinimumMatch score the sum of their
matching parts where they match.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from whoosh.query.compound import CompoundQuery
from whoosh.query.qcore import Query
from whoosh.query.terms import Term

from .fields import exact_field


class MinimumMatch(CompoundQuery):
    """At least `minimum` of the subqueries match (Whoosh's `Or(minmatch=…)` is ignored by its own matchers).

    It is read by the engines' translators and never run by Whoosh as it is.
    """

    JOINT = " / "

    def __init__(self, subqueries: Sequence[Query], minimum: int, boost: float = 1.0) -> None:
        super().__init__(list(subqueries), boost=boost)
        self.minimum = minimum

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MinimumMatch) and super().__eq__(other) and self.minimum == other.minimum

    def __hash__(self) -> int:
        return super().__hash__() ^ hash(self.minimum)

    def __repr__(self) -> str:
        return f"MinimumMatch({self.subqueries!r}, {self.minimum})"

    def apply(self, fn: Callable[[Query], Query]) -> MinimumMatch:
        """The same node over what `fn` makes of each subquery (Whoosh's way of rewriting trees)."""
        return MinimumMatch([fn(query) for query in self.subqueries], self.minimum, boost=self.boost)


class Identified(Query):
    """The documents of these ids; those that are not there are nothing. Read by the engines' translators alone."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.ids = tuple(dict.fromkeys(ids))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Identified) and self.ids == other.ids

    def __hash__(self) -> int:
        return hash((Identified, self.ids))

    def __repr__(self) -> str:
        return f"Identified({self.ids!r})"


def exact(name: str, value: str) -> Term:
    """Documents with this value in one of `fields.EXACT`; a plain `Term("place", …)` asks the text channel `place`."""
    return Term(exact_field(name), value)
