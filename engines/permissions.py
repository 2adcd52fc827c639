"""File modes that follow the folder's, so that one user may index and another serve."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


def share(folder: Path) -> None:
    """Give every file in the folder the folder's own mode without its execute bits, as far as they are ours."""
    mode = folder.stat().st_mode & 0o666
    for entry in folder.iterdir():
        with suppress(OSError):
            if entry.is_file() and not entry.is_symlink() and entry.stat().st_mode & 0o777 != mode:
                entry.chmod(mode)
