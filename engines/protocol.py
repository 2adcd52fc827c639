"""The one door to every engine. An engine knows tokens and plans, never Vietnamese, articles or HTML."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

from whoosh.query.qcore import Query

from .document import Document, Matches, Plan


class Reader(Protocol):
    """Reads one committed state; safe to share between threads."""

    def search(self, plan: Plan) -> Matches:
        """Run a plan. Every engine gives the same set, total and facet counts; scores may differ a little."""
        ...

    def stored(self, ids: Iterable[str]) -> dict[str, bytes]:
        """The stored bytes of those of the ids that are there."""
        ...

    def among(self, ids: Iterable[str], query: Query) -> dict[str, float]:
        """Those of the ids whose documents match the query, with what it scores them (as in `Plan.score`)."""
        ...

    def document_frequency(self, field: str, term: str) -> int:
        """In how many documents the field holds this very term (deleted ones may count until merged away).

        `field` is a text channel or `fields.exact_field(name)`.
        """
        ...

    def terms(self, field: str, prefix: str, limit: int) -> list[tuple[str, int]]:
        """The most frequent terms that begin with prefix and their document frequencies, ties by code points.

        `field` is a text channel or `fields.exact_field(name)`.
        """
        ...

    def count(self) -> int:
        """How many documents there are."""
        ...

    def documents(self) -> Iterator[tuple[str, bytes]]:
        """Every document's id and stored bytes, streaming, in no order."""
        ...

    def refresh(self) -> None:
        """See what was committed since."""
        ...

    def close(self) -> None:
        """Let go of files and memory."""
        ...


class Writer(Protocol):
    """One transaction: nothing is seen by readers before `commit`, and `rollback` forgets it all.

    Either ends the writer and lets go of the lock; `rollback` after the end does nothing. A write that the disk
    refused ends it too. Not to be shared between threads.
    """

    def put(self, document: Document) -> None:
        """Insert the document or replace the one of the same id, committed or put before.

        Raises:
            IndexWriteError: the disk refused, or the writer has ended.
        """
        ...

    def delete(self, id: str) -> None:
        """Remove the document of this id, if there is one."""
        ...

    def commit(self) -> None:
        """Make all changes visible at once and let go of the lock.

        Raises:
            IndexWriteError: the disk refused; what was committed before is untouched.
        """
        ...

    def rollback(self) -> None:
        """Forget every change and let go of the lock."""
        ...


class Engine(Protocol):
    """One way of keeping documents: a room."""

    name: str

    def create(self, folder: Path) -> None:
        """Make an empty index in an empty folder."""
        ...

    def reader(self, folder: Path) -> Reader:
        """Open for reading.

        Raises:
            IndexDamaged: the files are not what this engine wrote.
        """
        ...

    def writer(self, folder: Path) -> Writer:
        """Open for writing, alone.

        Raises:
            IndexLocked: another process is writing.
        """
        ...
