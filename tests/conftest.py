"""Fixtures and Hypothesis profiles of all tests."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data"

# A shell starts background jobs with interrupts ignored; processes that tests start and interrupt would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# No deadline, since a busy machine is not a failure; no example database, since tests leave no files behind.
settings.register_profile(
    "timtin",
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
# The same number of examples, but identical in every run, so that only a change of the code can break a build. New
# examples are tried in all other runs.
settings.register_profile("ci", settings.get_profile("timtin"), derandomize=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "timtin"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real pages beside the project; tests that need it are skipped if it is missing."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared/data (real pages, not part of the project)")
    return SHARED


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the checkout."""
    return ROOT
