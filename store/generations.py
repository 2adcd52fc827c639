"""The generations of an index folder: the folders `gen-000001/` and so on, each with the files of one engine."""

from __future__ import annotations

import re
import shutil
import stat
from pathlib import Path

from ..engines.registry import engine_named
from ..model import IndexWriteError
from .manifest import Manifest

_NAME = re.compile(r"gen-([0-9]{6,9})")


def create_generation(folder: Path, manifest: Manifest) -> None:
    """Create the folder of the manifest's generation with an empty index.

    Raises:
        IndexWriteError: Writing to the disk failed, or the folder exists.
    """
    files = folder / manifest.folder
    try:
        files.mkdir()
        files.chmod(stat.S_IMODE(folder.stat().st_mode))
    except OSError as error:
        raise IndexWriteError(f"{files} cannot be created: {error.strerror}.") from error
    engine_named(manifest.engine).create(files)


def next_generation(folder: Path) -> int:
    """Return a number greater than that of every existing generation."""
    return max(_generations(folder), default=0) + 1


def remove_generations(folder: Path, *, keep: str) -> None:
    """Remove all generations except the one with the folder name `keep`. Folders that cannot be removed are left."""
    for path in _generations(folder).values():
        if path.name != keep and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)


def _generations(folder: Path) -> dict[int, Path]:
    found = {_NAME.fullmatch(path.name): path for path in folder.iterdir() if path.is_dir()}
    return {int(name[1]): path for name, path in found.items() if name}
