"""`/sitemap.xml`: all article pages for search engines, in streamed parts by month of publication."""

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
from .atom import rfc3339

if TYPE_CHECKING:
    from ...searcher import Index

PER_PAGE = 20_000
"""Maximum number of articles per part; the protocol allows 50,000 URLs and 50 MB, at up to 2,000 characters a URL."""

BATCH = 1_000
"""Number of articles in memory at a time."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_UNDATED = "undated"
_PART = re.compile(r"(\d{4}-\d{2}|undated)-([1-9]\d{0,5})", re.ASCII)
_XML = "application/xml; charset=utf-8"
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'


def sitemap(site: Site) -> Response:
    """`GET /sitemap.xml`: the index of the parts."""
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
    """`GET /sitemap-2024-03-1.xml`: one part, with articles of a month or undated articles.

    Raises:
        NotFound: there is no such part.
    """
    match = _PART.fullmatch(part)
    if not match:
        raise NotFound("There is no such page of the sitemap.")
    month, start = (None if match[1] == _UNDATED else match[1]), (int(match[2]) - 1) * PER_PAGE
    rows = _rows(site, site.live.get(), month, start)
    first = next(rows, None)  # read before the response starts, so that an error becomes an error response
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
        batch = index.list_month(month, offset, min(BATCH, end - offset))
        for each in batch:
            yield _row("url", article_address(site, each.id), rfc3339(each.updated or each.published))
        if len(batch) < BATCH:
            return


def _months(index: Index) -> list[tuple[str, int]]:
    """Return the months with articles, latest first, then the undated ones, each with its number of articles."""
    page = index.search("", facets=("month",), sort="newest", limit=1)
    months = sorted(((each.value, each.count) for each in page.facets["month"]), reverse=True)
    undated = page.total - sum(count for _, count in months)
    return [*months, (_UNDATED, undated)]


def _row(kind: str, address: str, modified: str | None) -> str:
    when = f"<lastmod>{modified}</lastmod>" if modified else ""
    return f"<{kind}><loc>{escape(address)}</loc>{when}</{kind}>\n"
