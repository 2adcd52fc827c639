"""Query nodes that Whoosh does not have.

The project's query language is Whoosh's own object model; a plan is made of exactly these nodes, and every engine
executes them alike:

    Term(field, text)           a token of a text channel or a value of an exact field
    Phrase(field, words)        neighbouring tokens of a positional channel, slop 1 (Whoosh's word for "adjacent")
    Prefix(field, text)         any token that begins so
    NumericRange(key, lo, hi)   a key within bounds, both included; None is open
    And, Or, Not                as in logic: Not(x) is the complement wherever it stands
    Every(), NullQuery          everything, nothing
    MinimumMatch(subqueries, n) at least n of the subqueries (below)

A node's `boost` multiplies what it scores; in `Plan.match` and `Plan.filters` it is ignored.
"""

from __future__ import annotations

from collections.abc import Sequence

from whoosh.query.compound import CompoundQuery
from whoosh.query.qcore import Query


class MinimumMatch(CompoundQuery):
    """At least `minimum` of the subqueries match (Whoosh's `Or(minmatch=…)` is ignored by its own matchers).

    It is read by the engines' translators and never run by Whoosh as it is.
    """

    def __init__(self, subqueries: Sequence[Query], minimum: int) -> None:
        super().__init__(list(subqueries))
        self.minimum = minimum
