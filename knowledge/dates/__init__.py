"""Dates: the one an article was published on, and those its text speaks of. See `docs/dates.md`."""

from .printed_times import VIETNAM
from .prose import FoundDate, find_dates
from .publication import parse_published, published_day, published_seconds

__all__ = ["VIETNAM", "FoundDate", "find_dates", "parse_published", "published_day", "published_seconds"]
