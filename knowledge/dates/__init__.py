"""Dates of publication, and dates in the text of an article. See `docs/dates.md`.

Layers, top to bottom: prose (dates in running text) > publication (printed and declared publication dates).
"""

from .prose import DateMatch, find_dates
from .publication import VIETNAM, parse_published, published_day, published_seconds

__all__ = ["VIETNAM", "DateMatch", "find_dates", "parse_published", "published_day", "published_seconds"]
