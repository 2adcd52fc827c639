"""Indexing: sources are read as pages and records, extracted, understood and written as documents to an index.

Layers, top to bottom: pipeline (`index_sources`) > compact | writer | workers > seen_ids | report | prepare (one item
to a document) > document > completion_candidates | crawl/ (portals to WARC files) | readers/ (files to pages and
records) > extract/ (pages to articles) | understand/ (what an article is about) > html/ > page (a reader's items) |
decoding/ (bytes to text).

Indexing ends with the commit. `Report` holds counts only, so an alert about new articles has to search for those that
are new since its last run (a saved search with `after`), in a command of its own in `search_cli/commands`.
"""

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
