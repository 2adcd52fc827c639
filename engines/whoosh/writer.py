"""The writer of a Whoosh index."""

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
from ..failures import ended_error, locked_error, unwritable_error
from ..files import apply_folder_mode, sync_file, sync_folder
from ..values import id_term
from .files import read_toc, storage_of, translated_errors
from .schema import ID, INDEX_NAME, schema, to_whoosh

_POSTINGS_MB = 256
"""Memory for postings, as Whoosh estimates it, before they are sorted and written to a file."""


class WhooshWriter:
    """Implements `protocol.Writer`. It holds Whoosh's lock until it ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers: dict[str, int] = {}
        self._deleted: set[str] = set()
        self._writer: Any = None  # a _Transaction; Whoosh's writers are untyped
        with translated_errors(folder):
            self._index = FileIndex(storage_of(folder), schema=schema(), indexname=INDEX_NAME)
        try:
            self._writer = _Transaction(self._index)
        except LockError as error:
            raise locked_error(folder) from error
        except OSError as error:
            raise unwritable_error(folder, str(error)) from error

    def put(self, document: Document) -> None:
        """See `protocol.Writer`."""
        with self._writing() as writer:
            self._forget(writer, document.id)
            self._numbers[id_term(document.id)] = writer.docnum
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
        apply_folder_mode(self._folder)

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
            writer.release_lock()

    def _forget(self, writer: Any, id: str) -> None:
        """Delete the document with this id: now if this transaction added it, at the commit if it was committed
        before."""
        term = id_term(id)
        number = self._numbers.pop(term, None)
        if number is not None:
            writer.newsegment.delete_document(number)
        if writer.segments:
            self._deleted.add(term)

    def _delete_committed(self, writer: Any) -> None:
        """Delete the replaced and deleted documents from the committed segments."""
        for segment in writer.segments if self._deleted else ():
            reader = SegmentReader(writer.storage, schema(), segment)
            try:
                for term in self._deleted:
                    for number in _document_numbers(reader, term):
                        segment.delete_document(number)
            finally:
                reader.close()

    @contextmanager
    def _writing(self) -> Iterator[Any]:
        """Yield the transaction; end it if a write fails."""
        if self._writer is None:
            raise ended_error(self._folder)
        try:
            yield self._writer
        except OSError as error:
            self.rollback()
            raise unwritable_error(self._folder, str(error)) from error

    def _clean(self, writer: Any) -> None:
        """Remove the incomplete files of a transaction that failed or was rolled back."""
        with suppress(OSError, TimtinError), translated_errors(self._folder):
            toc = read_toc(writer.storage)
            clean_files(writer.storage, INDEX_NAME, toc.generation, toc.segments)
        shutil.rmtree(self._folder / f"{INDEX_NAME}.tmp", ignore_errors=True)


class _Transaction(SegmentWriter):
    """Whoosh's writer with a commit that survives a power failure, and with a lock that can always be released."""

    def __init__(self, index: FileIndex) -> None:
        super().__init__(index, limitmb=_POSTINGS_MB)  # type: ignore[no-untyped-call]

    def _commit_toc(self, segments: list[Any]) -> None:
        for name in self.storage.list():
            if name.startswith(self.newsegment.segment_id()):
                sync_file(Path(self.storage.folder) / name)
        toc = TOC(self.schema, segments, self.generation)
        toc.write(self.storage, self.indexname)
        sync_file(Path(self.storage.folder) / TOC._filename(self.indexname, self.generation))
        sync_folder(Path(self.storage.folder))
        clean_files(self.storage, self.indexname, self.generation, segments)

    def release_lock(self) -> None:
        """Release the lock if it is held."""
        if self.writelock is not None and self.writelock.fd is not None:
            self.writelock.release()


def _document_numbers(reader: SegmentReader, term: str) -> list[int]:
    key = term.encode()
    return list(reader.postings(ID, key).all_ids()) if (ID, key) in reader else []


def _merge(writer: Any, segments: list[Any]) -> list[Any]:
    """Merge segments into the new one and return the segments that are kept.

    A segment is merged if it is at most twice as large as all smaller segments together, or if half of its documents
    are deleted. The number of segments thus grows with the logarithm of the number of documents.
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
