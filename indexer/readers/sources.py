"""Every source in turn (file, folder, archive, standard input) as pages and records."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from ..decoding.decompress import DAMAGED, Budget, BudgetExceededError
from ..decoding.stream import chunks
from ..page import Item, Page, ReadOptions, Record, Rejected
from .contents import DeferredFeed, FeedMode, Location, Reading, read_contents, read_json_lines
from .walk import SourceFile, error_reason, printable_path, special_file_reason, walk

STDIN = "-"

_FEED_BESIDE_PAGES = (
    "a feed beside pages: what it lists is read from the pages; name this file itself to index its entries"
)
_MAX_DEFERRED = 10_000


def read(sources: Iterable[str], options: ReadOptions) -> Iterator[Item]:
    """Yield everything in the sources, in order, one item at a time; nothing is kept in memory.

    A source is a file, a folder (with everything below it) or `-` (JSONL on `options.stdin`). What cannot be read
    becomes a `Rejected` with its location (`file.jsonl:12`, `a.zip/b/c.html`, `x.warc.gz:record 12 (https://…)`) and
    the reason, and reading continues; no exception is raised. A feed within a folder or an archive is read last, and
    only if the folder or archive contains no page.
    """
    for source in sources:
        if source == STDIN:
            yield from _read_stdin(options)
        elif os.path.isdir(source):  # noqa: PTH112 - `Path` does not preserve names that are not valid text
            yield from _read_folder(source, options)
        else:
            yield from _read_single(source, options)


def _read_folder(folder: str, options: ReadOptions) -> Iterator[Item]:
    collection = options.source or printable_path(os.path.basename(os.path.realpath(folder)))  # noqa: PTH119

    def read_file(file: SourceFile, feeds: FeedMode) -> Iterator[Item | DeferredFeed]:
        return _read_file(file, collection, options, feeds, is_source=False)

    yield from _feeds_last(walk(folder), read_file)


def _read_single(path: str, options: ReadOptions) -> Iterator[Item]:
    """Yield the items of a file that is a source itself.

    It belongs to the collection of its folder, so that its articles keep their ids when the folder is the source. An
    archive counts as the folder it would unpack to.
    """
    try:
        reason = special_file_reason(path)
    except (OSError, ValueError) as error:
        reason = error_reason(error) if isinstance(error, OSError) else "no such file or folder"
    if reason is not None:
        yield Rejected(printable_path(path), reason)
        return
    parent, name = os.path.split(os.path.abspath(path))  # noqa: PTH100
    collection = options.source or printable_path(os.path.basename(os.path.realpath(parent)))  # noqa: PTH119

    def read_file(file: SourceFile, feeds: FeedMode) -> Iterator[Item | DeferredFeed]:
        return _read_file(file, collection, options, feeds, is_source=True)

    yield from _feeds_last([SourceFile(path, name)], read_file)


def _feeds_last(
    files: Iterable[SourceFile | Rejected], read_file: Callable[[SourceFile, FeedMode], Iterator[Item | DeferredFeed]]
) -> Iterator[Item]:
    """Yield the files' items; feeds are deferred until it is known whether there are pages, which exclude them."""
    deferred: dict[str, SourceFile] = {}
    has_pages = False
    for file in files:
        if isinstance(file, Rejected):
            yield file
            continue
        for item in read_file(file, "defer"):
            if isinstance(item, DeferredFeed):
                if has_pages or len(deferred) >= _MAX_DEFERRED:
                    yield Rejected(item.origin, _FEED_BESIDE_PAGES)
                else:
                    deferred[item.origin] = file
                continue
            if isinstance(item, Page) and not has_pages:
                has_pages = True
                yield from (Rejected(origin, _FEED_BESIDE_PAGES) for origin in deferred)
                deferred = {}
            yield item
    origins = tuple(deferred)
    for file in dict.fromkeys(deferred.values()):
        for item in read_file(file, "only"):
            if isinstance(item, Record) or (isinstance(item, Rejected) and item.source.startswith(origins)):
                yield item


def _read_file(
    file: SourceFile, collection: str, options: ReadOptions, feeds: FeedMode, *, is_source: bool
) -> Iterator[Item | DeferredFeed]:
    origin = printable_path(file.path)
    location = Location(origin=origin, key=printable_path(file.key), collection=collection, is_source=is_source)
    try:
        with open(file.path, "rb") as stream:  # noqa: PTH123
            budget = Budget.of(os.fstat(stream.fileno()).st_size)
            yield from read_contents(stream, location, Reading(options=options, budget=budget, feeds=feeds))
    except OSError as error:
        yield Rejected(origin, error_reason(error))
    except BudgetExceededError as error:
        yield Rejected(origin, str(error))


def _read_stdin(options: ReadOptions) -> Iterator[Item]:
    location = Location(origin="stdin", key="stdin", collection=options.source or "stdin")
    try:
        pieces = chunks(options.stdin)
        head = next(pieces, b"")
        if not head.strip():
            yield Rejected("stdin", "empty")
            return
        reading = Reading(options=options, budget=Budget.of(0))
        yield from read_json_lines(chain([head], pieces), head, location, reading)
    except (OSError, *DAMAGED) as error:
        yield Rejected("stdin", error_reason(error) if isinstance(error, OSError) else f"damaged or cut: {error}")
