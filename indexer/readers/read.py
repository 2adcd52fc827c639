"""The reader: every source in turn, recognised by content, as pages and records."""

from __future__ import annotations

import os
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import BinaryIO

from ...model import settings
from ..page import Item, Page, ReadOptions, Rejected
from .decode import wide_encoding
from .kind import is_kind, recognise
from .records import parse, read_line, to_record
from .stream import chunks, lines, transcode, whole
from .walk import Found, printable, unusual, walk, why

STDIN = "-"


def read(sources: Iterable[str], options: ReadOptions) -> Iterator[Item]:
    """Everything the sources hold, in order, one item at a time; nothing is kept.

    A source is a file, a folder (all below it) or `-` (JSONL on `options.stdin`). What cannot be read is a `Rejected`
    with its place (`file.jsonl:12`) and reason, and reading goes on; nothing raises.
    """
    for source in sources:
        if source == STDIN:
            yield from _stdin(options)
        elif os.path.isdir(source):  # noqa: PTH112 - a name that is not valid text stays what it is
            yield from _folder(source, options)
        else:
            yield from _single(source, options)


def _folder(folder: str, options: ReadOptions) -> Iterator[Item]:
    collection = options.source or printable(os.path.basename(os.path.realpath(folder)))  # noqa: PTH119
    for found in walk(folder):
        if isinstance(found, Rejected):
            yield found
        else:
            yield from _file(found, collection, options)


def _single(path: str, options: ReadOptions) -> Iterator[Item]:
    """A file named by itself: it belongs to its folder, so naming the folder another time changes no id."""
    try:
        reason = unusual(path)
    except (OSError, ValueError) as error:
        yield Rejected(printable(path), why(error) if isinstance(error, OSError) else "no such file or folder")
        return
    if reason is not None:
        yield Rejected(printable(path), reason)
        return
    parent, name = os.path.split(os.path.abspath(path))  # noqa: PTH100
    collection = options.source or printable(os.path.basename(os.path.realpath(parent)))  # noqa: PTH119
    yield from _file(Found(path, name), collection, options)


def _file(found: Found, collection: str, options: ReadOptions) -> Iterator[Item]:
    origin = printable(found.path)
    try:
        with open(found.path, "rb") as stream:  # noqa: PTH123
            yield from _stream(stream, origin, printable(found.key), collection, options)
    except OSError as error:
        yield Rejected(origin, why(error))
    except (EOFError, zlib.error) as error:
        yield Rejected(origin, f"the compressed file is damaged or cut: {error}")


def _stdin(options: ReadOptions) -> Iterator[Item]:
    collection = options.source or "stdin"
    try:
        pieces = chunks(options.stdin)
        head = next(pieces, b"")
        if not head.strip():
            yield Rejected("stdin", "empty")
            return
        yield from _json_lines(chain([head], pieces), head, "stdin", collection, options)
    except (OSError, EOFError, zlib.error) as error:
        yield Rejected("stdin", why(error) if isinstance(error, OSError) else f"damaged or cut: {error}")


def _stream(stream: BinaryIO, origin: str, key: str, collection: str, options: ReadOptions) -> Iterator[Item]:
    pieces = chunks(stream)
    head = next(pieces, b"")
    kind = recognise(head, origin)
    if kind == "empty":
        yield Rejected(origin, "empty file")
    elif not is_kind(kind):
        yield Rejected(origin, kind)
    elif kind == "jsonl":
        yield from _json_lines(chain([head], pieces), head, origin, collection, options)
    else:
        data = whole(chain([head], pieces), _limit(options))
        if data is None:
            yield Rejected(origin, f"larger than {_limit(options) >> 20} MiB")
        elif kind == "json":
            yield from _json_file(data, origin, collection, options)
        else:
            yield _page(data, origin, key, collection, options)


def _page(data: bytes, origin: str, key: str, collection: str, options: ReadOptions) -> Page:
    return Page(
        data=data,
        origin=origin,
        collection=collection,
        key=key,
        source=options.source,
        place=options.place,
        base_url=options.base_url,
    )


def _json_lines(
    pieces: Iterator[bytes], head: bytes, origin: str, collection: str, options: ReadOptions
) -> Iterator[Item]:
    wide = wide_encoding(head)
    limit = _limit(options)
    for number, line in lines(transcode(pieces, wide) if wide else pieces, limit):
        where = f"{origin}:{number}"
        if line is None:
            yield Rejected(where, f"a line longer than {limit >> 20} MiB")
        elif line.strip():
            yield read_line(line, where, collection, options)


def _json_file(data: bytes, origin: str, collection: str, options: ReadOptions) -> Iterator[Item]:
    """One array of records, or one record over several lines."""
    try:
        value = parse(data)
    except ValueError as error:
        yield Rejected(origin, str(error))
        return
    if not isinstance(value, list):
        yield to_record(value, origin, collection, options)
        return
    if not value:
        yield Rejected(origin, "an empty list")
    for number, item in enumerate(value, 1):
        yield to_record(item, f"{origin}: record {number}", collection, options)


def _limit(options: ReadOptions) -> int:
    return options.max_bytes if options.max_bytes is not None else settings.number("max_file_mb") << 20
