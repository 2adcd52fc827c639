"""The items of one file or archive entry, read according to its file type."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import BinaryIO, Literal

from ...model import settings
from ..decoding.charset import utf16_or_utf32
from ..decoding.decompress import DAMAGED, Budget, CutError, is_compressed
from ..decoding.file_type import file_type, is_page_type
from ..decoding.stream import PieceReader, as_stream, chunks, lines, read_whole, transcode
from ..page import Item, Page, ReadOptions, Rejected
from .feeds import read_feed
from .mhtml import page_part
from .records import parse_json, read_line, to_record
from .tables import read_table
from .tar import Entry, tar_entries
from .walk import error_reason
from .warc import captures
from .zip import zip_entries

_MAX_DEPTH = 1
"""An archive may be within an archive, but no deeper."""

_SITEMAP = "a sitemap: it lists addresses and holds no article; fetch what it lists with `timtin crawl`"

_SUFFIX = re.compile(r"\.(?:zip|tar|tgz|tbz2?|txz|tar\.(?:gz|bz2|xz))(?:\.(?:gz|bz2|xz))?$", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Location:
    """Where bytes are read from: for messages and ids, with the `url` and `charset` that an archive states.

    `is_source` marks a file that is a source itself, so that an archive counts as the folder it would unpack to.
    `depth` is the number of archives around the bytes.
    """

    origin: str
    key: str
    collection: str
    url: str | None = None
    charset: str | None = None
    is_source: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class DeferredFeed:
    """A feed that is not read yet: the articles it lists may be among the pages."""

    origin: str


FeedMode = Literal["read", "defer", "only"]
"""How feeds are treated: read like other files, deferred (`DeferredFeed`), or read while all else is skipped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a file is read: the caller's options, what may still be decompressed of it, and how its feeds are treated."""

    options: ReadOptions
    budget: Budget
    feeds: FeedMode = "read"

    @property
    def limit(self) -> int:
        """The largest page, line, row or record in bytes."""
        given = self.options.max_bytes
        return given if given is not None else settings.number("max_file_mb") << 20


def read_contents(stream: BinaryIO, location: Location, reading: Reading) -> Iterator[Item | DeferredFeed]:
    """Yield everything in one file or archive entry, one item at a time; what is damaged is rejected with its reason.

    Raises:
        CutError: the archive around it is cut.
        TooMuchError: it decompresses to more than the budget.
    """
    pieces = chunks(stream, reading.budget)
    try:
        head = next(pieces, b"")
        if is_compressed(head):
            yield Rejected(location.origin, "compressed twice: not read")
            return
        detected = file_type(head, location.key)
        yield from _read_as(
            detected, chain([head], pieces), head=head, stream=stream, location=location, reading=reading
        )
    except OSError as error:
        yield Rejected(location.origin, error_reason(error))
    except DAMAGED as error:
        yield Rejected(location.origin, f"the compressed file is damaged or cut: {error}")


def read_json_lines(pieces: Iterator[bytes], head: bytes, location: Location, reading: Reading) -> Iterator[Item]:
    """Yield the record on each line of JSONL, or the reason why there is none."""
    wide = utf16_or_utf32(head)
    for number, line in lines(transcode(pieces, wide) if wide else pieces, reading.limit):
        where = f"{location.origin}:{number}"
        if line is None:
            yield Rejected(where, f"a line longer than {reading.limit >> 20} MiB")
        elif line.strip():
            yield read_line(line, where, location.collection, reading.options)


def _read_as(
    detected: str, pieces: Iterator[bytes], *, head: bytes, stream: BinaryIO, location: Location, reading: Reading
) -> Iterator[Item | DeferredFeed]:
    """Yield the items of a file of a detected type; `detected` is the reason if the type is not read."""
    if detected in {"feed", "jsonfeed"}:
        yield from _read_feed(pieces, location, reading)
    elif detected in {"zip", "tar", "warc"}:
        yield from _read_archive(detected, pieces, stream, location, reading)
    elif reading.feeds == "only":
        return
    elif detected == "empty":
        yield Rejected(location.origin, "empty file")
    elif detected == "jsonl":
        yield from read_json_lines(pieces, head, location, reading)
    elif detected == "table":
        yield from read_table(
            pieces, head, location.origin, location.collection, options=reading.options, limit=reading.limit
        )
    elif detected == "sitemap":
        yield Rejected(location.origin, _SITEMAP)
    elif detected == "mhtml" or is_page_type(detected):
        yield from _read_whole(detected, pieces, location, reading)
    else:
        yield Rejected(location.origin, detected)


def _read_whole(detected: str, pieces: Iterator[bytes], location: Location, reading: Reading) -> Iterator[Item]:
    """Yield the items of a file that is held in memory: a page, an MHTML file, JSON over several lines."""
    data = read_whole(pieces, reading.limit)
    if data is None:
        yield _too_large(location.origin, reading.limit)
    elif detected == "json":
        yield from _read_json_file(data, location, reading.options)
    elif detected == "mhtml":
        part = page_part(data)
        if isinstance(part, str):
            yield Rejected(location.origin, part)
        else:
            yield _page(part.data, replace(location, url=part.url, charset=part.charset), reading.options, "html")
    else:
        yield _page(data, location, reading.options, "html" if detected == "html" else "text")


