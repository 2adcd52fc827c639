"""The entry point of the tantivy engine."""

from __future__ import annotations

from pathlib import Path

import tantivy

from ...model import IndexWriteError
from ..files import apply_folder_mode
from .reader import TantivyReader
from .schema import schema
from .writer import TantivyWriter


class TantivyEngine:
    """Implements `protocol.Engine`."""

    name = "tantivy"

    def create(self, folder: Path) -> None:
        """See `protocol.Engine`."""
        try:
            tantivy.Index(schema(), path=str(folder), reuse=False)
        except (ValueError, OSError) as error:
            raise IndexWriteError(f"No index can be created in {folder} ({error}).") from error
        apply_folder_mode(folder)

    def reader(self, folder: Path) -> TantivyReader:
        """See `protocol.Engine`."""
        return TantivyReader(folder)

    def writer(self, folder: Path) -> TantivyWriter:
        """See `protocol.Engine`."""
        return TantivyWriter(folder)
