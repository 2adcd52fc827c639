"""Documents that a query names, and which citations match them."""

from __future__ import annotations

import pytest

from timtin.knowledge.documents.query_documents import (
    find_query_documents,
    matches_document,
    names_issuer,
    text_spellings,
)

NAMED = [
    ("QĐ 217", 0, 2, "217-QĐ"),
    ("qd 217", 0, 2, "217-QĐ"),
    ("Quyết định 217", 0, 3, "217-QĐ"),
    ("Quyết định số 217-QĐ/TW", 0, 4, "217-QĐ/TW"),
    ("217-qd/tw", 0, 1, "217-QĐ/TW"),
    ("217 QĐ/TW", 0, 2, "217-QĐ/TW"),  # `217 - QĐ/TW` without its dash
    ("xã làm theo chi thi 5 tốt", 3, 6, "05-CT"),
    ("Quyết định 217 của Bộ Chính trị họp", 0, 7, "217-QĐ/TW"),
    ("nghị định 30/2020/nđ-cp", 0, 3, "30/2020/NĐ-CP"),
    (
        "NQ 25 về công tác dân vận trong tình hình mới",
        0,
        7,
        "25-NQ/TW",
    ),  # identified by as many words of its subject as agree
]


@pytest.mark.parametrize(("query", "start", "end", "number"), NAMED)
def test_find_query_documents(query: str, start: int, end: int, number: str) -> None:
    for written in (query, query.upper(), query.lower()):
        (named,) = find_query_documents(written.split())
        assert named[:3] == (start, end, number)
        assert start < named.core_end <= end


def test_the_core_is_type_and_number() -> None:
    (named,) = find_query_documents(["QĐ", "217", "của", "Bộ", "Chính", "trị"])
    assert (named.number, named.core_end, named.core) == ("217-QĐ/TW", 2, "217-QĐ")


@pytest.mark.parametrize("query", ["kế hoạch 5 năm", "Covid-19", "7/3/2024", "một mình 217", "quyết định", "217", ""])
def test_queries_that_name_no_document(query: str) -> None:
    assert find_query_documents(query.split()) == []


MATCHES = [
    ("217-QĐ", "217-QĐ/TW", True),
    ("217-QĐ", "217-QĐ", True),
    ("217-QĐ", "217/QĐ-UBND", True),
    ("217-QĐ", "217/2013/QĐ-TTg", True),
    ("08-QĐ", "08-QĐi/TW", True),  # a quy định
    ("33/2014/QĐ", "33/2014/QĐ-UBND", True),
    ("33/2014/QĐ", "33/2015/QĐ-UBND", False),
    ("217-QĐ", "217-KH/TW", False),
    ("21-QĐ", "217-QĐ/TW", False),
    ("217-QĐ/TW", "217-QĐ", False),  # all parts requested must agree
    ("217-QĐ/TW", "217-QĐ/TU", False),
    ("98/2023/QH15", "98/2023/QH15", True),
    ("?", "217-QĐ/TW", False),
]


@pytest.mark.parametrize(("requested", "cited", "same"), MATCHES)
def test_matches_document(requested: str, cited: str, same: bool) -> None:
    assert matches_document(requested, cited) is same


def test_spellings_in_texts() -> None:
    forms = {" ".join(form) for form in text_spellings("05-CT")}
    assert {"chỉ thị 05", "chỉ thị số 5", "ct 05", "05 ct"} <= forms
    assert not any("chủ tịch" in form for form in forms)  # another meaning of CT
    assert text_spellings("217-QĐ/TW") == ()
    assert names_issuer("217-QĐ/TW")
    assert not names_issuer("217-QĐ")
