"""The command group, and the one place where errors become messages and exit codes."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any

import click

from .. import __version__
from ..model import TimtinError
from . import INTERRUPTED
from .commands import crawl as crawling
from .commands import curation as curating
from .commands import evaluate as evaluating
from .commands import index as indexing
from .commands import keeping
from .commands import maintenance as upkeep
from .commands import man as manual
from .commands import search as searching
from .commands import serve as serving
from .commands import shell_completion as completion
from .commands import suggest as suggesting
from .options import index_option
from .output.screen import screen_options
from .output.streams import fail, speak_utf8


class Commands(click.Group):
    """A group that names the nearest command for an unknown one and takes a closed pipe for the reader's right."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order people meet them."""
        return list(self.commands)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Parse the arguments (which may print the help)."""
        with _closed_pipe_is_the_end():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        with _closed_pipe_is_the_end():
            result = super().invoke(ctx)
            if sys.stdout is not None:
                sys.stdout.flush()
            return result

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command named first."""
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            near = get_close_matches(args[0], self.commands, 1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"There is no command {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)


def _print_version(ctx: click.Context, _param: click.Parameter, wanted: bool) -> None:
    """Our version, and on a second line those that decide which indexes can be read."""
    if not wanted or ctx.resilient_parsing:
        return
    import platform  # noqa: PLC0415 - these three are for this alone
    from importlib.metadata import version  # noqa: PLC0415

    from ..store.manifest import FORMAT  # noqa: PLC0415

    engines = ", ".join(f"{name} {version(name)}" for name in ("tantivy", "whoosh3"))
    click.echo(f"timtin {__version__}\nformat {FORMAT}, {engines}, Python {platform.python_version()}")
    ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_print_version, help="Show the versions."
)
@index_option
@screen_options
@click.option(
    "--traceback", "with_traceback", is_flag=True, envvar="TIMTIN_DEBUG", help="Show where an error came from."
)
def cli(folder: str | None, with_traceback: bool) -> None:
    """Search Vietnamese local-government news (tìm tin): read pages, search them, serve a search page."""


for _command in (
    indexing.index,
    crawling.crawl,
    searching.search,
    searching.show,
    suggesting.suggest,
    suggesting.similar,
    searching.analyze,
    evaluating.evaluate,
    curating.curation,
    serving.serve,
    serving.demo,
    keeping.stats,
    keeping.export,
    keeping.delete,
    upkeep.verify,
    upkeep.compact,
    upkeep.backup,
    upkeep.restore,
    completion.completion,
    manual.man,
):
    cli.add_command(_command)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line; gives its exit code.

    0 done; 1 nothing could be done, the reason is on standard error; 2 wrong usage; 3 the index is missing, damaged
    or of another version; 130 interrupted.
    """
    speak_utf8()
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = cli.main(args=arguments, prog_name="timtin", standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        fail("interrupted; what was committed before is still there")
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
    except Exception as error:  # noqa: BLE001 - the last door: whatever happened becomes a message
        return _report(error, _wants_traceback(arguments))
    return code if isinstance(code, int) else 0


def _report(error: Exception, with_traceback: bool) -> int:
    if with_traceback:
        traceback.print_exception(error)
    if isinstance(error, TimtinError):
        fail(str(error))
        return error.exit_code
    if isinstance(error, OSError):
        where = f" ({error.filename})" if error.filename else ""
        fail(f"the system refused: {error.strerror or error}{where}")
        return 1
    fail(
        f"this is a fault of timtin, not yours: {type(error).__name__}: {error}\n"
        "Please report it with what `timtin --traceback …` (or TIMTIN_DEBUG=1) shows."
    )
    return 1


def _wants_traceback(arguments: Sequence[str]) -> bool:
    return "--traceback" in arguments or os.environ.get("TIMTIN_DEBUG", "") not in ("", "0")


@contextmanager
def _closed_pipe_is_the_end() -> Iterator[None]:
    """A reader that closed the pipe has seen enough: end quietly with exit code 0."""
    try:
        yield
    except BrokenPipeError:
        _forget_stdout()
        raise click.exceptions.Exit(0) from None


def _forget_stdout() -> None:
    """Let the interpreter's last flush go nowhere instead of failing."""
    try:
        descriptor = sys.stdout.fileno()
    except (AttributeError, OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
