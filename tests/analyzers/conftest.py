"""pyvi as the reference for word segmentation."""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Callable

import pytest


@pytest.fixture(scope="session")
def pyvi_tokenize(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Return `pyvi.ViTokenizer.tokenize`.

    Its import emits warnings (invalid escapes, old estimators), and loading its model leaves a temporary file.
    """
    before, tempfile.tempdir = tempfile.tempdir, str(tmp_path_factory.mktemp("pyvi"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pyvi import ViTokenizer

            ViTokenizer.tokenize("dân vận")
    finally:
        tempfile.tempdir = before
    return ViTokenizer.tokenize
