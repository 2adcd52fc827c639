"""Opening of the files of a Whoosh index."""

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

from ..failures import unreadable_error
from ..fields import PlanError
from .schema import INDEX_NAME, schema
from .segment import Segment

_TRIES = 10
_PAUSE_SECONDS = 0.05
_BROKEN = (
    OSError, ValueError, LookupError, EOFError, AttributeError, TypeError, AssertionError, ImportError,
    struct.error, zlib.error, pickle.UnpicklingError, WhooshIndexError,
)  # fmt: skip
"""The exceptions that Whoosh and `pickle` raise on unreadable files."""


@contextmanager
def translated_errors(folder: Path) -> Iterator[None]:
    """Translate the exceptions that unreadable files cause to `IndexDamaged`."""
    try:
        yield
    except PlanError:
        raise
    except _BROKEN as error:
        raise unreadable_error(folder, f"{type(error).__name__}: {error}") from error


class _Storage(FileStorage):
    """A folder of index files. Tables of contents are read into memory, because Whoosh leaves damaged ones open."""

    def open_file(self, name: str, **options: Any) -> StructFile:
        if not name.endswith(".toc"):
            opened: StructFile = super().open_file(name, **options)  # type: ignore[no-untyped-call]
            return opened
        return BufferFile(memoryview(Path(self.folder, name).read_bytes()), name=name)


def storage_of(folder: Path) -> FileStorage:
    """Return the folder as a Whoosh storage."""
    return _Storage(str(folder))  # type: ignore[no-untyped-call]


def read_toc(storage: FileStorage) -> TOC:
    """Return the last committed table of contents, which lists the segments, with the current schema for the pickled
    one."""
    toc: TOC = TOC.read(storage, INDEX_NAME, schema=schema())
    return toc


def open_segments(folder: Path, previous: Sequence[Segment] = ()) -> list[Segment]:
    """Return the segments of the last commit. Unchanged segments of `previous` are reused with their caches."""
    for left in reversed(range(_TRIES)):
        opened: list[Segment] = []
        try:
            return _open(folder, {segment.name: segment for segment in previous}, opened)
        except FileNotFoundError:  # a commit replaced files after the table of contents was read
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
