"""The room of tantivy, the default engine: embedded, native, fast."""

from __future__ import annotations

from pathlib import Path

import tantivy

from ...model import IndexWriteError
from ..permissions import share
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
            raise IndexWriteError(f"No index can be made in {folder} ({error}).") from error
        share(folder)

    def reader(self, folder: Path) -> TantivyReader:
        """See `protocol.Engine`."""
        return TantivyReader(folder)

    def writer(self, folder: Path) -> TantivyWriter:
        """See `protocol.Engine`."""
        return TantivyWriter(folder)
