"""Output formats: `--format table|json|csv|jsonl`, and the writers of CSV and JSONL."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal

import click

from ...model import UsageError
from ...model.stored import without_surrogates
from .screen import is_terminal
from .streams import harmless, print_json, to_json

Format = Literal["table", "json", "csv", "jsonl"]
FORMATS: tuple[Format, ...] = ("table", "json", "csv", "jsonl")

Row = Mapping[str, Any]


def format_option(*formats: Format) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add `--format` (one of `formats`, the first being the default) and `--json`, short for `--format json`.

    The command receives `form` and `as_json` and passes both to `output_format`.
    """

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        command = click.option("--json", "as_json", is_flag=True, help="Same as --format json.")(command)
        return click.option("--format", "form", type=click.Choice(formats), help=f"Output format.  [{formats[0]}]")(
            command
        )

    return decorate


def output_format(form: Format | None, as_json: bool, default: Format = "table") -> Format:
    """Return the requested format.

    Raises:
        UsageError: `--json` was combined with another format.
    """
    if as_json and form not in (None, "json"):
        raise UsageError(f"--json and --format {form} exclude each other.", field="format")
    return "json" if as_json else form or default


def print_rows(form: Format, rows: Iterable[Row], columns: Sequence[str]) -> int:
    """Print rows as CSV with a header or as JSONL; return their number."""
    return write_csv(rows, columns, sys.stdout) if form == "csv" else write_jsonl(rows, sys.stdout)


def write_jsonl(rows: Iterable[Row], stream: Any) -> int:
    """Write one JSON value per line; return the number of rows."""
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - the last number is the return value
        stream.write(to_json(row) + "\n")
    return count


def write_csv(rows: Iterable[Row], columns: Sequence[str], stream: Any) -> int:
    """Write a header and one line per row; return the number of rows.

    Quoted as RFC 4180 requires; lists are joined by `; `. Control characters are kept, except on a terminal, where they
    could act as commands.
    """
    import csv  # noqa: PLC0415 - lazy: for CSV alone

    cleaned = harmless if is_terminal(stream) else without_surrogates
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - the last number is the return value
        writer.writerow([cleaned(_cell(row.get(name))) for name in columns])
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
    """Print one mapping as JSON, as a JSON line or as CSV with a single row."""
    if form == "csv":
        write_csv([row], list(row), sys.stdout)
    else:
        print_json(row)
