"""Standard output and standard error: JSON, messages, the rich console, and safe plain text."""

from __future__ import annotations

import io
import json
import os
import sys
from html import unescape
from re import compile as pattern
from typing import TYPE_CHECKING, Any, NoReturn

import click

from ...model.stored import without_surrogates
from .screen import coloured, is_terminal

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_MARK = pattern(r"</?mark>")
_CONTROL = pattern(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def use_utf8() -> None:
    """Switch both streams to UTF-8 regardless of the locale, replacing what cannot be encoded."""
    for stream, errors in ((sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def to_json(value: Any) -> str:
    """Serialize a value as JSON on one line, without ASCII escapes; lone surrogates become U+FFFD."""
    return without_surrogates(json.dumps(value, ensure_ascii=False, allow_nan=False))


def print_json(value: Any) -> None:
    """Print one JSON value."""
    click.echo(to_json(value))


def say(message: str) -> None:
    """Print a message to standard error."""
    click.echo(harmless(message), err=True)


def fail(message: str) -> None:
    """Print an error message to standard error, with `error:` in red on a terminal."""
    label = click.style("error:", fg="red", bold=True) if coloured(sys.stderr) else "error:"
    click.echo(f"{label} {harmless(message)}", err=True)


def console() -> Console:
    """Return a rich console on standard output, without colours if disabled and without wrapping off a terminal."""
    from rich.console import Console  # noqa: PLC0415 - lazy: rich loads slower than `timtin --help` runs

    terminal, colours = is_terminal(sys.stdout), coloured(sys.stdout)
    out = Console(
        file=sys.stdout,
        force_terminal=terminal or colours,
        color_system=None if not colours else "auto" if terminal and os.environ.get("TERM") != "dumb" else "standard",
        no_color=False,  # `coloured` has read NO_COLOR already; `--color always` overrides it
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=not terminal,
    )
    out.on_broken_pipe = _closed  # type: ignore[method-assign]  # rich would exit with 1
    return out


def _closed() -> NoReturn:
    raise BrokenPipeError


def highlighted(html: str, style: str = "") -> Text:
    """Convert escaped HTML with `<mark>` to one line of terminal text, highlights in bold yellow."""
    from rich.text import Text  # noqa: PLC0415 - lazy: see console()

    text = Text(style=style)
    for number, part in enumerate(_MARK.split(html)):
        text.append(harmless(unescape(part)).replace("\n", " "), style="bold yellow" if number % 2 else "")
    return text


def plain(html: str) -> str:
    """Convert escaped HTML with `<mark>` to plain text."""
    return unescape(_MARK.sub("", html))


def harmless(text: str) -> str:
    """Replace control characters, which could act as terminal commands; line ends and tabs are kept."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
