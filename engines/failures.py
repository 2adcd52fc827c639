"""The errors of an unusable index folder, with the same messages for every engine."""

from __future__ import annotations

from pathlib import Path

from ..model import IndexDamaged, IndexLocked, IndexWriteError


def locked_error(folder: Path) -> IndexLocked:
    """Return the error for an index that another process is writing to."""
    return IndexLocked(f"Another process is writing to the index in {folder}. Wait for it to end, or stop it.")


def unreadable_error(folder: Path, reason: str) -> IndexDamaged:
    """Return the error for files that the engine cannot read."""
    return IndexDamaged(
        f"The index in {folder} cannot be read ({reason}). Restore it from a backup, or rebuild it with "
        f"`timtin index … --rebuild`."
    )


def unwritable_error(folder: Path, reason: str) -> IndexWriteError:
    """Return the error for a failed write."""
    return IndexWriteError(
        f"The index in {folder} could not be written ({reason}). Is the disk full or the folder read-only? What was "
        f"committed before is untouched."
    )


def ended_error(folder: Path) -> IndexWriteError:
    """Return the error for the use of a writer after its end."""
    return IndexWriteError(f"The writer of the index in {folder} has ended.")
