"""Query text to plan to results."""

from .index import Index, open_index

__all__ = ["Index", "open_index"]
