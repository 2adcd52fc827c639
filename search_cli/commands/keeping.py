"""`timtin stats`, `export`, `delete`: looking after an index."""

from __future__ import annotations

import gzip
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from ... import indexer
from ...model import TimtinError
from ..options import chosen_folder, index_option, json_option, opened, readable
from ..output.formats import FORMATS, Format, chosen_format, format_option, print_one, write_csv, write_jsonl
from ..output.streams import fail, print_json, say, to_json
from .query_usage import print_queries
from .shell_completion import complete_file, complete_id

if TYPE_CHECKING:
    from ...model import Article


RECORD_COLUMNS = (
    "id", "url", "title", "summary", "body", "published", "author", "source", "place", "tags", "image", "image_caption",
    "section", "updated",
)  # fmt: skip
"""The columns of an export as CSV, as `timtin index` reads them again; attachments have no column."""


@click.command()
@index_option
@click.option("--queries", is_flag=True, help="What was asked, from the use log: popular, empty, abandoned.")
@click.option("--days", type=click.IntRange(1), metavar="N", help="With --queries: of the last N days.  [all kept]")
@format_option(*FORMATS)
def stats(*, folder: str | None, queries: bool, days: int | None, form: Format | None, as_json: bool) -> None:
    """What the index holds: articles, engine, format version, bytes."""
    form = chosen_format(form, as_json)
    if queries:
        print_queries(days, as_json=form == "json")
        return
    with opened(folder) as index:
        found = index.stats()
    if form != "table":
        print_one(form, found)
        return
    width = max(map(len, found))
    for name, value in found.items():
        click.echo(f"{name:<{width}}  {_plain(value)}")


def _plain(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


@click.command()
@click.option(
    "--out",
    metavar="FILE",
    shell_complete=complete_file,
    help="Write to this file (compressed if it ends in .gz), not to standard output.",
)
@index_option
@format_option("jsonl", "json", "csv")
def export(*, out: str | None, folder: str | None, form: Format | None, as_json: bool) -> None:
    """Write every article as JSONL or CSV, the forms that `timtin index` reads.

    With --json: one array on standard output, or with --out the number of articles written.
    """
    form = chosen_format(form, as_json and out is None, "jsonl")
    with opened(folder) as index:
        if out is not None:
            count = _export_to_file(index.articles(), Path(out), form)
            if as_json:
                print_json({"articles": count, "out": out})
            else:
                say(f"Đã ghi {count} bài vào {out}.")
        else:
            _write(index.articles(), form, sys.stdout)


def _export_to_file(articles: Iterable[Article], target: Path, form: Format) -> int:
    try:
        with _replacing(target) as stream:
            return _write(articles, form, stream)
    except OSError as error:
        raise TimtinError(f"Cannot write {target}: {error.strerror or error}. Nothing was left there.") from error


def _write(articles: Iterable[Article], form: Format, stream: TextIO) -> int:
    records = (article.to_record() for article in articles)
    if form == "csv":
        return write_csv((record | {"tags": ", ".join(record["tags"])} for record in records), RECORD_COLUMNS, stream)
    return _write_array(records, stream) if form == "json" else write_jsonl(records, stream)


def _write_array(records: Iterable[dict[str, Any]], stream: TextIO) -> int:
    count = 0
    for count, record in enumerate(records, 1):
        stream.write(f"{'[' if count == 1 else ','}\n{to_json(record)}")
    stream.write("\n]\n" if count else "[]\n")
    return count


@contextmanager
def _replacing(target: Path) -> Iterator[TextIO]:
    """A text stream whose content becomes `target` at a clean end, and nothing otherwise."""
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    partial = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as raw:
            partial.chmod(0o666 & ~_umask())
            if target.suffix == ".gz":
                with gzip.open(raw, "wt", encoding="utf-8", newline="\n") as stream:
                    yield stream
            else:
                with open(descriptor, "w", encoding="utf-8", newline="\n", closefd=False) as stream:
                    yield stream
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


@click.command()
@click.argument("ids", nargs=-1, required=True, metavar="ID…", shell_complete=complete_id)
@click.option("--block", is_flag=True, help="Keep these ids from coming back.")
@index_option
@json_option
def delete(*, ids: tuple[str, ...], block: bool, folder: str | None, as_json: bool) -> int:
    """Remove articles by id."""
    wanted = list(dict.fromkeys(map(readable, ids)))
    with opened(folder) as index:  # an index that is missing must not be made by deleting from it
        index.count()
    with indexer.create_index(chosen_folder(folder)) as writer:
        unknown = [id for id in wanted if not writer.delete([id], block=block)]
        articles = writer.articles
    deleted = len(wanted) - len(unknown)
    for id in unknown:
        say(f"no article has the id {id}" + (" (blocked all the same)" if block else ""))
    if as_json:
        print_json({"deleted": deleted, "unknown": unknown, "blocked": wanted if block else [], "articles": articles})
    elif deleted or block:
        click.echo(f"Đã xóa {deleted} bài, còn {articles}.")
    if not deleted and not block:
        fail("nothing was deleted")
        return 1
    return 0
