"""Sitemaps and feeds: the urls they list, read as a stream."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import Any

from lxml import etree

from ..readers.sitemap import Listed, read_sitemap

LARGEST = 50 << 20
"""Bytes of a listing, unpacked: what https://www.sitemaps.org/protocol.html allows a sitemap."""

MOST = 50_000
"""Urls of a listing (the same source)."""

_PIECE = 65536
_ROOT = re.compile(rb"<(?:[\w-]+:)?(urlset|sitemapindex|rss|feed|RDF)[\s>]", re.IGNORECASE)
_FEEDS = (b"rss", b"feed", b"rdf")
_ENTRIES = ("item", "entry")


def is_listing(head: bytes) -> bool:
    """Whether data that begin so are a sitemap, RSS or Atom."""
    return _root(head) is not None


def listed(data: bytes) -> Iterator[Listed]:
    """What a sitemap (XML, or a url a line), a sitemap index, RSS or Atom lists; what is broken ends it early."""
    found = _feed(data) if _root(data) in _FEEDS else read_sitemap(BytesIO(data), most=MOST)
    yield from islice(found, MOST)


def _root(head: bytes) -> bytes | None:
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return None
    root = _ROOT.search(head[:4096])
    return root.group(1).lower() if root else None


def _feed(data: bytes) -> Iterator[Listed]:
    parser = etree.XMLPullParser(
        events=("end",), recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        for start in range(0, len(data), _PIECE):
            parser.feed(data[start : start + _PIECE])
            for _, element in parser.read_events():
                yield from _entry(element)
    except (etree.LxmlError, ValueError):
        return


def _entry(element: Any) -> Iterator[Listed]:
    """The link that ends here; entries are forgotten at their end, so that memory does not grow."""
    name, parent = _name(element), element.getparent()
    if name == "link" and parent is not None and _name(parent) in _ENTRIES:
        url = (element.text or "").strip() or (element.get("href") or "").strip()
        if url and (element.get("rel") or "alternate") == "alternate":
            yield Listed(url, None)
    elif name in _ENTRIES:
        element.clear()
        while parent is not None and element.getprevious() is not None:
            del parent[0]


def _name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
