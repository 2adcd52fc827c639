"""`timtin index`: index sources, with a progress bar and a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ... import indexer
from ..options import decoded, index_folder, index_option, json_option
from ..output.progress import progress_bar
from ..output.streams import fail, print_json, say
from ..shell_completion import complete_engine, complete_file

if TYPE_CHECKING:
    from ...indexer import Report

_LISTED = 50


@click.command(short_help="Index files, folders, feeds, archives or JSONL.")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE…", shell_complete=complete_file)
@index_option
@click.option(
    "--engine",
    metavar="NAME",
    shell_complete=complete_engine,
    help="Engine of a new index: tantivy or whoosh.  [tantivy]",
)
@click.option("--source", metavar="NAME", help="Publisher of pages that do not name theirs.")
@click.option("--place", metavar="PATH", help="Place of the publisher, such as 'Long An/Huyện Bến Lức'.")
@click.option("--base-url", metavar="URL", help="Base URL of relative links.")
@click.option("--prune", is_flag=True, help="Remove articles of --source that were not read this time.")
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help="Worker processes.  [chosen automatically]")
@click.option("--rebuild", is_flag=True, help="Build the index anew from these sources alone.")
@click.option("--strict", is_flag=True, help="Commit nothing if any input is rejected.")
@json_option
def index(
    *,
    sources: tuple[str, ...],
    folder: str | None,
    engine: str | None,
    source: str | None,
    place: str | None,
    base_url: str | None,
    prune: bool,
    jobs: int | None,
    rebuild: bool,
    strict: bool,
    as_json: bool,
) -> int:
    """Index files, folders or - (JSONL on standard input); insert or update articles by id.

    The file type is detected from the content: pages as HTML, text or MHTML; records as JSONL or CSV; RSS, Atom and
    JSON feeds; WARC; and zip or tar archives of any of these, compressed or not. `timtin crawl` fetches URLs.
    """
    options = indexer.IndexOptions(
        engine=engine,
        source=None if source is None else decoded(source),
        place=None if place is None else decoded(place),
        base_url=base_url,
        prune=prune,
        jobs=jobs,
        rebuild=rebuild,
        strict=strict,
    )
    with progress_bar(sources) as progress:
        report = indexer.index_sources(index_folder(folder), sources, options, progress)
    return finish(report, as_json)


def finish(report: Report, as_json: bool) -> int:
    """Print the report and the rejections; return the exit code, 1 if nothing could be done."""
    for bad in report.rejected[:_LISTED]:
        say(f"rejected: {bad.source}: {bad.reason}")
    refused = len(report.rejected) + report.rejected_more
    if refused > _LISTED:
        say(f"… and {refused - _LISTED} more rejected (--json lists them)")
    if as_json:
        print_json(report.to_dict())
    elif report.committed:
        click.echo(_summary(report, refused))
    if not report.committed:
        fail("--strict: some inputs were rejected, so nothing was committed")
        return 1
    if report.read == 0:
        fail("nothing to index: the sources contain no page and no record")
        return 1
    if refused == report.read:
        fail("nothing was indexed: every input was rejected")
        return 1
    return 0


def _summary(report: Report, refused: int) -> str:
    rate = f", {report.read / report.seconds:,.0f} bài/giây" if report.seconds > 1 else ""
    parts = [
        f"{report.indexed} mới",
        f"{report.updated} cập nhật",
        f"{report.unchanged} không đổi",
        f"{refused} bị loại",
    ]
    if report.pruned:
        parts.append(f"{report.pruned} đã gỡ")
    return (
        f"Đã đọc {report.read}: {', '.join(parts)}. Chỉ mục có {report.articles} bài ({report.seconds:.1f} giây{rate})."
    )
