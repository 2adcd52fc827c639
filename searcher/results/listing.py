"""The articles of a month, page by page and without their texts: for sitemaps, which name every article."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from whoosh.query.qcore import Every
from whoosh.query.ranges import NumericRange

from ...engines import fields
from ...engines.document import Plan
from ...engines.nodes import exact
from ...model import IndexDamaged

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...engines.protocol import Reader


@dataclass(frozen=True, slots=True)
class Listed:
    """An article as a list names it."""

    id: str
    published: str | None = None
    updated: str | None = None


def listed(reader: Reader, month: str | None, offset: int, limit: int) -> tuple[Listed, ...]:
    """Articles published in a month (`2024-03`; None: those without a date), the newest first, from `offset` on.

    Raises:
        IndexDamaged: a stored article cannot be read.
    """
    of_month = NumericRange(fields.DAY, 0, 0) if month is None else exact("month", month)
    plan = Plan(match=Every(), filters={"month": of_month}, sort="newest", offset=offset, limit=limit)
    decode = _decoder()
    try:
        return tuple(decode(match.stored) for match in reader.search(plan).matches)
    except ValueError as error:
        raise IndexDamaged(
            f"A stored article cannot be read ({error}); rebuild the index with `timtin index --rebuild`."
        ) from error


@lru_cache(maxsize=1)
def _decoder() -> Callable[[bytes], Listed]:
    from msgspec import json  # noqa: PLC0415 - costs 15 ms, and a search page may never need it

    return json.Decoder(Listed).decode
