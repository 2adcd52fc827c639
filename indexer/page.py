"""What a reader yields: a page to extract an article from, a finished record, or the reason why there is neither."""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import BinaryIO, Literal

from ..model import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page as bytes, not yet understood.

    `origin` says where it was read, for messages (a file's path). `collection` is the name of what it belongs to
    (`--source`, or else the name of the folder given) and `key` its relative path in there: together they identify a
    page that tells no url. `url`, `source` and `place` are what the caller or the archive says of it; `base_url` is
    what relative links stand on. `charset` is what a server or an archive declared (often wrongly: a hint), `kind` what
    the reader took it for, so that nobody needs to look again. `learned_lines` is what its site's pages have in common
    (`extract/boilerplate.py`).
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
    """One finished record (a line of JSONL); `origin` is `file.jsonl:12`, `collection` and `source` as of a page.

    `listed`: an entry of a feed, which an article's own page knows better; it never replaces what was read elsewhere.
    """

    article: Article
    origin: str
    collection: str
    source: str | None = None
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Rejected:
    """A source, page or line that gave no article: where it is and why."""

    source: str
    reason: str


Item = Page | Record | Rejected
"""What the readers yield."""

LONGEST_ID = 512
"""Characters of an article's own id."""


def standard_input() -> BinaryIO:
    """The bytes of standard input; none where a service manager has closed it."""
    return io.BytesIO() if sys.stdin is None else sys.stdin.buffer


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What the caller says of the sources: the publisher's name and place (`Long An/Huyện Bến Lức`), what relative
    links stand on, where `-` is read from, and the largest file or line in bytes (None: the setting `max_file_mb`).
    """

    source: str | None = None
    place: str | None = None
    base_url: str | None = None
    stdin: BinaryIO = field(default_factory=standard_input)
    max_bytes: int | None = None


def identify_url(url: str) -> str:
    """The id of an article that has an address: 16 lower-case hex digits."""
    return _digest("url", url)


def identify_file(collection: str, key: str) -> str:
    """The id of an article read from a file without an address: an edited file keeps it."""
    return _digest("file", collection, key)


def identify_content(title: str, body: str) -> str:
    """The id of a record that says neither an id nor an address."""
    return _digest("content", title, body)


def _digest(kind: str, *parts: str) -> str:
    text = "\0".join((kind, *parts))
    return blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest()
