"""What an index folder that cannot be used is told as: each sentence once, for every engine."""

from __future__ import annotations

from pathlib import Path

from ..model import IndexDamaged, IndexLocked, IndexWriteError


def locked(folder: Path) -> IndexLocked:
    """Somebody else is writing."""
    return IndexLocked(f"Another process is writing to the index in {folder}. Wait for it to end, or stop it.")


def unreadable(folder: Path, why: str) -> IndexDamaged:
    """Its files are not what the engine wrote."""
    return IndexDamaged(
        f"The index in {folder} cannot be read ({why}). Restore it or build it anew with `timtin index … --rebuild`."
    )


def unwritable(folder: Path, why: str) -> IndexWriteError:
    """The disk refused."""
    return IndexWriteError(
        f"The index in {folder} could not be written ({why}). Is the disk full or the folder read-only? What was "
        f"committed before is untouched."
    )


def ended(folder: Path) -> IndexWriteError:
    """A writer was used after its end."""
    return IndexWriteError(f"The writer of the index in {folder} has ended.")
