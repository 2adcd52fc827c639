"""Sitemaps: what they list, streaming; they hold no article. The crawler follows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal

from ..decoding.charset import decode
from ..decoding.decompress import DAMAGED, Budget, CutError, TooMuchError
from ..decoding.stream import chunks

_LONGEST_URL = 2048
"""Of https://www.sitemaps.org/protocol.html."""


SITEMAP = "a sitemap: it lists addresses and holds no article; fetch what it lists with `timtin crawl`"
"""Why a sitemap is not indexed."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One address of a sitemap: of a page, or of a sitemap where an index lists those. `lastmod` is as written
    (a W3C date), None where none is.
    """

    loc: str
    lastmod: str | None
    kind: Literal["page", "sitemap"] = "page"


def read_sitemap(stream: BinaryIO, *, most: int = 1_000_000) -> Iterator[Listed]:
    """The addresses of a sitemap, sitemap index or plain list of addresses, plain or packed; `most` of them.

    Memory does not grow with the input, nothing is fetched, no entity is resolved and nothing raises: what is broken
    ends the list, what came before was given.
    """
    given = 0
    try:
        pieces = chunks(stream, Budget.of(0))
        head = next(pieces, b"")
        text = (decode(head[:4096]) or "").lstrip()
        for listed in _plain(head, pieces) if text[:4].lower() == "http" else _tree(head, pieces):
            if given >= most:
                return
            given += 1
            yield listed
    except (OSError, *DAMAGED, CutError, TooMuchError):
        return


def _plain(head: bytes, pieces: Iterator[bytes]) -> Iterator[Listed]:
    rest = b""
    for piece in _chained(head, pieces):
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield from _listed(line.decode("utf-8", "replace"), None, "page")
        rest = rest[:_LONGEST_URL]
    yield from _listed(rest.decode("utf-8", "replace"), None, "page")


def _tree(head: bytes, pieces: Iterator[bytes]) -> Iterator[Listed]:
    from lxml import etree  # noqa: PLC0415 - only where there is a sitemap

    parser = etree.XMLPullParser(
        events=("end",), recover=True, resolve_entities=False, no_network=True, huge_tree=False
    )
    try:
        for piece in _chained(head, pieces):
            parser.feed(piece)
            for _, element in parser.read_events():
                tag = element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""
                if tag in {"url", "sitemap"}:
                    yield from _listed(
                        _child(element, "loc"), _child(element, "lastmod"), "page" if tag == "url" else "sitemap"
                    )
                parent = element.getparent()
                if parent is not None and parent.getparent() is None:
                    _forget(element)
    except (etree.LxmlError, ValueError):
        return


def _chained(head: bytes, pieces: Iterator[bytes]) -> Iterator[bytes]:
    yield head
    yield from pieces


def _child(element: object, name: str) -> str | None:
    for child in element:  # type: ignore[attr-defined]
        if isinstance(child.tag, str) and child.tag.rpartition("}")[2].lower() == name:
            return " ".join("".join(child.itertext()).split()) or None
    return None


def _forget(element: object) -> None:
    """Drop what was read, so that the tree does not grow."""
    element.clear()  # type: ignore[attr-defined]
    parent = element.getparent()  # type: ignore[attr-defined]
    while parent is not None and element.getprevious() is not None:  # type: ignore[attr-defined]
        del parent[0]


def _listed(loc: str | None, lastmod: str | None, kind: Literal["page", "sitemap"]) -> Iterator[Listed]:
    address = "".join((loc or "").split())
    if address.lower().startswith(("http://", "https://")) and len(address) <= _LONGEST_URL:
        yield Listed(address, lastmod[:40] if lastmod else None, kind)
