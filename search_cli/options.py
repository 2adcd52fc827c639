"""Options shared by several commands, and the decoding of arguments."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from ..model import settings
from .shell_completion import complete_folder

if TYPE_CHECKING:
    from ..searcher import Index

Command = Callable[..., Any]


def index_option(command: Command) -> Command:
    """Add `--index DIR` to a command; the option may also precede the command."""
    return click.option(
        "--index",
        "folder",
        metavar="DIR",
        shell_complete=complete_folder,
        help="Index folder.  [./index or $TIMTIN_INDEX]",
    )(command)


def json_option(command: Command) -> Command:
    """Add `--json` to a command: one JSON value on standard output and nothing else there."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON value and nothing else.")(command)


def given_folder(folder: str | None) -> str | None:
    """Return the command's `--index`, else the one that precedes the command, else None."""
    given: str | None = click.get_current_context().find_root().params.get("folder")
    return given if folder is None else folder


def index_folder(folder: str | None) -> str:
    """Return the index folder: `--index` where given, else the setting `index`."""
    given = given_folder(folder)
    return settings.text("index") if given is None else given


def decoded(argument: str) -> str:
    """Return an argument as valid text.

    Bytes that the locale could not decode (surrogate escapes) are decoded as UTF-8; invalid ones become U+FFFD.
    """
    if argument.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in argument):
        return argument
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def open_folder(folder: str | None) -> Index:
    """Open the index selected by `--index` or the setting `index` for reading; a context manager."""
    from ..searcher import open_index  # noqa: PLC0415 - lazy: loads an engine, which `timtin --help` does not need

    return open_index(index_folder(folder))
