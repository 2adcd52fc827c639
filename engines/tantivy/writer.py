"""The writer of a tantivy index."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy

from ...model import IndexDamaged, TimtinError, settings
from ..document import Document
from ..failures import ended_error, locked_error, unwritable_error
from ..files import apply_folder_mode
from ..values import id_term
from .errors import first_line, is_failure, suppress_failures
from .schema import ID, prepare, to_tantivy

_MIN_HEAP_BYTES = 15_000_000
"""The least memory per thread that tantivy accepts."""

THREADS = 1
"""Number of indexing threads. Text analysis in Python is the bottleneck, and each thread creates segments to merge."""


class TantivyWriter:
    """Implements `protocol.Writer`. It holds tantivy's lock until it ends."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = False
        try:
            index = prepare(tantivy.Index.open(str(folder)))
            heap = max(_MIN_HEAP_BYTES, settings.number("writer_mb") * 1024 * 1024)
            self._writer = index.writer(heap, THREADS)
        except (ValueError, OSError) as error:
            raise _opening_error(folder, error) from error
        self._open = True

    def put(self, document: Document) -> None:
        """See `protocol.Writer`."""
        with self._writing():
            self._writer.delete_documents_by_term(ID, id_term(document.id))
            self._writer.add_document(to_tantivy(document))

    def delete(self, id: str) -> None:
        """See `protocol.Writer`."""
        with self._writing():
            self._writer.delete_documents_by_term(ID, id_term(id))

    def commit(self) -> None:
        """See `protocol.Writer`. It waits for merges and removes files that no segment needs any more."""
        with self._writing():
            self._writer.commit()
            self._writer.garbage_collect_files()
        self._end()

    def rollback(self) -> None:
        """See `protocol.Writer`."""
        if self._open:
            with suppress_failures():
                self._writer.rollback()
            self._end()

    def _end(self) -> None:
        """Release the lock. An error in here does not affect what was committed."""
        self._open = False
        with suppress_failures():
            self._writer.wait_merging_threads()
        del self._writer
        apply_folder_mode(self._folder)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Translate errors of tantivy and end the transaction on them."""
        if not self._open:
            raise ended_error(self._folder)
        try:
            yield
        except BaseException as error:
            if not is_failure(error):
                raise
            self._discard()
            raise unwritable_error(self._folder, first_line(error)) from error

    def _discard(self) -> None:
        """Release the lock and remove incomplete files after a failed write."""
        self.rollback()
        with suppress_failures():
            writer = prepare(tantivy.Index.open(str(self._folder))).writer(_MIN_HEAP_BYTES, 1)
            writer.garbage_collect_files()


def _opening_error(folder: Path, error: Exception) -> TimtinError:
    """Return the error for an index that cannot be opened for writing."""
    if "LockBusy" in str(error):
        return locked_error(folder)
    if "IoError" in str(error) or isinstance(error, OSError) or not os.access(folder, os.W_OK):
        return unwritable_error(folder, first_line(error))
    return IndexDamaged(f"The index in {folder} cannot be opened for writing ({error}). Rebuild it with --rebuild.")
