"""The table of laws, and which normal forms denote the same law."""

from __future__ import annotations

import datetime
import re

import pytest

from timtin.knowledge.documents.citations import normal_citation
from timtin.knowledge.documents.laws import (
    law_by_name,
    law_by_number,
    law_normal_form,
    law_prefixes,
    matches_law,
    title_spellings,
)
from timtin.knowledge.tables import read_table, split_values

ROWS = read_table("laws.tsv", 4)
_NUMBER = re.compile(r"[0-9]{2,3}/([0-9]{4})/(?:QH[0-9]{1,2}|(?:PL-)?UBTVQH[0-9]{1,2})")


def test_the_table_is_consistent() -> None:
    assert len({(kind, name) for kind, name, _, _ in ROWS}) == len(ROWS)
    assert {kind for kind, *_ in ROWS} == {"Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh"}
    numbers = []
    for _, name, versions, _ in ROWS:
        dates = []
        for cell in split_values(versions):
            number, _, date = cell.rpartition("=")
            assert datetime.date.fromisoformat(date).isoformat() == date, name
            dates.append(date)
            match = _NUMBER.fullmatch(number)
            assert not number or (match is not None and match[1] == date[:4]), cell
            numbers += [number] if number else []
        assert dates == sorted(set(dates)), name
    assert len(numbers) == len(set(numbers))


def test_no_two_laws_share_a_spelling() -> None:
    written: dict[str, str] = {}
    for title, other in title_spellings():
        assert written.setdefault(other.lower(), title) == title
        assert normal_citation(other) == title
        assert normal_citation(other.upper()) == title


MATCHES = [
    ("Luật Thực hiện dân chủ ở cơ sở", "10/2022/QH15", True),
    ("10/2022/QH15", "Luật Thực hiện dân chủ ở cơ sở", True),
    ("Luật Đất đai", "Luật Đất đai 2013", True),  # any version
    ("Luật Đất đai 2013", "Luật Đất đai", False),  # the year of the citation is unknown
    ("Luật Đất đai 2013", "45/2013/QH13", True),
    ("Luật Đất đai 2003", "45/2013/QH13", False),
    ("Luật Đầu tư", "Luật Đầu tư công", False),
    ("217-QĐ/TW", "217-QĐ/TW", False),  # not a law
]


@pytest.mark.parametrize(("requested", "cited", "matches"), MATCHES)
def test_matches_law(requested: str, cited: str, matches: bool) -> None:
    assert matches_law(requested, cited) is matches
    if matches:
        assert any(cited.startswith(prefix) for prefix in law_prefixes(requested))


def test_the_normal_form_has_a_year_only_if_needed() -> None:
    assert law_normal_form("Luật Thực hiện dân chủ ở cơ sở", "2022") == "Luật Thực hiện dân chủ ở cơ sở"
    assert law_normal_form("Luật Thực hiện dân chủ ở cơ sở", "2031") == "Luật Thực hiện dân chủ ở cơ sở 2031"
    assert law_normal_form("Luật Đất đai", "2013") == "Luật Đất đai 2013"
    assert law_normal_form("Luật Đất đai", None) == "Luật Đất đai"
    named = law_by_name("Luật Đất đai 2013")
    assert named is not None
    assert named[1] is not None
    assert law_by_number(named[1].number or "") == named
    assert law_by_name("Luật Không có trong bảng") is None
