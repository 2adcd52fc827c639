"""Well-known central documents identified by their subject, and their table."""

from __future__ import annotations

from timtin.knowledge.dates import parse_published
from timtin.knowledge.documents.central_documents import find_central_document
from timtin.knowledge.documents.citations import normal_citation
from timtin.knowledge.tables import read_table


def test_the_subject_must_agree() -> None:
    document = find_central_document("NQ", "25", "công tác thanh niên thời kỳ công nghiệp hóa")
    assert document is not None
    assert (document.number, document.date) == ("25-NQ/TW", "2008-07-25")
    assert find_central_document("NQ", "25", "công tác") is None
    assert find_central_document("NQ", "9999", "công tác dân vận") is None
    assert find_central_document("NQ", "54", "thí điểm cơ chế đặc thù phát triển TP Hồ Chí Minh", "chinh phu") is None
    document = find_central_document("NQ", "54", "thí điểm cơ chế đặc thù phát triển TP Hồ Chí Minh", "quoc hoi")
    assert document is not None
    assert document.number == "54/2017/QH14"


def test_the_table_is_consistent() -> None:
    table = read_table("central_documents.tsv", 4)
    assert len(table) >= 100
    assert len(set(table)) == len(table)
    for number, day, issuer, subject in table:
        assert normal_citation(number) == number
        assert not day or parse_published(day) == day
        assert issuer
        assert subject
