"""pyvi's two model files, found and read without importing pyvi and without unpickling.

Importing pyvi loads scikit-learn (over a second, 120 MB) for a wrapper that is quadratic in the length of a text. All
that is needed of it is data: `words.txt`, a lexicon, and a CRFsuite model that lies as one string inside a pickle.
`pickletools` walks the pickle's opcodes and runs nothing.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import pickletools
from pathlib import Path

from ...model import TimtinError

MODEL_SHA256 = "4716a0e60bbb16135917cce8440351f9790309879dd8f069c773070da9a3e0c1"
"""The model this package decodes: that of pyvi 0.1.1. Part of `fingerprint()`."""

LEXICON_SHA256 = "517743d27e71d43343e4b8e9e89015cdc68d84ebe1d48106449e501d918ece4a"
"""The lexicon of pyvi 0.1.1."""

_MAGIC = "lCRF"


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


def _blob(pickled: bytes) -> bytes | None:
    """The CRFsuite model inside the pickle; protocol 2 keeps bytes as the Latin-1 string of the same code points."""
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
    found = hashlib.sha256(data or b"").hexdigest()
    if data is None or found != expected:
        raise TimtinError(
            f"pyvi {importlib.metadata.version('pyvi')} carries another {name} (SHA-256 {found[:16]}…) than that of "
            f"pyvi 0.1.1 ({expected[:16]}…), which this version of timtin reads: pip install pyvi==0.1.1"
        )
    return data


def model_blob() -> bytes:
    """The CRFsuite model file that pyvi carries.

    Raises:
        TimtinError: pyvi is missing or unreadable, or carries another model than the one known here.
    """
    return _checked("segmentation model", _blob(_read("pyvi3.pkl")), MODEL_SHA256)


def lexicon() -> list[str]:
    """pyvi's lexicon, one word an entry, syllables separated by a space, in its file's order.

    Raises:
        TimtinError: pyvi is missing or unreadable, or carries another lexicon than the one known here.
    """
    return _checked("lexicon", _read("words.txt"), LEXICON_SHA256).decode("utf-8").split("\n")
