"""Query text to plan to results."""

from .index import Index, open_index
from .uselog import use_log

__all__ = ["Index", "open_index", "use_log"]
