"""`timtin evaluate`: measure an index against relevance judgments (qrels)."""

from __future__ import annotations

from pathlib import Path

import click

from ..options import index_option, json_option, open_folder
from ..output.streams import console, print_json

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(short_help="Measure the ranking against relevance judgments.")
@index_option
@click.option("--queries", type=_FILE, required=True, metavar="Q.tsv", help="One query per line: id, tab, text.")
@click.option(
    "--qrels", type=_FILE, required=True, metavar="QRELS.tsv", help="TREC qrels: query id, 0, article id, gain."
)
@click.option("--run-out", type=_FILE, metavar="FILE", help="Write the rankings as a TREC run.")
@json_option
def evaluate(*, folder: str | None, queries: Path, qrels: Path, run_out: Path | None, as_json: bool) -> None:
    """Measure the ranking against judgments: nDCG@10, MRR@10, recall@100.

    Each figure is the mean over the queries with a relevant article; the other queries are listed.
    """
    from ...searcher.evaluate import evaluate as measure  # noqa: PLC0415 - lazy: loads the searcher

    with open_folder(folder) as index:
        result = measure(index, queries, qrels, run_out)
    if as_json:
        print_json(result.to_dict())
        return
    out = console()
    out.print(f"{result.queries} truy vấn", style="dim")
    for name, figure in (("nDCG@10", result.ndcg), ("MRR@10", result.mrr), ("recall@100", result.recall)):
        out.print(f"{name:<12}{figure:.4f}")
    for what, ids in (("không có đánh giá", result.unjudged), ("có đánh giá nhưng không được hỏi", result.unasked)):
        if ids:
            more = ", …" if len(ids) > 5 else ""
            out.print(f"{len(ids)} truy vấn {what}: {', '.join(ids[:5])}{more}", style="dim", markup=False)
