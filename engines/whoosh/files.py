"""Opening the files of a Whoosh index."""

from __future__ import annotations

import pickle
import struct
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile, StructFile
from whoosh.index import TOC
from whoosh.index import IndexError as WhooshIndexError
from whoosh.reading import SegmentReader

from ..failures import unreadable
from ..fields import PlanError
from .schema import INDEX_NAME, schema
from .segment import Segment

_TRIES = 10
_PAUSE_SECONDS = 0.05
_BROKEN = (
    OSError, ValueError, LookupError, EOFError, AttributeError, TypeError, AssertionError, ImportError,
    struct.error, zlib.error, pickle.UnpicklingError, WhooshIndexError,
)  # fmt: skip
"""What unreadable files make Whoosh and `pickle` throw."""


@contextmanager
def reading(folder: Path) -> Iterator[None]:
    """Turn what broken files cause into `IndexDamaged`."""
    try:
        yield
    except PlanError:
        raise
    except _BROKEN as error:
        raise unreadable(folder, f"{type(error).__name__}: {error}") from error


class _Storage(FileStorage):
    """Whoosh's view of a folder. Lists of segments are read whole: Whoosh leaves them open where they are broken."""

    def open_file(self, name: str, **options: Any) -> StructFile:
        if not name.endswith(".toc"):
            opened: StructFile = super().open_file(name, **options)  # type: ignore[no-untyped-call]
            return opened
        return BufferFile(memoryview(Path(self.folder, name).read_bytes()), name=name)


def storage_of(folder: Path) -> FileStorage:
    """Whoosh's view of the folder."""
    return _Storage(str(folder))  # type: ignore[no-untyped-call]


def read_toc(storage: FileStorage) -> TOC:
    """The last committed list of segments (our schema is used, not the pickled one)."""
    toc: TOC = TOC.read(storage, INDEX_NAME, schema=schema())
    return toc


def open_segments(folder: Path, previous: Sequence[Segment] = ()) -> list[Segment]:
    """The segments of the last commit; those of `previous` that are the same are taken over with what they keep."""
    for left in reversed(range(_TRIES)):
        opened: list[Segment] = []
        try:
            return _open(folder, {segment.name: segment for segment in previous}, opened)
        except FileNotFoundError:  # a commit replaced files between the list and the opening
            for segment in opened:
                segment.close()
            if not left:
                raise
            sleep(_PAUSE_SECONDS)
    raise AssertionError("unreachable")


def _open(folder: Path, previous: dict[str, Segment], opened: list[Segment]) -> list[Segment]:
    storage = storage_of(folder)
    toc = read_toc(storage)
    out = []
    for entry in toc.segments:
        known = previous.get(entry.segment_id())
        if known is not None and known.deleted == entry.deleted_count():
            out.append(known)
            continue
        opened.append(Segment(SegmentReader(storage, schema(), entry, generation=toc.generation), like=known))
        out.append(opened[-1])
    return out
