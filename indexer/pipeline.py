"""Sources to an index: read, prepare, write, prune, commit once at the end."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import BinaryIO
from unicodedata import normalize

from ..analyzers import fingerprint
from ..model import IndexMissing, IndexUnavailable, SourceError, UsageError
from ..store.index_folder import Store, create_store, open_store, rebuild_store
from .page import ReadOptions, Rejected, standard_input
from .prepare import Prepared, Ready
from .readers import read
from .readers.walk import printable
from .report import Report, Tally
from .workers import prepare_all
from .writer import IndexWriter

Progress = Callable[[int, int], None]
"""Called now and then with how many items were read and how many of them rejected so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexOptions:
    """How to index.

    `engine` is for a new index (None: the setting); `source`, `place` and `base_url` are what raw pages don't say
    themselves; `prune` removes articles of `source` no longer found; `jobs` is the number of processes (None: as
    many as there are processors, if it pays); `rebuild` makes the index anew from these sources alone; `strict`
    commits nothing where anything is rejected.
    """

    engine: str | None = None
    source: str | None = None
    place: str | None = None
    base_url: str | None = None
    prune: bool = False
    jobs: int | None = 1
    rebuild: bool = False
    strict: bool = False
    stdin: BinaryIO = field(default_factory=standard_input)


def index_sources(
    folder: str | Path,
    sources: Sequence[str],
    options: IndexOptions | None = None,
    progress: Progress | None = None,
) -> Report:
    """Read files, folders, archives, `-` (JSONL on standard input) into the index, streaming; commit once at the end.

    A new index is made only when there is a first article to put into it. Whatever ends the run early (an error,
    Ctrl-C) leaves the index as it was.

    Raises:
        UsageError: options that don't go together (`prune` without `source`).
        EngineMismatch, IndexVersion, IndexDamaged, IndexLocked, IndexWriteError: as `create_index`.
        SourceError: with `prune`, a source is not there.
    """
    options = options or IndexOptions()
    source = " ".join(normalize("NFC", options.source or "").split()) or None
    _check(sources, options.prune, source)
    reading = ReadOptions(source=source, place=options.place, base_url=options.base_url, stdin=options.stdin)
    tally = Tally()
    with closing(prepare_all(read(sources, reading), options.jobs)) as items:
        prepared = _from_first_document(_watched(items, progress), tally)
        if prepared is None:
            return tally.report(_articles(folder, options))
        try:
            with _store(folder, options) as store:
                articles = _write(store, prepared, tally, options.strict, source if options.prune else None)
        except _GivenUp:
            return tally.given_up(_articles(folder, options))
    return tally.report(articles)


class _GivenUp(Exception):
    """A strict run met a rejection; raised so that every `with` on the way forgets what it did."""


def _check(sources: Sequence[str], prune: bool, source: str | None) -> None:
    if not sources:
        raise UsageError("Nothing to index: name at least one file, folder or - (JSONL on standard input).")
    for each in sources:
        if each.lower().startswith(("http://", "https://")) and not os.path.lexists(each):
            address = printable(each)
            raise UsageError(
                f"{address} is an address, not a file: fetch it with `timtin crawl {address} --out pages.warc.gz`, "
                "then run `timtin index pages.warc.gz`.",
                field="sources",
            )
    if not prune:
        return
    if source is None:
        raise UsageError("--prune removes what a source no longer has, so it needs --source NAME.", field="prune")
    for each in sources:
        if each != "-" and not os.path.lexists(each):  # a disk that is not mounted is no reason to remove a thing
            raise SourceError(
                f"{printable(each)} is not there, so what it no longer has cannot be told. Nothing was changed; "
                "run it without --prune, or without this source."
            )


def _watched(items: Iterable[Prepared], progress: Progress | None) -> Iterator[Prepared]:
    if progress is None:
        yield from items
        return
    rejected = 0
    for read_so_far, item in enumerate(items, 1):
        rejected += isinstance(item, Rejected)
        progress(read_so_far, rejected)
        yield item


def _from_first_document(items: Iterator[Prepared], tally: Tally) -> Iterator[Prepared] | None:
    """The items from the first document on, the rejections before it noted; None where there is no document at all."""
    for item in items:
        if isinstance(item, Ready):
            return chain((item,), items)
        tally.reject(item)
    return None


def _write(store: Store, prepared: Iterator[Prepared], tally: Tally, strict: bool, pruned_source: str | None) -> int:
    with IndexWriter(store) as writer:
        writer.put_all(prepared, tally)
        if strict and tally.rejected:
            raise _GivenUp
        if pruned_source is not None:
            tally.pruned = writer.prune(pruned_source)
    return writer.articles


@contextmanager
def _store(folder: str | Path, options: IndexOptions) -> Iterator[Store]:
    if options.rebuild:
        with rebuild_store(folder, engine=options.engine, fingerprint=fingerprint()) as following:
            yield following
    else:
        yield create_store(folder, engine=options.engine, fingerprint=fingerprint())


def _articles(folder: str | Path, options: IndexOptions) -> int:
    """How many articles an index holds; 0 where there is none, or none that --rebuild would keep."""
    try:
        reader = open_store(folder, fingerprint=fingerprint()).reader()
    except IndexUnavailable as error:
        if options.rebuild or isinstance(error, IndexMissing):
            return 0
        raise
    with closing(reader):
        return reader.count()
