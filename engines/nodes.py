"""The query nodes of a plan: which of Whoosh's are allowed, and two that Whoosh does not have.

A plan is a tree of Whoosh's query objects, restricted to these nodes. Every engine runs them with the same meaning:

    Term(field, text)           a token of a text field exact(name, value)          a value of an exact field (below; a
    Term of `fields.exact_field(name)`) Phrase(field, words)        neighbouring tokens of a positional field; slop 1,
    which is Whoosh's value for "adjacent" Prefix(field, text)         any token with this prefix NumericRange(key, lo,
    hi)   a key between two bounds, both included; None means unbounded And, Or, Not                Boolean operators;
    Not(x) is the complement of x wherever it occurs Every(), NullQuery          all documents, no document
    MinimumMatch(subqueries, n) at least n of the subqueries (below) DocumentIds(ids)            the documents with
    these ids (below); their score is 0

And([]) matches everything, Or([]) nothing. A phrase of one word is that word, an empty phrase matches nothing. The
`boost` of a node multiplies its score; `Plan.match` and `Plan.filters` ignore it. In `Plan.score`, the score of tokens
and phrases is BM25 (k1 1.2, b 0.75, each field separately), that of prefixes and exact values is 1, and that of all
other leaves is 0. And and MinimumMatch have the sum of the scores of their matching parts if they match.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from whoosh.query.compound import CompoundQuery
from whoosh.query.qcore import Query
from whoosh.query.terms import Term

from .fields import exact_field


class MinimumMatch(CompoundQuery):
    """Documents that match at least `minimum` of the subqueries.

    Whoosh's matchers ignore its own `Or(minmatch=…)`. Only the engines' query builders read this node; Whoosh itself
    never runs it.
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
        """Return the same node with `fn` applied to each subquery; Whoosh rewrites query trees with it."""
        return MinimumMatch([fn(query) for query in self.subqueries], self.minimum, boost=self.boost)


class DocumentIds(Query):
    """The documents with these ids; ids that are not in the index are ignored. Only the query builders read this
    node."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.ids = tuple(dict.fromkeys(ids))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DocumentIds) and self.ids == other.ids

    def __hash__(self) -> int:
        return hash((DocumentIds, self.ids))

    def __repr__(self) -> str:
        return f"DocumentIds({self.ids!r})"


def exact(name: str, value: str) -> Term:
    """Return the node for a value of one of `fields.EXACT`; `Term("place", …)` would mean the text field `place`."""
    return Term(exact_field(name), value)
