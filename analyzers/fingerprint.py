"""Which text analysis made an index: a reader with another one would look for tokens that were never written."""

from __future__ import annotations

import unicodedata

from .segmentation.pyvi_files import MODEL_SHA256

RULES = 2
"""Raised by hand whenever a change in this package changes any token or form."""


def fingerprint() -> str:
    """Rules, segmentation model and Unicode tables by version, such as `timtin-1/pyvi-4716a0e6/unicode-14.0.0`.

    Two installations with equal fingerprints give equal tokens. It is written into every index and compared when one
    is opened. Nothing is loaded for it: a pyvi that carries another model is refused when it is read.
    """
    return f"timtin-{RULES}/pyvi-{MODEL_SHA256[:8]}/unicode-{unicodedata.unidata_version}"
