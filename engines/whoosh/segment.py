"""One segment of a Whoosh index as arrays, which are read once and cached.

This is the only module that depends on the internals of Whoosh's codec, so the exact version of Whoosh is pinned.
Reading whole blocks of postings is about thirty times as fast as reading one document at a time with a matcher.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import LENGTHS_COLUMN
from whoosh.reading import SegmentReader, TermNotFound
from whoosh.util.numeric import byte_to_length

from .schema import RECORD, schema

Ids = NDArray[np.int64]
Floats = NDArray[np.float64]

_LENGTHS = np.array([byte_to_length(byte) for byte in range(256)], dtype=np.float64)
_MAX_CACHED_POSTINGS = 4_000_000
"""Greatest number of postings per segment that are kept in memory."""


@dataclass(frozen=True, slots=True)
class Postings:
    """The documents of a term, ascending, and the term frequency in each; `spots` are `document << 32 | position`."""

    ids: Ids
    counts: Floats
    spots: Ids | None = None


_NONE = Postings(np.empty(0, np.int64), np.empty(0, np.float64), np.empty(0, np.int64))


class Segment:
    """The postings, columns and records of a segment. Threads must not share it without a lock."""

    def __init__(self, reader: SegmentReader, *, like: Segment | None = None) -> None:
        """Wrap an opened segment. `like` is the same segment with fewer deletions, whose cached arrays are shared."""
        self._reader = reader
        self._users = 1
        entry: Any = reader.segment()
        self.name: str = entry.segment_id()
        self.deleted: int = entry.deleted_count()
        self.size: int = reader.doc_count_all()
        self.alive = np.ones(self.size, dtype=bool)
        self.alive[list(entry.deleted_docs())] = False
        self._kept: OrderedDict[tuple[str, bytes, bool], Postings] = OrderedDict()
        self._free = _MAX_CACHED_POSTINGS
        self._columns: dict[str, Ids] = like._columns if like else {}
        self._values: dict[str, tuple[list[str], Ids, Ids]] = like._values if like else {}

    def postings(self, field: str, term: bytes, *, spots: bool = False) -> Postings:
        """Return the postings of a term, including deleted documents; with `spots` also all positions."""
        key = (field, term, spots)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        found = self._read(field, term, spots)
        self._keep(key, found)
        return found

    def document_frequency(self, field: str, term: bytes) -> int:
        """Return the number of documents that contain the term, including deleted ones."""
        return self._terms.doc_frequency(field, term) if (field, term) in self._terms else 0

    def terms(self, field: str, prefix: bytes) -> Iterator[tuple[bytes, int]]:
        """Yield the terms of a field with this prefix, ascending, and their document frequencies."""
        if field not in self._terms.indexed_field_names():
            return
        for (name, term), info in self._terms.items_from(field, prefix):
            if name != field or not term.startswith(prefix):
                return
            yield term, info.doc_frequency()

    def lengths(self, field: str) -> Floats:
        """Return the number of tokens of each document in a text field, rounded as Whoosh stores it."""
        codes = self._column(f"_{field}_len", LENGTHS_COLUMN, np.dtype("u1"))
        return np.asarray(_LENGTHS[codes])

    def total_length(self, field: str) -> int:
        """Return the total number of tokens of all documents in a text field."""
        return int(self._reader.field_length(field))

    def key(self, name: str) -> Ids:
        """Return the value of a key for each document."""
        return self._column(name, schema()[name].column_type, np.dtype(">u8"))

    def values(self, field: str) -> tuple[list[str], Ids, Ids]:
        """Return all values of an exact field, and two parallel arrays: documents, and the number of a value of
        each."""
        if field not in self._values:
            names, documents = [], []
            for term, _ in self.terms(field, b""):
                names.append(term.decode())
                documents.append(self._read(field, term, False).ids)
            sizes = [len(ids) for ids in documents]
            holders = np.concatenate(documents) if documents else np.empty(0, np.int64)
            self._values[field] = names, holders, np.repeat(np.arange(len(names)), sizes)
        return self._values[field]

    def record(self, document: int) -> bytes:
        """Return the record of a document."""
        return bytes(self._reader.stored_fields(document)[RECORD])

    def find(self, field: str, term: bytes) -> list[int]:
        """Return the documents that contain the term and are not deleted."""
        return [int(document) for document in self._read(field, term, False).ids if self.alive[document]]

    def hold(self) -> None:
        """Keep the files open for one more user, which calls `close` too."""
        self._users += 1

    def close(self) -> None:
        """Close the files when the last user has called it."""
        self._users -= 1
        if self._users == 0:
            self._reader.close()

    @property
    def _terms(self) -> Any:
        return self._reader._terms

    def _column(self, name: str, column: Any, kind: np.dtype[Any]) -> Ids:
        if name not in self._columns:
            out = np.zeros(self.size, dtype=np.int64)
            if self._reader._perdoc.has_column(name):
                reader = self._reader._perdoc.column_reader(name, column)
                raw = bytes(reader._dbfile.get(reader._basepos, reader._count * kind.itemsize))
                out[: reader._count] = np.frombuffer(raw, dtype=kind)
            self._columns[name] = out
        return self._columns[name]

    def _read(self, field: str, term: bytes, spots: bool) -> Postings:
        try:
            matcher = self._terms.matcher(field, term, schema()[field].format)
        except TermNotFound:
            return _NONE
        ids: list[int] = []
        counts: list[float] = []
        values: list[bytes] = []
        while matcher.is_active():
            matcher._read_ids()
            matcher._read_weights()
            ids.extend(matcher._ids)
            counts.extend(matcher._weights)
            if spots:
                matcher._read_values()
                values.extend(matcher._values)
            matcher._next_block()
        documents = np.array(ids, dtype=np.int64)
        weights = np.array(counts, dtype=np.float64)
        if not spots:
            return Postings(documents, weights)
        positions = np.frombuffer(b"".join(values), dtype="<u4").astype(np.int64)
        return Postings(documents, weights, (np.repeat(documents, weights.astype(np.int64)) << 32) | positions)

    def _keep(self, key: tuple[str, bytes, bool], found: Postings) -> None:
        self._kept[key] = found
        self._free -= _weight(found)
        while self._free < 0 and self._kept:
            _, dropped = self._kept.popitem(last=False)
            self._free += _weight(dropped)


def _weight(postings: Postings) -> int:
    return len(postings.ids) + (0 if postings.spots is None else len(postings.spots)) + 16
