"""Settings: one table, typed by its defaults, documented."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from timtin.model import UsageError, settings


def test_names_are_unique_and_typed() -> None:
    names = [setting.name for setting in settings.TABLE]
    assert sorted(names) == sorted(set(names)) == sorted(get_args(settings.Name))


def test_the_environment_overrides_a_default() -> None:
    assert settings.number("port", {}) == 8080
    assert settings.number("port", {"TIMTIN_PORT": "9"}) == 9
    assert settings.text("index", {"TIMTIN_INDEX": "elsewhere"}) == "elsewhere"


def test_an_invalid_environment_variable_is_an_error() -> None:
    with pytest.raises(UsageError, match="TIMTIN_PORT='many' is not a whole number"):
        settings.number("port", {"TIMTIN_PORT": "many"})


def test_every_setting_is_documented(root: Path) -> None:
    page = (root / "docs" / "settings.md").read_text(encoding="utf-8")
    for setting in settings.TABLE:
        assert f"| `{setting.name}` | `{setting.variable}` | `{setting.default}` | {setting.help} |" in page
