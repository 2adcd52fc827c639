"""Dates in running text, with their places in it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.knowledge.dates import find_dates

PUBLISHED = "2024-03-07"

CASES = [
    # text, days found
    ("Họp ngày 18/01/2024 tại xã", ["2024-01-18"]),
    ("Họp vào 01/03/2024.", ["2024-03-01"]),
    ("chiều ngày 09.04.2024, Ban", ["2024-04-09"]),
    ("ngày 5 tháng 6 năm 2023", ["2023-06-05"]),
    ("ngày 5 tháng 2", ["2024-02-05"]),
    ("Sáng 6-3, Đảng ủy xã", ["2024-03-06"]),
    ("chiều 28/12, UBND", ["2023-12-28"]),  # the year that is nearest
    ("tối ngày 12.3 sẽ khai mạc", ["2024-03-12"]),
    ("ngày 20/9 vừa qua", ["2023-09-20"]),  # not half a year ahead
    ("từ 5-7/3/2024", ["2024-03-07"]),  # no word says that 5 is a day too
    ("trong ba ngày 5-7/3/2024", ["2024-03-05", "2024-03-06", "2024-03-07"]),
    ("hai ngày 5 và 7/3", ["2024-03-05", "2024-03-07"]),
    ("đạt 3/5 chỉ tiêu", []),  # a fraction
    ("tỷ lệ 1/500", []),
    ("tới 12-4 người", []),  # `tới` is no evening
    ("ngày 31/02/2024", []),
    ("Quyết định số 12/2024/QĐ-UBND", []),
    ("1.234.567 đồng", []),
]


@pytest.mark.parametrize(("text", "days"), CASES)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_cases(text: str, days: list[str], form: str) -> None:
    text = unicodedata.normalize(form, text)
    assert [found.day.isoformat() for found in find_dates(text, PUBLISHED)] == days


def test_without_a_publication_date_only_whole_dates_are_found() -> None:
    found = find_dates("Sáng 6-3 và ngày 7/3/2024")
    assert [one.day.isoformat() for one in found] == ["2024-03-07"]


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(["ngày ", "5/3", "/2024", " 7-8/3", "a\u0301", "ế", ", ", "tháng 3", "Sáng ", "31"])))
def test_offsets_point_at_what_was_written(parts: list[str]) -> None:
    text = "".join(parts)
    for found in find_dates(text, PUBLISHED):
        written = text[found.start : found.end]
        assert written[0].isdigit()
        assert written[-1].isdigit()
