"""What every test may ask for."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"

# A shell starts what it runs in the background with interrupts ignored, and processes that tests start and interrupt
# would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# No deadline: a busy machine is no failure. No example database: tests leave nothing behind.
settings.register_profile(
    "timtin",
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
# As many examples, but the same in every run: a red build has its cause in what was changed. New examples are tried
# wherever else the tests run.
settings.register_profile("ci", settings.get_profile("timtin"), derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "timtin"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real pages beside the project; a test that needs it is skipped by name without it."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared/data (real pages, not part of the project)")
    return SHARED


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the checkout."""
    return ROOT
