"""`/sitemap.xml`: every article's page, for search engines; an index of pages by month of publication, streamed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from flask import Response, stream_with_context

from ...model import NotFound
from ..http.addresses import address, article_address
from ..site.site import Site
from .atom import moment

if TYPE_CHECKING:
    from ...searcher import Index

PER_PAGE = 20_000
"""Articles of one page; the protocol allows 50,000 addresses and 50 MB, and an address may have 2,000 characters."""

BATCH = 1_000
"""Articles in memory at a time."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_UNDATED = "undated"
_PART = re.compile(r"(\d{4}-\d{2}|undated)-([1-9]\d{0,5})", re.ASCII)
_XML = "application/xml; charset=utf-8"
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'


def sitemap(site: Site) -> Response:
    """`GET /sitemap.xml`: the index of the pages."""
    index = site.live.get()
    changed = site.live.changed
    when = datetime.fromtimestamp(changed, UTC).isoformat(timespec="seconds") if changed else None
    lines = [f'{_HEAD}<sitemapindex xmlns="{_NAMESPACE}">\n']
    for name, count in _months(index):
        parts = [f"{name}-{part}" for part in range(1, -(-count // PER_PAGE) + 1)]
        lines += [_row("sitemap", address(site, "sitemap_part", part=part), when) for part in parts]
    lines.append("</sitemapindex>\n")
    return Response("".join(lines), content_type=_XML)


def sitemap_part(site: Site, part: str) -> Response:
    """`GET /sitemap-2024-03-1.xml`: the articles of a month, or of no date.

    Raises:
        NotFound: there is no such page.
    """
    found = _PART.fullmatch(part)
    if not found:
        raise NotFound("There is no such page of the sitemap.")
    month, start = (None if found[1] == _UNDATED else found[1]), (int(found[2]) - 1) * PER_PAGE
    rows = _rows(site, site.live.get(), month, start)
    first = next(rows, None)  # what cannot be read is found out before anything is sent
    if first is None:
        raise NotFound("There is no such page of the sitemap.")
    return Response(stream_with_context(_document(first, rows)), content_type=_XML)


def _document(first: str, rows: Iterator[str]) -> Iterator[str]:
    yield f'{_HEAD}<urlset xmlns="{_NAMESPACE}">\n'
    yield first
    yield from rows
    yield "</urlset>\n"


def _rows(site: Site, index: Index, month: str | None, start: int) -> Iterator[str]:
    end = start + PER_PAGE
    for offset in range(start, end, BATCH):
        batch = index.listed(month, offset, min(BATCH, end - offset))
        for each in batch:
            yield _row("url", article_address(site, each.id), moment(each.updated or each.published))
        if len(batch) < BATCH:
            return


def _months(index: Index) -> list[tuple[str, int]]:
    """The months that have articles, the latest first, and how many have no date."""
    page = index.search("", facets=("month",), sort="newest", limit=1)
    months = sorted(((each.value, each.count) for each in page.facets["month"]), reverse=True)
    undated = page.total - sum(count for _, count in months)
    return [*months, (_UNDATED, undated)]


def _row(kind: str, address: str, modified: str | None) -> str:
    when = f"<lastmod>{modified}</lastmod>" if modified else ""
    return f"<{kind}><loc>{escape(address)}</loc>{when}</{kind}>\n"
