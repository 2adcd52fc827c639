"""How the fields are laid out in Whoosh. The schema is pickled into every index: class and module names are format."""

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
from ..fields import COUNTED, EXACT, KEYS, POSITIONAL, exact_field
from ..values import clean, exact_values, id_term, pack

ID = "id_term"
"""The term a document is found, replaced and deleted by."""

RECORD = "record"
"""Id and stored bytes of the document, as they were given."""

INDEX_NAME = "timtin"


def pack_positions(positions: Iterable[int]) -> bytes:
    """Positions as little-endian 32-bit numbers."""
    numbers = array("I", positions)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()


class PackedPositions(Format):
    """A posting's positions as little-endian 32-bit numbers (Whoosh pickles a list for each)."""

    def __init__(self) -> None:
        self.field_boost = 1.0
        self.options: dict[str, Any] = {}

    def encode(self, value: Iterable[int]) -> bytes:
        """Positions as bytes."""
        return pack_positions(value)

    def decode_positions(self, valuestring: bytes) -> list[int]:
        """Bytes as positions; for Whoosh's own tools."""
        numbers = array("I", valuestring)
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers.tolist()

    def decode_frequency(self, valuestring: bytes) -> int:
        """How many positions there are; for Whoosh's own tools."""
        return len(valuestring) // 4


class TokensField(FieldType):
    """A text channel: space-joined tokens, with positions or with frequencies alone."""

    scorable = True

    def __init__(self, positions: bool) -> None:
        self.positions = positions
        self.format: Format = PackedPositions() if positions else Existence()

    def index(self, value: str, **_: Any) -> Generator[tuple[bytes, int, float, bytes], Any, None]:
        """Term, frequency, weight and value of each posting, as Whoosh's writer wants them."""
        terms = clean(value).encode().split()
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
    """An exact field: whole values, several a document."""

    scorable = False

    def __init__(self) -> None:
        self.format = Existence()

    def index(self, value: Iterable[str], **_: Any) -> Generator[tuple[bytes, int, float, bytes], Any, None]:
        """Term, frequency, weight and value of each posting, as Whoosh's writer wants them."""
        for text in value:
            yield text.encode(), 1, 1.0, b""


@cache
def schema() -> Schema:
    """The schema of every Whoosh index; changing it needs a new format version."""
    fields: dict[str, FieldType] = {ID: ValuesField(), RECORD: STORED()}
    fields.update((name, TokensField(positions=True)) for name in POSITIONAL)
    fields.update((name, TokensField(positions=False)) for name in COUNTED)
    fields.update((exact_field(name), ValuesField()) for name in EXACT)
    fields.update((name, COLUMN(NumericColumn("Q"))) for name in KEYS)
    return Schema(**fields)


def to_whoosh(document: Document) -> dict[str, Any]:
    """The document as keyword arguments of Whoosh's `add_document`."""
    out: dict[str, Any] = {ID: [id_term(document.id)], RECORD: pack(document.id, document.stored)}
    out.update((name, document.texts[name]) for name in POSITIONAL + COUNTED if document.texts.get(name))
    for name in EXACT:
        values = exact_values(document.exact.get(name, ()))
        if values:
            out[exact_field(name)] = values
    out.update((name, document.keys.get(name, 0)) for name in KEYS)
    return out
