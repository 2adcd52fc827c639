"""HTML pages."""

from __future__ import annotations

from ...model import Article
from ..page import Page, Rejected


def extract_web(page: Page, text: str) -> Article | Rejected:
    """The article on an HTML page, or why there is none."""
    return Rejected(page.origin, text[:0] or "no article text in it")
