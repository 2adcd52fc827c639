"""The gazetteer's table."""

from __future__ import annotations

from datetime import date

from timtin.analyzers import fold, normalize
from timtin.knowledge.places.names import name_key
from timtin.knowledge.places.table import folded_rows, unit_table


def test_the_keys_are_those_of_the_names() -> None:
    """The keys are made from the whole file at once, so each must equal the `name_key` and `fold` of its name."""
    rows = unit_table()
    for name in set(rows.name):
        assert name_key(name) in rows.by_key, name
        assert normalize(name) == name.lower(), name
    for name in rows.by_key:
        assert fold(name) in folded_rows(), name


def test_the_table_is_complete() -> None:
    rows = unit_table()
    today = [row for row, since in enumerate(rows.since) if since == date(2025, 7, 1)]
    assert len(today) == 34 + 3321
    assert len(set(map(len, (rows.name, rows.type, rows.parent, rows.became, rows.since, rows.until)))) == 1
