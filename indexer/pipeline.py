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
from .prepare import Prepared, PreparedDocument
from .readers import read
from .readers.walk import printable_path
from .report import Report, Tally
from .workers import prepare_all
from .writer import IndexWriter

Progress = Callable[[int, int], None]
"""Called after each item with the number of items read and the number of them rejected so far."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexOptions:
    """How to index.

    Args:
        engine: the engine of a new index (None: the setting `engine`).
        source: the publisher of pages that do not state it.
        place: the publisher's place.
        base_url: the address against which relative links of pages are resolved.
        prune: remove the articles of `source` that are no longer in the sources.
        jobs: processes (None: one for each processor, if the input is large enough).
        rebuild: create the index anew from these sources alone.
        strict: commit nothing if anything is rejected.
        stdin: the stream of the source `-`.
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
    """Read files, folders, archives or `-` (JSONL on standard input) into the index; commit once at the end.

    The sources are read as a stream. A new index is only created when there is a first article. Whatever ends the run
    early (an error, Ctrl-C) leaves the index as it was.

    Raises:
        UsageError: options contradict each other (`prune` without `source`).
        EngineMismatch, IndexVersion, IndexDamaged, IndexLocked, IndexWriteError: as for `create_index`.
        SourceError: `prune` is set and a source does not exist.
    """
    options = options or IndexOptions()
    source = " ".join(normalize("NFC", options.source or "").split()) or None
    _check(sources, options.prune, source)
    reading = ReadOptions(source=source, place=options.place, base_url=options.base_url, stdin=options.stdin)
    tally = Tally()
    with closing(prepare_all(read(sources, reading), options.jobs)) as items:
        prepared = _from_first_document(_with_progress(items, progress), tally)
        if prepared is None:
            return tally.report(_articles(folder, options))
        try:
            with _store(folder, options) as store:
                articles = _write(store, prepared, tally, options.strict, source if options.prune else None)
        except _AbandonedError:
            return tally.abandoned(_articles(folder, options))
    return tally.report(articles)


class _AbandonedError(Exception):
    """A strict run has a rejection; raised so that every enclosing `with` rolls back."""


def _check(sources: Sequence[str], prune: bool, source: str | None) -> None:
    if not sources:
        raise UsageError("Nothing to index: name at least one file, folder or - (JSONL on standard input).")
    for name in sources:
        if name.lower().startswith(("http://", "https://")) and not os.path.lexists(name):
            address = printable_path(name)
            raise UsageError(
                f"{address} is an address, not a file: fetch it with `timtin crawl {address} --out pages.warc.gz`, "
                "then run `timtin index pages.warc.gz`.",
                field="sources",
            )
    if not prune:
        return
    if source is None:
        raise UsageError("--prune removes what a source no longer has, so it needs --source NAME.", field="prune")
    for name in sources:
        if name != "-" and not os.path.lexists(name):  # an unmounted disk must not remove articles
            raise SourceError(
                f"{printable_path(name)} is not there, so it is unknown which articles it no longer has. "
                "Nothing was changed; run it without --prune, or without this source."
            )


def _with_progress(items: Iterable[Prepared], progress: Progress | None) -> Iterator[Prepared]:
    if progress is None:
        yield from items
        return
    rejected = 0
    for read_so_far, item in enumerate(items, 1):
        rejected += isinstance(item, Rejected)
        progress(read_so_far, rejected)
        yield item


def _from_first_document(items: Iterator[Prepared], tally: Tally) -> Iterator[Prepared] | None:
    """Count the rejections before the first document; return the items from there on, None if there is no document."""
    for item in items:
        if isinstance(item, PreparedDocument):
            return chain((item,), items)
        tally.reject(item)
    return None


def _write(store: Store, prepared: Iterator[Prepared], tally: Tally, strict: bool, pruned_source: str | None) -> int:
    with IndexWriter(store) as writer:
        writer.put_all(prepared, tally)
        if strict and tally.rejected:
            raise _AbandonedError
        if pruned_source is not None:
            tally.pruned = writer.prune(pruned_source)
    return writer.articles


@contextmanager
def _store(folder: str | Path, options: IndexOptions) -> Iterator[Store]:
    if options.rebuild:
        with rebuild_store(folder, engine=options.engine, fingerprint=fingerprint()) as rebuilt:
            yield rebuilt
    else:
        yield create_store(folder, engine=options.engine, fingerprint=fingerprint())


def _articles(folder: str | Path, options: IndexOptions) -> int:
    """Return the number of articles in the index; 0 if it is missing, or unreadable and to be rebuilt."""
    try:
        reader = open_store(folder, fingerprint=fingerprint()).reader()
    except IndexUnavailable as error:
        if options.rebuild or isinstance(error, IndexMissing):
            return 0
        raise
    with closing(reader):
        return reader.count()
