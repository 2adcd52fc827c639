"""The terminal: whether to use colour, and a pager for what is longer than the screen."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Literal

import click

if TYPE_CHECKING:
    import subprocess

Colour = Literal["auto", "always", "never"]
COLOURS: tuple[Colour, ...] = ("auto", "always", "never")

_COLOUR, _PAGER = "timtin.colour", "timtin.pager"


def screen_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--color WHEN` and `--no-pager`; they say nothing to the command itself."""
    for option in (
        click.option(
            "--no-pager", is_flag=True, expose_value=False, callback=_remember_pager, help="Never start $PAGER."
        ),
        click.option(
            "--color",
            type=click.Choice(COLOURS),
            expose_value=False,
            callback=_remember_colour,
            help="Colours and marks.  [auto: on a terminal, unless NO_COLOR is set]",
        ),
    ):
        command = option(command)
    return command


def _remember_colour(ctx: click.Context, _param: click.Parameter, value: str | None) -> None:
    if value is not None:
        ctx.meta[_COLOUR] = value


def _remember_pager(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        ctx.meta[_PAGER] = False


def _asked(name: str, default: Any) -> Any:
    context = click.get_current_context(silent=True)
    return default if context is None else context.meta.get(name, default)


def is_terminal(stream: Any) -> bool:
    """Whether a person looks at the stream."""
    return stream is not None and bool(stream.isatty())


def coloured(stream: Any) -> bool:
    """Whether to write colours to the stream: as `--color` says, else on a terminal that has some."""
    asked = _asked(_COLOUR, "auto")
    if asked != "auto":
        return bool(asked == "always")
    return is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class _Screen(io.TextIOWrapper):
    """What goes to the pager, and through it to the terminal."""

    def isatty(self) -> bool:
        """A person looks at it."""
        return True


@contextmanager
def paged() -> Iterator[None]:
    """Within it standard output goes through the pager, where a person looks and a pager is wanted.

    The pager is `$TIMTIN_PAGER`, else `$PAGER`, else `less`, which shows what fits on the screen without waiting.
    Leaving it early is no error.
    """
    command = _pager()
    if command is None:
        yield
        return
    import subprocess  # noqa: PLC0415 - see _pager

    environ = {"LESS": "FRX", "LV": "-c", **os.environ}
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, env=environ)  # noqa: S603 - the user's own pager
    except OSError:
        yield
        return
    assert process.stdin is not None  # noqa: S101 - for the type checker
    screen = _Screen(process.stdin, encoding="utf-8", errors="replace")
    before, sys.stdout = sys.stdout, screen
    try:
        with suppress(BrokenPipeError):
            yield
    finally:
        sys.stdout = before
        with suppress(BrokenPipeError):
            screen.close()
        _wait(process)


def _wait(process: subprocess.Popen[bytes]) -> None:
    """Until the reader leaves the pager; Ctrl-C is the pager's."""
    while process.poll() is None:
        with suppress(KeyboardInterrupt):
            process.wait()


def _pager() -> list[str] | None:
    if not is_terminal(sys.stdout) or not _asked(_PAGER, True) or os.environ.get("TERM") == "dumb":
        return None
    import shlex  # noqa: PLC0415 - only where a person looks
    import shutil  # noqa: PLC0415

    try:
        command = shlex.split(os.environ.get("TIMTIN_PAGER", os.environ.get("PAGER", "less")))
    except ValueError:  # an unclosed quote
        return None
    if not command or command == ["cat"] or shutil.which(command[0]) is None:
        return None
    return command
