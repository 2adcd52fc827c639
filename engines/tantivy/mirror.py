"""Opening of a tantivy index for reading, also without write permission.

tantivy needs write permission for a lock file even to read. If the folder does not allow this (an index of another
user, a read-only disk), a private folder with links to the files and a copy of `meta.json`, the mirror, is opened
instead.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from weakref import finalize

import tantivy

from .schema import prepare

_LOCK = ".tantivy-meta.lock"
_COPIED = ("meta.json", ".managed.json")
_TRIES = 5


class OpenedIndex:
    """An index opened for reading, directly or through a mirror. `index` is the tantivy index."""

    def __init__(self, folder: Path) -> None:
        """Open the index.

        Raises:
            ValueError, OSError: tantivy cannot read the files.
        """
        self._folder = folder
        self._mirror: Path | None = None
        if not _may_lock(folder):
            self._mirror = Path(tempfile.mkdtemp(prefix="timtin-"))
            self._remove = finalize(self, shutil.rmtree, self._mirror, ignore_errors=True)
        try:
            self.index = self._open()
        except BaseException:
            self.close()
            raise

    def _open(self) -> tantivy.Index:
        if self._mirror is None:
            return prepare(tantivy.Index.open(str(self._folder)))
        for left in reversed(range(_TRIES)):
            _link(self._folder, self._mirror)
            try:
                return prepare(tantivy.Index.open(str(self._mirror)))
            except (ValueError, OSError):
                if not left:  # otherwise a commit between copying and opening may be the cause
                    raise
        raise AssertionError("unreachable")

    def reload(self) -> None:
        """Move on to the last commit."""
        if self._mirror is None:
            self.index.reload()
        else:
            self.index = self._open()

    def close(self) -> None:
        """Remove the mirror, if there is one."""
        if self._mirror is not None:
            self._remove()


def _may_lock(folder: Path) -> bool:
    lock = folder / _LOCK
    target = lock if lock.exists() else folder
    if not os.access(target, os.W_OK):
        return False
    try:  # a read-only disk is noticed only by trying
        lock.open("ab").close()
    except OSError:
        return False
    return True


def _link(folder: Path, mirror: Path) -> None:
    """Update the mirror: copy the lists of files, link new files and remove the links of deleted ones."""
    for name in _COPIED:
        with suppress(FileNotFoundError):
            (mirror / name).write_bytes((folder / name).read_bytes())
    present = {entry.name for entry in folder.iterdir()} - {*_COPIED}
    for entry in mirror.iterdir():
        if entry.is_symlink() and entry.name not in present:
            entry.unlink()
    for name in present:
        link = mirror / name
        if not name.startswith(".") and not link.is_symlink():
            link.symlink_to((folder / name).resolve())
