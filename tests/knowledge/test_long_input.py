"""Long repetitive input: a regular expression that is not linear would take forever on these texts."""

from __future__ import annotations

import pytest

from timtin.knowledge.dates import find_dates, parse_published
from timtin.knowledge.documents.citations import find_citations, normal_citation
from timtin.knowledge.organizations import find_organizations
from timtin.knowledge.topics import find_topics

PIECES = ["1", "a", " ", "-", "1-", "1/", "1, ", "5/3 ", "ngày 5 ", "a\u0301", "\u0301", "\ud800", "QĐ 1 ", "1-QĐ/TW-"]
PIECES += ["Quyết định 1, ", "NQ số 1 về ", "NQ số 25 ngày 5/3/2020 ", "1/2020/", "ủy ban ", "nghị định 1 của "]
PIECES += [
    "luật ",
    "Luật Đất đai ",
    "Luật Đất đai, ",
    "các luật Đất đai, Nhà ở, ",
    "Luật phòng ",
    "Hiến pháp ",
    "BLHS",
    "1, ",
]
PIECES += ["nghị quyết ", "Nghị quyết Trung ương 4 khóa ", "NQ 1. ", "số 1, ", "1/2020/NĐ-CP. Nghị định 1. "]


@pytest.mark.parametrize("piece", PIECES)
def test_a_hundred_thousand_characters(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    for citation in find_citations(text):
        assert citation.number
    for found in find_dates(text, "2024-03-07"):
        assert found.start < found.end
    assert normal_citation(text) is None
    parse_published(text)
    find_organizations(text)
    find_topics(text, text)
