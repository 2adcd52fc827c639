"""`timtin stats`: what an index holds; with `--queries`, the report of the query log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from ...model import TimtinError
from ..options import index_option, open_folder
from ..output.formats import FORMATS, Format, format_option, output_format, print_one
from ..output.streams import harmless, print_json

if TYPE_CHECKING:
    from ...model.query_usage import QueryUse

_TITLES = (
    ("popular", "Hỏi nhiều"),
    ("empty", "Không tìm thấy gì"),
    ("abandoned", "Có kết quả nhưng không ai mở"),
)


@click.command(short_help="Print article count, engine, format version and size.")
@index_option
@click.option("--queries", is_flag=True, help="Report of the query log: popular, empty and abandoned queries.")
@click.option("--days", type=click.IntRange(1), metavar="N", help="With --queries: the last N days only.  [all kept]")
@format_option(*FORMATS)
def stats(*, folder: str | None, queries: bool, days: int | None, form: Format | None, as_json: bool) -> None:
    """Print the statistics of an index: articles, engine, format version, bytes."""
    form = output_format(form, as_json)
    if queries:
        print_queries(days, as_json=form == "json")
        return
    with open_folder(folder) as index:
        statistics = index.stats()
    if form != "table":
        print_one(form, statistics)
        return
    width = max(map(len, statistics))
    for name, value in statistics.items():
        click.echo(f"{name:<{width}}  {_plain(value)}")


def _plain(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def print_queries(days: int | None, *, as_json: bool) -> None:
    """Print popular, empty and abandoned queries of the last `days` days, or of all days kept.

    Raises:
        TimtinError: the query log is off, or cannot be read.
    """
    from ...searcher import use_log  # noqa: PLC0415 - lazy: loads an engine, which `timtin --help` does not need

    log = use_log()
    if log is None:
        raise TimtinError(
            "No queries are recorded: the use log is off. Set TIMTIN_USE_LOG to the same file, such as use.sqlite, for "
            "`timtin serve` and for this command; docs/use-log.md describes what is kept."
        )
    report = log.report(days)
    if as_json:
        print_json(report.to_dict())
        return
    click.echo(f"{report.searches} lượt tìm trong {report.days} ngày, {report.withheld} lượt chỉ đếm, không giữ lời.")
    for name, title in _TITLES:
        queries: tuple[QueryUse, ...] = getattr(report, name)
        if queries:
            click.echo(f"\n{title}:")
            for each in queries:
                opened = f", mở {each.opened}/{each.shown}" if each.shown else ""
                click.echo(f"{each.searches:>7}  {harmless(each.query)}  ({each.results} kết quả{opened})")
