"""The last step of every extractor: the `Article`, with its id, the caller's defaults and absolute addresses."""

from __future__ import annotations

import re

from ...analyzers import repair_torn_text
from ...model import Article, Attachment
from ..html.urls import absolute_url
from ..page import Page, Rejected, identify_file, identify_url

NO_TEXT = "no article text in it"
"""The reason for which a page without title and body is rejected."""

_PLACEHOLDER = re.compile(r"(?:no|default)[_-]?(?:image|img|photo|thumb)|/blank\.|favicon", re.IGNORECASE)


def build_article(
    page: Page,
    *,
    title: str,
    body: str,
    url: str | None = None,
    published: str | None = None,
    author: str | None = None,
    source: str | None = None,
    image: str | None = None,
    summary: str | None = None,
    tags: tuple[str, ...] = (),
    attachments: tuple[Attachment, ...] = (),
) -> Article | Rejected:
    """Return the article with its id and with torn text repaired.

    `source` and `url` default to what the caller stated for the page; `place` is always the caller's.
    """
    if not title and not body:
        return Rejected(page.origin, NO_TEXT)
    address = absolute_url(url, page.base_url) or absolute_url(page.url, page.base_url)
    return Article(
        id=identify_url(address) if address else identify_file(page.collection, page.key),
        url=address,
        title=repair_torn_text(title),
        summary=repair_torn_text(summary) if summary else summary,
        body=repair_torn_text(body),
        published=published,
        author=author if author != source else None,
        source=source or page.source,
        place=page.place,
        tags=tags,
        image=None if image and _PLACEHOLDER.search(image) else absolute_url(image, address or page.base_url),
        attachments=attachments,
    )
