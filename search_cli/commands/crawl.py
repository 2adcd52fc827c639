"""`timtin crawl`: a portal's pages into a WARC file."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from ..options import index_option, json_option, readable
from ..output.screen import is_terminal
from ..output.streams import fail, print_json, say

if TYPE_CHECKING:
    from ...indexer.crawl import CrawlReport
    from ...indexer.crawl.options import ScopeKind

_LISTED = 20


class _Number(click.FloatRange):
    """A number within bounds; `nan`, which is within any, is none."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number that was written."""
        number = float(super().convert(value, param, ctx))
        if math.isnan(number):
            self.fail(f"{value!r} is no number.", param, ctx)
        return number


@click.command()
@click.argument("urls", nargs=-1, required=True, metavar="URL…")
@click.option("--out", required=True, metavar="FILE", help="WARC file to write or to go on with: portal.warc.gz.")
@click.option(
    "--scope",
    type=click.Choice(["host", "path", "domain"]),
    default="host",
    help="What belongs to it: the URL's host (also www.), its folder alone, or also hosts below it.  [host]",
)
@click.option(
    "--delay",
    type=_Number(0, 3600),
    default=1.0,
    metavar="SECONDS",
    help="Between two requests to a host; a longer Crawl-delay of its robots.txt wins.  [1]",
)
@click.option("--limit", type=click.IntRange(1), default=1000, metavar="N", help="Most pages to ask for.  [1000]")
@click.option(
    "--timeout",
    type=_Number(0.1, 3600),
    default=30.0,
    metavar="SECONDS",
    help="Until an answer must be there whole.  [30]",
)
@click.option(
    "--max-mb",
    type=_Number(0.001, 1024),
    default=10.0,
    metavar="MB",
    help="Largest page in MiB, as sent and unpacked; larger ones are skipped.  [10]",
)
@click.option(
    "--retries",
    type=click.IntRange(0, 10),
    default=2,
    metavar="N",
    help="More tries after no answer, 429 or 5xx, each after a longer pause.  [2]",
)
@click.option(
    "--depth", type=click.IntRange(0, 1000), default=25, metavar="N", help="Most links from a URL given.  [25]"
)
@index_option
@json_option
def crawl(
    *,
    folder: str | None,
    urls: tuple[str, ...],
    out: str,
    scope: ScopeKind,
    delay: float,
    limit: int,
    timeout: float,
    max_mb: float,
    retries: int,
    depth: int,
    as_json: bool,
) -> int:
    """Fetch a portal politely into a WARC file, which `timtin index FILE` reads.

    Sitemaps, feeds and links within the site are followed; robots.txt is obeyed; attachments and images are left out.
    After an interruption the same command goes on. After the end it asks for what is new or has changed.
    """
    from ...indexer import crawl as room  # noqa: PLC0415 - loads lxml and urllib3, which `timtin --help` does not need

    options = room.CrawlOptions(
        scope=scope,
        delay=delay,
        limit=limit,
        timeout=timeout,
        max_bytes=int(max_mb * (1 << 20)),
        retries=retries,
        depth=depth,
    )
    with _progress() as progress:
        try:
            report = room.crawl([readable(url) for url in urls], out, options, progress)
        except KeyboardInterrupt:
            say(f"{out} holds what was fetched before; the same command goes on.")
            raise
    return _finish(report, as_json)


def _finish(report: CrawlReport, as_json: bool) -> int:
    for what, items, more in (
        ("skipped", report.skipped, report.skipped_more),
        ("failed", report.failed, report.failed_more),
    ):
        for url, reason in items[:_LISTED]:
            say(f"{what}: {url}: {reason}")
        left = len(items) - _LISTED + more if len(items) > _LISTED else more
        if left:
            say(f"… and {left} more {what}" + ("" if as_json else " (--json lists them)"))
    if report.stopped is not None:
        say(f"stopped: {report.stopped}")
    if as_json:
        print_json(report.to_dict())
    if not report.stored and not report.not_modified:
        reason = next((reason for _, reason in (*report.failed, *report.skipped)), "the site has no page")
        fail(f"nothing could be fetched: {reason}")
        return 1
    if not as_json:
        click.echo(_summary(report))
    return 0


def _summary(report: CrawlReport) -> str:
    parts = [
        f"{report.stored} trang đã lưu",
        f"{report.not_modified} không đổi",
        f"{len(report.skipped) + report.skipped_more} bỏ qua",
        f"{len(report.failed) + report.failed_more} lỗi",
    ]
    if report.waiting:
        parts.append(f"{report.waiting} còn lại")
    return f"{report.out}: {', '.join(parts)} ({report.seconds:.1f} giây)."


@contextmanager
def _progress() -> Iterator[Callable[[int, int, str], None] | None]:
    """A line that tells how far it is, on a terminal only."""
    if not is_terminal(sys.stderr):
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - loaded only where a person looks
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415

    columns = (
        TextColumn("Đang tải"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[url]}", markup=False),
    )
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("", total=None, url="")

        def show(asked: int, waiting: int, url: str) -> None:
            bar.update(task, completed=asked, total=asked + waiting, url=url[-60:])

        yield show
