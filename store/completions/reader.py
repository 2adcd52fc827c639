"""The readers' side of the completions: the two files that a commit publishes, mapped into memory."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path

from ...model import IndexDamaged
from .segment import CompletionSegment

NAMES_FILE = "completions.json"
"""The file with the names of the two published files."""

_TRIES = 5
_NAME = re.compile(r"|completions-\d+-(base|recent)\.bin")


class CompletionsReader:
    """The base and the recent file of the completions. They are opened when they are first used."""

    def __init__(self, folder: Path, previous: tuple[CompletionSegment, ...] = ()) -> None:
        self._folder = folder
        self._previous = {segment.path: segment for segment in previous}
        self._segments: tuple[CompletionSegment, ...] | None = None

    def segments(self) -> tuple[CompletionSegment, ...]:
        """Return the open files: none for an index without articles, only the base, or the base and the recent file.

        Raises:
            IndexDamaged: The files cannot be read.
        """
        if self._segments is None:
            self._segments = self._open()
        return self._segments

    def refreshed(self) -> CompletionsReader:
        """Return this reader, or a new one if there was a commit. It raises no errors; `segments` of the new reader
        does."""
        if self._segments is None or self._is_current():
            return self
        return CompletionsReader(self._folder, self._segments)

    def _is_current(self) -> bool:
        names = [segment.path.name for segment in self._segments or ()]
        with suppress(IndexDamaged):
            return names == [name for name in self._names().values() if name]
        return False

    def _open(self) -> tuple[CompletionSegment, ...]:
        for left in reversed(range(_TRIES)):
            try:
                paths = [self._folder / name for name in self._names().values() if name]
                return tuple(self._previous.get(path) or CompletionSegment(path) for path in paths)
            except FileNotFoundError as error:  # a commit has replaced the files
                if not left:
                    raise IndexDamaged(
                        f"A file of the index is missing: {error.filename}. Rebuild the index with --rebuild."
                    ) from error
        raise AssertionError("unreachable")

    def _names(self) -> dict[str, str]:
        path = self._folder / NAMES_FILE
        try:
            names = json.loads(path.read_bytes())
            if isinstance(names, dict) and all(_NAME.fullmatch(str(name)) for name in names.values()):
                return names
            raise ValueError("it contains other names than those of completion files")
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise IndexDamaged(f"{path} cannot be read ({error}). Rebuild the index with --rebuild.") from error
