"""Which articles an index holds of one collection."""

from __future__ import annotations

from collections.abc import Iterator

from whoosh.query.compound import And
from whoosh.query.ranges import NumericRange
from whoosh.query.terms import Term

from ..engines.document import Plan
from ..engines.fields import NEWEST, ORIGIN
from ..engines.protocol import Reader
from ..engines.values import MAX_VALUE

_WINDOW = 500
_TOP = 2**63 - 1


def ids_of_collection(reader: Reader, collection: str) -> Iterator[str]:
    """The ids of every article read from the collection, as committed, in no order; memory stays bounded.

    Deep paging costs an engine as much as all pages before it, so the sorting key (unique to an article but for
    chance) is halved until a window holds what is left.
    """
    name = collection.strip()[:MAX_VALUE]  # as `to_document` keeps it
    spans = [(0, _TOP)]
    while spans:
        low, high = spans.pop()
        within = And([Term(ORIGIN, name), NumericRange(NEWEST, low, high)])
        limit = _WINDOW if low < high else _WINDOW * 200
        found = reader.search(Plan(match=within, sort="newest", limit=limit))
        if found.total <= limit or low == high:
            yield from (match.id for match in found.matches)
        else:
            middle = (low + high) // 2
            spans += [(low, middle), (middle + 1, high)]
