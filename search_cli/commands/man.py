"""`timtin man`: the manual page, made of the same help that `--help` prints."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from ... import __version__
from ...model import settings
from ..output.screen import paged, screen_options

EXIT_CODES = (
    ("0", "Done; a search that finds nothing is done."),
    ("1", "Nothing could be done; the reason is on standard error."),
    ("2", "Wrong usage: an unknown command, option, filter, sort or engine."),
    ("3", "The index is missing, damaged or of another format version."),
    ("130", "Interrupted; what was committed before is still there."),
)

ENVIRONMENT = (
    ("NO_COLOR", "No colours, unless --color says otherwise."),
    ("PAGER, TIMTIN_PAGER", "What shows output longer than the screen (less); empty or cat: nothing does."),
    ("BROWSER", "What --open starts."),
    ("TIMTIN_DEBUG", "1: show where an error came from, as --traceback does."),
)


@click.command()
@screen_options
def man() -> None:
    """Print this manual page: timtin man | man -l -, or into a file man1/timtin.1 of your manual path."""
    with paged():
        click.echo(page(click.get_current_context().find_root()))


def page(root: click.Context) -> str:
    """The manual page of the command whose context is given, in the man macros of roff; the same text every time."""
    return "\n".join(_lines(root))


def _lines(root: click.Context) -> Iterator[str]:
    command = root.command
    assert isinstance(command, click.Group)  # noqa: S101 - for the type checker
    title, _, said = (command.help or "").partition(":")
    yield f'.TH TIMTIN 1 "" "timtin {__version__}" "User Commands"'
    yield from (".SH NAME", f"timtin \\- {_text(title[0].lower() + title[1:])}")
    yield from (".SH SYNOPSIS", ".B timtin", r"[\fIOPTION\fR…] \fICOMMAND\fR [\fIARGUMENT\fR…]")
    yield from (".SH DESCRIPTION", _text(f"{title}:{said}"))
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
    """Text that roff takes for text: no request at the beginning of a line, hyphens that can be copied."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text
