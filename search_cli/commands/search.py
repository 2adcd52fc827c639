"""`timtin search`, `show` and `analyze`: query an index, print one article, print the tokens of a text."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from ...model import FACET_SORTS, SORTS, UsageError
from ..options import decoded, index_option, json_option, open_folder
from ..output.formats import FORMATS, Format, format_option, output_format, print_rows
from ..output.screen import paged, screen_options
from ..output.streams import fail, harmless, print_json
from ..shell_completion import complete_facets, complete_filter, complete_id

if TYPE_CHECKING:
    from ...model import FacetSort, ResultPage, Sort


@click.command(short_help="Search the index; print ranked results.")
@click.argument("query", nargs=-1, metavar="QUERY…")
@index_option
@click.option(
    "--filter",
    "filters",
    multiple=True,
    metavar="FIELD=VALUE",
    shell_complete=complete_filter,
    help="Narrow the results; repeatable.",
)
@click.option("--sort", type=click.Choice(SORTS), default="relevance", help="Order of the results.")
@click.option("--limit", type=int, metavar="N", help="Results per page.  [10]")
@click.option("--page", type=int, default=1, metavar="N", help="Page number, from 1.  [1]")
@click.option(
    "--facets",
    metavar="A,B",
    shell_complete=complete_facets,
    help="Facets to count; '' for none.  [all with --json, else none]",
)
@click.option("--facet-limit", type=click.IntRange(1), metavar="N", help="Values listed per facet.  [100, all places]")
@click.option(
    "--facet-sort", type=click.Choice(FACET_SORTS), default="count", help="Order of a facet's values.  [count]"
)
@click.option("--exact", is_flag=True, help="Search as typed, even if only another spelling has results.")
@click.option("--explain", is_flag=True, help="Explain the match and the score of every result.")
@click.option("--open", "number", type=click.IntRange(1), metavar="N", help="Open result number N in $BROWSER.")
@screen_options
@format_option(*FORMATS)
def search(
    *,
    query: tuple[str, ...],
    folder: str | None,
    filters: tuple[str, ...],
    sort: Sort,
    limit: int | None,
    page: int,
    facets: str | None,
    facet_limit: int | None,
    facet_sort: FacetSort,
    exact: bool,
    explain: bool,
    number: int | None,
    form: Format | None,
    as_json: bool,
) -> int:
    """Search the index and print ranked results.

    Several words need no quotes; a query that begins with - follows --. Without a query every article matches, to
    browse with --filter and --facets. If nothing matches but another spelling would, that spelling is searched
    instead, with a notice; --exact searches as typed. With --json, csv or jsonl the other spelling is only suggested.
    """
    form = output_format(form, as_json)
    if facets is None:
        facet_names: list[str] | None = None if form == "json" else []
    else:
        facet_names = [name.strip() for name in facets.split(",") if name.strip()]
    original = None
    with open_folder(folder) as index:
        run_query = partial(
            index.search,
            filters=parse_filters(filters),
            facets=facet_names,
            sort=sort,
            page=page,
            limit=limit,
            explain=explain,
            facet_limit=facet_limit,
            facet_sort=facet_sort,
        )
        result = run_query(" ".join(map(decoded, query)))
        if form == "table" and not exact and not result.total and result.suggestion is not None:
            original, result = result, run_query(result.suggestion.query)
    if form == "json":
        print_json(result.to_dict())
    else:
        _print(result, form, original)
    return 0 if number is None else _open_in_browser(result, number)


def _print(result: ResultPage, form: Format, original: ResultPage | None) -> None:
    """Print a page of results; `original` is the empty page that it replaces, if another spelling was searched."""
    from ..output import tables  # noqa: PLC0415 - lazy: neither --help nor JSON needs it

    if form == "table":
        with paged():
            if original is not None:
                tables.print_replacement(original)
            tables.print_results(result)
    else:
        hits = (tables.hit_row(hit) if form == "csv" else hit.to_dict() for hit in result.hits)
        print_rows(form, hits, tables.HIT_COLUMNS)


def _open_in_browser(page: ResultPage, number: int) -> int:
    """Open the URL of a result by its number in the list; return the exit code."""
    import webbrowser  # noqa: PLC0415 - lazy: for --open alone

    from ...presentation.values import web_link  # noqa: PLC0415 - lazy: for --open alone

    first = (page.page - 1) * page.limit + 1
    if not first <= number < first + len(page.hits):
        fail(f"--open {number}: there is no such result on this page")
        return 1
    hit = page.hits[number - first]
    address = web_link(hit.url)
    if address is None:
        fail(f"--open {number}: this article has no web address; read it with: timtin show {hit.id}")
        return 1
    if not webbrowser.open(address):
        fail(f"--open {number}: no browser could be started (set $BROWSER): {address}")
        return 1
    return 0


def parse_filters(filters: tuple[str, ...]) -> dict[str, list[str]]:
    """Parse `FIELD=VALUE` arguments into the mapping that `Index.search` takes.

    Raises:
        UsageError: an argument has no field name or no `=`.
    """
    parsed: dict[str, list[str]] = {}
    for argument in map(decoded, filters):
        name, equals, value = argument.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"--filter {argument!r}: write FIELD=VALUE, such as year=2024.", field="filter")
        parsed.setdefault(name.strip(), []).append(value)
    return parsed


@click.command(short_help="Print one stored article and what was extracted from it.")
@click.argument("id", metavar="ID", shell_complete=complete_id)
@index_option
@screen_options
@json_option
def show(*, id: str, folder: str | None, as_json: bool) -> None:
    """Print one stored article with all that was extracted from it: dates, places, topics, citations, mentions."""
    with open_folder(folder) as index:
        article = index.article(decoded(id))
    if as_json:
        print_json(article.to_dict())
    else:
        from ..output.tables import print_article  # noqa: PLC0415 - lazy: neither --help nor JSON needs it

        with paged():
            print_article(article)


@click.command(short_help="Print the tokens of a text.")
@click.argument("text", nargs=-1, required=True, metavar="TEXT")
@json_option
@index_option
def analyze(*, text: tuple[str, ...], as_json: bool, folder: str | None) -> None:
    """Print the tokens of a text; - reads the text from standard input."""
    from ...analyzers import analyze as tokens_of  # noqa: PLC0415 - lazy: loads the segmentation model

    if text == ("-",):
        whole = "" if sys.stdin is None else sys.stdin.buffer.read().decode("utf-8", "replace")
    else:
        whole = " ".join(map(decoded, text))
    tokens = [
        {
            "text": token.text,
            "normal": token.normal,
            "folded": token.folded,
            "start": token.start,
            "end": token.end,
            "kind": token.kind,
        }
        for token in tokens_of(whole)
    ]
    if as_json:
        print_json(tokens)
        return
    for token in tokens:
        where = f"{token['start']:>6}–{token['end']:<6}"
        click.echo(f"{where} {token['kind']:<10} {harmless(str(token['text']))}  ({token['folded']})")
