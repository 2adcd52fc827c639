"""What one file or entry of an archive holds: told from its first bytes, then read as such."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import BinaryIO, Literal

from ...model import settings
from ..decoding.charset import wide_encoding
from ..decoding.decompress import DAMAGED, Budget, CutError, is_packed
from ..decoding.file_type import is_kind, tell
from ..decoding.stream import PieceReader, as_stream, chunks, lines, transcode, whole
from ..page import Item, Page, ReadOptions, Rejected
from .feeds import read_feed
from .mhtml import page_part
from .records import parse, read_line, to_record
from .sitemap import SITEMAP
from .tables import read_table
from .tar import Entry, tar_entries
from .walk import why
from .warc import captures
from .zip import zip_entries

_DEEPEST = 1
"""An archive may stand within an archive, no deeper."""

_SUFFIX = re.compile(r"\.(?:zip|tar|tgz|tbz2?|txz|tar\.(?:gz|bz2|xz))(?:\.(?:gz|bz2|xz))?$", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where bytes were found: for messages, for ids, and what is known of them from outside.

    `alone`: a file named by itself, which an archive may then be the folder of. `depth` counts archives around it.
    """

    origin: str
    key: str
    collection: str
    url: str | None = None
    charset: str | None = None
    alone: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A feed that is not read yet: what it lists may be among the pages."""

    origin: str


Found = Item | Waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a file is read: the caller's options, what may still be unpacked of it, and what is done with its feeds:
    `read`, kept `waiting`, or read as the `only` ones.
    """

    options: ReadOptions
    budget: Budget
    feeds: Literal["read", "waiting", "only"] = "read"

    @property
    def limit(self) -> int:
        """The largest page, line, row or record in bytes."""
        given = self.options.max_bytes
        return given if given is not None else settings.number("max_file_mb") << 20


def contents(stream: BinaryIO, place: Place, reading: Reading) -> Iterator[Found]:
    """Everything in one file or entry, one item at a time. What is broken is rejected with its reason.

    Raises:
        CutError: the archive around it breaks off.
        TooMuchError: it unpacks to more than the budget.
    """
    pieces = chunks(stream, reading.budget)
    try:
        head = next(pieces, b"")
        if is_packed(head):
            yield Rejected(place.origin, "compressed twice: not read")
            return
        kind = tell(head, place.key)
        yield from _as(kind, chain([head], pieces), head=head, stream=stream, place=place, reading=reading)
    except OSError as error:
        yield Rejected(place.origin, why(error))
    except DAMAGED as error:
        yield Rejected(place.origin, f"the compressed file is damaged or cut: {error}")


def json_lines(pieces: Iterator[bytes], head: bytes, place: Place, reading: Reading) -> Iterator[Item]:
    """A record a line."""
    wide = wide_encoding(head)
    for number, line in lines(transcode(pieces, wide) if wide else pieces, reading.limit):
        where = f"{place.origin}:{number}"
        if line is None:
            yield Rejected(where, f"a line longer than {reading.limit >> 20} MiB")
        elif line.strip():
            yield read_line(line, where, place.collection, reading.options)


def _as(
    kind: str, pieces: Iterator[bytes], *, head: bytes, stream: BinaryIO, place: Place, reading: Reading
) -> Iterator[Found]:
    if kind in {"feed", "jsonfeed"}:
        yield from _feed(pieces, place, reading)
    elif kind in {"zip", "tar", "warc"}:
        yield from _archive(kind, pieces, stream, place, reading)
    elif reading.feeds == "only":
        return
    elif kind == "empty":
        yield Rejected(place.origin, "empty file")
    elif kind == "jsonl":
        yield from json_lines(pieces, head, place, reading)
    elif kind == "table":
        yield from read_table(
            pieces, head, place.origin, place.collection, options=reading.options, limit=reading.limit
        )
    elif kind == "sitemap":
        yield Rejected(place.origin, SITEMAP)
    elif kind == "mhtml" or is_kind(kind):
        yield from _whole(kind, pieces, place, reading)
    else:
        yield Rejected(place.origin, kind)


def _whole(kind: str, pieces: Iterator[bytes], place: Place, reading: Reading) -> Iterator[Item]:
    """What is read at once: a page, an MHTML file, JSON over several lines."""
    data = whole(pieces, reading.limit)
    if data is None:
        yield _too_large(place.origin, reading.limit)
    elif kind == "json":
        yield from _json_file(data, place, reading.options)
    elif kind == "mhtml":
        part = page_part(data)
        if isinstance(part, str):
            yield Rejected(place.origin, part)
        else:
            yield _page(part.data, replace(place, url=part.url, charset=part.charset), reading.options, "html")
    else:
        yield _page(data, place, reading.options, "html" if kind == "html" else "text")


def _too_large(origin: str, limit: int) -> Rejected:
    return Rejected(origin, f"larger than {limit >> 20} MiB")


