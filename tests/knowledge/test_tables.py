"""Consistency of the tables of phrases and codes."""

from __future__ import annotations

import pytest

from timtin.analyzers import fold, normalize
from timtin.knowledge.tables import read_table, split_values


@pytest.mark.parametrize("name", ["organizations.tsv", "topics.tsv"])
def test_no_phrase_occurs_twice(name: str) -> None:
    table = read_table(name, 3)
    assert all(key and values for key, values, _ in table)
    phrases = [phrase for _, *cells in table for cell in cells for phrase in split_values(cell)]
    assert len({normalize(phrase) + str(phrase.isupper()) for phrase in phrases}) == len(phrases)


@pytest.mark.parametrize(("name", "column", "columns"), [("issuers.tsv", 3, 4), ("document_codes.tsv", 2, 3)])
def test_phrases_beside_document_numbers_have_no_diacritics(name: str, column: int, columns: int) -> None:
    for row in read_table(name, columns):
        assert fold(row[column]) == row[column]
