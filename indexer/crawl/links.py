"""The URLs that a page links to and that a sitemap or feed lists, and the robots directives of a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import chain, islice
from typing import Any, BinaryIO, Literal

from lxml import etree

from ..decoding.charset import decode
from ..decoding.decompress import DAMAGED, Budget, BudgetExceededError, CutError
from ..decoding.stream import chunks
from ..html.text import Element
from ..html.tree import parse_tree
from .urls import normalize_url

MAX_LINKS = 5000
"""Links taken from one page."""

MAX_LISTING_BYTES = 50 << 20
"""Bytes of a sitemap or feed, decompressed: the limit of https://www.sitemaps.org/protocol.html for a sitemap."""

MAX_LISTED = 50_000
"""URLs taken from one sitemap or feed (the same source)."""

_MAX_URL = 2048
"""Characters of a URL in a sitemap (the same source)."""

_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_ATTRIBUTES = {"a": "href", "area": "href", "frame": "src", "iframe": "src"}

_PIECE = 65536
_ROOT = re.compile(rb"<(?:[\w-]+:)?(urlset|sitemapindex|rss|feed|RDF)[\s>]", re.IGNORECASE)
_FEED_ROOTS = (b"rss", b"feed", b"rdf")
_ENTRIES = ("item", "entry")


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """The links of a page as normalised URLs in document order, each once.

    `may_store` is False if the page asks not to be indexed.
    """

    pages: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    may_store: bool = True


def page_links(data: bytes, url: str, robots_header: str = "") -> Links:
    """Return the links of the page at `url`; a page that cannot be read has none.

    `<base href>` counts. `<meta name="robots">` (or `timtin`) and the header `X-Robots-Tag` are obeyed: `nofollow`
    means no links, `noindex` no storing. Links with `rel="nofollow"` are left out.
    """
    root = _parse_page(data)
    if root is None:
        return Links(may_store="noindex" not in robots_header.lower())
    directives = _robots_directives(root, robots_header)
    base = next((base for tag in root.iter("base") if (base := normalize_url(tag.get("href") or "", url))), url)
    feeds = (
        tag.get("href")
        for tag in root.iter("link")
        if "alternate" in _words(tag.get("rel")) and (tag.get("type") or "").strip().lower() in _FEED_TYPES
    )
    follow = not directives & {"nofollow", "none"}
    return Links(
        pages=_unique_urls(_hrefs(root), base) if follow else (),
        feeds=_unique_urls(feeds, base) if follow else (),
        may_store=not directives & {"noindex", "none"},
    )


def _parse_page(data: bytes) -> Element | None:
    text = decode(data)
    return parse_tree(text.replace("\x00", "")) if text and text.strip() else None


def _robots_directives(root: Element, header: str) -> set[str]:
    """Return the directives of robots metas and header; the header may name another robot (`otherbot: noindex`)."""
    written = [
        (tag.get("content") or "") for tag in root.iter("meta") if _words(tag.get("name")) & {"robots", "timtin"}
    ]
    for part in header.split(","):
        robot, colon, words = part.rpartition(":")
        if not colon or robot.strip().lower() == "timtin":
            written.append(words)
    return {word.strip().lower() for part in written for word in part.split(",")}


def _hrefs(root: Element) -> Iterator[str]:
    for tag in root.iter(*_ATTRIBUTES):
        href = tag.get(_ATTRIBUTES[tag.tag])
        if href and "nofollow" not in _words(tag.get("rel")):
            yield href


def _unique_urls(hrefs: Iterable[str], base: str) -> tuple[str, ...]:
    urls: dict[str, None] = {}
    for href in hrefs:
        url = normalize_url(href, base)
        if url is not None:
            urls[url] = None
            if len(urls) >= MAX_LINKS:
                break
    return tuple(urls)


def _words(value: str | None) -> set[str]:
    return set((value or "").lower().split())


@dataclass(frozen=True, slots=True)
class ListedUrl:
    """One URL of a sitemap or feed: of a page, or of a sitemap if a sitemap index lists it.

    `loc` and `lastmod` (a W3C date, None if absent) are as written.
    """

    loc: str
    lastmod: str | None
    kind: Literal["page", "sitemap"] = "page"


