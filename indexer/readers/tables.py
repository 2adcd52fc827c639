"""CSV and TSV: a header row that names a record's fields, then a record a row."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any

from ...analyzers import fold
from ..decoding.charset import decode, wide_encoding
from ..decoding.stream import lines, transcode
from ..page import Item, ReadOptions, Rejected
from .records import to_record

FIELDS = frozenset(
    {
        "id", "url", "title", "summary", "body", "text", "content", "published", "date", "updated", "author", "source",
        "place", "tags", "section", "image", "image_caption", "attachments",
    }
)  # fmt: skip
"""What a column may be called; others are ignored, as in JSONL."""

_NEEDED = frozenset({"title", "body", "text", "content"})
_DELIMITERS = ",;\t|"
_LONGEST_HEADER = 4096


class _RowError(Exception):
    """A row that can't be a record; the message is the reason."""


def header_fields(text: str) -> tuple[str, list[str]] | None:
    """The delimiter and the column names (lower case) where a text begins with a header row that names `title` or
    `body` and one column at least beside it; else None. Excel's `sep=;` before it is passed over.
    """
    first, _, rest = text[: 2 * _LONGEST_HEADER].lstrip("\ufeff").replace("\r", "\n").partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        first = rest.lstrip("\n").partition("\n")[0]
    if not first.strip() or len(first) > _LONGEST_HEADER:
        return None
    best: tuple[str, list[str]] | None = None
    for delimiter in _DELIMITERS:
        names = _names(first, delimiter)
        if len(names) > 1 and _known(names) > (_known(best[1]) if best else 0) and _NEEDED & set(names):
            best = delimiter, names
    return best


def _names(line: str, delimiter: str) -> list[str]:
    try:
        cells = next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])
    except csv.Error:
        return []
    names = [" ".join(cell.split()).lower() for cell in cells]
    theirs = [_VIETNAMESE.get(fold(name).strip("\ufeff "), name) for name in names]
    return theirs if "title" in theirs else names  # a list of appointments has a `Nội dung`, too


_VIETNAMESE = {
    "tieu de": "title", "ten bai": "title", "ten bai viet": "title", "ten tin": "title", "tieu de bai viet": "title",
    "noi dung": "body", "noi dung bai viet": "body", "noi dung chi tiet": "body", "tom tat": "summary",
    "trich dan": "summary", "ngay dang": "published", "ngay xuat ban": "published", "thoi gian dang": "published",
    "ngay cap nhat": "updated", "tac gia": "author", "nguoi viet": "author", "nguon": "source", "nguon tin": "source",
    "duong dan": "url", "lien ket": "url", "dia chi": "url", "link": "url", "chuyen muc": "section", "tu khoa": "tags",
    "hinh anh": "image", "anh": "image", "ma": "id", "dia phuong": "place",
}  # fmt: skip
"""What Vietnamese offices head their columns with, folded; it counts where one of them is the title's."""


def _known(names: list[str]) -> int:
    return len(FIELDS.intersection(names))


def read_table(
    pieces: Iterator[bytes], head: bytes, origin: str, collection: str, *, options: ReadOptions, limit: int
) -> Iterator[Item]:
    """Every row as a record, or why it is none, with the number of the line it begins in.

    `limit` is how large a row and a cell may be. The delimiter is whichever of `, ; tab |` the header row is cut best
    by; the encoding as of JSONL (UTF-8, UTF-16, windows-1258, fonts that were encodings), line by line.
    """
    wide = wide_encoding(head)
    pieces = transcode(pieces, wide) if wide else pieces
    if b"\n" not in head and b"\r" in head:  # line ends of an old Macintosh
        pieces = (piece.replace(b"\r", b"\n") for piece in pieces)
    numbered = _decoded(lines(pieces, limit))
    header, names = "", None
    for number, line in numbered:
        header += (line or "") + "\n"
        if number > 1 or not (line or "").strip().lower().startswith(("sep=", "\ufeffsep=")):
            found = header_fields(header) or _one_column(line or "")
            names = found
            break
    if names is None:
        yield Rejected(
            origin,
            "a table whose first row names no column `title` or `body` (id, url, title, summary, body, published, …)",
        )
        return
    delimiter, columns = names
    twice = sorted({name for name in columns if name in FIELDS and columns.count(name) > 1})
    if twice:
        yield Rejected(origin, f"a table with two columns `{twice[0]}`")
        return
    where = 0
    for where, value in _rows(_Lines(numbered, limit), delimiter, columns):
        at = f"{origin}:{where}"
        yield Rejected(at, value) if isinstance(value, str) else to_record(value, at, collection, options)
    if not where:
        yield Rejected(origin, "a table without rows")


