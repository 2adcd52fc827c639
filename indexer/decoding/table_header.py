"""The header row of a CSV or TSV file: its delimiter, and which columns are fields of a record."""

from __future__ import annotations

import csv

from ...analyzers import fold

FIELDS = frozenset(
    {
        "id", "url", "title", "summary", "body", "text", "content", "published", "date", "updated", "author", "source",
        "place", "tags", "section", "image", "image_caption", "attachments",
    }
)  # fmt: skip
"""Column names that are read; other columns are ignored, as unknown fields are in JSONL."""

TEXT_FIELDS = frozenset({"title", "body", "text", "content"})
"""A table needs a column with one of these names."""

_VIETNAMESE_NAMES = {
    "tieu de": "title", "ten bai": "title", "ten bai viet": "title", "ten tin": "title", "tieu de bai viet": "title",
    "noi dung": "body", "noi dung bai viet": "body", "noi dung chi tiet": "body", "tom tat": "summary",
    "trich dan": "summary", "ngay dang": "published", "ngay xuat ban": "published", "thoi gian dang": "published",
    "ngay cap nhat": "updated", "tac gia": "author", "nguoi viet": "author", "nguon": "source", "nguon tin": "source",
    "duong dan": "url", "lien ket": "url", "dia chi": "url", "link": "url", "chuyen muc": "section", "tu khoa": "tags",
    "hinh anh": "image", "anh": "image", "ma": "id", "dia phuong": "place",
}  # fmt: skip
"""Column names that Vietnamese offices use, folded. They count only in a row that has one for the title."""

_DELIMITERS = ",;\t|"
_MAX_HEADER = 4096
"""Characters."""


def parse_header(text: str) -> tuple[str, list[str]] | None:
    """Return the delimiter and the column names (lower case) if `text` begins with the header row of a table.

    A header row names `title` or `body` and at least one more column; of the possible delimiters, the one that yields
    the most known names is taken. Excel's line `sep=;` before it is skipped.
    """
    first, _, rest = text[: 2 * _MAX_HEADER].lstrip("\ufeff").replace("\r", "\n").partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        first = rest.lstrip("\n").partition("\n")[0]
    if not first.strip() or len(first) > _MAX_HEADER:
        return None
    best: tuple[str, list[str]] | None = None
    for delimiter in _DELIMITERS:
        names = _column_names(first, delimiter)
        if len(names) > 1 and _known(names) > (_known(best[1]) if best else 0) and TEXT_FIELDS & set(names):
            best = delimiter, names
    return best


def _column_names(line: str, delimiter: str) -> list[str]:
    try:
        cells = next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])
    except csv.Error:
        return []
    names = [" ".join(cell.split()).lower() for cell in cells]
    translated = [_VIETNAMESE_NAMES.get(fold(name).strip("\ufeff "), name) for name in names]
    return translated if "title" in translated else names  # a list of appointments has a column `Nội dung`, too


def _known(names: list[str]) -> int:
    return len(FIELDS.intersection(names))
