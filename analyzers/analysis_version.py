"""The version of the text analysis: an index can only be read with the analysis that wrote its terms."""

from __future__ import annotations

import unicodedata

from .segmentation.pyvi_model import MODEL_SHA256

RULES_VERSION = 2
"""Incremented by hand with every change in this package that changes any token, normal form or folded form."""


def fingerprint() -> str:
    """Return the versions of the rules, the segmentation model and the Unicode tables as one string.

    Example: `timtin-2/pyvi-4716a0e6/unicode-14.0.0`. Two installations with equal fingerprints produce equal tokens.
    The fingerprint is stored in every index and compared when the index is opened. Computing it does not load the
    model; a pyvi with a different model is refused when its model is read.
    """
    return f"timtin-{RULES_VERSION}/pyvi-{MODEL_SHA256[:8]}/unicode-{unicodedata.unidata_version}"
