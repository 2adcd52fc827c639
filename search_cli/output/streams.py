"""What goes to standard output and standard error, and how: JSON, plain text, colour only on a terminal."""

from __future__ import annotations

import io
import json
import os
import sys
from html import unescape
from re import compile as pattern
from typing import TYPE_CHECKING, Any, NoReturn

import click

from ...model.text import without_surrogates
from .screen import coloured, is_terminal

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

_MARK = pattern(r"</?mark>")
_CONTROL = pattern(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def speak_utf8() -> None:
    """Make both streams UTF-8 whatever the locale says; what cannot be encoded is replaced, never an error."""
    for stream, errors in ((sys.stdout, "replace"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def to_json(value: Any) -> str:
    """One JSON value on one line, UTF-8 rather than escapes; lone surrogates become U+FFFD."""
    return without_surrogates(json.dumps(value, ensure_ascii=False, allow_nan=False))


def print_json(value: Any) -> None:
    """Print one JSON value."""
    click.echo(to_json(value))


def say(message: str) -> None:
    """A message for the person: standard error."""
    click.echo(harmless(message), err=True)


def fail(message: str) -> None:
    """An error message: standard error, `error:` in red on a terminal."""
    label = click.style("error:", fg="red", bold=True) if coloured(sys.stderr) else "error:"
    click.echo(f"{label} {harmless(message)}", err=True)


def console() -> Console:
    """A rich console on standard output: plain where colours are not wanted, unwrapped where that is no terminal."""
    from rich.console import Console  # noqa: PLC0415 - rich takes longer to load than `timtin --help` to run

    terminal, colours = is_terminal(sys.stdout), coloured(sys.stdout)
    out = Console(
        file=sys.stdout,
        force_terminal=terminal or colours,
        color_system=None if not colours else "auto" if terminal and os.environ.get("TERM") != "dumb" else "standard",
        no_color=False,  # of `NO_COLOR` we know: `--color always` means it
        highlight=False,
        markup=False,
        emoji=False,
        soft_wrap=not terminal,
    )
    out.on_broken_pipe = _closed  # type: ignore[method-assign]  # rich's own ends with 1
    return out


def _closed() -> NoReturn:
    raise BrokenPipeError


def marked(html: str, style: str = "") -> Text:
    """Escaped text with `<mark>` as one line of terminal text, what is marked in bold yellow."""
    from rich.text import Text  # noqa: PLC0415 - see console()

    text = Text(style=style)
    for number, part in enumerate(_MARK.split(html)):
        text.append(harmless(unescape(part)).replace("\n", " "), style="bold yellow" if number % 2 else "")
    return text


def plain(html: str) -> str:
    """Escaped text with `<mark>` as plain text."""
    return unescape(_MARK.sub("", html))


def harmless(text: str) -> str:
    """Text without control characters, which could command a terminal; line ends and tabs stay."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
