"""Query text to plan to results."""

from ..store.query_log import use_log
from .index import Index, open_index

__all__ = ["Index", "open_index", "use_log"]
