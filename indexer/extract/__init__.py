"""A page's bytes to the article on it, or to the reason why there is none."""

from .extract import extract

__all__ = ["extract"]
