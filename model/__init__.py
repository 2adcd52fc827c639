"""The types that all packages share: articles, places, results, errors and settings.

Layers, top to bottom: stored > result | query_usage > article | explanation > settings > errors.
"""

from .article import Article, Attachment, Level, Mention, Path, Place, place_to_dict
from .errors import (
    EngineMismatch,
    FilterError,
    IndexDamaged,
    IndexLocked,
    IndexMissing,
    IndexUnavailable,
    IndexVersion,
    IndexWriteError,
    NotFound,
    SourceError,
    TimtinError,
    UsageError,
)
from .explanation import Explanation
from .result import FACET_SORTS, SORTS, Completion, Copy, FacetSort, FacetValue, Hit, ResultPage, Sort, Suggestion

__all__ = [
    "FACET_SORTS",
    "SORTS",
    "Article",
    "Attachment",
    "Completion",
    "Copy",
    "EngineMismatch",
    "Explanation",
    "FacetSort",
    "FacetValue",
    "FilterError",
    "Hit",
    "IndexDamaged",
    "IndexLocked",
    "IndexMissing",
    "IndexUnavailable",
    "IndexVersion",
    "IndexWriteError",
    "Level",
    "Mention",
    "NotFound",
    "Path",
    "Place",
    "ResultPage",
    "Sort",
    "SourceError",
    "Suggestion",
    "TimtinError",
    "UsageError",
    "place_to_dict",
]
