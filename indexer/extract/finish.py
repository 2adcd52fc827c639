"""The last step of every extraction: the id, the caller's defaults, absolute addresses."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from ...analyzers import repair_torn_text
from ...model import Article, Attachment
from ..page import Page, Rejected, identify_file, identify_url

_LONGEST_URL = 4096
_PLACEHOLDER = re.compile(r"(?:no|default)[_-]?(?:image|img|photo|thumb)|/blank\.|favicon", re.IGNORECASE)


def finish(
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
    """The article with its id, its text mended; what the page doesn't say is taken from what the caller said of it."""
    if not title and not body:
        return Rejected(page.origin, "no article text in it")
    address = absolute(url, page.base_url) or absolute(page.url, page.base_url)
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
        image=None if image and _PLACEHOLDER.search(image) else absolute(image, address or page.base_url),
        attachments=attachments,
    )


def absolute(link: str | None, base: str | None) -> str | None:
    """A link as an absolute http address, or None where it is none or cannot become one."""
    if not link or len(link) > _LONGEST_URL:
        return None
    try:
        address = urljoin(base or "", "".join(link.split()))
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and parts.netloc else None