def _too_large(origin: str, limit: int) -> Rejected:
    return Rejected(origin, f"larger than {limit >> 20} MiB")


def _page(data: bytes, location: Location, options: ReadOptions, kind: Literal["html", "text"]) -> Page:
    return Page(
        data=data,
        origin=location.origin,
        collection=location.collection,
        key=location.key,
        url=location.url,
        source=options.source,
        place=options.place,
        base_url=location.url or options.base_url,
        charset=location.charset,
        kind=kind,
    )


def _read_json_file(data: bytes, location: Location, options: ReadOptions) -> Iterator[Item]:
    """Yield the records of an array, or the one record that is written over several lines."""
    try:
        value = parse_json(data)
    except ValueError as error:
        yield Rejected(location.origin, str(error))
        return
    if not isinstance(value, list):
        yield to_record(value, location.origin, location.collection, options)
        return
    if not value:
        yield Rejected(location.origin, "an empty list")
    for number, item in enumerate(value, 1):
        yield to_record(item, f"{location.origin}: record {number}", location.collection, options)


def _read_feed(pieces: Iterator[bytes], location: Location, reading: Reading) -> Iterator[Item | DeferredFeed]:
    if reading.feeds == "defer":
        yield DeferredFeed(location.origin)
        return
    data = read_whole(pieces, reading.limit)
    if data is None:
        yield _too_large(location.origin, reading.limit)
    else:
        yield from read_feed(data, location.origin, location.collection, reading.options)


def _read_archive(
    detected: str, pieces: Iterator[bytes], stream: BinaryIO, location: Location, reading: Reading
) -> Iterator[Item | DeferredFeed]:
    """Yield the items of an archive; if it is cut, those before the cut."""
    if detected != "warc" and location.depth > _MAX_DEPTH:
        yield Rejected(location.origin, "an archive within an archive within an archive: not read")
        return
    reader = PieceReader(pieces)
    try:
        if detected == "warc":
            yield from _read_warc(reader, location, reading)
        elif detected == "tar":
            yield from _read_entries(tar_entries(reader, reading.budget), location, reading)
        else:
            seekable = stream if location.depth == 0 and _begins_with_zip(stream) else None
            yield from _read_entries(zip_entries(seekable, lambda: reader, reading.budget), location, reading)
    except CutError as error:
        yield Rejected(location.origin, f"{error}; what precedes it was read")


def _begins_with_zip(stream: BinaryIO) -> bool:
    """Return whether the file itself is the zip archive, not a compressed file around it."""
    seekable = getattr(stream, "seekable", None)
    if seekable is None or not seekable():
        return False
    stream.seek(0)
    return stream.read(2) == b"PK"


def _read_entries(entries: Iterator[Entry], location: Location, reading: Reading) -> Iterator[Item | DeferredFeed]:
    """Yield the items of the entries of a zip or tar archive; hidden files are left out."""
    prefix, _, name = _SUFFIX.sub("", location.key).rpartition("/")
    base = "" if location.is_source else f"{prefix}/{name}".strip("/")
    collection = (reading.options.source or name) if location.is_source else location.collection
    is_empty = True
    for entry in entries:
        parts = _path_parts(entry.name)
        if not parts or any(part.startswith(".") for part in parts) or parts[0] == "__MACOSX":
            continue
        is_empty = False
        origin = f"{location.origin}/{'/'.join(parts)}"
        if entry.reason is not None:
            yield Rejected(origin, entry.reason)
            continue
        parts = parts[1:] if len(parts) > 1 and parts[0] == name else parts  # packed together with its folder
        key = "/".join([base, *parts] if base else parts)
        inner = Location(origin=origin, key=key, collection=collection, depth=location.depth + 1)
        yield from read_contents(as_stream(entry.pieces), inner, reading)
    if is_empty:
        yield Rejected(location.origin, "no files in this archive")


def _path_parts(name: str) -> list[str]:
    """Return the folders and the file name of an entry's name, without `..`, drive roots and control characters."""
    clean = _CONTROL.sub("?", name.encode("utf-8", "replace").decode("utf-8")[:1000]).replace("\\", "/")
    return [part for part in clean.split("/") if part not in {"", ".", ".."}]


def _read_warc(reader: PieceReader, location: Location, reading: Reading) -> Iterator[Item | DeferredFeed]:
    """Yield the pages of a WARC file. Feeds and sitemaps, from which its crawler found the pages, are skipped."""
    if reading.feeds == "only":
        return
    is_empty = True
    for capture in captures(reader, location.origin, reading.budget, reading.limit):
        if isinstance(capture, Rejected):
            is_empty = False
            yield capture
            continue
        detected = file_type(capture.data[:65536], capture.url.partition("?")[0])
        if detected in {"feed", "jsonfeed", "sitemap", "empty"}:
            continue
        is_empty = False
        origin = f"{location.origin}:record {capture.number} ({capture.url[:300]})"
        inner = replace(
            location, origin=origin, key=capture.url, url=capture.url, charset=capture.charset, is_source=False
        )
        if detected in {"zip", "tar", "warc"}:
            yield Rejected(origin, "an archive within a WARC: not read")
        else:
            yield from _read_as(
                detected,
                iter((capture.data,)),
                head=capture.data,
                stream=io.BytesIO(),
                location=inner,
                reading=reading,
            )
    if is_empty:
        yield Rejected(location.origin, "no page in this WARC")
