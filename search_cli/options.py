"""Options that several commands take, and how an argument becomes text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from ..model import settings
from .commands.shell_completion import complete_folder

if TYPE_CHECKING:
    from ..searcher import Index

Command = Callable[..., Any]


def index_option(command: Command) -> Command:
    """`--index DIR`, which may also stand before the command."""
    return click.option(
        "--index",
        "folder",
        metavar="DIR",
        shell_complete=complete_folder,
        help="Folder of the index.  [./index or $TIMTIN_INDEX]",
    )(command)


def json_option(command: Command) -> Command:
    """`--json`: one JSON value on standard output and nothing else there."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON value and nothing else.")(command)


def asked_folder(folder: str | None) -> str | None:
    """The command's `--index`, else the one before the command; None where neither is given."""
    given: str | None = click.get_current_context().find_root().params.get("folder")
    return given if folder is None else folder


def chosen_folder(folder: str | None) -> str:
    """The index folder: the one that was asked for, else the setting."""
    asked = asked_folder(folder)
    return settings.text("index") if asked is None else asked


def readable(argument: str) -> str:
    """An argument as text: bytes that the locale could not read are read as UTF-8, what is none becomes U+FFFD."""
    if argument.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in argument):
        return argument
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def opened(folder: str | None) -> Index:
    """The chosen index, open for reading: a context manager."""
    from ..searcher import open_index  # noqa: PLC0415 - loads an engine, which `timtin --help` does not need

    return open_index(chosen_folder(folder))
