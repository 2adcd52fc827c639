"""The writer of the completions: a private ledger, and the files that it publishes for readers.

    completions.db              the ledger (see `ledger`)
    completions.json            the names of the two files for readers; replaced atomically by every commit
    completions-N-base.bin      all completions at the time of its writing (see `segment`)
    completions-N-recent.bin    the completions that have changed since; they replace those of the base

Readers never open the ledger, so they need neither locks nor write permission. Most commits write only the small recent
file; a new base is written when a tenth of its completions have changed.
"""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from ...engines.document import Document
from ...engines.files import apply_folder_mode, write_atomically
from .ledger import Ledger, translated_sqlite_errors
from .reader import NAMES_FILE
from .segment import encode_segment

LEDGER_FILE = "completions.db"

MANY_ARTICLES = 20_000
"""In a larger index, phrases need three articles to become completions; in a smaller one, two."""

_BATCH = 1_000
"""Documents that are collected before they are applied to the ledger."""

_CHANGED_FRACTION, _MIN_CHANGED = 10, 2_000
"""A new base is written if more than 1/10 of its rows and more than 2,000 rows have changed."""


class CompletionsWriter:
    """Implements `side_indexes.SideIndexWriter`. It opens no file before the first change."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pending: dict[str, Document | None] = {}
        self._ledger: Ledger | None = None

    def put(self, document: Document) -> None:
        """See `side_indexes.SideIndexWriter`."""
        self._change(document.id, document)

    def delete(self, id: str) -> None:
        """See `side_indexes.SideIndexWriter`."""
        self._change(id, None)

    def commit(self) -> None:
        """See `side_indexes.SideIndexWriter`."""
        if self._ledger is None and not self._pending:
            return
        with translated_sqlite_errors(self._folder / LEDGER_FILE):
            ledger = self._open_ledger()
            self._apply()
            names = _write_files(ledger, self._folder)
            ledger.commit()
        self.rollback()
        # If the process ends here, the next commit publishes the base of the ledger and all later changes.
        apply_folder_mode(self._folder)
        write_atomically(self._folder / NAMES_FILE, json.dumps(names).encode() + b"\n")
        apply_folder_mode(self._folder)
        _remove_unnamed(self._folder, names)

    def rollback(self) -> None:
        """See `side_indexes.SideIndexWriter`."""
        self._pending.clear()
        ledger, self._ledger = self._ledger, None
        if ledger is not None:
            ledger.close()

    def _change(self, id: str, document: Document | None) -> None:
        self._pending[id] = document
        if len(self._pending) >= _BATCH:
            with translated_sqlite_errors(self._folder / LEDGER_FILE):
                self._apply()

    def _apply(self) -> None:
        self._open_ledger().apply(self._pending)
        self._pending.clear()

    def _open_ledger(self) -> Ledger:
        if self._ledger is None:
            self._ledger = Ledger(self._folder / LEDGER_FILE)
        return self._ledger


def _write_files(ledger: Ledger, folder: Path) -> dict[str, str]:
    """Write the files for readers and return their names. The ledger is not committed yet."""
    state = ledger.state()
    number = int(state.get("number", 0)) + 1
    dirty = ledger.dirty_keys()
    base = str(state.get("base", ""))
    if not (base and (folder / base).is_file()) or len(dirty) > _max_changed(int(state["rows"])):
        ledger.prune_single_phrases()
        min_articles = 3 if ledger.articles() > MANY_ARTICLES else 2
        rows = ledger.rows(min_articles)
        names = {"base": f"completions-{number}-base.bin", "recent": ""}
        write_atomically(folder / names["base"], encode_segment(rows))
        ledger.clear_dirty()
        ledger.set_state({"number": number, "base": names["base"], "rows": len(rows), "least": min_articles})
    else:
        names = {"base": base, "recent": f"completions-{number}-recent.bin"}
        rows = ledger.rows(int(state["least"]), dirty_only=True)
        write_atomically(folder / names["recent"], encode_segment(rows, dirty))
        ledger.set_state({"number": number})
    return names


def _max_changed(rows: int) -> int:
    """Return how many of the rows of a base may have changed before a new base is due."""
    return max(_MIN_CHANGED, rows // _CHANGED_FRACTION)


def _remove_unnamed(folder: Path, names: dict[str, str]) -> None:
    for path in folder.glob("completions-*.bin"):
        if path.name not in names.values():
            with suppress(OSError):  # some systems keep files that a reader has mapped; the next commit tries again
                path.unlink()
