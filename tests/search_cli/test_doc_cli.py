"""docs/cli.md tells every command and every option, and no other."""

from __future__ import annotations

import re
from pathlib import Path

import click

from timtin.search_cli.app import cli


def sections(page: str) -> dict[str, str]:
    """The text under each `## \\`timtin COMMAND …\\`` heading, by command."""
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


def test_doc_every_command_and_option(root: Path) -> None:
    page = (root / "docs" / "cli.md").read_text()
    told = sections(page)
    assert set(told) == set(cli.commands)
    for name, command in cli.commands.items():
        written = set(re.findall(r"`(--[a-z-]+)", told[name]))
        assert options(command) - written == set(), name
        assert {one for one in written if one not in options(command) | {"--rebuild"}} == set(), name
    for option in options(cli):
        assert f"`{option}" in page


def test_doc_the_help_of_every_command_is_one_sentence_and_more() -> None:
    for name, command in cli.commands.items():
        assert command.help, name
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help, f"{name} {option.name}"


def test_no_help_line_of_the_command_list_is_cut() -> None:
    context = click.Context(cli, info_name="timtin", terminal_width=80, max_content_width=80)
    listed = cli.get_help(context)
    assert "..." not in listed.partition("Commands:")[2]
