"""`timtin suggest`, `similar`: completions for a search box, and articles like one article."""

from __future__ import annotations

import click

from .options import index_option, json_option, opened, readable
from .output import console, harmless, marked, print_json
from .terminal import print_hits

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
@json_option
def suggest(*, text: tuple[str, ...], folder: str | None, limit: int, as_json: bool) -> None:
    """Completions for what was typed so far, with or without diacritics; the last word may be unfinished."""
    with opened(folder) as index:
        found = index.suggest(" ".join(map(readable, text)), limit)
    if as_json:
        print_json([each.to_dict() for each in found])
        return
    out = console()
    for each in found:
        line = marked(each.html)
        line.append(f"  {_KINDS[each.kind]}, {each.count} bài", style="dim")
        out.print(line)
    if not found:
        out.print("Không có gợi ý nào.")


@click.command()
@click.argument("id", metavar="ID")
@index_option
@click.option("--limit", type=int, metavar="N", help="Articles at most.  [10]")
@json_option
def similar(*, id: str, folder: str | None, limit: int | None, as_json: bool) -> None:
    """Articles like this one, the likest first; itself and its reruns are left out."""
    wanted = readable(id)
    with opened(folder) as index:
        hits = index.similar(wanted, limit)
    if as_json:
        print_json({"id": wanted, "hits": [hit.to_dict() for hit in hits]})
        return
    if not hits:
        console().print(harmless(f"Không có bài nào giống bài {wanted}."))
    print_hits(hits)
