"""Documents into an index: counted, compared with what is there, committed at the end or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count, islice
from pathlib import Path
from types import TracebackType
from typing import Self

from ..analyzers import fingerprint
from ..engines.fields import LISTED
from ..model import Article, UsageError
from ..store.index_folder import Store, create_store
from .ledger import DELETED, Ledger, digest
from .page import Record, Rejected
from .prepare import Prepared, Ready, prepare
from .prune import ids_of_collection
from .report import Report, Tally

_BATCH_ITEMS, _BATCH_BYTES = 64, 4 << 20


class IndexWriter:
    """Changes one index; a context manager that commits at the end and rolls back on an exception.

    Between opening and the end it is the only writer (`IndexLocked` for any other), and readers see none of its
    changes. Not to be shared between threads. Made by `create_index`.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._writer = store.writer()  # first: from here on nobody else changes what the reader sees
        try:
            self._reader = store.reader()
            self._articles = self._reader.count()
            self._blocked = store.blocked()
            self._ledger = Ledger()
        except BaseException:
            self._writer.rollback()
            raise
        self._was_empty = self._articles == 0
        self._open = True
        self._knows_listed = False

    def add(self, articles: Iterable[Article]) -> Report:
        """Insert or update articles by id, one after the other (a generator is never held in memory whole).

        An article without an id gets one from its url, else from its title and body. One that cannot be indexed
        (neither title nor body, wrong types, an id deleted with `--block`) is a rejection in the report.

        Raises:
            IndexWriteError: the disk refused.
            UsageError: this writer has ended.
        """
        tally = Tally()
        self.put_all(map(_prepare_article, articles, count(1)), tally)
        return tally.report(self.articles)

    def delete(self, ids: Iterable[str], *, block: bool = False) -> int:
        """Remove articles; gives how many of them were there. `block` keeps the ids from ever coming back.

        Raises:
            IndexWriteError: the disk refused.
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
        """How many articles the index will hold after the commit."""
        return self._articles

    def put_all(self, prepared: Iterable[Prepared], tally: Tally) -> None:
        """Write prepared documents as they come; `tally` is kept up to date batch by batch."""
        self._check_open()
        for batch in _batches(prepared, tally):
            committed = self._committed([one.document.id for one in batch])
            for one in batch:
                self._put(one, committed, tally)

    def prune(self, collection: str) -> int:
        """Remove the articles of a collection that this writer has not put; gives how many."""
        self._check_open()
        removed = 0
        for id in ids_of_collection(self._reader, collection):
            if self._ledger.get(id) is None:
                self._writer.delete(id)
                self._ledger.set(id, DELETED)
                removed += 1
        self._articles -= removed
        return removed

    def commit(self) -> None:
        """Make the changes visible and let go of the index.

        Raises:
            IndexWriteError: the disk refused; what was committed before is untouched.
        """
        self._check_open()
        try:
            self._writer.commit()
        except BaseException:
            self.rollback()
            raise
        self._close()

    def rollback(self) -> None:
        """Forget the changes and let go of the index; nothing happens the second time."""
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

    def _put(self, one: Ready, committed: dict[str, bytes], tally: Tally) -> None:
        document = one.document
        if document.id in self._blocked:
            tally.reject(Rejected(one.origin, f"its id {document.id} is blocked (deleted with --block)"))
            return
        tally.read += 1
        new, old = digest(document.stored), self._held(document.id, committed)
        if one.listed and old is not None and not self._holds_listed(document.id):
            new = old  # the article was read from its own page, or is a record: it knows better
        if new == old:
            tally.unchanged += 1
        elif old is None:
            tally.indexed += 1
            self._articles += 1
        else:
            tally.updated += 1
        if new != old:
            self._writer.put(document)
            if one.listed:
                self._ledger.list(document.id)
            else:
                self._ledger.unlist(document.id)
        self._ledger.set(document.id, new)

    def _holds_listed(self, id: str) -> bool:
        """Whether the id holds a feed's entry. Which ids do is asked of the index once, where the first one matters."""
        if not self._knows_listed:
            self._knows_listed = True
            for each in () if self._was_empty else ids_of_collection(self._reader, LISTED):
                if self._ledger.get(each) is None:  # what this run has touched, it knows itself
                    self._ledger.list(each)
        return self._ledger.is_listed(id)

    def _delete(self, id: str, committed: dict[str, bytes]) -> bool:
        if self._held(id, committed) is None:
            return False
        self._writer.delete(id)
        self._ledger.set(id, DELETED)
        self._articles -= 1
        return True

    def _held(self, id: str, committed: dict[str, bytes]) -> bytes | None:
        """The digest of what the id holds at this moment of the run, None where it holds nothing."""
        seen = self._ledger.get(id)
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
        self._ledger.close()
        self._reader.close()


def create_index(folder: str | Path, engine: str | None = None) -> IndexWriter:
    """Open an index for writing, or make it: `with create_index("index") as index: index.add(articles)`.

    Args:
        folder: the index folder; made where it is missing.
        engine: `tantivy` or `whoosh` for a new index (None: the setting `engine`); an existing one keeps its own.

    Raises:
        EngineMismatch: the index is there and has another engine than the one asked for.
        IndexVersion, IndexDamaged: the index is there and cannot be used.
        IndexLocked: another process is writing to it.
        IndexWriteError: the folder cannot be made.
    """
    return IndexWriter(create_store(folder, engine=engine, fingerprint=fingerprint()))


def _prepare_article(article: Article, position: int) -> Prepared:
    source = getattr(article, "source", None)
    collection = source if isinstance(source, str) else ""
    return prepare(Record(article=article, origin=f"article {position}", collection=collection))


def _batches(prepared: Iterable[Prepared], tally: Tally) -> Iterator[list[Ready]]:
    """Documents in batches worth one look-up each; rejections are noted on the way."""
    batch: list[Ready] = []
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
