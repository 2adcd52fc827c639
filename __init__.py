"""timtin: full-text search over Vietnamese local-government news.

    import timtin

    with timtin.open_index("index") as index:
        page = index.search("dan van kheo", filters={"place": ["Tây Ninh"]})

Every name is loaded when it is first used, so `import timtin` itself takes almost no time.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

# Absolute: in a clone whose folder is no Python identifier (`timtin-main`), pytest imports this file without a package.
from timtin._version import __version__

if TYPE_CHECKING:
    from .indexer import IndexWriter, Report, create_index
    from .model import (
        Article,
        Attachment,
        Completion,
        EngineMismatch,
        FacetValue,
        FilterError,
        Hit,
        IndexDamaged,
        IndexLocked,
        IndexMissing,
        IndexVersion,
        IndexWriteError,
        NotFound,
        Place,
        ResultPage,
        SourceError,
        Suggestion,
        TimtinError,
        UsageError,
    )
    from .searcher import Index, open_index

_EXPORTS = {
    "indexer": ("IndexWriter", "Report", "create_index"),
    "searcher": ("Index", "open_index"),
    "model": (
        "Article",
        "Attachment",
        "Completion",
        "EngineMismatch",
        "FacetValue",
        "FilterError",
        "Hit",
        "IndexDamaged",
        "IndexLocked",
        "IndexMissing",
        "IndexVersion",
        "IndexWriteError",
        "NotFound",
        "Place",
        "ResultPage",
        "SourceError",
        "Suggestion",
        "TimtinError",
        "UsageError",
    ),
}
_MODULE_OF = {name: module for module, names in _EXPORTS.items() for name in names}

__all__ = [
    "Article",
    "Attachment",
    "Completion",
    "EngineMismatch",
    "FacetValue",
    "FilterError",
    "Hit",
    "Index",
    "IndexDamaged",
    "IndexLocked",
    "IndexMissing",
    "IndexVersion",
    "IndexWriteError",
    "IndexWriter",
    "NotFound",
    "Place",
    "Report",
    "ResultPage",
    "SourceError",
    "Suggestion",
    "TimtinError",
    "UsageError",
    "__version__",
    "create_index",
    "open_index",
]


def __getattr__(name: str) -> Any:
    module = _MODULE_OF.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{module}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
