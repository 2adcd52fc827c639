"""Listings for sitemaps: the articles of one month, in batches and without their texts."""

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
class ListedArticle:
    """What a listing contains of an article."""

    id: str
    published: str | None = None
    updated: str | None = None


def list_month(reader: Reader, month: str | None, offset: int, limit: int) -> tuple[ListedArticle, ...]:
    """Return up to `limit` articles of a month, the newest first, from `offset` on.

    Args:
        reader: The reader of the index.
        month: As `2024-03`, or None for the articles without a date.
        offset: How many articles of the month come before.
        limit: How many articles to return at most.

    Raises:
        IndexDamaged: A stored article cannot be read.
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
def _decoder() -> Callable[[bytes], ListedArticle]:
    from msgspec import json  # noqa: PLC0415 - lazy: costs 15 ms, and most processes never list articles

    return json.Decoder(ListedArticle).decode
