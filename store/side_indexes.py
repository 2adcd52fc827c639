"""Side indexes: data beside the files of the engine, the same for every engine, written in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from ..engines.document import Document
from ..engines.protocol import Writer
from .completions.writer import CompletionsWriter
from .near_duplicates.signatures import NearDuplicatesWriter


class SideIndexWriter(Protocol):
    """One transaction of a side index, like `protocol.Writer`.

    Side indexes commit before the engine. If the commit of the engine then fails, a side index contains documents that
    the engine does not have. Its readers ignore them, and the next run that indexes the documents puts them again.
    """

    def put(self, document: Document) -> None:
        """Insert or replace a document."""
        ...

    def delete(self, id: str) -> None:
        """Remove the document with this id, if there is one."""
        ...

    def commit(self) -> None:
        """Make all changes visible at once.

        Raises:
            IndexWriteError: Writing to the disk failed; the last commit is intact.
        """
        ...

    def rollback(self) -> None:
        """Discard all changes; further calls do nothing."""
        ...


SIDE_INDEXES: tuple[Callable[[Path], SideIndexWriter], ...] = (CompletionsWriter, NearDuplicatesWriter)
"""The classes of all side indexes. Each takes the folder of a generation and creates missing files."""


class CompositeWriter:
    """Implements `protocol.Writer` with the writer of an engine and those of the side indexes."""

    def __init__(self, writer: Writer, side_indexes: Sequence[SideIndexWriter]) -> None:
        self._writer = writer
        self._side_indexes = side_indexes

    def put(self, document: Document) -> None:
        """See `protocol.Writer`."""
        self._writer.put(document)
        for side_index in self._side_indexes:
            side_index.put(document)

    def delete(self, id: str) -> None:
        """See `protocol.Writer`."""
        self._writer.delete(id)
        for side_index in self._side_indexes:
            side_index.delete(id)

    def commit(self) -> None:
        """See `protocol.Writer`."""
        try:
            for side_index in self._side_indexes:
                side_index.commit()
        except BaseException:
            self.rollback()
            raise
        self._writer.commit()

    def rollback(self) -> None:
        """See `protocol.Writer`."""
        try:
            for side_index in self._side_indexes:
                side_index.rollback()
        finally:
            self._writer.rollback()


def with_side_indexes(writer: Writer, folder: Path) -> Writer:
    """Return the writer of an engine combined with those of all side indexes in the folder of its generation."""
    opened: list[SideIndexWriter] = []
    try:
        opened.extend(open_side_index(folder) for open_side_index in SIDE_INDEXES)
    except BaseException:
        CompositeWriter(writer, opened).rollback()
        raise
    return CompositeWriter(writer, opened) if opened else writer
