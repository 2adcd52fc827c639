"""`timtin suggest` and `similar`: autocomplete for a search box, and articles similar to one article."""

from __future__ import annotations

import click

from ..options import decoded, index_option, open_folder
from ..output.formats import FORMATS, Format, format_option, output_format, print_rows
from ..output.screen import paged, screen_options
from ..output.streams import console, harmless, highlighted, print_json
from ..shell_completion import complete_id

_KINDS = {
    "title": "bài",
    "place": "nơi",
    "organization": "cơ quan",
    "topic": "chủ đề",
    "citation": "văn bản",
    "phrase": "cụm từ",
}


@click.command(short_help="Print completions of a partly typed query.")
@click.argument("text", nargs=-1, required=True, metavar="TEXT…")
@index_option
@click.option("--limit", type=int, default=8, metavar="N", help="Maximum number of completions.  [8]")
@screen_options
@format_option(*FORMATS)
def suggest(*, text: tuple[str, ...], folder: str | None, limit: int, form: Format | None, as_json: bool) -> None:
    """Print completions of a partly typed query, with or without diacritics; the last word may be incomplete."""
    form = output_format(form, as_json)
    with open_folder(folder) as index:
        completions = index.suggest(" ".join(map(decoded, text)), limit)
    if form == "json":
        print_json([each.to_dict() for each in completions])
        return
    if form != "table":
        print_rows(form, (each.to_dict() for each in completions), ("text", "kind", "count", "id"))
        return
    out = console()
    for each in completions:
        line = highlighted(each.html)
        line.append(f"  {_KINDS[each.kind]}, {each.count} bài", style="dim")
        out.print(line)
    if not completions:
        out.print("Không có gợi ý nào.")


@click.command(short_help="Print similar articles, most similar first.")
@click.argument("id", metavar="ID", shell_complete=complete_id)
@index_option
@click.option("--limit", type=int, metavar="N", help="Maximum number of articles.  [10]")
@screen_options
@format_option(*FORMATS)
def similar(*, id: str, folder: str | None, limit: int | None, form: Format | None, as_json: bool) -> None:
    """Print articles similar to one article, most similar first, without the article itself and its near duplicates."""
    form, article_id = output_format(form, as_json), decoded(id)
    with open_folder(folder) as index:
        hits = index.similar(article_id, limit)
    if form == "json":
        print_json({"id": article_id, "hits": [hit.to_dict() for hit in hits]})
        return
    from ..output.tables import HIT_COLUMNS, hit_row, print_hits  # noqa: PLC0415 - lazy: neither --help nor JSON needs it

    if form != "table":
        print_rows(form, (hit_row(hit) if form == "csv" else hit.to_dict() for hit in hits), HIT_COLUMNS)
    elif not hits:
        console().print(harmless(f"Không có bài nào giống bài {article_id}."))
    else:
        with paged():
            print_hits(hits)
