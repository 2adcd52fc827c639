"""Equivalent spellings by the table of abbreviations."""

from __future__ import annotations

import pytest

from timtin.analyzers import tokenize
from timtin.knowledge.abbreviations.equivalent_spellings import (
    compound_spellings,
    equivalent_spellings,
    longest_spelling_from,
)

EQUIVALENT = [
    ("UBND", "ủy ban nhân dân"),
    ("DVK", "dân vận khéo"),
    ("UBMTTQ", "ủy ban MTTQ"),  # partly abbreviated
    ("UBMTTQ", "UB MTTQ"),
    ("MTTQVN", "MTTQ Việt Nam"),
    ("TPHCM", "TP.HCM"),
    ("TPHCM", "TP Hồ Chí Minh"),
    ("KT-XH", "KTXH"),  # with or without the hyphen
    ("KT-XH", "kinh tế và xã hội"),  # with or without `và`
    ("KT-XH", "kinh tế - xã hội"),
    ("CB-CC", "cán bộ, công chức"),
    ("T.Ư", "TW"),
    ("Đ/c", "đồng chí"),
    ("BTV", "biên tập viên"),
]


def syllables(text: str) -> tuple[str, ...]:
    return tuple(token.normal for token in tokenize(text))


def others(text: str, ignore_diacritics: bool) -> tuple[tuple[str, ...], ...]:
    return equivalent_spellings(syllables(text), ignore_diacritics=[ignore_diacritics] * len(syllables(text)))


@pytest.mark.parametrize(("one", "other"), EQUIVALENT)
def test_equivalent_in_both_directions(one: str, other: str) -> None:
    assert syllables(other) in others(one, False)
    assert syllables(one) in others(other, False)
    assert longest_spelling_from(syllables(one)[0]) >= len(syllables(one))


NOT_EQUIVALENT = [
    ("ban thường vụ", "biên tập viên"),  # two meanings of one abbreviation are not equivalent
    ("trưởng phòng", "TP"),  # only the likeliest meaning stands for two letters
    ("công an", "CA"),  # an ordinary syllable has no equivalents
    ("trung ương", "TƯ"),
    ("TU", "tỉnh ủy"),
]


@pytest.mark.parametrize(("one", "other"), NOT_EQUIVALENT)
def test_not_equivalent(one: str, other: str) -> None:
    assert syllables(other) not in others(one, False)
    assert syllables(other) not in others(one, True)


def test_diacritics_count_unless_ignored() -> None:
    assert others("uy ban nhan dan", False) == ()
    assert ("ubnd",) in others("uy ban nhan dan", True)
    assert ("ubnd",) in equivalent_spellings(
        ("ủy", "ban", "nhan", "dân"), ignore_diacritics=(False, False, True, False)
    )
    assert equivalent_spellings(("ủy", "ban", "nhan", "dân"), ignore_diacritics=(True, True, False, True)) == ()
    assert ("hội", "đồng", "nhân", "dân") in others("hdnd", False)  # an abbreviation may lack diacritics


def test_compounds() -> None:
    found = compound_spellings(("anct", "ttatxh"), ignore_diacritics=False)
    assert syllables("an ninh chính trị, trật tự an toàn xã hội") in found
    assert syllables("an ninh chính trị và TTATXH") in found
    assert compound_spellings(("anct", "xyz"), ignore_diacritics=True) == ()
    assert compound_spellings(("tu", "hu"), ignore_diacritics=True) == ()  # could be ordinary syllables
    assert compound_spellings(("ubnd",), ignore_diacritics=True) == ()
    assert compound_spellings(("ubnd",) * 40, ignore_diacritics=True) == ()
