"""Sources to articles to understood articles to documents in an engine."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .pipeline import IndexOptions, index_sources
    from .report import Report
    from .writer import IndexWriter, create_index

_HOME = {
    "IndexOptions": "pipeline",
    "IndexWriter": "writer",
    "Report": "report",
    "create_index": "writer",
    "index_sources": "pipeline",
}

__all__ = ["IndexOptions", "IndexWriter", "Report", "create_index", "index_sources"]


def __getattr__(name: str) -> Any:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{home}", __name__), name)
    globals()[name] = value
    return value
