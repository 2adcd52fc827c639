"""`timtin serve` and `timtin demo`: the search page, served by waitress."""

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
from ..exit_codes import INTERRUPTED
from ..options import given_folder, index_folder, index_option, json_option, open_folder
from ..output.streams import say
from .index import finish

if TYPE_CHECKING:
    from ...indexer import Report


def _server_options(command: Callable[..., int]) -> Callable[..., int]:
    for option in (
        click.option("--open", "in_browser", is_flag=True, help="Open the page in a browser."),
        click.option("--threads", type=click.IntRange(1, 1024), metavar="N", help="Server threads.  [4]"),
        click.option("--port", type=click.IntRange(0, 65535), metavar="N", help="Port; 0 for any free one.  [8080]"),
        click.option("--host", metavar="ADDRESS", help="Address to listen on.  [127.0.0.1]"),
    ):
        command = option(command)
    return command


@click.command(short_help="Serve the search page and the API.")
@index_option
@_server_options
def serve(*, folder: str | None, host: str | None, port: int | None, threads: int | None, in_browser: bool) -> int:
    """Serve the search page and the API of an index until Ctrl-C or SIGTERM."""
    open_folder(folder).close()  # report a missing or damaged index before the server starts
    return _serve(index_folder(folder), host, port, threads, in_browser)


@click.command(short_help="Index the bundled sample and serve the search page.")
@click.option("--index", "folder", metavar="DIR", help="Folder of the demo index.  [demo inside the index folder]")
@_server_options
@click.option("--no-serve", is_flag=True, help="Index the sample and exit.")
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
    """Index the bundled sample into a separate index and serve the search page."""
    target = given_folder(folder) or str(Path(settings.text("index")) / "demo")
    code = finish(_index_sample(target), as_json)
    if code or no_serve:
        return code
    return _serve(target, host, port, threads, in_browser)


def _index_sample(folder: str) -> Report:
    sample = files("timtin.sample") / "pages"
    if not sample.is_dir():
        raise SourceError("The bundled sample is missing; reinstall timtin.")
    with as_file(sample) as pages:
        sources = [str(path) for path in sorted(pages.iterdir())]
        try:
            return indexer.index_sources(folder, sources)
        except (IndexVersion, IndexDamaged):  # the demo index holds no user data, so it may be rebuilt
            return indexer.index_sources(folder, sources, indexer.IndexOptions(rebuild=True))


def _serve(folder: str, host: str | None, port: int | None, threads: int | None, in_browser: bool) -> int:
    from ...search_web import serve as run_server  # noqa: PLC0415 - lazy: loads Flask

    def ready(address: str) -> None:
        say(f"Trang tìm kiếm: {address}  (dừng: Ctrl-C)")
        if in_browser:
            webbrowser.open(address)

    terminated = False

    def stop(number: int, frame: FrameType | None) -> None:
        """End with exit code 0 on SIGTERM, which service managers send."""
        nonlocal terminated
        terminated = True
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    run_server(folder, host, port, threads, on_ready=ready)
    return 0 if terminated else INTERRUPTED
