"""The protocol that every engine implements. It deals in tokens, values and plans, not in articles or Vietnamese."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from whoosh.query.qcore import Query

from .document import Document, Matches, Plan


class Reader(Protocol):
    """Reads one snapshot of an index. Threads may share a reader."""

    def search(self, plan: Plan) -> Matches:
        """Run a plan. All engines return the same matches, total and facet counts; scores may differ slightly."""
        ...

    def stored(self, ids: Iterable[str]) -> dict[str, bytes]:
        """Return the stored bytes by id, for the ids that are in the index."""
        ...

    def score_among(self, ids: Iterable[str], query: Query) -> dict[str, float]:
        """Return the scores by id (computed as for `Plan.score`), for the ids whose documents match the query."""
        ...

    def document_frequency(self, field: str, term: str) -> int:
        """Return the number of documents whose field contains exactly this term.

        `field` is a text field or `fields.exact_field(name)`. Deleted documents may count until they are merged away.
        """
        ...

    def terms(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return the most frequent terms with this prefix and their document frequencies.

        `field` is a text field or `fields.exact_field(name)`. Terms of equal frequency are in code point order.
        """
        ...

    def count(self) -> int:
        """Return the number of documents."""
        ...

    def documents(self) -> Iterator[tuple[str, bytes]]:
        """Yield the id and the stored bytes of every document, in no particular order, without loading them all."""
        ...

    def refresh(self) -> None:
        """Move on to the last commit."""
        ...

    def close(self) -> None:
        """Close the files and free the memory."""
        ...


class Writer(Protocol):
    """One transaction: readers see nothing of it before `commit`, and `rollback` discards it.

    Both end the writer and release the write lock, and so does a failed write; `rollback` after the end does nothing.
    Threads must not share a writer.
    """

    def put(self, document: Document) -> None:
        """Insert a document, or replace the document with the same id, whether it is committed or not.

        Raises:
            IndexWriteError: Writing to the disk failed, or the writer has ended.
        """
        ...

    def delete(self, id: str) -> None:
        """Remove the document with this id, if there is one."""
        ...

    def commit(self) -> None:
        """Make all changes visible at once and release the write lock.

        Raises:
            IndexWriteError: Writing to the disk failed; the last commit is intact.
        """
        ...

    def rollback(self) -> None:
        """Discard all changes and release the write lock."""
        ...


class Engine(Protocol):
    """A library that stores and matches index documents."""

    name: str

    def create(self, folder: Path) -> None:
        """Create an empty index in an empty folder."""
        ...

    def reader(self, folder: Path) -> Reader:
        """Open an index for reading.

        Raises:
            IndexDamaged: The files cannot be read.
        """
        ...

    def writer(self, folder: Path) -> Writer:
        """Open an index for writing and take its write lock.

        Raises:
            IndexLocked: Another process is writing to the index.
        """
        ...
