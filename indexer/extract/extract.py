"""Extraction of one page, HTML or flat text."""

from __future__ import annotations

from ...model import Article
from ..decoding.charset import clean_text, decode
from ..decoding.file_type import is_page_type, page_type
from ..page import Page, Rejected
from .flat_text import extract_flat_text
from .html_page import extract_html


def extract(page: Page) -> Article | Rejected:
    """Return the article on a page, with its id, or the reason why there is none. Accept any bytes; never raise."""
    kind = page.kind or page_type(page.data[:65536], page.key)
    if not is_page_type(kind):
        return Rejected(page.origin, kind)
    text = decode(page.data, page.charset)
    if text is None:
        return Rejected(page.origin, "text in an unknown encoding")
    text = clean_text(text)
    if not text.strip():
        return Rejected(page.origin, "empty file")
    return extract_html(page, text) if kind == "html" else extract_flat_text(page, text)
