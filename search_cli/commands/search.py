"""`timtin search`, `show`, `analyze`: asking an index, looking at an article, looking at tokens."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from ...model import FACET_SORTS, SORTS, UsageError
from ..options import index_option, json_option, opened, readable
from ..output.formats import FORMATS, Format, chosen_format, format_option, print_rows
from ..output.screen import paged, screen_options
from ..output.streams import fail, harmless, print_json
from .shell_completion import complete_facets, complete_filter, complete_id

if TYPE_CHECKING:
    from ...model import FacetSort, ResultPage, Sort


@click.command()
@click.argument("query", nargs=-1, metavar="QUERY…")
@index_option
@click.option(
    "--filter",
    "filters",
    multiple=True,
    metavar="FIELD=VALUE",
    shell_complete=complete_filter,
    help="Narrow the results; may be repeated.",
)
@click.option("--sort", type=click.Choice(SORTS), default="relevance", help="Order.")
@click.option("--limit", type=int, metavar="N", help="Results on a page.  [10]")
@click.option("--page", type=int, default=1, metavar="N", help="Which page.  [1]")
@click.option(
    "--facets",
    metavar="A,B",
    shell_complete=complete_facets,
    help="Facets to count ('' none).  [all with --json, else none]",
)
@click.option(
    "--facet-limit", type=click.IntRange(1), metavar="N", help="Values listed of each facet.  [100, all places]"
)
@click.option(
    "--facet-sort", type=click.Choice(FACET_SORTS), default="count", help="Order of a facet's values.  [count]"
)
@click.option(
    "--exact", is_flag=True, help="Search as typed, even where nothing is found and another spelling would find some."
)
@click.option("--explain", is_flag=True, help="Say what was looked up, where it was found and what it scored.")
@click.option("--open", "number", type=click.IntRange(1), metavar="N", help="Show result number N in $BROWSER.")
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
    """Ranked results. Quotes around several words are not needed; a query that begins with - follows --.

    Without a query: everything, to browse with --filter and --facets. Where nothing is found and another spelling
    would find some, that is searched at once, and said; --exact searches as typed. --json and the like only offer it.
    """
    form = chosen_format(form, as_json)
    if facets is None:
        counted: list[str] | None = None if form == "json" else []
    else:
        counted = [name.strip() for name in facets.split(",") if name.strip()]
    instead_of = None
    with opened(folder) as index:
        ask = partial(
            index.search,
            filters=parse_filters(filters),
            facets=counted,
            sort=sort,
            page=page,
            limit=limit,
            explain=explain,
            facet_limit=facet_limit,
            facet_sort=facet_sort,
        )
        found = ask(" ".join(map(readable, query)))
        if form == "table" and not exact and not found.total and found.suggestion is not None:
            instead_of, found = found, ask(found.suggestion.query)
    if form == "json":
        print_json(found.to_dict())
    else:
        _print(found, form, instead_of)
    return 0 if number is None else _show_in_browser(found, number)


def _print(found: ResultPage, form: Format, instead_of: ResultPage | None) -> None:
    """As a table or row by row; `instead_of`: the answer that had nothing, where another is shown for it."""
    from ..output import tables as terminal  # noqa: PLC0415 - neither --help nor JSON needs it

    if form == "table":
        with paged():
            if instead_of is not None:
                terminal.print_instead(instead_of)
            terminal.print_results(found)
    else:
        hits = (terminal.hit_row(hit) if form == "csv" else hit.to_dict() for hit in found.hits)
        print_rows(form, hits, terminal.HIT_COLUMNS)


def _show_in_browser(page: ResultPage, number: int) -> int:
    """Open the address of the result that bears this number; gives the exit code."""
    import webbrowser  # noqa: PLC0415 - with --open alone

    from ...presentation.values import web_link  # noqa: PLC0415

    first = (page.page - 1) * page.limit + 1
    if not first <= number < first + len(page.hits):
        fail(f"--open {number}: there is no such result here")
        return 1
    hit = page.hits[number - first]
    address = web_link(hit.url)
    if address is None:
        fail(f"--open {number}: this article has no web address; read it with: timtin show {hit.id}")
        return 1
    if not webbrowser.open(address):
        fail(f"--open {number}: no browser could be started ($BROWSER names one): {address}")
        return 1
    return 0


def parse_filters(filters: tuple[str, ...]) -> dict[str, list[str]]:
    """`FIELD=VALUE` arguments as the searcher takes them.

    Raises:
        UsageError: an argument without `=`.
    """
    parsed: dict[str, list[str]] = {}
    for argument in map(readable, filters):
        name, equals, value = argument.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"--filter {argument!r}: write FIELD=VALUE, such as year=2024.", field="filter")
        parsed.setdefault(name.strip(), []).append(value)
    return parsed


@click.command()
@click.argument("id", metavar="ID", shell_complete=complete_id)
@index_option
@screen_options
@json_option
def show(*, id: str, folder: str | None, as_json: bool) -> None:
    """One stored article with all that was understood of it."""
    with opened(folder) as index:
        article = index.article(readable(id))
    if as_json:
        print_json(article.to_dict())
    else:
        from ..output.tables import print_article  # noqa: PLC0415 - neither --help nor JSON needs it

        with paged():
            print_article(article)


@click.command()
@click.argument("text", nargs=-1, required=True, metavar="TEXT")
@json_option
@index_option
def analyze(*, text: tuple[str, ...], as_json: bool, folder: str | None) -> None:
    """The tokens of a text (- reads it from standard input)."""
    from ...analyzers import analyze as tokens_of  # noqa: PLC0415 - loads the segmentation model

    if text == ("-",):
        whole = "" if sys.stdin is None else sys.stdin.buffer.read().decode("utf-8", "replace")
    else:
        whole = " ".join(map(readable, text))
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
