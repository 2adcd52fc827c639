"""`timtin serve` and `timtin demo`: the search page under waitress."""

from __future__ import annotations

import signal
import webbrowser
from collections.abc import Callable
from importlib.resources import as_file, files
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from ... import indexer
from ...model import IndexDamaged, IndexVersion, SourceError, settings
from .. import INTERRUPTED
from ..options import asked_folder, chosen_folder, index_option, json_option, opened
from ..output.streams import say
from .index import finish

if TYPE_CHECKING:
    from ...indexer import Report


def _server_options(command: Callable[..., int]) -> Callable[..., int]:
    for option in (
        click.option("--open", "in_browser", is_flag=True, help="Show the page in a browser."),
        click.option("--threads", type=click.IntRange(1, 1024), metavar="N", help="Threads.  [4]"),
        click.option("--port", type=click.IntRange(0, 65535), metavar="N", help="Port (0: any free one).  [8080]"),
        click.option("--host", metavar="ADDRESS", help="Address to listen on.  [127.0.0.1]"),
    ):
        command = option(command)
    return command


@click.command()
@index_option
@_server_options
def serve(*, folder: str | None, host: str | None, port: int | None, threads: int | None, in_browser: bool) -> int:
    """Serve the search page and the API of an index until Ctrl-C."""
    opened(folder).close()  # a missing or damaged index is told here, not by a page
    return _serve(chosen_folder(folder), host, port, threads, in_browser)


@click.command()
@click.option(
    "--index", "folder", metavar="DIR", help="Folder of the demo's own index.  [demo inside the index folder]"
)
@_server_options
@click.option("--no-serve", is_flag=True, help="Only index the sample.")
@json_option
def demo(
    *,
    folder: str | None,
    host: str | None,
    port: int | None,
    threads: int | None,
    in_browser: bool,
    no_serve: bool,
    as_json: bool,
) -> int:
    """Index the bundled sample into an index of its own and open the search page."""
    target = asked_folder(folder) or str(Path(settings.text("index")) / "demo")
    code = finish(_index_sample(target), as_json)
    if code or no_serve:
        return code
    return _serve(target, host, port, threads, in_browser)


def _index_sample(folder: str) -> Report:
    sample = files("timtin.sample") / "pages"
    if not sample.is_dir():
        raise SourceError("The bundled sample is not there; install timtin again.")
    with as_file(sample) as pages:
        sources = [str(path) for path in sorted(pages.iterdir())]
        try:
            return indexer.index_sources(folder, sources)
        except (IndexVersion, IndexDamaged):  # the demo's index holds nothing of the user's
            return indexer.index_sources(folder, sources, indexer.IndexOptions(rebuild=True))


def _serve(folder: str, host: str | None, port: int | None, threads: int | None, in_browser: bool) -> int:
    from ...search_web import serve as run_server  # noqa: PLC0415 - loads Flask

    def ready(address: str) -> None:
        say(f"Trang tìm kiếm: {address}  (dừng: Ctrl-C)")
        if in_browser:
            webbrowser.open(address)

    told_to_stop = False

    def stop(number: int, frame: FrameType | None) -> None:
        """A service manager's SIGTERM is an orderly end."""
        nonlocal told_to_stop
        told_to_stop = True
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    run_server(folder, host, port, threads, on_ready=ready)
    return 0 if told_to_stop else INTERRUPTED
