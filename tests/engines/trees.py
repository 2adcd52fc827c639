"""Query trees from the data files. Their JSON form:

{"term": ["body", "dân"]}            {"exact": ["place", "Tây Ninh"]}      {"phrase": ["body", ["dân", "vận"]]}
{"prefix": ["body", "vậ"]}           {"range": ["day", 20240101, null]}    {"not": TREE}
{"and": [TREE, ...]}                 {"or": [TREE, ...]}                   {"least": [2, [TREE, ...]]}
"every"                              "nothing"
"""

from __future__ import annotations

from typing import Any

from whoosh.query import And, Every, Not, NullQuery, NumericRange, Or, Phrase, Prefix, Query, Term

from timtin.engines.nodes import MinimumMatch, exact


def tree(data: Any) -> Query:
    """Return the query described by the data."""
    if data == "every":
        return Every()
    if data == "nothing":
        return NullQuery
    ((kind, value),) = data.items()
    return _make(kind, value)


def _make(kind: str, value: Any) -> Query:
    if kind == "not":
        return Not(tree(value))
    if kind in ("and", "or"):
        return (And if kind == "and" else Or)([tree(part) for part in value])
    if kind == "least":
        return MinimumMatch([tree(part) for part in value[1]], value[0])
    leaf = {"term": Term, "exact": exact, "phrase": Phrase, "prefix": Prefix, "range": NumericRange}[kind]
    return leaf(*value)