def _page(data: bytes, place: Place, options: ReadOptions, kind: Literal["html", "text"]) -> Page:
    return Page(
        data=data,
        origin=place.origin,
        collection=place.collection,
        key=place.key,
        url=place.url,
        source=options.source,
        place=options.place,
        base_url=place.url or options.base_url,
        charset=place.charset,
        kind=kind,
    )


def _json_file(data: bytes, place: Place, options: ReadOptions) -> Iterator[Item]:
    """One array of records, or one record over several lines."""
    try:
        value = parse(data)
    except ValueError as error:
        yield Rejected(place.origin, str(error))
        return
    if not isinstance(value, list):
        yield to_record(value, place.origin, place.collection, options)
        return
    if not value:
        yield Rejected(place.origin, "an empty list")
    for number, item in enumerate(value, 1):
        yield to_record(item, f"{place.origin}: record {number}", place.collection, options)


def _feed(pieces: Iterator[bytes], place: Place, reading: Reading) -> Iterator[Found]:
    if reading.feeds == "waiting":
        yield Waiting(place.origin)
        return
    data = whole(pieces, reading.limit)
    if data is None:
        yield _too_large(place.origin, reading.limit)
    else:
        yield from read_feed(data, place.origin, place.collection, reading.options)


def _archive(kind: str, pieces: Iterator[bytes], stream: BinaryIO, place: Place, reading: Reading) -> Iterator[Found]:
    """What an archive holds; where it breaks off, what stands before is kept."""
    if kind != "warc" and place.depth > _DEEPEST:
        yield Rejected(place.origin, "an archive within an archive within an archive: not read")
        return
    reader = PieceReader(pieces)
    try:
        if kind == "warc":
            yield from _warc(reader, place, reading)
        elif kind == "tar":
            yield from _entries(tar_entries(reader, reading.budget), place, reading)
        else:
            seekable = stream if place.depth == 0 and _begins_with_zip(stream) else None
            yield from _entries(zip_entries(seekable, lambda: reader, reading.budget), place, reading)
    except CutError as error:
        yield Rejected(place.origin, f"{error}; what stands before was read")


def _begins_with_zip(stream: BinaryIO) -> bool:
    """Whether the file itself is the zip, and not something packed around it."""
    seekable = getattr(stream, "seekable", None)
    if seekable is None or not seekable():
        return False
    stream.seek(0)
    return stream.read(2) == b"PK"


def _entries(entries: Iterator[Entry], place: Place, reading: Reading) -> Iterator[Found]:
    prefix, _, name = _SUFFIX.sub("", place.key).rpartition("/")
    base = "" if place.alone else f"{prefix}/{name}".strip("/")
    collection = (reading.options.source or name) if place.alone else place.collection
    read_any = False
    for entry in entries:
        parts = _parts(entry.name)
        if not parts or any(part.startswith(".") for part in parts) or parts[0] == "__MACOSX":
            continue
        read_any = True
        origin = f"{place.origin}/{'/'.join(parts)}"
        if entry.reason is not None:
            yield Rejected(origin, entry.reason)
            continue
        parts = parts[1:] if len(parts) > 1 and parts[0] == name else parts  # packed with its folder
        key = "/".join([base, *parts] if base else parts)
        inner = Place(origin=origin, key=key, collection=collection, depth=place.depth + 1)
        yield from contents(as_stream(entry.pieces), inner, reading)
    if not read_any:
        yield Rejected(place.origin, "no files in this archive")


def _parts(name: str) -> list[str]:
    """The folders and the name of an entry, as text that does no harm wherever it is shown or put together again."""
    clean = _CONTROL.sub("?", name.encode("utf-8", "replace").decode("utf-8")[:1000]).replace("\\", "/")
    return [part for part in clean.split("/") if part not in {"", ".", ".."}]


def _warc(reader: PieceReader, place: Place, reading: Reading) -> Iterator[Found]:
    """The pages of a crawl. Its feeds and sitemaps are how the crawler found them: passed over."""
    if reading.feeds == "only":
        return
    read_any = False
    for found in captures(reader, place.origin, reading.budget, reading.limit):
        if isinstance(found, Rejected):
            read_any = True
            yield found
            continue
        kind = tell(found.data[:65536], found.url.partition("?")[0])
        if kind in {"feed", "jsonfeed", "sitemap", "empty"}:
            continue
        read_any = True
        origin = f"{place.origin}:record {found.number} ({found.url[:300]})"
        inner = replace(place, origin=origin, key=found.url, url=found.url, charset=found.charset, alone=False)
        if kind in {"zip", "tar", "warc"}:
            yield Rejected(origin, "an archive within a WARC: not read")
        else:
            yield from _as(
                kind, iter((found.data,)), head=found.data, stream=io.BytesIO(), place=inner, reading=reading
            )
    if not read_any:
        yield Rejected(place.origin, "no page in this WARC")
