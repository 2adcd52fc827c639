"""CSV and TSV: a header row that names the fields of a record, then one record in each row."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from typing import Any

from ..decoding.charset import decode, utf16_or_utf32
from ..decoding.stream import lines, transcode
from ..decoding.table_header import FIELDS, TEXT_FIELDS, parse_header
from ..page import Item, ReadOptions, Rejected
from .records import to_record


class _RowError(Exception):
    """A row that cannot be a record; the message is the reason."""


def read_table(
    pieces: Iterator[bytes], head: bytes, origin: str, collection: str, *, options: ReadOptions, limit: int
) -> Iterator[Item]:
    """Yield each row as a record, or the reason why it is none, with the number of the line on which it begins.

    `limit` is the largest row in bytes. The delimiter is the one of `, ; tab |` that suits the header row best. The
    encoding is detected as for JSONL (UTF-8, UTF-16, windows-1258, font-specific encodings), line by line.
    """
    wide = utf16_or_utf32(head)
    pieces = transcode(pieces, wide) if wide else pieces
    if b"\n" not in head and b"\r" in head:  # line ends of classic Mac OS
        pieces = (piece.replace(b"\r", b"\n") for piece in pieces)
    numbered = _decoded(lines(pieces, limit))
    header = _read_header(numbered)
    if header is None:
        yield Rejected(
            origin,
            "a table whose first row names no column `title` or `body` (id, url, title, summary, body, published, …)",
        )
        return
    delimiter, columns = header
    repeated = sorted({name for name in columns if name in FIELDS and columns.count(name) > 1})
    if repeated:
        yield Rejected(origin, f"a table with two columns `{repeated[0]}`")
        return
    number = 0
    for number, value in _rows(_Lines(numbered, limit), delimiter, columns):
        where = f"{origin}:{number}"
        yield Rejected(where, value) if isinstance(value, str) else to_record(value, where, collection, options)
    if not number:
        yield Rejected(origin, "a table without rows")


def _read_header(numbered: Iterator[tuple[int, str | None]]) -> tuple[str, list[str]] | None:
    """Read the header row, after Excel's line `sep=;` if there is one; None if it is not that of a table."""
    header = ""
    for number, line in numbered:
        header += (line or "") + "\n"
        if number > 1 or not (line or "").strip().lower().startswith(("sep=", "\ufeffsep=")):
            return parse_header(header) or _one_column(line or "")
    return None


def _one_column(line: str) -> tuple[str, list[str]] | None:
    name = line.strip('\ufeff\r\n "').lower()
    return (",", [name]) if name in TEXT_FIELDS else None


def _decoded(numbered: Iterator[tuple[int, bytes | None]]) -> Iterator[tuple[int, str | None]]:
    for number, line in numbered:
        if line is None:
            yield number, None
            continue
        try:
            yield number, line.decode("utf-8")
        except UnicodeDecodeError:
            yield number, decode(line) or line.decode("utf-8", "replace")


def _rows(source: _Lines, delimiter: str, columns: list[str]) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """Yield each non-blank row: the line on which it begins, and its value or the reason why it has none."""
    csv.field_size_limit(max(csv.field_size_limit(), source.limit))  # one limit for the whole process: never lowered
    reader = csv.reader(source, delimiter=delimiter)
    while True:
        source.begin_row()
        try:
            row = next(reader, None)
            if row is None:
                return
            if not any(cell.strip() for cell in row):
                continue
            if source.is_unclosed(row):
                yield source.first, "a quote that is not closed: the rest of the table is in it"
                return
            yield source.first, _value(row, columns)
        except (csv.Error, _RowError) as error:
            yield source.first, str(error)
            reader = csv.reader(source, delimiter=delimiter)  # the old reader would still be within the row


class _Lines:
    """Lines for the csv module, which reads as many as a row spans: counted, and limited in size for one row."""

    def __init__(self, numbered: Iterator[tuple[int, str | None]], limit: int) -> None:
        self._numbered, self.limit = numbered, limit
        self._size = self.first = self._line_count = 0
        self._ended = False

    def __iter__(self) -> _Lines:
        return self

    def begin_row(self) -> None:
        """Begin a new row with the next line."""
        self._size = self._line_count = 0

    def is_unclosed(self, row: list[str]) -> bool:
        """Return whether the table ended within the row's quotes: its last cell then contains whole lines."""
        return (
            self._ended
            and self._line_count > 1
            and row[-1].count("\n") >= self._line_count - 1
            and row[-1].endswith("\n")
        )

    def __next__(self) -> str:
        number, line = next(self._numbered, (0, None))
        if not number:
            self._ended = True
            raise StopIteration
        if not self._line_count:
            self.first = number
        self._line_count += 1
        if line is None:
            raise _RowError(f"a line longer than {self.limit >> 20} MiB")
        self._size += len(line)
        if self._size > self.limit:
            raise _RowError(f"a row longer than {self.limit >> 20} MiB: a quote may not be closed")
        return line + "\n"


def _value(row: list[str], columns: list[str]) -> dict[str, Any]:
    """Return a row as the object that a line of JSONL would contain.

    Raises:
        _RowError: the row has more cells than columns, or its attachments are not a JSON list.
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
