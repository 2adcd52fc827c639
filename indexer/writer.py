"""Documents into an index: compared with what it contains, counted, and committed at the end or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count, islice
from pathlib import Path
from types import TracebackType
from typing import Self

from whoosh.query.compound import And
from whoosh.query.ranges import NumericRange
from whoosh.query.terms import Term

from ..analyzers import fingerprint
from ..engines.document import Plan
from ..engines.fields import FEED_ORIGIN, NEWEST, ORIGIN
from ..engines.protocol import Reader
from ..engines.values import MAX_VALUE
from ..model import Article, UsageError
from ..store.index_folder import Store, create_store
from .page import Record, Rejected
from .prepare import Prepared, PreparedDocument, prepare
from .report import Report, Tally
from .seen_ids import DELETED, SeenIds, digest

_BATCH_ITEMS, _BATCH_BYTES = 64, 4 << 20
_WINDOW = 500
"""Ids that `ids_of_collection` requests at a time."""

_MAX_KEY = 2**63 - 1


class IndexWriter:
    """Changes one index; a context manager that commits at the end and rolls back on an exception.

    Until it ends it is the only writer (any other gets `IndexLocked`), and readers see none of its changes. It is not
    thread-safe. `create_index` returns one.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._writer = store.writer()  # first: from here on, nothing else changes what the reader sees
        try:
            self._reader = store.reader()
            self._articles = self._reader.count()
            self._blocked = store.blocked()
            self._seen = SeenIds()
        except BaseException:
            self._writer.rollback()
            raise
        self._was_empty = self._articles == 0
        self._open = True
        self._feed_entries_loaded = False

    def add(self, articles: Iterable[Article]) -> Report:
        """Insert or update articles by id, one at a time (a generator is never held in memory as a whole).

        An article without an id gets one from its URL, else from its title and body. One that cannot be indexed
        (neither title nor body, wrong types, an id deleted with `--block`) becomes a rejection in the report.

        Raises:
            IndexWriteError: the index cannot be written.
            UsageError: this writer has ended.
        """
        tally = Tally()
        self.put_all(map(_prepare_article, articles, count(1)), tally)
        return tally.report(self.articles)

    def delete(self, ids: Iterable[str], *, block: bool = False) -> int:
        """Remove articles; return how many of them existed. `block` prevents the ids from being indexed again.

        Raises:
            IndexWriteError: the index cannot be written.
            UsageError: this writer has ended, or `ids` is one text.
        """
        self._check_open()
        if isinstance(ids, str):
            raise UsageError("delete() takes a list of ids, not one text.", field="ids")
        removed = 0
        stream = iter(ids)
        while batch := list(dict.fromkeys(islice(stream, _BATCH_ITEMS))):
            if block:
                self._store.block(batch)
                self._blocked = self._store.blocked()
            committed = self._committed(batch)
            removed += sum(self._delete(id, committed) for id in batch)
        return removed

    @property
    def articles(self) -> int:
        """The number of articles in the index after the commit."""
        return self._articles

    def put_all(self, prepared: Iterable[Prepared], tally: Tally) -> None:
        """Write prepared documents as they arrive; `tally` is updated with every batch."""
        self._check_open()
        for batch in _batches(prepared, tally):
            committed = self._committed([one.document.id for one in batch])
            for one in batch:
                self._put(one, committed, tally)

    def prune(self, collection: str) -> int:
        """Remove the articles of a collection that this writer has not put; return how many."""
        self._check_open()
        removed = 0
        for id in ids_of_collection(self._reader, collection):
            if self._seen.get(id) is None:
                self._writer.delete(id)
                self._seen.set(id, DELETED)
                removed += 1
        self._articles -= removed
        return removed

    def commit(self) -> None:
        """Make the changes visible and release the index.

        Raises:
            IndexWriteError: the index cannot be written; what was committed before is untouched.
        """
        self._check_open()
        try:
            self._writer.commit()
        except BaseException:
            self.rollback()
            raise
        self._close()

    def rollback(self) -> None:
        """Discard the changes and release the index; a second call does nothing."""
        if self._open:
            try:
                self._writer.rollback()
            finally:
                self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            self.rollback()
        elif self._open:
            self.commit()

    def _put(self, one: PreparedDocument, committed: dict[str, bytes], tally: Tally) -> None:
        document = one.document
        if document.id in self._blocked:
            tally.reject(Rejected(one.origin, f"its id {document.id} is blocked (deleted with --block)"))
            return
        tally.read += 1
        new, old = digest(document.stored), self._current_digest(document.id, committed)
        if one.from_feed and old is not None and not self._is_feed_entry(document.id):
            new = old  # the article in the index comes from its own page or from a record: it is kept
        if new == old:
            tally.unchanged += 1
        elif old is None:
            tally.indexed += 1
            self._articles += 1
        else:
            tally.updated += 1
        if new != old:
            self._writer.put(document)
            if one.from_feed:
                self._seen.add_feed_entry(document.id)
            else:
                self._seen.remove_feed_entry(document.id)
        self._seen.set(document.id, new)

    def _is_feed_entry(self, id: str) -> bool:
        """Return whether the id holds an entry of a feed; the ids that do are read from the index at the first call."""
        if not self._feed_entries_loaded:
            self._feed_entries_loaded = True
            for each in () if self._was_empty else ids_of_collection(self._reader, FEED_ORIGIN):
                if self._seen.get(each) is None:  # ids that this run has touched are noted already
                    self._seen.add_feed_entry(each)
        return self._seen.is_feed_entry(id)

    def _delete(self, id: str, committed: dict[str, bytes]) -> bool:
        if self._current_digest(id, committed) is None:
            return False
        self._writer.delete(id)
        self._seen.set(id, DELETED)
        self._articles -= 1
        return True

    def _current_digest(self, id: str, committed: dict[str, bytes]) -> bytes | None:
        """Return the digest of the article that the id holds at this point of the run, None if it holds none."""
        seen = self._seen.get(id)
        if seen is not None:
            return None if seen == DELETED else seen
        return digest(committed[id]) if id in committed else None

    def _committed(self, ids: list[str]) -> dict[str, bytes]:
        return {} if self._was_empty else self._reader.stored(ids)

    def _check_open(self) -> None:
        if not self._open:
            raise UsageError("This IndexWriter has ended; call create_index again.")

    def _close(self) -> None:
        self._open = False
        self._seen.close()
        self._reader.close()


