"""The reader: every source in turn, recognised by content, as pages and records."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Literal

from ..decoding.decompress import DAMAGED, Budget, TooMuchError
from ..decoding.stream import chunks
from ..page import Item, Page, ReadOptions, Record, Rejected
from .contents import Found, Place, Reading, Waiting, contents, json_lines
from .walk import Found as FoundFile
from .walk import printable, unusual, walk, why

STDIN = "-"

_FEED_BESIDE_PAGES = (
    "a feed beside pages: what it lists is read from the pages; name this file itself to index its entries"
)
_MOST_WAITING = 10_000


def read(sources: Iterable[str], options: ReadOptions) -> Iterator[Item]:
    """Everything the sources hold, in order, one item at a time; nothing is kept.

    A source is a file, a folder (all below it) or `-` (JSONL on `options.stdin`). What cannot be read is a `Rejected`
    with its place (`file.jsonl:12`, `a.zip/b/c.html`, `x.warc.gz:record 12 (https://…)`) and reason, and reading goes
    on; nothing raises. A feed within a folder or an archive is read last, and only where no page stands in it.
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

    def opened(found: FoundFile, feeds: Feeds) -> Iterator[Found]:
        return _file(found, collection, options, feeds, alone=False)

    yield from _feeds_last(walk(folder), opened)


def _single(path: str, options: ReadOptions) -> Iterator[Item]:
    """A file named by itself: it belongs to its folder, so naming the folder another time changes no id. An archive is
    the folder it would unpack to."""
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

    def opened(found: FoundFile, feeds: Feeds) -> Iterator[Found]:
        return _file(found, collection, options, feeds, alone=True)

    yield from _feeds_last([FoundFile(path, name)], opened)


Feeds = Literal["read", "waiting", "only"]


def _feeds_last(
    files: Iterable[FoundFile | Rejected], opened: Callable[[FoundFile, Feeds], Iterator[Found]]
) -> Iterator[Item]:
    """The files' items; feeds wait until it is known whether there are pages, beside which they are not read."""
    waiting: dict[str, FoundFile] = {}
    paged = False
    for file in files:
        if isinstance(file, Rejected):
            yield file
            continue
        for item in opened(file, "waiting"):
            if isinstance(item, Waiting):
                if paged or len(waiting) >= _MOST_WAITING:
                    yield Rejected(item.origin, _FEED_BESIDE_PAGES)
                else:
                    waiting[item.origin] = file
                continue
            if isinstance(item, Page) and not paged:
                paged = True
                yield from (Rejected(origin, _FEED_BESIDE_PAGES) for origin in waiting)
                waiting = {}
            yield item
    origins = tuple(waiting)
    for file in dict.fromkeys(waiting.values()):
        for item in opened(file, "only"):
            if isinstance(item, Record) or (isinstance(item, Rejected) and item.source.startswith(origins)):
                yield item


def _file(found: FoundFile, collection: str, options: ReadOptions, feeds: Feeds, *, alone: bool) -> Iterator[Found]:
    origin = printable(found.path)
    place = Place(origin=origin, key=printable(found.key), collection=collection, alone=alone)
    try:
        with open(found.path, "rb") as stream:  # noqa: PTH123
            budget = Budget.of(os.fstat(stream.fileno()).st_size)
            yield from contents(stream, place, Reading(options=options, budget=budget, feeds=feeds))
    except OSError as error:
        yield Rejected(origin, why(error))
    except TooMuchError as error:
        yield Rejected(origin, str(error))


def _stdin(options: ReadOptions) -> Iterator[Item]:
    place = Place(origin="stdin", key="stdin", collection=options.source or "stdin")
    try:
        pieces = chunks(options.stdin)
        head = next(pieces, b"")
        if not head.strip():
            yield Rejected("stdin", "empty")
            return
        reading = Reading(options=options, budget=Budget.of(0))
        yield from json_lines(chain([head], pieces), head, place, reading)
    except (OSError, *DAMAGED) as error:
        yield Rejected("stdin", why(error) if isinstance(error, OSError) else f"damaged or cut: {error}")
