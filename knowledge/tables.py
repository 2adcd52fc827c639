"""Reading the tables of `data/`: tab-separated text with one entry a line; lines that begin with `#` are comments."""

from __future__ import annotations

from importlib.resources import files


def read_table(name: str, columns: int) -> list[tuple[str, ...]]:
    """Return the entries of a table, each with exactly this many columns (missing ones at the end are empty)."""
    text = files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    entries = []
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("\t")]
            entries.append(tuple(cells[:columns] + [""] * (columns - len(cells))))
    return entries


def split_values(cell: str) -> list[str]:
    """Return the values of a cell that holds several, separated by `;`."""
    return [value for value in (part.strip() for part in cell.split(";")) if value]
