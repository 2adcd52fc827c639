"""What every test may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real pages beside the project; a test that needs it is skipped by name without it."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared/data (real pages, not part of the project)")
    return SHARED
