"""`timtin suggest`, `similar`: completions for a search box, and articles like one article."""

from __future__ import annotations

import click

from ..options import index_option, opened, readable
from ..output.formats import FORMATS, Format, chosen_format, format_option, print_rows
from ..output.screen import paged, screen_options
from ..output.streams import console, harmless, marked, print_json
from .shell_completion import complete_id

_KINDS = {
    "title": "bài",
    "place": "nơi",
    "organization": "cơ quan",
    "topic": "chủ đề",
    "citation": "văn bản",
    "phrase": "cụm từ",
}


@click.command()
@click.argument("text", nargs=-1, required=True, metavar="TEXT…")
@index_option
@click.option("--limit", type=int, default=8, metavar="N", help="Completions at most.  [8]")
@screen_options
@format_option(*FORMATS)
def suggest(*, text: tuple[str, ...], folder: str | None, limit: int, form: Format | None, as_json: bool) -> None:
    """Completions for what was typed so far, with or without diacritics; the last word may be unfinished."""
    form = chosen_format(form, as_json)
    with opened(folder) as index:
        found = index.suggest(" ".join(map(readable, text)), limit)
    if form == "json":
        print_json([each.to_dict() for each in found])
        return
    if form != "table":
        print_rows(form, (each.to_dict() for each in found), ("text", "kind", "count", "id"))
        return
    out = console()
    for each in found:
        line = marked(each.html)
        line.append(f"  {_KINDS[each.kind]}, {each.count} bài", style="dim")
        out.print(line)
    if not found:
        out.print("Không có gợi ý nào.")


@click.command()
@click.argument("id", metavar="ID", shell_complete=complete_id)
@index_option
@click.option("--limit", type=int, metavar="N", help="Articles at most.  [10]")
@screen_options
@format_option(*FORMATS)
def similar(*, id: str, folder: str | None, limit: int | None, form: Format | None, as_json: bool) -> None:
    """Articles like this one, the likest first; itself and its reruns are left out."""
    form, wanted = chosen_format(form, as_json), readable(id)
    with opened(folder) as index:
        hits = index.similar(wanted, limit)
    if form == "json":
        print_json({"id": wanted, "hits": [hit.to_dict() for hit in hits]})
        return
    from ..output.tables import HIT_COLUMNS, hit_row, print_hits  # noqa: PLC0415 - neither --help nor JSON needs it

    if form != "table":
        print_rows(form, (hit_row(hit) if form == "csv" else hit.to_dict() for hit in hits), HIT_COLUMNS)
    elif not hits:
        console().print(harmless(f"Không có bài nào giống bài {wanted}."))
    else:
        with paged():
            print_hits(hits)
