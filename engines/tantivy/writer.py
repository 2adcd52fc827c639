"""Writing a tantivy index."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import tantivy

from ...model import IndexDamaged, TimtinError, settings
from ..document import Document
from ..failures import ended, locked, unwritable
from ..permissions import share
from ..values import id_term
from .errors import first_line, is_failure, suppress_failures
from .schema import ID, prepare, to_tantivy

_LEAST_BYTES = 15_000_000
"""Tantivy refuses less a thread."""

THREADS = 1
"""Indexing threads: analysis in Python is the bottleneck, and every thread makes segments of its own to merge."""


class TantivyWriter:
    """Implements `protocol.Writer`; holds tantivy's lock until closed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = False
        try:
            index = prepare(tantivy.Index.open(str(folder)))
            heap = max(_LEAST_BYTES, settings.number("writer_mb") * 1024 * 1024)
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
        """See `protocol.Writer`. Waits for merges; files that no segment needs any more are removed."""
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
        """Let go of the lock. What was committed stands, whatever goes wrong in here."""
        self._open = False
        with suppress_failures():
            self._writer.wait_merging_threads()
        del self._writer
        share(self._folder)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if not self._open:
            raise ended(self._folder)
        try:
            yield
        except BaseException as error:
            if not is_failure(error):
                raise
            self._discard()
            raise unwritable(self._folder, first_line(error)) from error

    def _discard(self) -> None:
        """After a failed write: let go of the lock and of half-written files."""
        self.rollback()
        with suppress_failures():
            writer = prepare(tantivy.Index.open(str(self._folder))).writer(_LEAST_BYTES, 1)
            writer.garbage_collect_files()


def _opening_error(folder: Path, error: Exception) -> TimtinError:
    if "LockBusy" in str(error):
        return locked(folder)
    if "IoError" in str(error) or isinstance(error, OSError) or not os.access(folder, os.W_OK):
        return unwritable(folder, first_line(error))
    return IndexDamaged(f"The index in {folder} cannot be opened for writing ({error}). Build it anew: --rebuild.")
