"""Which articles an index holds of one collection."""

from __future__ import annotations

from collections.abc import Iterator

from whoosh.query import And, NumericRange, Term

from ..engines.document import Plan
from ..engines.fields import NEWEST, ORIGIN
from ..engines.protocol import Reader

_WINDOW = 500
_TOP = 2**63 - 1


def ids_of_collection(reader: Reader, collection: str) -> Iterator[str]:
    """The ids of every article read from the collection, as committed, in no order; memory stays bounded.

    Deep paging costs an engine as much as all pages before it, so the sorting key (unique to an article but for
    chance) is halved until a window holds what is left.
    """
    spans = [(0, _TOP)]
    while spans:
        low, high = spans.pop()
        within = And([Term(ORIGIN, collection), NumericRange(NEWEST, low, high)])
        limit = _WINDOW if low < high else _WINDOW * 200
        found = reader.search(Plan(match=within, sort="newest", limit=limit))
        if found.total <= limit or low == high:
            yield from (match.id for match in found.matches)
        else:
            middle = (low + high) // 2
            spans += [(low, middle), (middle + 1, high)]
