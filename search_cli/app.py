"""The command group, and the single place where exceptions become messages and exit codes."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from difflib import get_close_matches
from typing import Any

import click

from .._version import __version__
from ..model import TimtinError
from . import shell_completion
from .commands import crawl, curation, evaluate, export, index, maintenance, man, search, serve, stats, suggest
from .exit_codes import INTERRUPTED
from .options import index_option
from .output.screen import screen_options
from .output.streams import fail, use_utf8


class Commands(click.Group):
    """A command group that suggests the closest name for an unknown command and exits quietly on a closed pipe."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the command names in order of use instead of alphabetically."""
        return list(self.commands)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Parse the arguments; `--help` prints here."""
        with _exit_on_closed_pipe():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command and flush standard output."""
        with _exit_on_closed_pipe():
            result = super().invoke(ctx)
            if sys.stdout is not None:
                sys.stdout.flush()
            return result

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the first argument names.

        Raises:
            click.UsageError: there is no such command; the message suggests the closest name.
        """
        if args and args[0] not in self.commands and not args[0].startswith("-"):
            near = get_close_matches(args[0], self.commands, 1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"There is no command {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)


def _print_version(ctx: click.Context, _param: click.Parameter, requested: bool) -> None:
    """Print the version of timtin, then the versions that decide which indexes can be read."""
    if not requested or ctx.resilient_parsing:
        return
    import platform  # noqa: PLC0415 - lazy: for --version alone
    from importlib.metadata import version  # noqa: PLC0415 - lazy: see above

    from ..store.manifest import FORMAT  # noqa: PLC0415 - lazy: see above

    engines = ", ".join(f"{name} {version(name)}" for name in ("tantivy", "whoosh3"))
    click.echo(f"timtin {__version__}\nformat {FORMAT}, {engines}, Python {platform.python_version()}")
    ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Show the versions and exit.",
)
@index_option
@screen_options
@click.option(
    "--traceback", "with_traceback", is_flag=True, envvar="TIMTIN_DEBUG", help="Show the traceback of an error."
)
def cli(folder: str | None, with_traceback: bool) -> None:
    """Search Vietnamese local-government news (tìm tin): read pages, search them, serve a search page."""


for _command in (
    index.index,
    crawl.crawl,
    search.search,
    search.show,
    suggest.suggest,
    suggest.similar,
    search.analyze,
    evaluate.evaluate,
    curation.curation,
    serve.serve,
    serve.demo,
    stats.stats,
    export.export,
    maintenance.delete,
    maintenance.verify,
    maintenance.compact,
    maintenance.backup,
    maintenance.restore,
    shell_completion.completion,
    man.man,
):
    cli.add_command(_command)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code (see `exit_codes`).

    Args:
        arguments: the command line without the program's name; `sys.argv` by default.
    """
    use_utf8()
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    try:
        code = cli.main(args=arguments, prog_name="timtin", standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        fail("interrupted; everything committed before is kept")
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else 1
    except Exception as error:  # noqa: BLE001 - the outermost handler: every exception becomes a message
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
        fail(f"the operating system refused: {error.strerror or error}{where}")
        return 1
    fail(
        f"unexpected error, a bug in timtin: {type(error).__name__}: {error}\n"
        "Please report it with the output of `timtin --traceback …` (or TIMTIN_DEBUG=1)."
    )
    return 1


def _wants_traceback(arguments: Sequence[str]) -> bool:
    return "--traceback" in arguments or os.environ.get("TIMTIN_DEBUG", "") not in ("", "0")


@contextmanager
def _exit_on_closed_pipe() -> Iterator[None]:
    """Exit with code 0 when the reader of standard output closes the pipe."""
    try:
        yield
    except BrokenPipeError:
        _discard_stdout()
        raise click.exceptions.Exit(0) from None


def _discard_stdout() -> None:
    """Redirect standard output to the null device, so that the interpreter's final flush cannot fail."""
    try:
        descriptor = sys.stdout.fileno()
    except (AttributeError, OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
