"""The Whoosh schema of index documents.

The schema is pickled into every index, so the names of this module and its classes are part of the index format.
"""

from __future__ import annotations

import sys
from array import array
from collections import Counter
from collections.abc import Generator, Iterable
from functools import cache
from typing import Any

from whoosh.columns import NumericColumn
from whoosh.fields import COLUMN, STORED, FieldType, Schema
from whoosh.formats import Existence, Format

from ..document import Document
from ..fields import EXACT, FREQUENCY_FIELDS, KEYS, POSITIONAL_FIELDS, exact_field
from ..values import encodable, exact_values, id_term, pack_record

ID = "id_term"
"""Field of the id term, by which documents are found, replaced and deleted."""

RECORD = "record"
"""Stored field of the id and the stored bytes, see `values.pack_record`."""

INDEX_NAME = "timtin"


def pack_positions(positions: Iterable[int]) -> bytes:
    """Return positions as little-endian 32-bit integers."""
    numbers = array("I", positions)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


class PackedPositions(Format):
    """The positions of a posting as little-endian 32-bit integers; Whoosh's own format pickles a list per posting."""

    def __init__(self) -> None:
        self.field_boost = 1.0
        self.options: dict[str, Any] = {}

    def encode(self, value: Iterable[int]) -> bytes:
        """Return positions as bytes."""
        return pack_positions(value)

    def decode_positions(self, valuestring: bytes) -> list[int]:
        """Return bytes as positions. Only tools of Whoosh call it."""
        numbers = array("I", valuestring)
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers.tolist()

    def decode_frequency(self, valuestring: bytes) -> int:
        """Return the number of positions. Only tools of Whoosh call it."""
        return len(valuestring) // 4


class TokensField(FieldType):
    """A text field: tokens joined by spaces, indexed with positions or only with frequencies."""

    scorable = True

    def __init__(self, positions: bool) -> None:
        self.positions = positions
        self.format: Format = PackedPositions() if positions else Existence()

    def index(self, value: str, **_: Any) -> Generator[tuple[bytes, int, float, bytes], Any, None]:
        """Yield term, frequency, weight and value of each posting, as Whoosh's writer expects them."""
        terms = encodable(value).encode().split()
        if not self.positions:
            for term, count in Counter(terms).items():
                yield term, count, float(count), b""
            return
        places: dict[bytes, list[int]] = {}
        for position, term in enumerate(terms):
            places.setdefault(term, []).append(position)
        for term, positions in places.items():
            yield term, len(positions), float(len(positions)), pack_positions(positions)


class ValuesField(FieldType):
    """An exact field: whole values, any number per document."""

    scorable = False

    def __init__(self) -> None:
        self.format = Existence()

    def index(self, value: Iterable[str], **_: Any) -> Generator[tuple[bytes, int, float, bytes], Any, None]:
        """Yield term, frequency, weight and value of each posting, as Whoosh's writer expects them."""
        for text in value:
            yield text.encode(), 1, 1.0, b""


@cache
def schema() -> Schema:
    """Return the schema of every Whoosh index. Changing it requires a new format version."""
    fields: dict[str, FieldType] = {ID: ValuesField(), RECORD: STORED()}
    fields.update((name, TokensField(positions=True)) for name in POSITIONAL_FIELDS)
    fields.update((name, TokensField(positions=False)) for name in FREQUENCY_FIELDS)
    fields.update((exact_field(name), ValuesField()) for name in EXACT)
    fields.update((name, COLUMN(NumericColumn("Q"))) for name in KEYS)
    return Schema(**fields)


def to_whoosh(document: Document) -> dict[str, Any]:
    """Return the document as keyword arguments of Whoosh's `add_document`."""
    out: dict[str, Any] = {ID: [id_term(document.id)], RECORD: pack_record(document.id, document.stored)}
    out.update(
        (name, document.texts[name]) for name in POSITIONAL_FIELDS + FREQUENCY_FIELDS if document.texts.get(name)
    )
    for name in EXACT:
        values = exact_values(document.exact.get(name, ()))
        if values:
            out[exact_field(name)] = values
    out.update((name, document.keys.get(name, 0)) for name in KEYS)
    return out
