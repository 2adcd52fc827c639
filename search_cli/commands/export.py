"""`timtin export`: every stored article as JSONL, JSON or CSV."""

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

from ...model import TimtinError
from ..options import index_option, open_folder
from ..output.formats import Format, format_option, output_format, write_csv, write_jsonl
from ..output.streams import print_json, say, to_json
from ..shell_completion import complete_file

if TYPE_CHECKING:
    from ...model import Article

RECORD_COLUMNS = (
    "id", "url", "title", "summary", "body", "published", "author", "source", "place", "tags", "image", "image_caption",
    "section", "updated",
)  # fmt: skip
"""The columns of a CSV export, which `timtin index` reads back; attachments have no column."""


@click.command(short_help="Write every article as JSONL, JSON or CSV.")
@click.option(
    "--out",
    metavar="FILE",
    shell_complete=complete_file,
    help="Output file, compressed if it ends in .gz.  [standard output]",
)
@index_option
@format_option("jsonl", "json", "csv")
def export(*, out: str | None, folder: str | None, form: Format | None, as_json: bool) -> None:
    """Write every article as JSONL (the default), JSON or CSV; `timtin index` reads JSONL and CSV back.

    --json prints one array, or with --out an object with the number of articles written.
    """
    form = output_format(form, as_json and out is None, "jsonl")
    with open_folder(folder) as index:
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
        raise TimtinError(f"Cannot write {target}: {error.strerror or error}. No partial file was kept.") from error


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
    """Yield a text stream to a temporary file that replaces `target` on success and is removed on failure."""
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
