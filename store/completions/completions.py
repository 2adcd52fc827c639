"""What a search box offers, kept beside the engine: a ledger for the writer alone, and files for readers.

    completions.db              the ledger (see `completion_ledger`)
    completions.json            the names of the two files that readers map; replaced whole at every commit
    completions-N-base.bin      all there was to offer when it was written (see `completion_segment`)
    completions-N-recent.bin    what has changed since, in place of the base's rows

Readers never open the ledger, so they need no locks and no right to write. Most commits write the small recent file; a
new base is written when a tenth of it has changed.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path

from ...engines.document import Document
from ...engines.durable_files import write_whole
from ...engines.permissions import share
from ...model import IndexDamaged
from .ledger import Ledger, refusals
from .segment import Segment, to_bytes

LEDGER, NAMES = "completions.db", "completions.json"

MANY_ARTICLES = 20_000
"""From so many articles on a phrase is offered that three of them have, below it one that two have."""

_BATCH = 1_000
_SHARE, _SMALL = 10, 2_000
"""A new base is due when more rows have changed than a tenth of it, and than so many."""

_TRIES = 5
_NAME = re.compile(r"|completions-\d+-(base|recent)\.bin")


class CompletionsWriter:
    """Implements `companions.Companion`. Nothing is opened before the first change."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: dict[str, Document | None] = {}
        self._ledger: Ledger | None = None

    def put(self, document: Document) -> None:
        """See `companions.Companion`."""
        self._change(document.id, document)

    def delete(self, id: str) -> None:
        """See `companions.Companion`."""
        self._change(id, None)

    def commit(self) -> None:
        """See `companions.Companion`."""
        if self._ledger is None and not self._waiting:
            return
        with refusals(self._folder / LEDGER):
            ledger = self._opened()
            self._apply()
            names = _write_files(ledger, self._folder)
            ledger.commit()
        self.rollback()
        # Should this be as far as it gets, the next commit names the ledger's base and what has changed since.
        share(self._folder)
        write_whole(self._folder / NAMES, json.dumps(names).encode() + b"\n")
        share(self._folder)
        _remove_others(self._folder, names)

    def rollback(self) -> None:
        """See `companions.Companion`."""
        self._waiting.clear()
        ledger, self._ledger = self._ledger, None
        if ledger is not None:
            ledger.close()

    def _change(self, id: str, document: Document | None) -> None:
        self._waiting[id] = document
        if len(self._waiting) >= _BATCH:
            with refusals(self._folder / LEDGER):
                self._apply()

    def _apply(self) -> None:
        self._opened().apply(self._waiting)
        self._waiting.clear()

    def _opened(self) -> Ledger:
        if self._ledger is None:
            self._ledger = Ledger(self._folder / LEDGER)
        return self._ledger


def _write_files(ledger: Ledger, folder: Path) -> dict[str, str]:
    """Write what readers shall have and give the files' names; the ledger is not committed yet."""
    state = ledger.state()
    number = int(state.get("number", 0)) + 1
    changed = ledger.changed()
    base = str(state.get("base", ""))
    if not base or len(changed) > max(_SMALL, int(state["rows"]) // _SHARE) or not (folder / base).is_file():
        ledger.forget_singles()
        least = 3 if ledger.articles() > MANY_ARTICLES else 2
        rows = ledger.rows(least)
        names = {"base": f"completions-{number}-base.bin", "recent": ""}
        write_whole(folder / names["base"], to_bytes(rows))
        ledger.nothing_changed()
        ledger.set_state({"number": number, "base": names["base"], "rows": len(rows), "least": least})
    else:
        names = {"base": base, "recent": f"completions-{number}-recent.bin"}
        rows = ledger.rows(int(state["least"]), changed=True)
        write_whole(folder / names["recent"], to_bytes(rows, changed))
        ledger.set_state({"number": number})
    return names


def _remove_others(folder: Path, names: dict[str, str]) -> None:
    for path in folder.glob("completions-*.bin"):
        if path.name not in names.values():
            with suppress(OSError):  # some systems keep what a reader has mapped; the next commit tries again
                path.unlink()


class Completions:
    """The reading side: the base and what replaces some of it. Nothing is opened before it is first asked for."""

    def __init__(self, folder: Path, before: tuple[Segment, ...] = ()) -> None:
        self._folder = folder
        self._before = {segment.path: segment for segment in before}
        self._segments: tuple[Segment, ...] | None = None

    def segments(self) -> tuple[Segment, ...]:
        """The open files: none in an index that never had articles, the base alone, or base and recent.

        Raises:
            IndexDamaged: they cannot be read.
        """
        if self._segments is None:
            self._segments = self._open()
        return self._segments

    def refreshed(self) -> Completions:
        """This, or where something was committed since, what is there now. Never an error: `segments` tells it."""
        if self._segments is None or self._current():
            return self
        return Completions(self._folder, self._segments)

    def _current(self) -> bool:
        names = [segment.path.name for segment in self._segments or ()]
        with suppress(IndexDamaged):
            return names == [name for name in self._names().values() if name]
        return False

    def _open(self) -> tuple[Segment, ...]:
        for left in reversed(range(_TRIES)):
            try:
                paths = [self._folder / name for name in self._names().values() if name]
                return tuple(self._before.get(path) or Segment(path) for path in paths)
            except FileNotFoundError as error:  # a commit replaced them meanwhile
                if not left:
                    raise IndexDamaged(
                        f"A file of the index is missing: {error.filename}. Build it anew with --rebuild."
                    ) from error
        raise AssertionError("unreachable")

    def _names(self) -> dict[str, str]:
        path = self._folder / NAMES
        try:
            names = json.loads(path.read_bytes())
            if isinstance(names, dict) and all(_NAME.fullmatch(str(name)) for name in names.values()):
                return names
            raise ValueError("it names no files of ours")
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            raise IndexDamaged(f"{path} cannot be read ({error}). Build the index anew with --rebuild.") from error
