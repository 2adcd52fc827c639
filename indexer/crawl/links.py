"""What an HTML page links to, and what it asks of robots."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree, html

from ..decoding.charset import decode
from .addresses import normal

MOST = 5000
"""Links taken from one page."""

_FEEDS = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_ATTRIBUTES = {"a": "href", "area": "href", "frame": "src", "iframe": "src"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """Normal urls in the order of the page, each once. `stored` is False where the page asks not to be indexed."""

    pages: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    stored: bool = True


def links_of(data: bytes, url: str, robots_header: str = "") -> Links:
    """The links of a page with this address; a page that cannot be read has none.

    `<base href>` counts; `<meta name="robots">` (or `timtin`) and the header `X-Robots-Tag` are obeyed: `nofollow`
    gives no links, `noindex` no storing. A link with `rel="nofollow"` is left out.
    """
    root = _tree(data)
    if root is None:
        return Links(stored="noindex" not in robots_header.lower())
    asked = _asked(root, robots_header)
    stored = not asked & {"noindex", "none"}
    base = next((base for tag in root.iter("base") if (base := normal(tag.get("href") or "", url))), url)
    feeds = (
        tag.get("href")
        for tag in root.iter("link")
        if "alternate" in _words(tag.get("rel")) and (tag.get("type") or "").strip().lower() in _FEEDS
    )
    follow = not asked & {"nofollow", "none"}
    return Links(
        pages=_urls(_hrefs(root), base) if follow else (),
        feeds=_urls(feeds, base) if follow else (),
        stored=stored,
    )


def _tree(data: bytes) -> Any:
    text = decode(data)
    if not text or not text.strip():
        return None
    parser = html.HTMLParser(encoding="utf-8", recover=True, remove_comments=True, remove_pis=True)
    try:
        return html.document_fromstring(text.replace("\x00", "").encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def _asked(root: Any, header: str) -> set[str]:
    """The words of the robots metas and header; a header may name another robot (`otherbot: noindex`)."""
    found = [(tag.get("content") or "") for tag in root.iter("meta") if _words(tag.get("name")) & {"robots", "timtin"}]
    for part in header.split(","):
        robot, colon, words = part.rpartition(":")
        if not colon or robot.strip().lower() == "timtin":
            found.append(words)
    return {word.strip().lower() for part in found for word in part.split(",")}


def _hrefs(root: Any) -> Iterator[str]:
    for tag in root.iter(*_ATTRIBUTES):
        href = tag.get(_ATTRIBUTES[tag.tag])
        if href and "nofollow" not in _words(tag.get("rel")):
            yield href


def _urls(hrefs: Iterator[str], base: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for href in hrefs:
        url = normal(href, base)
        if url is not None:
            found[url] = None
            if len(found) >= MOST:
                break
    return tuple(found)


def _words(value: str | None) -> set[str]:
    return set((value or "").lower().split())
