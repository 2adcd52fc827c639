"""What is kept beside an engine's own files, the same for every engine, in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from ..engines.document import Document
from ..engines.protocol import Writer
from .completions.completions import CompletionsWriter
from .near_duplicates.signatures import Duplicates


class Companion(Protocol):
    """The writing side of one kind of files beside the engine's: one transaction, as `protocol.Writer`.

    A companion commits before the engine does. Should the engine then fail, the companion knows documents that the
    index does not have: whoever reads it leaves those out, and the next run that puts them puts them again.
    """

    def put(self, document: Document) -> None:
        """Learn the document, or what became of it."""
        ...

    def delete(self, id: str) -> None:
        """Forget the document of this id, if it is known."""
        ...

    def commit(self) -> None:
        """Make all changes visible at once.

        Raises:
            IndexWriteError: the disk refused; what was committed before is untouched.
        """
        ...

    def rollback(self) -> None:
        """Forget every change; nothing happens the second time."""
        ...


COMPANIONS: tuple[Callable[[Path], Companion], ...] = (CompletionsWriter, Duplicates)
"""How each is opened for writing, given the generation's folder; opening makes what is missing."""


class AccompaniedWriter:
    """Implements `protocol.Writer` with an engine's own and its companions."""

    def __init__(self, writer: Writer, companions: Sequence[Companion]) -> None:
        self._writer = writer
        self._companions = companions

    def put(self, document: Document) -> None:
        """See `protocol.Writer`."""
        self._writer.put(document)
        for companion in self._companions:
            companion.put(document)

    def delete(self, id: str) -> None:
        """See `protocol.Writer`."""
        self._writer.delete(id)
        for companion in self._companions:
            companion.delete(id)

    def commit(self) -> None:
        """See `protocol.Writer`."""
        try:
            for companion in self._companions:
                companion.commit()
        except BaseException:
            self.rollback()
            raise
        self._writer.commit()

    def rollback(self) -> None:
        """See `protocol.Writer`."""
        try:
            for companion in self._companions:
                companion.rollback()
        finally:
            self._writer.rollback()


def accompanied(writer: Writer, folder: Path) -> Writer:
    """The engine's writer with every companion of this generation's folder."""
    opened: list[Companion] = []
    try:
        opened.extend(open_companion(folder) for open_companion in COMPANIONS)
    except BaseException:
        AccompaniedWriter(writer, opened).rollback()
        raise
    return AccompaniedWriter(writer, opened) if opened else writer
