"""How the tables of `data/` are read: tab-separated text, one entry a line, `#` begins a comment line."""

from __future__ import annotations

from importlib.resources import files


def rows(name: str, columns: int) -> list[tuple[str, ...]]:
    """The entries of a table, each with exactly this many columns (missing ones at the end are empty)."""
    text = files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    entries = []
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            cells = [cell.strip() for cell in line.split("\t")]
            entries.append(tuple(cells[:columns] + [""] * (columns - len(cells))))
    return entries


def alternatives(cell: str) -> list[str]:
    """The values of a cell that holds several, `;` between them."""
    return [value for value in (part.strip() for part in cell.split(";")) if value]
