"""The fixtures `engine` and `make` of the engine tests."""

from __future__ import annotations

from timtin.tests.engines.conftest import engine, make

__all__ = ["engine", "make"]
