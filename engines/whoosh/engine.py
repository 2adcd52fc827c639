"""The entry point of the Whoosh engine."""

from __future__ import annotations

from pathlib import Path

from whoosh.index import FileIndex

from ...model import IndexWriteError
from ..files import apply_folder_mode
from .files import storage_of
from .reader import WhooshReader
from .schema import INDEX_NAME, schema
from .writer import WhooshWriter


class WhooshEngine:
    """Implements `protocol.Engine`."""

    name = "whoosh"

    def create(self, folder: Path) -> None:
        """See `protocol.Engine`."""
        try:
            FileIndex.create(storage_of(folder), schema(), INDEX_NAME)
        except OSError as error:
            raise IndexWriteError(f"No index can be created in {folder} ({error}).") from error
        apply_folder_mode(folder)

    def reader(self, folder: Path) -> WhooshReader:
        """See `protocol.Engine`."""
        return WhooshReader(folder)

    def writer(self, folder: Path) -> WhooshWriter:
        """See `protocol.Engine`."""
        return WhooshWriter(folder)
