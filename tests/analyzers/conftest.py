"""pyvi itself, as the oracle."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable

import pytest


@pytest.fixture(scope="session")
def pyvi_tokenize(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """`pyvi.ViTokenizer.tokenize`; its import warns (invalid escapes, old estimators) and its model leaves a file."""
    before, tempfile.tempdir = tempfile.tempdir, str(tmp_path_factory.mktemp("pyvi"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pyvi import ViTokenizer

            ViTokenizer.tokenize("dân vận")
    finally:
        tempfile.tempdir = before
    return ViTokenizer.tokenize