def create_index(folder: str | Path, engine: str | None = None) -> IndexWriter:
    """Open an index for writing, or create it: `with create_index("index") as index: index.add(articles)`.

    Args:
        folder: the index folder; created if it is missing.
        engine: `tantivy` or `whoosh` for a new index (None: the setting `engine`); an existing one keeps its own.

    Raises:
        EngineMismatch: the index exists and has another engine than the one requested.
        IndexVersion, IndexDamaged: the index exists and cannot be used.
        IndexLocked: another process is writing to it.
        IndexWriteError: the folder cannot be created.
    """
    return IndexWriter(create_store(folder, engine=engine, fingerprint=fingerprint()))


def _prepare_article(article: Article, position: int) -> Prepared:
    source = getattr(article, "source", None)
    collection = source if isinstance(source, str) else ""
    return prepare(Record(article=article, origin=f"article {position}", collection=collection))


def _batches(prepared: Iterable[Prepared], tally: Tally) -> Iterator[list[PreparedDocument]]:
    """Yield documents in batches, large enough for one look-up in the index each; count the rejections."""
    batch: list[PreparedDocument] = []
    size = 0
    for one in prepared:
        if isinstance(one, Rejected):
            tally.reject(one)
            continue
        batch.append(one)
        size += len(one.document.stored)
        if len(batch) >= _BATCH_ITEMS or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def ids_of_collection(reader: Reader, collection: str) -> Iterator[str]:
    """Yield the ids of all committed articles that were read from the collection, in no order, with bounded memory.

    A deep page of results costs an engine as much as all pages before it. Therefore the range of the sorting key, which
    is almost unique to an article, is halved until the articles of a range fit one window.
    """
    name = collection.strip()[:MAX_VALUE]  # as `to_document` stores it
    ranges = [(0, _MAX_KEY)]
    while ranges:
        low, high = ranges.pop()
        within = And([Term(ORIGIN, name), NumericRange(NEWEST, low, high)])
        limit = _WINDOW if low < high else _WINDOW * 200
        matches = reader.search(Plan(match=within, sort="newest", limit=limit))
        if matches.total <= limit or low == high:
            yield from (match.id for match in matches.matches)
        else:
            middle = (low + high) // 2
            ranges += [(low, middle), (middle + 1, high)]
