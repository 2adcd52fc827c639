"""The report of the query log: how often queries were searched. It contains no personal data."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryUse:
    """Counts of one query, in normal form.

    `searches` is the number of searches, `results` the greatest number of results, `empty` the number of searches
    without results, `shown` how often the search page showed results, and `opened` how often one of them was opened.
    Searches over the API do not count as `shown`, because it is unknown whether their results are opened.
    """

    query: str
    searches: int
    results: int = 0
    empty: int = 0
    shown: int = 0
    opened: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class UseReport:
    """The report of the last `days`.

    `searches` counts all searches; `withheld` counts those whose query was not recorded, because it may contain
    personal data or because the day had too many queries. The lists contain queries that were searched often enough:
    `popular` the most frequent, `empty` those that never had a result, and `abandoned` those whose results were shown
    but never opened.
    """

    days: int
    searches: int
    withheld: int
    popular: tuple[QueryUse, ...] = ()
    empty: tuple[QueryUse, ...] = ()
    abandoned: tuple[QueryUse, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of `timtin stats --queries --json`."""
        out = asdict(self)
        return {name: list(value) if isinstance(value, tuple) else value for name, value in out.items()}
