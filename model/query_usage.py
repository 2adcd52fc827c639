"""What the use log tells: queries by how often they were asked. No persons in it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryUse:
    """One query (normal form): how often it was asked, how many results it had at most, how often it found nothing,
    and how often the page showed results and one was opened. What programs ask is not `shown`: nobody can tell whether
    it was opened."""

    query: str
    searches: int
    results: int = 0
    empty: int = 0
    shown: int = 0
    opened: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class UseReport:
    """The last `days`: all searches, those of them that were counted alone (`withheld`: they may hold personal data, or
    the day had too many), and queries asked often enough to be told: `popular`, `empty` (never found anything),
    `abandoned` (results shown, none ever opened)."""

    days: int
    searches: int
    withheld: int
    popular: tuple[QueryUse, ...] = ()
    empty: tuple[QueryUse, ...] = ()
    abandoned: tuple[QueryUse, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The report as `stats --queries --json` gives it."""
        out = asdict(self)
        return {name: list(value) if isinstance(value, tuple) else value for name, value in out.items()}
