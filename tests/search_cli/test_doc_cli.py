"""docs/cli.md documents every command and option, and no others."""

from __future__ import annotations

import re
from pathlib import Path

import click

from timtin.search_cli.app import cli


def sections(page: str) -> dict[str, str]:
    """Return the text under each `## \\`timtin COMMAND …\\`` heading, by command."""
    parts = re.split(r"^## `timtin (\w+)[^`]*`$", page, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def options(command: click.Command) -> set[str]:
    return {
        name
        for option in command.params
        if isinstance(option, click.Option)
        for name in option.opts
        if name.startswith("--")
    }


def test_every_command_and_option_is_documented(root: Path) -> None:
    page = (root / "docs" / "cli.md").read_text()
    documented = sections(page)
    assert set(documented) == set(cli.commands)
    for name, command in cli.commands.items():
        written = set(re.findall(r"`(--[a-z-]+)", documented[name]))
        assert options(command) - written == set(), name
        assert {option for option in written if option not in options(command) | {"--rebuild"}} == set(), name
    for option in options(cli):
        assert f"`{option}" in page


def test_every_command_and_option_has_help() -> None:
    for name, command in cli.commands.items():
        assert command.help, name
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help, f"{name} {option.name}"


def test_short_help_lines_are_not_truncated() -> None:
    context = click.Context(cli, info_name="timtin", terminal_width=80, max_content_width=80)
    listed = cli.get_help(context)
    assert "..." not in listed.partition("Commands:")[2]
