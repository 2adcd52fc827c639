"""Searching an index: from the text of a query to a page of results, completions, similar articles and evaluation.

Layers, top to bottom: evaluate > index > search | similar > snapshot > results | autocomplete | spelling > highlight >
planning > statistics > expansion > query; `arguments` is on the level of `search`.
"""

from ..store.query_log import use_log
from .index import Index, open_index

__all__ = ["Index", "open_index", "use_log"]