def _one_column(line: str) -> tuple[str, list[str]] | None:
    name = line.strip('\ufeff\r\n "').lower()
    return (",", [name]) if name in _NEEDED else None


def _decoded(numbered: Iterator[tuple[int, bytes | None]]) -> Iterator[tuple[int, str | None]]:
    for number, line in numbered:
        if line is None:
            yield number, None
            continue
        try:
            yield number, line.decode("utf-8")
        except UnicodeDecodeError:
            yield number, decode(line) or line.decode("utf-8", "replace")


def _rows(given: _Lines, delimiter: str, columns: list[str]) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Every row that isn't blank: the line it begins in, and its value or why it has none."""
    csv.field_size_limit(max(csv.field_size_limit(), given.limit))  # one for the whole process: never lowered
    reader = csv.reader(given, delimiter=delimiter)
    while True:
        given.begin()
        try:
            row = next(reader, None)
            if row is None:
                return
            if not any(cell.strip() for cell in row):
                continue
            if given.unclosed(row):
                yield given.first, "a quote that is not closed: the rest of the table is in it"
                return
            yield given.first, _value(row, columns)
        except (csv.Error, _RowError) as error:
            yield given.first, str(error)
            reader = csv.reader(given, delimiter=delimiter)  # the old one would still be within the row


class _Lines:
    """Lines for the csv module, which asks for as many as a row has: counted, and bounded for one row."""

    def __init__(self, numbered: Iterator[tuple[int, str | None]], limit: int) -> None:
        self._numbered, self.limit = numbered, limit
        self._size = self._quotes = self.first = self._taken = 0
        self._ended = False

    def __iter__(self) -> _Lines:
        return self

    def begin(self) -> None:
        """A new row begins with the next line."""
        self._size = self._taken = 0

    def unclosed(self, row: list[str]) -> bool:
        """Whether the row ran into the end of the table within quotes: its last cell then takes in whole lines."""
        return self._ended and self._taken > 1 and row[-1].count("\n") >= self._taken - 1 and row[-1].endswith("\n")

    def __next__(self) -> str:
        number, line = next(self._numbered, (0, None))
        if not number:
            self._ended = True
            raise StopIteration
        if not self._taken:
            self.first = number
        self._taken += 1
        if line is None:
            raise _RowError(f"a line longer than {self.limit >> 20} MiB")
        self._size += len(line)
        if self._size > self.limit:
            raise _RowError(f"a row longer than {self.limit >> 20} MiB: a quote may not be closed")
        return line + "\n"


def _value(row: list[str], columns: list[str]) -> dict[str, Any]:
    """A row as the object that JSONL would hold.

    Raises:
        _RowError: more cells than columns, or attachments that are no JSON list.
    """
    if any(cell.strip() for cell in row[len(columns) :]):
        raise _RowError(f"{len(row)} cells in a row, {len(columns)} columns: a quote may be missing")
    value: dict[str, Any] = {
        name: cell for name, cell in zip(columns, row, strict=False) if name in FIELDS and cell.strip()
    }
    if "attachments" in value:
        try:
            value["attachments"] = json.loads(value["attachments"])
        except (ValueError, RecursionError):
            raise _RowError("column 'attachments' must hold a JSON list of objects with 'name' and 'url'") from None
    return value
