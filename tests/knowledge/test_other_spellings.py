"""Dates, numbers and documents as a query may write them."""

from __future__ import annotations

import pytest

from timtin.knowledge.documents.query_documents import (
    find_query_documents,
    matches_document,
    names_issuer,
    text_spellings,
)
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
def test_other_spellings(query: str, start: int, end: int, some: set[str]) -> None:
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
def test_no_other_spellings(query: str) -> None:
    assert equivalent_notations(query.split()) == []


NAMED = [
    ("QĐ 217", 0, 2, "217-QĐ"),
    ("qd 217", 0, 2, "217-QĐ"),
    ("Quyết định 217", 0, 3, "217-QĐ"),
    ("Quyết định số 217-QĐ/TW", 0, 4, "217-QĐ/TW"),
    ("217-qd/tw", 0, 1, "217-QĐ/TW"),
    ("217 QĐ/TW", 0, 2, "217-QĐ/TW"),  # `217 - QĐ/TW` without its lone dash
    ("xã làm theo chi thi 5 tốt", 3, 6, "05-CT"),
    ("Quyết định 217 của Bộ Chính trị họp", 0, 7, "217-QĐ/TW"),
    ("nghị định 30/2020/nđ-cp", 0, 3, "30/2020/NĐ-CP"),
    ("NQ 25 về công tác dân vận trong tình hình mới", 0, 7, "25-NQ/TW"),  # known by its subject, as far as it tells
]


@pytest.mark.parametrize(("query", "start", "end", "number"), NAMED)
def test_named_documents(query: str, start: int, end: int, number: str) -> None:
    for written in (query, query.upper(), query.lower()):
        (named,) = find_query_documents(written.split())
        assert named[:3] == (start, end, number)
        assert start < named.core_end <= end


def test_what_of_it_is_type_and_number() -> None:
    (named,) = find_query_documents(["QĐ", "217", "của", "Bộ", "Chính", "trị"])
    assert (named.number, named.core_end, named.core) == ("217-QĐ/TW", 2, "217-QĐ")


@pytest.mark.parametrize("query", ["kế hoạch 5 năm", "Covid-19", "7/3/2024", "một mình 217", "quyết định", "217", ""])
def test_names_no_document(query: str) -> None:
    assert find_query_documents(query.split()) == []


SAME = [
    ("217-QĐ", "217-QĐ/TW", True),
    ("217-QĐ", "217-QĐ", True),
    ("217-QĐ", "217/QĐ-UBND", True),
    ("217-QĐ", "217/2013/QĐ-TTg", True),
    ("08-QĐ", "08-QĐi/TW", True),  # a quy định
    ("33/2014/QĐ", "33/2014/QĐ-UBND", True),
    ("33/2014/QĐ", "33/2015/QĐ-UBND", False),
    ("217-QĐ", "217-KH/TW", False),
    ("21-QĐ", "217-QĐ/TW", False),
    ("217-QĐ/TW", "217-QĐ", False),  # what was asked must agree
    ("217-QĐ/TW", "217-QĐ/TU", False),
    ("98/2023/QH15", "98/2023/QH15", True),
    ("?", "217-QĐ/TW", False),
]


@pytest.mark.parametrize(("asked", "cited", "same"), SAME)
def test_same_document(asked: str, cited: str, same: bool) -> None:
    assert matches_document(asked, cited) is same


def test_how_texts_name_a_document() -> None:
    forms = {" ".join(form) for form in text_spellings("05-CT")}
    assert {"chỉ thị 05", "chỉ thị số 5", "ct 05", "05 ct"} <= forms
    assert not any("chủ tịch" in form for form in forms)  # another meaning of CT
    assert text_spellings("217-QĐ/TW") == ()
    assert names_issuer("217-QĐ/TW")
    assert not names_issuer("217-QĐ")
