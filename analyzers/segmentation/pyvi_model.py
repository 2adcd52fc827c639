"""pyvi's model files, read without importing pyvi and without unpickling.

Importing pyvi loads scikit-learn (over a second, 120 MB) for a wrapper whose time is quadratic in the length of a text.
Only its data is needed: `words.txt`, a lexicon, and a CRFsuite model stored as one string inside a pickle.
`pickletools` walks the pickle's opcodes and executes nothing.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import pickletools
import struct
from dataclasses import dataclass
from pathlib import Path

from ...model import TimtinError

MODEL_SHA256 = "4716a0e60bbb16135917cce8440351f9790309879dd8f069c773070da9a3e0c1"
"""The supported segmentation model, that of pyvi 0.1.1. Part of `fingerprint()`."""

LEXICON_SHA256 = "517743d27e71d43343e4b8e9e89015cdc68d84ebe1d48106449e501d918ece4a"
"""The lexicon of pyvi 0.1.1."""

_MAGIC = "lCRF"


def model_blob() -> bytes:
    """Return the CRFsuite model file contained in pyvi.

    Raises:
        TimtinError: pyvi is missing or unreadable, or contains a different model than the supported one.
    """
    return _checked("segmentation model", _crfsuite_blob(_read("pyvi3.pkl")), MODEL_SHA256)


def lexicon() -> list[str]:
    """Return pyvi's lexicon in the order of its file: one word per entry, its syllables separated by a space.

    Raises:
        TimtinError: pyvi is missing or unreadable, or contains a different lexicon than the supported one.
    """
    return _checked("lexicon", _read("words.txt"), LEXICON_SHA256).decode("utf-8").split("\n")


def _folder() -> Path:
    spec = importlib.util.find_spec("pyvi")
    if spec is None or not spec.submodule_search_locations:
        raise TimtinError("Word segmentation needs the package pyvi, which is not installed: pip install pyvi==0.1.1")
    return Path(next(iter(spec.submodule_search_locations))) / "models"


def _read(name: str) -> bytes:
    path = _folder() / name
    try:
        return path.read_bytes()
    except OSError as error:
        raise TimtinError(f"Cannot read pyvi's {name} ({error}): pip install --force-reinstall pyvi==0.1.1") from error


def _crfsuite_blob(pickled: bytes) -> bytes | None:
    """Return the CRFsuite model inside the pickle; protocol 2 stores bytes as a Latin-1 string of equal code points."""
    try:
        for _opcode, argument, _position in pickletools.genops(pickled):
            if isinstance(argument, str) and argument.startswith(_MAGIC):
                return argument.encode("latin-1")
            if isinstance(argument, bytes) and argument.startswith(_MAGIC.encode()):
                return argument
    except (ValueError, UnicodeError):
        return None
    return None


def _checked(name: str, data: bytes | None, expected: str) -> bytes:
    actual = hashlib.sha256(data or b"").hexdigest()
    if data is None or actual != expected:
        raise TimtinError(
            f"pyvi {importlib.metadata.version('pyvi')} contains a different {name} (SHA-256 {actual[:16]}…) than "
            f"pyvi 0.1.1 ({expected[:16]}…), the version that timtin supports: pip install pyvi==0.1.1"
        )
    return data


# The layout of a CRFsuite model file (little-endian, from CRFsuite's `crf1d_model.c` and `cqdb.c`): a header of 48
# bytes; a chunk of 20-byte features (type, source, target, weight), type 0 from attribute to label, type 1 from label
# to label; two constant databases of strings by number, labels and attributes.
_HEADER = struct.Struct("<4sI4sIIIIIIIII")
_FEATURE = struct.Struct("<IIId")
_DATABASE = struct.Struct("<4sIIIII")


@dataclass(frozen=True, slots=True)
class CrfModel:
    """Weights by name: `state[attribute][label]` and `transition[label, next label]`; an absent weight is 0.

    `labels` are in the order of the model, in which the earlier label wins a tie.
    """

    labels: tuple[str, ...]
    state: dict[str, dict[str, float]]
    transition: dict[tuple[str, str], float]


def read_model(blob: bytes) -> CrfModel:
    """Parse a first-order CRFsuite model (`lCRF`, `FOMC`).

    Raises:
        ValueError: `blob` is not such a model, or is damaged.
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


def _strings(blob: bytes, offset: int, count: int) -> list[str]:
    _chunk, _size, _flag, _order, backward_size, backward = _DATABASE.unpack_from(blob, offset)
    records = struct.unpack_from(f"<{min(count, backward_size)}I", blob, offset + backward)
    names = []
    for record in records:
        start = offset + record
        (size,) = struct.unpack_from("<I", blob, start + 4)
        names.append(blob[start + 8 : start + 8 + size].rstrip(b"\0").decode("utf-8"))
    return names
