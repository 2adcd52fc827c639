"""`timtin man`: the manual page in roff, generated from the help texts of the commands."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from ..._version import __version__
from ...model import settings
from ..exit_codes import EXIT_CODES
from ..output.screen import paged, screen_options

ENVIRONMENT = (
    ("NO_COLOR", "Disable colours, unless --color is given."),
    ("PAGER, TIMTIN_PAGER", "Pager for output longer than the screen (less); empty or cat: no pager."),
    ("BROWSER", "The browser that --open starts."),
    ("TIMTIN_DEBUG", "1: show the traceback of an error, as --traceback does."),
)


@click.command(short_help="Print the manual page.")
@screen_options
def man() -> None:
    """Print this manual page in roff; view it with timtin man | man -l -, or save it as man1/timtin.1."""
    with paged():
        click.echo(page(click.get_current_context().find_root()))


def page(root: click.Context) -> str:
    """Return the manual page of a command group in the roff man macros. The output is deterministic."""
    return "\n".join(_lines(root))


def _lines(root: click.Context) -> Iterator[str]:
    command = root.command
    assert isinstance(command, click.Group)  # noqa: S101 - for the type checker
    title, _, rest = (command.help or "").partition(":")
    yield f'.TH TIMTIN 1 "" "timtin {__version__}" "User Commands"'
    yield from (".SH NAME", f"timtin \\- {_text(title[0].lower() + title[1:])}")
    yield from (".SH SYNOPSIS", ".B timtin", r"[\fIOPTION\fR…] \fICOMMAND\fR [\fIARGUMENT\fR…]")
    yield from (".SH DESCRIPTION", _text(f"{title}:{rest}"))
    yield from (".SH OPTIONS", *_options(root))
    yield ".SH COMMANDS"
    for name in command.list_commands(root):
        each = command.commands[name]
        with click.Context(each, parent=root, info_name=name) as context:
            yield from _command(context)
    yield ".SH EXIT STATUS"
    for code, meaning in EXIT_CODES:
        yield from _item(code, meaning)
    yield ".SH ENVIRONMENT"
    for setting in settings.TABLE:
        yield from _item(setting.variable, f"{setting.help} [{setting.default}]")
    for name, meaning in ENVIRONMENT:
        yield from _item(name, meaning)


def _command(context: click.Context) -> Iterator[str]:
    usage = " ".join(context.command.collect_usage_pieces(context))
    yield from (f".SS timtin {_text(context.info_name or '')} {_text(usage)}",)
    for number, paragraph in enumerate(re.split(r"\n\s*\n", (context.command.help or "").strip())):
        if number:
            yield ".PP"
        yield _text(" ".join(paragraph.split()))
    yield from _options(context)


def _options(context: click.Context) -> Iterator[str]:
    for parameter in context.command.get_params(context):
        record = parameter.get_help_record(context)
        if isinstance(parameter, click.Option) and record is not None:
            yield from _item(*record)


def _item(name: str, meaning: str) -> tuple[str, str, str]:
    return ".TP", f"\\fB{_text(name)}\\fR", _text(meaning)


def _text(text: str) -> str:
    """Escape text for roff: no line begins with a request, and hyphens stay ASCII hyphens."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text
