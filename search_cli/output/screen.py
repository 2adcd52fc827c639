"""The terminal: detection, colours, and the pager for output longer than the screen."""

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
    """Add `--color WHEN` and `--no-pager`, which are stored in the click context rather than passed to the command."""
    for option in (
        click.option(
            "--no-pager", is_flag=True, expose_value=False, callback=_remember_pager, help="Do not use a pager."
        ),
        click.option(
            "--color",
            type=click.Choice(COLOURS),
            expose_value=False,
            callback=_remember_colour,
            help="Colours and highlights.  [auto: on a terminal, unless NO_COLOR is set]",
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


def _stored(name: str, default: Any) -> Any:
    context = click.get_current_context(silent=True)
    return default if context is None else context.meta.get(name, default)


def is_terminal(stream: Any) -> bool:
    """Return whether the stream is a terminal."""
    return stream is not None and bool(stream.isatty())


def coloured(stream: Any) -> bool:
    """Return whether to write colours: as `--color` says, by default on a terminal that supports them."""
    choice = _stored(_COLOUR, "auto")
    if choice != "auto":
        return bool(choice == "always")
    return is_terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


class _Screen(io.TextIOWrapper):
    """The text stream to the pager; it reports being a terminal, since its output ends up on one."""

    def isatty(self) -> bool:
        """Return True."""
        return True


@contextmanager
def paged() -> Iterator[None]:
    """Send standard output through the pager within this context, if it is a terminal and a pager is enabled.

    The pager is `$TIMTIN_PAGER`, else `$PAGER`, else `less`, configured to exit at once when the output fits on the
    screen. Quitting the pager early is not an error.
    """
    command = _pager()
    if command is None:
        yield
        return
    import subprocess  # noqa: PLC0415 - lazy: see _pager

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
    """Wait until the user quits the pager. Ctrl-C is left to the pager."""
    while process.poll() is None:
        with suppress(KeyboardInterrupt):
            process.wait()


def _pager() -> list[str] | None:
    if not is_terminal(sys.stdout) or not _stored(_PAGER, True) or os.environ.get("TERM") == "dumb":
        return None
    import shlex  # noqa: PLC0415 - lazy: needed on a terminal only
    import shutil  # noqa: PLC0415 - lazy: see above

    try:
        command = shlex.split(os.environ.get("TIMTIN_PAGER", os.environ.get("PAGER", "less")))
    except ValueError:  # an unclosed quote
        return None
    if not command or command == ["cat"] or shutil.which(command[0]) is None:
        return None
    return command
