"""The small file that says what an index folder holds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .. import __version__
from ..engines.durable_files import write_whole
from ..model import IndexDamaged, IndexMissing, IndexVersion

FORMAT = 3
"""Layout of the folder and of the engines' fields. Another schema, or another version of a library whose files are
bound to it (tantivy's minor version, whoosh3's exact one), makes another format."""

NAME = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What `manifest.json` says. `analyzer` is the fingerprint of the analyzer whose tokens are in the index."""

    format: int
    engine: str
    analyzer: str
    generation: int
    created: str
    timtin: str

    @property
    def folder(self) -> str:
        """The name of the serving generation's folder."""
        return generation_folder(self.generation)


def generation_folder(number: int) -> str:
    """The folder name of a generation."""
    return f"gen-{number:06d}"


def new_manifest(engine: str, analyzer: str, generation: int) -> Manifest:
    """A manifest of this version of timtin, made now."""
    created = datetime.now(UTC).isoformat(timespec="seconds")
    return Manifest(
        format=FORMAT, engine=engine, analyzer=analyzer, generation=generation, created=created, timtin=__version__
    )


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an index folder, whatever analyzer made it.

    Raises:
        IndexMissing: no folder, or no manifest in it.
        IndexVersion: another format.
        IndexDamaged: it cannot be read or understood.
    """
    path = folder / NAME
    try:
        said = json.loads(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        what = "There is no index in" if folder.is_dir() else "There is no folder"
        raise IndexMissing(f"{what} {folder}. Make one: timtin index SOURCE… --index {folder}") from None
    except OSError as error:
        raise IndexDamaged(f"{path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise _damaged(path, "it is no JSON") from error
    if not isinstance(said, dict):
        raise _damaged(path, "it is no JSON object")
    _check_format(folder, said)
    return _to_manifest(path, said)


def engine_before(folder: Path, known: Sequence[str]) -> str | None:
    """The engine a manifest names, of whatever format it is; None where there is none of the known."""
    try:
        said = json.loads((folder / NAME).read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    engine = said.get("engine") if isinstance(said, dict) else None
    return engine if engine in known else None


def check_analyzer(folder: Path, manifest: Manifest, analyzer: str) -> None:
    """Refuse an index whose tokens another analyzer made.

    Raises:
        IndexVersion: both fingerprints are named.
    """
    if manifest.analyzer != analyzer:
        raise IndexVersion(
            f"The index in {folder} was made with analyzer {manifest.analyzer} (timtin {manifest.timtin}); this timtin "
            f"{__version__} has analyzer {analyzer}. Build it anew: timtin index SOURCE… --index {folder} --rebuild"
        )


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest in one rename.

    Raises:
        IndexWriteError: the disk refused; the old one is still there.
    """
    write_whole(folder / NAME, json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode() + b"\n")


def _check_format(folder: Path, said: dict[str, Any]) -> None:
    found = said.get("format")
    if type(found) is not int:
        raise _damaged(folder / NAME, "it names no format")
    if found != FORMAT:
        raise IndexVersion(
            f"The index in {folder} has format {found} (timtin {said.get('timtin')}); this timtin {__version__} reads "
            f"format {FORMAT}. Build it anew: timtin index SOURCE… --index {folder} --rebuild"
        )


def _to_manifest(path: Path, said: dict[str, Any]) -> Manifest:
    kinds = {field.name: int if field.name in ("format", "generation") else str for field in fields(Manifest)}
    for name, kind in kinds.items():
        if type(said.get(name)) is not kind:
            raise _damaged(path, f"{name} is missing or no {kind.__name__}")
    if said["generation"] < 1:
        raise _damaged(path, "generation is below 1")
    return Manifest(**{name: said[name] for name in kinds})


def _damaged(path: Path, why: str) -> IndexDamaged:
    return IndexDamaged(
        f"{path} is damaged ({why}). Restore the folder from a backup, or build it anew: "
        f"timtin index SOURCE… --index {path.parent} --rebuild"
    )
