"""Queries made of several parts: all of them, any of them, or terms next to each other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from whoosh.query.compound import And, Or
from whoosh.query.positional import Phrase
from whoosh.query.qcore import Query
from whoosh.query.terms import Term

from .terms import QueryTerm, full_field, positional_fields


def all_of(parts: Iterable[Query]) -> Query:
    """Return an `And` of the parts, or the part itself where there is only one."""
    listed = list(parts)
    return listed[0] if len(listed) == 1 else And(listed)


def any_of(parts: Iterable[Query]) -> Query:
    """Return an `Or` of the parts, or the part itself where there is only one."""
    listed = list(parts)
    return listed[0] if len(listed) == 1 else Or(listed)


def adjacent(fieldname: str, terms: Sequence[QueryTerm]) -> Query:
    """Return a query for the terms next to each other within one text field of a logical field.

    All terms must be looked up alike, either folded or not.
    """
    suffix = terms[0].field_suffix
    if len(terms) == 1:
        return Term(full_field(fieldname) + suffix, terms[0].form)
    forms = [term.form for term in terms]
    return any_of(Phrase(name + suffix, forms) for name in positional_fields(fieldname))
