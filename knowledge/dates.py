"""Dates: the one an article was published on, and those its text speaks of. See `docs/dates.md`."""

from .published import VIETNAM, parse_published, published_day, published_seconds
from .written_dates import FoundDate, find_dates

__all__ = ["VIETNAM", "FoundDate", "find_dates", "parse_published", "published_day", "published_seconds"]
