"""The items that readers yield: a page from which to extract an article, a complete record, or a rejection."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import BinaryIO, Literal

from ..model import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page as bytes, before extraction.

    Args:
        data: its bytes.
        origin: where it was read, for messages (a file's path).
        collection: the name of what it belongs to: `--source`, otherwise the name of the folder that is the source.
        key: its path relative to that folder. Collection and key identify a page that states no URL.
        URL: its address, if an archive states it.
        source: the publisher, if the caller states it.
        place: the publisher's place, if the caller states it.
        base_url: the address against which relative links are resolved.
        charset: the charset that a server or an archive declares; often wrong, so only a hint.
        kind: the type that the reader has detected, so that it need not be detected again.
        learned_lines: the learned boilerplate of its site (`extract/site_lookahead.py`).
    """

    data: bytes
    origin: str
    collection: str
    key: str
    url: str | None = None
    source: str | None = None
    place: str | None = None
    base_url: str | None = None
    charset: str | None = None
    kind: Literal["html", "text"] | None = None
    learned_lines: frozenset[bytes] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One complete record (a line of JSONL); `origin` is `file.jsonl:12`, `collection` and `source` are as for a page.

    `from_feed` marks an entry of a feed. It never replaces an article that was read from its own page or from a record.
    """

    article: Article
    origin: str
    collection: str
    source: str | None = None
    from_feed: bool = False


@dataclass(frozen=True, slots=True)
class Rejected:
    """A source, page or line that yields no article: its location and the reason."""

    source: str
    reason: str


Item = Page | Record | Rejected
"""One item of a reader."""

MAX_ID_LENGTH = 512
"""Characters of an article's own id."""


def standard_input() -> BinaryIO:
    """Return the byte stream of standard input; an empty one if a service manager has closed it."""
    return io.BytesIO() if sys.stdin is None else sys.stdin.buffer


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What the caller states about the sources.

    Args:
        source: the publisher's name.
        place: the publisher's place (`Long An/Huyện Bến Lức`).
        base_url: the address against which relative links are resolved.
        stdin: the stream of the source `-`.
        max_bytes: the largest file, line or record in bytes (None: the setting `max_file_mb`).
    """

    source: str | None = None
    place: str | None = None
    base_url: str | None = None
    stdin: BinaryIO = field(default_factory=standard_input)
    max_bytes: int | None = None


def identify_url(url: str) -> str:
    """Return the id of an article with an address: 16 lower-case hex digits."""
    return _digest("url", url)


def identify_file(collection: str, key: str) -> str:
    """Return the id of an article without an address, by the file it was read from; it survives edits of the file."""
    return _digest("file", collection, key)


def identify_content(title: str, body: str) -> str:
    """Return the id of a record that has neither an id nor an address."""
    return _digest("content", title, body)


def _digest(kind: str, *parts: str) -> str:
    text = "\0".join((kind, *parts))
    return blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()
