"""`timtin crawl`: fetch the pages of a portal into a WARC file."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from ..options import decoded, index_option, json_option
from ..output.screen import is_terminal
from ..output.streams import fail, print_json, say

if TYPE_CHECKING:
    from ...indexer.crawl import CrawlReport
    from ...indexer.crawl.options import ScopeKind

_LISTED = 20


class _Number(click.FloatRange):
    """A bounded number; rejects `nan`, which passes every bounds check."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the number.

        Raises:
            click.BadParameter: it is no number, or out of bounds.
        """
        number = float(super().convert(value, param, ctx))
        if math.isnan(number):
            self.fail(f"{value!r} is not a number.", param, ctx)
        return number


@click.command(short_help="Fetch a portal politely into a WARC file.")
@click.argument("urls", nargs=-1, required=True, metavar="URL…")
@click.option("--out", required=True, metavar="FILE", help="WARC file to write or to continue, such as portal.warc.gz.")
@click.option(
    "--scope",
    type=click.Choice(["host", "path", "domain"]),
    default="host",
    help="Which URLs belong to the site: the same host (also www.), the same folder, or subdomains too.  [host]",
)
@click.option(
    "--delay",
    type=_Number(0, 3600),
    default=1.0,
    metavar="SECONDS",
    help="Pause between two requests to a host; a longer Crawl-delay in its robots.txt takes precedence.  [1]",
)
@click.option(
    "--limit", type=click.IntRange(1), default=1000, metavar="N", help="Maximum number of pages to request.  [1000]"
)
@click.option(
    "--timeout",
    type=_Number(0.1, 3600),
    default=30.0,
    metavar="SECONDS",
    help="Time limit for a complete response.  [30]",
)
@click.option(
    "--max-mb",
    type=_Number(0.001, 1024),
    default=10.0,
    metavar="MB",
    help="Maximum page size in MiB, both as sent and decompressed; larger pages are skipped.  [10]",
)
@click.option(
    "--retries",
    type=click.IntRange(0, 10),
    default=2,
    metavar="N",
    help="Retries after no response, 429 or 5xx, with increasing pauses.  [2]",
)
@click.option(
    "--depth",
    type=click.IntRange(0, 1000),
    default=25,
    metavar="N",
    help="Maximum number of links from a given URL.  [25]",
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

    Follows sitemaps, feeds and links within the site, obeys robots.txt, and skips attachments and images. After an
    interruption the same command continues; after a complete crawl it fetches what is new or changed.
    """
    from ...indexer import crawl as crawler  # noqa: PLC0415 - lazy: loads lxml and urllib3, which `timtin --help` does not need

    options = crawler.CrawlOptions(
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
            report = crawler.crawl([decoded(url) for url in urls], out, options, progress)
        except KeyboardInterrupt:
            say(f"{out} holds what was fetched so far; the same command continues.")
            raise
    return _finish(report, as_json)


def _finish(report: CrawlReport, as_json: bool) -> int:
    for outcome, listed, unlisted in (
        ("skipped", report.skipped, report.skipped_more),
        ("failed", report.failed, report.failed_more),
    ):
        for url, reason in listed[:_LISTED]:
            say(f"{outcome}: {url}: {reason}")
        left = len(listed) - _LISTED + unlisted if len(listed) > _LISTED else unlisted
        if left:
            say(f"… and {left} more {outcome}" + ("" if as_json else " (--json lists them)"))
    if report.stopped is not None:
        say(f"stopped: {report.stopped}")
    if as_json:
        print_json(report.to_dict())
    if not report.stored and not report.not_modified:
        reason = next((reason for _, reason in (*report.failed, *report.skipped)), "the site has no pages")
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
    """Yield a callback that updates a progress bar, or None when standard error is not a terminal."""
    if not is_terminal(sys.stderr):
        yield None
        return
    from rich.console import Console  # noqa: PLC0415 - lazy: needed on a terminal only
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn  # noqa: PLC0415 - lazy: see above

    columns = (
        TextColumn("Đang tải"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[url]}", markup=False),
    )
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("", total=None, url="")

        def show(requested: int, waiting: int, url: str) -> None:
            bar.update(task, completed=requested, total=requested + waiting, url=url[-60:])

        yield show