def is_listing(head: bytes) -> bool:
    """Return whether data that begin with `head` are a sitemap, RSS or Atom."""
    return _listing_root(head) is not None


def listed_urls(data: bytes) -> Iterator[ListedUrl]:
    """Yield the URLs in a sitemap (XML, or one URL in each line), a sitemap index, RSS or Atom.

    Damaged data end the list early.
    """
    urls = _read_feed(data) if _listing_root(data) in _FEED_ROOTS else read_sitemap(BytesIO(data), limit=MAX_LISTED)
    yield from islice(urls, MAX_LISTED)


def _listing_root(head: bytes) -> bytes | None:
    if not head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return None
    root = _ROOT.search(head[:4096])
    return root.group(1).lower() if root else None


def _read_feed(data: bytes) -> Iterator[ListedUrl]:
    parser = etree.XMLPullParser(
        events=("end",), recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        for start in range(0, len(data), _PIECE):
            parser.feed(data[start : start + _PIECE])
            for _, element in parser.read_events():
                yield from _feed_link(element)
    except (etree.LxmlError, ValueError):
        return


def _feed_link(element: Any) -> Iterator[ListedUrl]:
    """Yield the link of an entry that ends here; drop entries at their end, so that memory does not grow."""
    name, parent = _local_name(element), element.getparent()
    if name == "link" and parent is not None and _local_name(parent) in _ENTRIES:
        url = (element.text or "").strip() or (element.get("href") or "").strip()
        if url and (element.get("rel") or "alternate") == "alternate":
            yield ListedUrl(url, None)
    elif name in _ENTRIES:
        _drop(element)


def read_sitemap(stream: BinaryIO, *, limit: int = 1_000_000) -> Iterator[ListedUrl]:
    """Yield at most `limit` URLs of a sitemap, sitemap index or plain list of URLs, compressed or not.

    Memory does not grow with the input, nothing is fetched, no entity is resolved, and nothing is raised: damaged data
    end the list, and what came before was yielded.
    """
    try:
        pieces = chunks(stream, Budget.of(0))
        head = next(pieces, b"")
        pieces = chain([head], pieces)
        is_plain = (decode(head[:4096]) or "").lstrip()[:4].lower() == "http"
        yield from islice(_plain_list(pieces) if is_plain else _xml_sitemap(pieces), limit)
    except (OSError, *DAMAGED, CutError, BudgetExceededError):
        return


def _plain_list(pieces: Iterator[bytes]) -> Iterator[ListedUrl]:
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            yield from _listed(line.decode("utf-8", "replace"), None, "page")
        rest = rest[:_MAX_URL]
    yield from _listed(rest.decode("utf-8", "replace"), None, "page")


def _xml_sitemap(pieces: Iterator[bytes]) -> Iterator[ListedUrl]:
    parser = etree.XMLPullParser(
        events=("end",), recover=True, resolve_entities=False, no_network=True, huge_tree=False
    )
    try:
        for piece in pieces:
            parser.feed(piece)
            for _, element in parser.read_events():
                name = _local_name(element)
                if name in {"url", "sitemap"}:
                    kind: Literal["page", "sitemap"] = "page" if name == "url" else "sitemap"
                    yield from _listed(_child_text(element, "loc"), _child_text(element, "lastmod"), kind)
                parent = element.getparent()
                if parent is not None and parent.getparent() is None:
                    _drop(element)
    except (etree.LxmlError, ValueError):
        return


def _listed(loc: str | None, lastmod: str | None, kind: Literal["page", "sitemap"]) -> Iterator[ListedUrl]:
    url = "".join((loc or "").split())
    if url.lower().startswith(("http://", "https://")) and len(url) <= _MAX_URL:
        yield ListedUrl(url, lastmod[:40] if lastmod else None, kind)


def _child_text(element: Any, name: str) -> str | None:
    for child in element:
        if _local_name(child) == name:
            return " ".join("".join(child.itertext()).split()) or None
    return None


def _drop(element: Any) -> None:
    """Drop an element's content and everything before it, so that the tree does not grow."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _local_name(element: Any) -> str:
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""
