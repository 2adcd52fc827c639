from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from timtin.analyzers.atoms import find_atoms

ATOMS = [
    # text, the atomic pieces in it with their kinds
    ("Quyết định số 217-QĐ/TW và 218-QĐ/TW.", [("217-QĐ/TW", "document"), ("218-QĐ/TW", "document")]),
    ("(42-KH/BDVHU-UBND)", [("42-KH/BDVHU-UBND", "document")]),
    ("Nghị định 30/2020/NĐ-CP", [("30/2020/NĐ-CP", "document")]),
    ("Luật số 05/2023/QH15", [("05/2023/QH15", "document")]),
    ("1027/CTK-CSCL, 12/TTr-UBND", [("1027/CTK-CSCL", "document"), ("12/TTr-UBND", "document")]),
    ("Covid-19, 24/7, 5-10 km, 3-Nam", []),
    ("ngày 07/03/2024, 7.3.2024, 07-03-2024", [("07/03/2024", "date"), ("7.3.2024", "date"), ("07-03-2024", "date")]),
    ("2025-01-08T15:13:22+07:00", [("2025-01-08", "date")]),
    ("31/02/2024 và 32/01/2024 và 1/2.2024", []),  # no such days; mixed signs
    ("thư: ban.dan-van@mail.tayninh.gov.vn.", [("ban.dan-van@mail.tayninh.gov.vn", "email")]),
    ("a@b, @x.vn", []),
    ("(xem https://a.vn/tin?id=1&b=2).", [("https://a.vn/tin?id=1&b=2", "url")]),
    ("tại www.a.gov.vn!", [("www.a.gov.vn", "url")]),
    ("https://a.vn/217-QĐ/TW/07/03/2024", [("https://a.vn/217-QĐ/TW/07/03/2024", "url")]),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ATOMS)
def test_atoms(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(text[start:end], kind) for start, end, kind in find_atoms(text)] == expected


@given(st.text("1207/-.@:ĐQTWghtpsw aé\n\ud800", max_size=60))
@settings(deadline=None, max_examples=300)
def test_atoms_are_ordered_and_apart(text: str) -> None:
    end = 0
    for start, stop, _kind in find_atoms(text):
        assert end <= start < stop <= len(text)
        end = stop


@pytest.mark.parametrize("unit", ["-", "a.", "a@", "a@b.", "1/", "1-Q", "1-QĐ/", "http://", "www.", "1.1.", "A", "://"])
def test_a_megabyte_finishes(unit: str) -> None:
    find_atoms(unit * (1_000_000 // len(unit)))
