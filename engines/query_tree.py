"""Translates a tree of query nodes to an engine's own query, iteratively.

All engines share the traversal; each provides a `Builder`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from whoosh.query.compound import And, Or
from whoosh.query.positional import Phrase
from whoosh.query.qcore import Every, NullQuery, Query
from whoosh.query.ranges import NumericRange
from whoosh.query.terms import Prefix, Term
from whoosh.query.wrappers import Not

from ..model import UsageError
from .fields import EXACT_FIELDS, KEYS, POSITIONAL_FIELDS, PlanError, resolve
from .nodes import DocumentIds, MinimumMatch
from .values import encodable, exact_value, id_term, split_tokens

T = TypeVar("T")

MAX_DEPTH = 300
"""Greatest depth of a tree after flattening And in And and Or in Or: native engines recurse on the C stack."""

MAX_KEY = 2**63 - 1
"""Greatest value of a key."""


class Builder(Protocol[T]):
    """Builds the query of an engine for each node. Fields are valid and values encodable when its methods are
    called."""

    def term(self, field: str, text: str, boost: float) -> T:
        """Return a query for the documents with this token or exact value."""
        ...

    def phrase(self, field: str, words: Sequence[str], boost: float) -> T:
        """Return a query for the documents with these tokens, at least two, next to each other."""
        ...

    def prefix(self, field: str, text: str, boost: float) -> T:
        """Return a query for the documents with any token that has this prefix."""
        ...

    def between(self, key: str, low: int, high: int) -> T:
        """Return a query for the documents with low <= key <= high, where 0 <= low <= high <= MAX_KEY."""
        ...

    def document_ids(self, terms: Sequence[str]) -> T:
        """Return a query for the documents whose id has one of these terms (see `values.id_term`)."""
        ...

    def every(self) -> T:
        """Return a query for all documents."""
        ...

    def nothing(self) -> T:
        """Return a query that matches nothing."""
        ...

    def complement(self, part: T) -> T:
        """Return a query for all documents except those that match the part."""
        ...

    def all_of(self, parts: Sequence[T], boost: float) -> T:
        """Return a query for the documents that match all parts."""
        ...

    def at_least(self, parts: Sequence[T], minimum: int, boost: float) -> T:
        """Return a query for the documents that match at least `minimum` parts, 1 <= minimum < len(parts)."""
        ...


def build_query(query: Query, builder: Builder[T]) -> T:
    """Return the query that the builder makes of the tree.

    Raises:
        UsageError: The tree is deeper than `MAX_DEPTH`.
        PlanError: The tree contains a node or field that is not allowed in a plan.
    """
    stack = [_Frame[T](query)]
    while True:
        frame = stack[-1]
        child = next(frame.children, None)
        if child is not None:
            if len(stack) >= MAX_DEPTH:
                raise UsageError(f"The query is nested more than {MAX_DEPTH} levels deep; write it flatter.")
            stack.append(_Frame[T](child))
            continue
        stack.pop()
        made = _combine(frame, builder) if _is_branch(frame.query) else _leaf(frame.query, builder)
        if not stack:
            return made
        stack[-1].parts.append(made)


@dataclass(slots=True)
class _Frame(Generic[T]):
    """A node on the stack of the traversal, with the parts built so far from its children."""

    query: Query
    parts: list[T] = field(default_factory=list)
    children: Iterator[Query] = field(init=False)

    def __post_init__(self) -> None:
        self.children = iter(_children(self.query))


def _is_branch(query: Query) -> bool:
    return isinstance(query, And | Or | Not | MinimumMatch)


def _children(query: Query) -> list[Query]:
    """Return the children of a node. And in And and Or in Or are flattened; `complement` handles double negation."""
    if isinstance(query, Not):
        return [query.query]
    if isinstance(query, MinimumMatch):
        return list(query.subqueries)
    if not isinstance(query, And | Or):
        return []
    flat: list[Query] = []
    waiting = list(reversed(query.subqueries))
    while waiting:
        child = waiting.pop()
        if type(child) is type(query) and child.boost == 1.0:
            waiting.extend(reversed(child.subqueries))
        else:
            flat.append(child)
    return flat


def _combine(frame: _Frame[T], builder: Builder[T]) -> T:
    query, parts = frame.query, frame.parts
    if isinstance(query, Not):
        return builder.complement(parts[0])
    boost = float(getattr(query, "boost", 1.0))
    minimum = len(parts) if isinstance(query, And) else 1
    if isinstance(query, MinimumMatch):
        minimum = query.minimum
    if minimum <= 0:
        return builder.every()
    if minimum > len(parts):
        return builder.nothing()
    if minimum == len(parts):
        return parts[0] if len(parts) == 1 and boost == 1.0 else builder.all_of(parts, boost)
    return builder.at_least(parts, minimum, boost)


def _leaf(query: Query, builder: Builder[T]) -> T:  # noqa: PLR0911 - one branch for each node class
    if isinstance(query, Term):
        return _term(resolve(query.fieldname), query.text, float(query.boost), builder)
    if isinstance(query, Phrase):
        return _phrase(query, builder)
    if isinstance(query, Prefix):
        return builder.prefix(resolve(query.fieldname), encodable(query.text), float(query.boost))
    if isinstance(query, NumericRange):
        return _between(query, builder)
    if isinstance(query, Every) and query.fieldname in (None, "*"):
        return builder.every()
    if isinstance(query, DocumentIds):
        return builder.document_ids([id_term(id) for id in query.ids])
    if isinstance(query, type(NullQuery)):
        return builder.nothing()
    raise PlanError(f"a plan cannot contain {query!r}; see timtin.engines.nodes for the allowed nodes")


def _term(field: str, text: str, boost: float, builder: Builder[T]) -> T:
    if field not in EXACT_FIELDS and " " in text:
        raise PlanError(
            f"{text!r} cannot be a token of {field!r}; use nodes.exact() for exact values and Phrase for several words"
        )
    value = exact_value(text) if field in EXACT_FIELDS else encodable(text)
    return builder.term(field, value, boost) if value else builder.nothing()


def _phrase(query: Phrase, builder: Builder[T]) -> T:
    if query.fieldname not in POSITIONAL_FIELDS or query.slop != 1:
        raise PlanError(f"a phrase needs a field with positions and slop 1: {query!r}")
    words = [token for word in query.words for token in split_tokens(word)]
    if not words:
        return builder.nothing()
    if len(words) == 1:
        return builder.term(query.fieldname, words[0], float(query.boost))
    return builder.phrase(query.fieldname, words, float(query.boost))


def _between(query: NumericRange, builder: Builder[T]) -> T:
    if query.fieldname not in KEYS:
        raise PlanError(f"a range needs one of the keys {', '.join(KEYS)}, not {query.fieldname!r}")
    low = 0 if query.start is None else max(0, int(query.start) + bool(query.startexcl))
    high = MAX_KEY if query.end is None else min(MAX_KEY, int(query.end) - bool(query.endexcl))
    return builder.between(query.fieldname, low, high) if low <= high else builder.nothing()
