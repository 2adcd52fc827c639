"""Equivalent notations of dates and amounts in a query."""

from __future__ import annotations

import pytest

from timtin.knowledge.notations import equivalent_notations

DAY = {"7 3 2024", "07 03 2024", "7 tháng 3 năm 2024", "07 tháng 03 năm 2024", "7 tháng 3 2024", "2024 03 07"}
SPELLINGS = [
    ("họp 7/3/2024", 1, 2, DAY),
    ("07-03-2024", 0, 1, DAY),
    ("7.3.2024.", 0, 1, DAY),
    ("2024-03-07", 0, 1, DAY),
    ("ngày 7 tháng 3 năm 2024", 0, 6, DAY),
    ("NGAY 7 THANG 3 NAM 2024", 0, 6, DAY),
    ("7 tháng 3, 2024", 0, 4, DAY),
    ("ngày 7/3", 0, 2, {"7 tháng 3", "ngày 07 03"}),
    ("7 tháng 3", 0, 3, {"ngày 7 3", "07 tháng 03"}),
    ("tháng 3/2024", 0, 2, {"tháng 03 2024", "tháng 3 năm 2024"}),
    ("tháng 03 năm 2024", 0, 4, {"tháng 3 2024"}),
    ("1.500", 0, 1, {"1500"}),
    ("1,500", 0, 1, {"1500"}),
    ("1500", 0, 1, {"1 500"}),
    ("1500000", 0, 1, {"1 500 000"}),
    ("15.000%", 0, 1, {"15000"}),
]


@pytest.mark.parametrize(("query", "start", "end", "some"), SPELLINGS)
def test_equivalent_notations(query: str, start: int, end: int, some: set[str]) -> None:
    (found,) = equivalent_notations(query.split())
    assert (found.start, found.end) == (start, end)
    assert some <= {" ".join(form) for form in found.forms}


@pytest.mark.parametrize(
    "query",
    [
        "31/2/2024",
        "7 tháng 13",
        "7/3",
        "2024",
        "1950",
        "0912345678",
        "1.50",
        "1.500,000",
        "12,5%",
        "24 tháng",
        "tháng",
        "ngày",
        "",
    ],
)
def test_no_equivalent_notations(query: str) -> None:
    assert equivalent_notations(query.split()) == []
