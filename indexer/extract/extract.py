"""One page to its article: flat text or HTML."""

from __future__ import annotations

from ...model import Article
from ..decoding.charset import decode, normal_text
from ..decoding.file_type import is_kind, recognise
from ..page import Page, Rejected
from .flat_text import extract_flat
from .html_page import extract_web


def extract(page: Page) -> Article | Rejected:
    """The article on a page, its id set, or why there is none. Any bytes will do; nothing raises."""
    kind = page.kind or recognise(page.data[:65536], page.key)
    if not is_kind(kind):
        return Rejected(page.origin, kind)
    text = decode(page.data, page.charset)
    if text is None:
        return Rejected(page.origin, "text in an encoding that could not be told")
    text = normal_text(text)
    if not text.strip():
        return Rejected(page.origin, "empty file")
    return extract_web(page, text) if kind == "html" else extract_flat(page, text)
