"""Reads a CRFsuite model file: which weight each attribute gives each label, and each label gives the next.

Layout (little-endian, from CRFsuite's `crf1d_model.c` and `cqdb.c`): a header of 48 bytes; a chunk of 20-byte features
(type, source, target, weight), type 0 from attribute to label, type 1 from label to label; two constant databases of
strings by number, labels and attributes.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

_HEADER = struct.Struct("<4sI4sIIIIIIIII")
_FEATURE = struct.Struct("<IIId")
_DATABASE = struct.Struct("<4sIIIII")


@dataclass(frozen=True, slots=True)
class CrfModel:
    """Weights by name: `state[attribute][label]`, `transition[label, next label]`; what is absent weighs 0.

    `labels` are in the model's order, in which the earlier wins a tie.
    """

    labels: tuple[str, ...]
    state: dict[str, dict[str, float]]
    transition: dict[tuple[str, str], float]


def _strings(blob: bytes, offset: int, count: int) -> list[str]:
    _chunk, _size, _flag, _order, backward_size, backward = _DATABASE.unpack_from(blob, offset)
    records = struct.unpack_from(f"<{min(count, backward_size)}I", blob, offset + backward)
    names = []
    for record in records:
        start = offset + record
        (size,) = struct.unpack_from("<I", blob, start + 4)
        names.append(blob[start + 8 : start + 8 + size].rstrip(b"\0").decode("utf-8"))
    return names


def read_model(blob: bytes) -> CrfModel:
    """Parse a first-order CRFsuite model (`lCRF`, `FOMC`).

    Raises:
        ValueError: it is none.
    """
    try:
        header = _HEADER.unpack_from(blob)
        magic, _size, kind, _version, _features, label_count, attribute_count, features, labels, attributes = header[
            :10
        ]
        if (magic, kind) != (b"lCRF", b"FOMC"):
            raise ValueError("not a first-order CRFsuite model")
        label_names = _strings(blob, labels, label_count)
        attribute_names = _strings(blob, attributes, attribute_count)
        (number,) = struct.unpack_from("<I", blob, features + 8)
        rows = blob[features + 12 : features + 12 + number * _FEATURE.size]
        state: dict[str, dict[str, float]] = {}
        transition: dict[tuple[str, str], float] = {}
        for type_, source, target, weight in _FEATURE.iter_unpack(rows):
            if type_ == 0:
                state.setdefault(attribute_names[source], {})[label_names[target]] = weight
            else:
                transition[label_names[source], label_names[target]] = weight
    except (struct.error, IndexError) as error:
        raise ValueError(f"damaged CRFsuite model: {error}") from error
    return CrfModel(tuple(label_names), state, transition)
