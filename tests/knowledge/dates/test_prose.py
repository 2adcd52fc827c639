"""Dates in running text, with their offsets."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.knowledge.dates import find_dates

PUBLISHED = "2024-03-07"

CASES = [
    (cells[0], [day for day in cells[1].split(" ") if day != "-"])
    for line in (Path(__file__).parents[1] / "data" / "prose_dates.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
    for cells in [line.split("\t")]
]


@pytest.mark.parametrize(("text", "days"), CASES)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_cases(text: str, days: list[str], form: Literal["NFC", "NFD"]) -> None:
    text = unicodedata.normalize(form, text)
    assert [found.day.isoformat() for found in find_dates(text, PUBLISHED, relative=True)] == days


def test_without_a_publication_date_only_full_dates_are_found() -> None:
    found = find_dates("Hôm qua, sáng 6-3; ngày 7/3/2024", relative=True)
    assert [match.day.isoformat() for match in found] == ["2024-03-07"]


def test_relative_days_are_optional() -> None:
    assert find_dates("Sáng nay, xã họp.", PUBLISHED) == []


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(["ngày ", "5/3", "/2024", " 7-8/3", "a\u0301", "ế", ", ", "tháng 3", "Sáng ", "31"])))
def test_offsets_enclose_the_written_date(parts: list[str]) -> None:
    text = "".join(parts)
    for found in find_dates(text, PUBLISHED):
        written = text[found.start : found.end]
        assert written[0].isdigit()
        assert written[-1].isdigit()
