"""`--format table|json|csv|jsonl`: the same answer for a person, a program, a spreadsheet, a stream."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

import click

from ...model import UsageError
from ...model.text import without_surrogates
from .screen import is_terminal
from .streams import harmless, print_json, to_json

Format = Literal["table", "json", "csv", "jsonl"]
FORMATS: tuple[Format, ...] = ("table", "json", "csv", "jsonl")

Row = Mapping[str, Any]


def format_option(*kinds: Format) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """`--format`, one of `kinds` (the first is the default), and `--json`, which is `--format json`.

    The command takes `form` and `as_json` and asks `chosen_format` which it is.
    """

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        command = click.option("--json", "as_json", is_flag=True, help="Print one JSON value: --format json.")(command)
        return click.option("--format", "form", type=click.Choice(kinds), help=f"How to print it.  [{kinds[0]}]")(
            command
        )

    return decorate


def chosen_format(form: Format | None, as_json: bool, default: Format = "table") -> Format:
    """The format that was asked for.

    Raises:
        UsageError: `--json` and another format.
    """
    if as_json and form not in (None, "json"):
        raise UsageError(f"--json is --format json, but --format {form} was asked for too.", field="format")
    return "json" if as_json else form or default


def print_rows(form: Format, rows: Iterable[Row], columns: Sequence[str]) -> int:
    """Print rows as CSV (with a header) or as one JSON value a line; gives their number."""
    return write_csv(rows, columns, sys.stdout) if form == "csv" else write_jsonl(rows, sys.stdout)


def write_jsonl(rows: Iterable[Row], stream: Any) -> int:
    """One JSON value a line; gives their number."""
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - the last number is the answer
        stream.write(to_json(row) + "\n")
    return count


def write_csv(rows: Iterable[Row], columns: Sequence[str], stream: Any) -> int:
    """A header and a line for each row, quoted where RFC 4180 wants it, lists joined by `; `; gives their number.

    Control characters stay, except on a terminal, which they could command.
    """
    import csv  # noqa: PLC0415 - for this alone

    shown = harmless if is_terminal(stream) else without_surrogates
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - the last number is the answer
        writer.writerow([shown(_cell(row.get(name))) for name in columns])
    return count


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple):
        return "; ".join(map(_cell, value))
    return to_json(value)


def print_one(form: Format, row: Row) -> None:
    """One answer as JSON, as a JSON line or as CSV with a single line."""
    if form == "csv":
        write_csv([row], list(row), sys.stdout)
    else:
        print_json(row)
