"""`timtin stats --queries`: what the use log counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from ...model import TimtinError
from ..output.streams import harmless, print_json

if TYPE_CHECKING:
    from ...model.query_usage import QueryUse

_TITLES = (
    ("popular", "Hỏi nhiều"),
    ("empty", "Không tìm thấy gì"),
    ("abandoned", "Có kết quả nhưng không ai mở"),
)


def print_queries(days: int | None, *, as_json: bool) -> None:
    """Print popular, empty and abandoned queries of the last days.

    Raises:
        TimtinError: the use log is off, or cannot be read.
    """
    from ...searcher import use_log  # noqa: PLC0415 - loads an engine, which `timtin --help` does not need

    log = use_log()
    if log is None:
        raise TimtinError(
            "No queries are recorded: the use log is off. Set TIMTIN_USE_LOG to a file, such as use.sqlite, where "
            "`timtin serve` runs and here; docs/use-log.md says what is kept."
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
