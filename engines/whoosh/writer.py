"""Writing a Whoosh index."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from whoosh.index import TOC, FileIndex, LockError, clean_files
from whoosh.reading import SegmentReader
from whoosh.writing import SegmentWriter

from ...model import TimtinError
from ..document import Document
from ..durable_files import sync_file, sync_folder
from ..failures import ended, locked, unwritable
from ..permissions import share
from ..values import id_term
from .files import read_toc, reading, storage_of
from .schema import ID, INDEX_NAME, schema, to_whoosh

_LIMIT_MB = 256
"""Postings held in memory (by Whoosh's reckoning) before they are sorted into a file."""

_LOCK_NAME = "WRITELOCK"


class WhooshWriter:
    """Implements `protocol.Writer`; holds Whoosh's lock until closed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._places: dict[str, int] = {}
        self._gone: set[str] = set()
        self._writer: Any = None  # a _Transaction; Whoosh's writers are untyped
        with reading(folder):
            self._index = FileIndex(storage_of(folder), schema=schema(), indexname=INDEX_NAME)
        try:
            self._writer = _Transaction(self._index)
        except LockError as error:
            raise locked(folder) from error
        except OSError as error:
            raise unwritable(folder, str(error)) from error

    def put(self, document: Document) -> None:
        """See `protocol.Writer`."""
        with self._writing() as writer:
            self._forget(writer, document.id)
            self._places[id_term(document.id)] = writer.docnum
            writer.add_document(**to_whoosh(document))

    def delete(self, id: str) -> None:
        """See `protocol.Writer`."""
        with self._writing() as writer:
            self._forget(writer, id)

    def commit(self) -> None:
        """See `protocol.Writer`."""
        with self._writing() as writer:
            self._delete_committed(writer)
            writer.commit(mergetype=_merge)
        self._writer = None
        share(self._folder)

    def rollback(self) -> None:
        """See `protocol.Writer`."""
        if self._writer is None:
            return
        writer, self._writer = self._writer, None
        try:
            if not writer.is_closed:
                with suppress(OSError):
                    writer.cancel()
            self._clean(writer)
        finally:
            writer.let_go()

    def _forget(self, writer: Any, id: str) -> None:
        """Whatever the id held is to be gone: in this transaction at once, in committed segments at its end."""
        term = id_term(id)
        place = self._places.pop(term, None)
        if place is not None:
            writer.newsegment.delete_document(place)
        if writer.segments:
            self._gone.add(term)

    def _delete_committed(self, writer: Any) -> None:
        for segment in writer.segments if self._gone else ():
            reader = SegmentReader(writer.storage, schema(), segment)
            try:
                for term in self._gone:
                    for place in _places(reader, term):
                        segment.delete_document(place)
            finally:
                reader.close()

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        if self._writer is None:
            raise ended(self._folder)
        try:
            yield self._writer
        except OSError as error:
            self.rollback()
            raise unwritable(self._folder, str(error)) from error

    def _clean(self, writer: Any) -> None:
        """Remove the half-written files of a transaction that failed or was rolled back."""
        with suppress(OSError, TimtinError), reading(self._folder):
            toc = read_toc(writer.storage)
            clean_files(writer.storage, INDEX_NAME, toc.generation, toc.segments)
        shutil.rmtree(self._folder / f"{INDEX_NAME}.tmp", ignore_errors=True)


class _Transaction(SegmentWriter):
    """Whoosh's writer, with a commit that survives a power failure and a lock let go of whatever happens."""

    def __init__(self, index: FileIndex) -> None:
        super().__init__(index, limitmb=_LIMIT_MB)  # type: ignore[no-untyped-call]

    def _commit_toc(self, segments: list[Any]) -> None:
        for name in self.storage.list():
            if name.startswith(self.newsegment.segment_id()):
                sync_file(Path(self.storage.folder) / name)
        toc = TOC(self.schema, segments, self.generation)
        toc.write(self.storage, self.indexname)
        sync_file(Path(self.storage.folder) / TOC._filename(self.indexname, self.generation))
        sync_folder(Path(self.storage.folder))
        clean_files(self.storage, self.indexname, self.generation, segments)

    def let_go(self) -> None:
        """Release the lock, if it is still held."""
        if self.writelock is not None and self.writelock.fd is not None:
            self.writelock.release()


def _places(reader: SegmentReader, term: str) -> list[int]:
    key = term.encode()
    return list(reader.postings(ID, key).all_ids()) if (ID, key) in reader else []


def _merge(writer: Any, segments: list[Any]) -> list[Any]:
    """Take segments into the new one that are not much larger than all smaller ones together, or half deleted.

    So their number grows with the logarithm of the documents'.
    """
    kept, total = [], writer.doc_count()
    for segment in sorted(segments, key=lambda one: one.doc_count()):
        alive, size = segment.doc_count(), segment.doc_count_all()
        if alive == 0:
            continue
        if alive > 2 * total and alive > size / 2:
            kept.append(segment)
            continue
        total += alive
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return kept
