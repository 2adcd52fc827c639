"""The manifest, a small JSON file that describes the content of an index folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .._version import __version__
from ..engines.files import write_atomically
from ..model import IndexDamaged, IndexMissing, IndexVersion

FORMAT = 3
"""Format version of the index folder and of the fields of the engines.

It changes with a schema, and with the version of a library if its files depend on it: the minor version of tantivy, the
exact version of whoosh3.
"""

MANIFEST_NAME = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The content of `manifest.json`. `analyzer` is the fingerprint of the analyzer that made the tokens of the
    index."""

    format: int
    engine: str
    analyzer: str
    generation: int
    created: str
    timtin: str

    @property
    def folder(self) -> str:
        """The folder name of the current generation."""
        return generation_folder(self.generation)


def generation_folder(number: int) -> str:
    """Return the folder name of a generation."""
    return f"gen-{number:06d}"


def new_manifest(engine: str, analyzer: str, generation: int) -> Manifest:
    """Return a manifest of this version of timtin, created now."""
    created = datetime.now(UTC).isoformat(timespec="seconds")
    return Manifest(
        format=FORMAT, engine=engine, analyzer=analyzer, generation=generation, created=created, timtin=__version__
    )


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of an index folder. The fingerprint of the analyzer is not checked.

    Raises:
        IndexMissing: There is no folder, or no manifest in it.
        IndexVersion: The index has another format version.
        IndexDamaged: The manifest cannot be read or is invalid.
    """
    path = folder / MANIFEST_NAME
    try:
        content = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        what = "There is no index in" if folder.is_dir() else "There is no folder"
        raise IndexMissing(f"{what} {folder}. Create one: timtin index SOURCE… --index {folder}") from None
    except OSError as error:
        raise IndexDamaged(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise _damaged(path, "it is not JSON") from error
    if not isinstance(content, dict):
        raise _damaged(path, "it is not a JSON object")
    _check_format(folder, content)
    return _to_manifest(path, content)


def recorded_engine(folder: Path, known: Sequence[str]) -> str | None:
    """Return the engine named by a manifest of any format version, or None if it is not one of the known engines."""
    try:
        content = json.loads((folder / MANIFEST_NAME).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    engine = content.get("engine") if isinstance(content, dict) else None
    return engine if engine in known else None


def check_analyzer(folder: Path, manifest: Manifest, analyzer: str) -> None:
    """Check that the index was made with the given analyzer.

    Raises:
        IndexVersion: Another analyzer made it; the message names both fingerprints.
    """
    if manifest.analyzer != analyzer:
        raise IndexVersion(
            f"The index in {folder} was made with analyzer {manifest.analyzer} (timtin {manifest.timtin}); this timtin "
            f"{__version__} has analyzer {analyzer}. Rebuild it: timtin index SOURCE… --index {folder} --rebuild"
        )


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest by one rename.

    Raises:
        IndexWriteError: Writing to the disk failed; the old manifest is intact.
    """
    write_atomically(
        folder / MANIFEST_NAME, json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode() + b"\n"
    )


def _check_format(folder: Path, content: dict[str, Any]) -> None:
    found = content.get("format")
    if type(found) is not int:
        raise _damaged(folder / MANIFEST_NAME, "it has no format version")
    if found != FORMAT:
        raise IndexVersion(
            f"The index in {folder} has format {found} (timtin {content.get('timtin')}); this timtin "
            f"{__version__} reads format {FORMAT}. Rebuild it: timtin index SOURCE… --index {folder} --rebuild"
        )


def _to_manifest(path: Path, content: dict[str, Any]) -> Manifest:
    types = {field.name: int if field.name in ("format", "generation") else str for field in fields(Manifest)}
    for name, expected in types.items():
        if type(content.get(name)) is not expected:
            raise _damaged(path, f"{name} is missing or not of type {expected.__name__}")
    if content["generation"] < 1:
        raise _damaged(path, "generation is below 1")
    return Manifest(**{name: content[name] for name in types})


def _damaged(path: Path, why: str) -> IndexDamaged:
    return IndexDamaged(
        f"{path} is damaged ({why}). Restore the folder from a backup, or rebuild it: "
        f"timtin index SOURCE… --index {path.parent} --rebuild"
    )
